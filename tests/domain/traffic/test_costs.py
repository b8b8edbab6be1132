"""The margin and the value of the stock count each variant at its own cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from sandbox.kernel import clock
from sandbox.shop.catalog.services import (
    create_attribute,
    create_attribute_value,
    generate_variants,
    update_product,
    update_variant,
)
from sandbox.shop.orders import services as orders
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.rules.indicators import value_of
from sandbox.shop.traffic.rules.periods import Period
from tests.factories.shops import ANCHOR
from tests.factories.trade import make_trade

TODAY = Period(ANCHOR, ANCHOR)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(datetime(2026, 11, 23, 9, 0)):
        yield


def test_a_kilo_leaves_more_euros_and_a_lower_rate(shop: Shop) -> None:
    trade = make_trade()
    weights = create_attribute(name="Poids")
    for name in ("250 g", "1 kg"):
        create_attribute_value(attribute=weights, name=name)
    generate_variants(product=trade.coffee, values=[[value.id for value in weights.values]])
    update_product(product=trade.coffee, cost_excl_micros=5_350_000, is_online=True)
    small, kilo = trade.coffee.variants
    update_variant(variant=small, quantity=10)
    update_variant(variant=kilo, quantity=3, impact_incl_cents=3400, cost_excl_micros=20_800_000)

    def shelf() -> queries.ShelfFigures:
        return next(s for s in queries.figures_of_shelves(TODAY) if s.product.id == trade.coffee.id)

    assert shelf().stock_cents == 10 * 535 + 3 * 2080
    cart = orders.open_cart(token="t1", customer=trade.customer)
    orders.add_to_cart(cart=cart, product=trade.coffee, variant=kilo, quantity=1)
    orders.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    orders.place_order(cart=cart, customer=trade.customer, payment=trade.card)
    totals = queries.get_dataset(TODAY).totals
    assert (totals.sales_excl, totals.cost) == (4445, 2080)
    assert value_of("marge", totals).amount == 2365
    assert round(value_of("taux_marge", totals).amount or 0, 1) == 53.2
    assert (shelf().cost, shelf().stock_cents) == (2080, 10 * 535 + 2 * 2080)
