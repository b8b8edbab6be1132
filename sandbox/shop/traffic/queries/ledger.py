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
from sandbox.kernel.steady import steady
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import LedgerDay, LedgerGoods, LedgerMark, LedgerOrder, LedgerShelf, ShopLedger
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


def unsettled(query: Any) -> Any:
    """A query on orders, for those that the ledger does not tell: placed or changed since, or all.

    They are joined, not looked for in a list: SQLite would try each of the list for each line of the shop.
    """
    ledger = find_ledger()
    if ledger is None:
        return query
    since = sa.select(Order.id).where(Order.id > ledger.last_order_id, Order.shop_id == open_shop_id())
    ids = sa.union(_marks(), since).subquery()
    return query.join(ids, ids.c[0] == Order.id)


def _marks() -> sa.Select[int]:
    return sa.select(LedgerMark.order_id).where(LedgerMark.shop_id == open_shop_id())


def _within(model: Any, ledger: ShopLedger, first: int | None, last: int) -> sa.ColumnElement[bool]:
    """Rows of the ledger for these days."""
    days = model.day_offset <= last if first is None else model.day_offset.between(first, last)
    return sa.and_(model.ledger_id == ledger.ledger_id, days)


def _outdated(model: Any) -> sa.ColumnElement[bool]:
    """The rows of the ledger, of orders or of their goods, that no longer hold in the open shop."""
    return model.order_id.in_(_marks())  # type: ignore[no-any-return]


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
    """The settled orders of a period, added up; three statements."""
    ledger = find_ledger()
    if ledger is None:
        return []
    shop = get_shop(open_shop_id())
    paid = set(session.scalars(sa.select(OrderState.id).where(OrderState.is_paid)))
    names = ("orders", *_SUMS, "coded", "discounts")
    found = []
    for (point, source, campaign, device, state_id), told in _told(period, shop, ledger).items():
        sums = dict(zip(names, told, strict=True))
        orders, coded, discounts = sums.pop("orders"), sums.pop("coded"), sums.pop("discounts")
        if not orders:
            continue
        is_paid = state_id in paid
        sold = Totals(placed=orders, paid=orders, **sums) if is_paid else Totals(placed=orders)
        day = shop.anchor_on + timedelta(days=point)
        found.append(Cell(day, source, campaign, device, is_paid, orders, coded, discounts, sold))
    return found


def _told(period: Period, shop: Shop, ledger: ShopLedger) -> dict[tuple[Any, ...], list[int]]:
    """By point of a chart, source, campaign, device and state: orders and their sums, without the orders that changed since."""
    first, last = offsets(shop, period)
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in session.execute(_grouped(LedgerDay, shop, period).where(_within(LedgerDay, ledger, first, last))):
        found[tuple(row[:5])] = [int(value) for value in row[5:]]
    outdated = _grouped(LedgerOrder, shop, period).where(
        _within(LedgerOrder, ledger, first, last), _outdated(LedgerOrder)
    )
    for row in session.execute(outdated):
        held = found[tuple(row[:5])]
        held[:] = [value - int(less) for value, less in zip(held, row[5:], strict=True)]
    return found


def _grouped(model: Any, shop: Shop, period: Period) -> Any:
    orders = sa.func.sum(model.orders) if model is LedgerDay else sa.func.count()
    point = point_of(model.day_offset, shop, period).label("point")
    keys = (model.source, model.campaign, model.device, model.state_id)
    sums = (sa.func.sum(getattr(model, name)) for name in (*_SUMS, "coded", "discounts"))
    return sa.select(point, *keys, orders, *sums).group_by(sa.literal_column("point"), *keys)


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
        .where(_within(LedgerOrder, ledger, first, last), is_paid_state(LedgerOrder), sa.not_(_outdated(LedgerOrder)))
        .group_by(LedgerOrder.customer_id)
    )  # fmt: skip
    return {
        customer_id: Bought(orders, int(excl), anchor + timedelta(days=low), anchor + timedelta(days=high))
        for customer_id, orders, excl, low, high in session.execute(query)
    }


@steady
def settled_goods(period: Period) -> dict[int, tuple[int, int, int, int]]:
    """By product, (pieces, orders, sales without tax, cost) of settled paid orders of a period; two statements.

    Read again once an order of the ledger is marked as changed, or a state.
    """
    ledger = find_ledger()
    if ledger is None:
        return {}
    first, last = offsets(get_shop(open_shop_id()), period)

    def held(model: Any, orders: Any) -> Any:
        sums = (sa.func.sum(column) for column in (model.items, orders, model.sales_excl, model.cost))
        where = (_within(model, ledger, first, last), is_paid_state(model))
        return sa.select(model.product_id, *sums).where(*where).group_by(model.product_id)

    found = {
        row[0]: [int(value) for value in row[1:]] for row in session.execute(held(LedgerShelf, LedgerShelf.orders))
    }
    for product_id, *less in session.execute(held(LedgerGoods, sa.literal(1)).where(_outdated(LedgerGoods))):
        found[product_id] = [value - int(part) for value, part in zip(found[product_id], less, strict=True)]
    return {product_id: tuple(told) for product_id, told in found.items() if told[1]}  # type: ignore[misc]


def settled_last_days(until: date) -> dict[int, date]:
    """By product, the last day that a settled paid order held it until a day; one statement."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    anchor = get_shop(open_shop_id()).anchor_on
    last = (until - anchor).days
    keys = (LedgerGoods.product_id, LedgerGoods.day_offset, LedgerGoods.state_id)
    gone = (
        sa.select(*keys, sa.func.count().label("orders")).where(_within(LedgerGoods, ledger, None, last), _outdated(LedgerGoods))
        .group_by(*keys).subquery()
    )  # fmt: skip
    same = sa.and_(*(getattr(LedgerShelf, key.key) == gone.c[key.key] for key in keys))
    query = (
        sa.select(LedgerShelf.product_id, sa.func.max(LedgerShelf.day_offset)).outerjoin(gone, same)
        .where(
            _within(LedgerShelf, ledger, None, last), is_paid_state(LedgerShelf),
            LedgerShelf.orders > sa.func.coalesce(gone.c.orders, 0),
        )
        .group_by(LedgerShelf.product_id)
    )  # fmt: skip
    return {product_id: anchor + timedelta(days=offset) for product_id, offset in session.execute(query)}
