"""The ledger of a shop's context: its orders as they were loaded, added up once and shared by every copy.

A figure is what the ledger says of the orders that did not change since, and the shop's own rows for the others: the two never
hold the same order. Without a ledger every order is read from its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import LedgerGoods, LedgerMark, LedgerOrder, ShopLedger
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.periods import Period, buckets

_SUMS = ("sales_excl", "sales_incl", "shipping_incl", "cost", "items")


@dataclass(frozen=True, slots=True)
class Cell:
    """Settled orders of a point of a chart, a source, a campaign and a device: `day` is the first of the point."""

    day: date
    source: str
    campaign: str
    device: str
    is_paid: bool
    orders: int
    coded: int
    discounts: int
    sold: Totals


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought in settled paid orders, in cents without tax, and the first and last of their days."""

    orders: int
    sales_excl: int
    first_on: date
    last_on: date


def find_ledger() -> ShopLedger | None:
    """The ledger of the open shop; one statement a session."""
    found = session.get(ShopLedger, open_shop_id())
    session.info["shop_ledger"] = found  # held, or it would be forgotten and read again
    return found


def is_unsettled(column: Any = Order.id) -> Any:
    """Orders that the ledger does not tell: placed or changed since, or all. `column` holds their id, that of a line when lines are read."""
    ledger = find_ledger()
    if ledger is None:
        return sa.true()
    return sa.or_(column > ledger.last_order_id, column.in_(_marks()))


def _marks() -> sa.Select[int]:
    return sa.select(LedgerMark.order_id).where(LedgerMark.shop_id == open_shop_id())


def _settled(model: Any, ledger: ShopLedger, first: int | None, last: int) -> sa.ColumnElement[bool]:
    """Rows of the ledger for these days that still hold in the open shop."""
    days = model.day_offset <= last if first is None else model.day_offset.between(first, last)
    return sa.and_(model.ledger_id == ledger.ledger_id, days, model.order_id.not_in(_marks()))


def is_paid_state(model: Any) -> Any:
    """Whether a row's state counts as paid in the open shop."""
    return model.state_id.in_(sa.select(OrderState.id).where(OrderState.is_paid))


def offsets(shop: Shop, period: Period) -> tuple[int, int]:
    """A period as distances to the shop's day J."""
    return (period.first - shop.anchor_on).days, (period.last - shop.anchor_on).days


def point_of(column: Any, shop: Shop, period: Period) -> Any:
    """The first day of the point of a chart that a day falls in, as a distance to J."""
    unit, points = buckets(period)
    if unit == "Jour":
        return column
    places = [offsets(shop, Period(point.first, point.last)) for point in points]
    return sa.case(*((column <= last, first) for first, last in places[:-1]), else_=places[-1][0])


def settled_cells(period: Period) -> list[Cell]:
    """The settled orders of a period, added up; two statements."""
    ledger = find_ledger()
    if ledger is None:
        return []
    shop = get_shop(open_shop_id())
    columns = (LedgerOrder.source, LedgerOrder.campaign, LedgerOrder.device, LedgerOrder.state_id)
    sums = (*_SUMS, "coded", "discounts")
    rows = (
        sa.select(point_of(LedgerOrder.day_offset, shop, period).label("point"), *columns, *(getattr(LedgerOrder, n) for n in sums))
        .where(_settled(LedgerOrder, ledger, *offsets(shop, period))).subquery()
    )  # fmt: skip
    keys = (rows.c.point, rows.c.source, rows.c.campaign, rows.c.device, rows.c.state_id)
    query = sa.select(*keys, sa.func.count(), *(sa.func.sum(rows.c[name]) for name in sums)).group_by(*keys)
    paid = set(session.scalars(sa.select(OrderState.id).where(OrderState.is_paid)))
    found = []
    for point, source, campaign, device, state_id, orders, *told in session.execute(query):
        *sold, coded, discounts = (int(value) for value in told)
        is_paid = state_id in paid
        totals = (
            Totals(placed=orders, paid=orders, **dict(zip(_SUMS, sold, strict=True)))
            if is_paid
            else Totals(placed=orders)
        )
        day = shop.anchor_on + timedelta(days=point)
        found.append(Cell(day, source, campaign, device, is_paid, orders, coded, discounts, totals))
    return found


def settled_buyers(last_on: date, first_on: date | None = None) -> dict[int, Bought]:
    """By customer, what settled paid orders say from a day, or from the beginning, to another; one statement."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    anchor = get_shop(open_shop_id()).anchor_on
    first, last = None if first_on is None else (first_on - anchor).days, (last_on - anchor).days
    query = (
        sa.select(
            LedgerOrder.customer_id, sa.func.count(), sa.func.sum(LedgerOrder.sales_excl), sa.func.min(LedgerOrder.day_offset),
            sa.func.max(LedgerOrder.day_offset),
        )
        .where(_settled(LedgerOrder, ledger, first, last), is_paid_state(LedgerOrder)).group_by(LedgerOrder.customer_id)
    )  # fmt: skip
    return {
        customer_id: Bought(orders, int(excl), anchor + timedelta(days=low), anchor + timedelta(days=high))
        for customer_id, orders, excl, low, high in session.execute(query)
    }


def settled_goods(period: Period) -> dict[int, tuple[int, int, int, int]]:
    """By product, (pieces, orders, sales without tax, cost) of settled paid orders of a period; one statement."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    sums = (LedgerGoods.items, LedgerGoods.sales_excl, LedgerGoods.cost)
    query = (
        sa.select(LedgerGoods.product_id, sa.func.count(), *map(sa.func.sum, sums))
        .where(_settled(LedgerGoods, ledger, *offsets(get_shop(open_shop_id()), period)), is_paid_state(LedgerGoods))
        .group_by(LedgerGoods.product_id)
    )  # fmt: skip
    return {row[0]: (int(row[2]), int(row[1]), int(row[3]), int(row[4])) for row in session.execute(query)}


def settled_last_days(until: date) -> dict[int, date]:
    """By product, the last day that a settled paid order held it until a day; one statement."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    anchor = get_shop(open_shop_id()).anchor_on
    query = (
        sa.select(LedgerGoods.product_id, sa.func.max(LedgerGoods.day_offset))
        .where(_settled(LedgerGoods, ledger, None, (until - anchor).days), is_paid_state(LedgerGoods))
        .group_by(LedgerGoods.product_id)
    )  # fmt: skip
    return {product_id: anchor + timedelta(days=offset) for product_id, offset in session.execute(query)}
