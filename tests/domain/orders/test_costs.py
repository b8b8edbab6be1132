"""What a line cost to buy: that of its variant, else of its product, on the day of the order, however the line came to be."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Variant
from sandbox.shop.catalog.services import (
    create_attribute,
    create_attribute_value,
    generate_variants,
    update_product,
    update_variant,
)
from sandbox.shop.orders import services
from sandbox.shop.orders.services import OrderItem
from sandbox.shop.pricing.services import create_cart_rule


@pytest.fixture
def sizes(trade) -> tuple[Variant, Variant]:
    """250 g at 5,35 €, as the sheet says; 1 kg at 20,80 €, its own; ten of each."""
    weights = create_attribute(name="Poids")
    for name in ("250 g", "1 kg"):
        create_attribute_value(attribute=weights, name=name)
    generate_variants(product=trade.coffee, values=[[value.id for value in weights.values]])
    update_product(product=trade.coffee, cost_excl_micros=5_350_000)
    small, kilo = trade.coffee.variants
    update_variant(variant=small, quantity=10)
    update_variant(variant=kilo, quantity=10, impact_incl_cents=3400, cost_excl_micros=20_800_000)
    return small, kilo


def costs(order) -> list[tuple[str, int]]:
    return [(line.name, line.unit_cost_cents) for line in order.lines]


def test_the_lines_of_a_cart_keep_the_cost_of_their_variant(trade, sizes):
    small, kilo = sizes
    cart = services.open_cart(token="t1", customer=trade.customer)
    for variant in sizes:
        services.add_to_cart(cart=cart, product=trade.coffee, variant=variant, quantity=1)
    services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    order = services.place_order(cart=cart, customer=trade.customer, payment=trade.card)
    told = [("Éthiopie Yirgacheffe · 250 g", 535), ("Éthiopie Yirgacheffe · 1 kg", 2080)]
    assert costs(order) == told
    update_product(product=trade.coffee, cost_excl_micros=6_000_000)
    update_variant(variant=kilo, cost_excl_micros=None)
    db.session.expire_all()
    assert costs(order) == told, "an order is a snapshot"
    assert small.cost_excl_micros is None


def test_a_line_added_afterwards_and_a_gift_have_it_too(trade, sizes):
    _, kilo = sizes
    create_cart_rule(
        name="Un kilo offert", code="", quantity=9, gift_product_id=trade.coffee.id, gift_variant_id=kilo.id
    )
    order = services.create_order(
        customer=trade.customer, items=[OrderItem(trade.mug, 1)], carrier=trade.relay, payment=trade.cheque,
        delivery_address=trade.address,
    )  # fmt: skip
    services.add_line(order=order, product=trade.coffee, variant=kilo, quantity=1)
    assert [cents for name, cents in costs(order) if "Yirgacheffe" in name] == [2080, 2080]
