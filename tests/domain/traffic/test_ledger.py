"""The ledger of a context and the shop's own rows tell the same figures, whatever was changed since."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.models import LedgerMark, LedgerOrder, ShopLedger
from sandbox.shop.traffic.rules.indicators import add_up
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.services import forget_ledger
from tests.domain.traffic.facts import days

BOUNDS = [(-729, 0), (-400, -31), (-62, 0), (-29, 0), (-3, -3)]


def told(period: Period) -> dict[str, Any]:
    """Every figure that the ledger has a part in."""
    data = queries.get_dataset(period)
    return {
        "parts": data.by(lambda part: (part.day, part.source, part.campaign, part.device)),
        "relation": add_up(part.totals for part in data.relation),
        "letters": add_up(part.totals for part in data.letters),
        "products": [(f.product_id, f.items, f.orders, f.sales_excl, f.cost) for f in queries.figures_of_products(period)],
        "shelves": [(f.product.id, f.items, f.sales_excl, f.cost, f.last_on) for f in queries.figures_of_shelves(period)],
        "buyers": [(f.customer.id, f.orders, f.sales_excl, f.last_on) for f in queries.figures_of_buyers(period)],
        "loyalty": queries.figures_of_loyalty(period),
        "scored": queries.list_scored(period),
    }  # fmt: skip


def raw(shop: Shop, period: Period) -> dict[str, Any]:
    """The same from the rows alone; the ledger is put back afterwards."""
    savepoint = session.begin_nested()
    forget_ledger(shop_id=shop.id)
    found = told(period)
    savepoint.rollback()
    return found


def change_something() -> None:
    """An old order is cancelled, another loses a piece, a third changes hands, a state stops counting as paid."""
    orders = session.scalars(
        sa.select(Order)
        .join(OrderState, OrderState.id == Order.state_id)
        .where(OrderState.key == "livre")
        .order_by(Order.id)
    ).all()
    first, second, third, last = orders[0], orders[len(orders) // 2], orders[7], orders[-1]
    cancelled = session.scalars(sa.select(OrderState).where(OrderState.key == "annule")).one()
    first.state_id = last.state_id = cancelled.id
    second.lines[0].quantity += 3
    third.customer_id = second.customer_id
    session.flush()


@pytest.mark.parametrize("bounds", BOUNDS)
def test_the_ledger_and_the_rows_tell_the_same(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    period = days(alices_shop, *bounds)
    assert queries.get_dataset(period).cells != ()
    assert told(period) == raw(alices_shop, period)


@pytest.mark.parametrize("bounds", [(-729, 0), (-29, 0)])
def test_they_still_do_when_orders_changed(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    period = days(alices_shop, *bounds)
    before = told(period)
    change_something()
    after = told(period)
    assert after == raw(alices_shop, period)
    assert bounds != (-729, 0) or after != before


def test_a_state_that_no_longer_counts_as_paid_is_heard(alices_shop: Shop) -> None:
    period = days(alices_shop, -729, 0)
    session.scalars(sa.select(OrderState).where(OrderState.key == "livre")).one().is_paid = False
    session.flush()
    assert told(period) == raw(alices_shop, period)
    assert queries.get_dataset(period).totals.paid < queries.get_dataset(period).totals.placed / 2


def test_a_changed_order_is_marked_once_and_only_in_its_shop(alices_shop: Shop) -> None:
    before = set(session.scalars(sa.select(LedgerMark.order_id).where(LedgerMark.shop_id == alices_shop.id)))
    change_something()
    after = set(session.scalars(sa.select(LedgerMark.order_id).where(LedgerMark.shop_id == alices_shop.id)))
    assert len(after - before) == 4
    elsewhere = sa.select(sa.func.count()).where(
        LedgerMark.shop_id != alices_shop.id, LedgerMark.order_id.in_(after - before)
    )
    assert session.scalar(elsewhere) == 0


def test_nearly_every_order_of_the_context_is_settled_and_shared(alices_shop: Shop) -> None:
    ledgers = set(session.scalars(sa.select(ShopLedger.ledger_id)))
    assert len(ledgers) == 1
    held = session.scalar(sa.select(sa.func.count()).select_from(LedgerOrder).where(LedgerOrder.ledger_id.in_(ledgers)))
    placed = session.scalar(sa.select(sa.func.count(Order.id)))
    assert held is not None
    assert placed is not None
    assert held > 0.9 * placed
