"""The ledger of a shop's context: its orders as they were loaded, added up once and shared by every copy.

A figure is what the ledger says of the orders that did not change since, and the shop's own rows for the others: the two never
hold the same order. Without a ledger every order is read from its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from sandbox.shop.traffic.queries.editions import of_facts, of_shop_and_facts
from sandbox.shop.traffic.rules.crossing import ALL, Segment
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.periods import Period, buckets, points_of

_SUMS = ("sales_excl", "sales_incl", "shipping_incl", "cost", "items")
KEPT_PERIODS = 32
"""How many periods of facts stay in memory, for all shops: about half a megabyte each."""
FEW = 1_000
"""Up to so many orders that the ledger does not tell are kept for a shop, whatever the period."""


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


CellKey = tuple[date, str, str, str, int]
"""The first day of a point of a chart, a source, a campaign, a device, a state."""
Cells = Mapping[CellKey, Cell]


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


def _within(model: Any, ledger_id: int, first: int | None, last: int) -> sa.ColumnElement[bool]:
    """Rows of the ledger for these days."""
    days = model.day_offset <= last if first is None else model.day_offset.between(first, last)
    return sa.and_(model.ledger_id == ledger_id, days)


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


@steady
def paid_states() -> frozenset[int]:
    """The states that count as paid in the open shop; one statement."""
    return frozenset(session.scalars(sa.select(OrderState.id).where(OrderState.is_paid)))


def settled_cells(period: Period, segment: Segment = ALL) -> list[Cell]:
    """The settled orders of a period, of a segment or all, added up; four statements the first time."""
    ledger = find_ledger()
    if ledger is None:
        return []
    shop, paid = get_shop(open_shop_id()), paid_states()
    if segment:
        return list(_segment_cells(period, segment))
    return list(without_changed(whole_cells(shop, period, ledger.ledger_id, paid), shop, period, paid).values())


@of_shop_and_facts
def _segment_cells(period: Period, segment: Segment) -> tuple[Cell, ...]:
    """The days of the ledger do not tell segments apart: these are added up from its orders."""
    ledger, shop = find_ledger(), get_shop(open_shop_id())
    if ledger is None:
        return ()
    here = (_within(LedgerOrder, ledger.ledger_id, *offsets(shop, period)), *in_segment(LedgerOrder, segment))
    rows = session.execute(_grouped(LedgerOrder, shop, period).where(*here, sa.not_(_outdated(LedgerOrder))))
    return tuple(cell for _, cell in _cells(shop, rows, paid_states()))


def in_segment(model: Any, segment: Segment) -> list[sa.ColumnElement[bool]]:
    """The conditions on the rows of visits that ended in an order, of a segment."""
    conditions = [model.region == segment.region] if segment.region else []
    return conditions if segment.is_new is None else [*conditions, model.is_new.is_(segment.is_new)]


@of_facts(KEPT_PERIODS)
def whole_cells(shop: Shop, period: Period, ledger_id: int, paid: frozenset[int]) -> Cells:
    """The orders of a ledger in a period as they were loaded, of which those of some states are paid; one statement."""
    days = _grouped(LedgerDay, shop, period).where(_within(LedgerDay, ledger_id, *offsets(shop, period)))
    return dict(_cells(shop, session.execute(days), paid))


def without_changed(whole: Cells, shop: Shop, period: Period, paid: frozenset[int]) -> Cells:
    """The same without the orders that changed since in the open shop; the same object when none did. Two statements the first time."""
    changed = list(_cells(shop, _changed(shop, period), paid))
    if not changed:
        return whole
    left = dict(whole)
    for key, less in changed:
        cell = left.pop(key)
        if cell.orders > less.orders:
            left[key] = replace(
                cell, orders=cell.orders - less.orders, coded=cell.coded - less.coded, discounts=cell.discounts - less.discounts,
                sold=cell.sold - less.sold,
            )  # fmt: skip
    return left


def _cells(shop: Shop, rows: Iterable[Sequence[Any]], paid: frozenset[int]) -> Iterator[tuple[CellKey, Cell]]:
    """Rows of `_grouped` as cells, in their order."""
    for point, source, campaign, device, state_id, orders, *sums, coded, discounts in rows:
        is_paid, day = state_id in paid, shop.anchor_on + timedelta(days=point)
        bought = dict(zip(_SUMS, map(int, sums), strict=True)) if is_paid else {}
        sold = Totals(placed=int(orders), paid=int(orders) if is_paid else 0, **bought)
        cell = Cell(day, source, campaign, device, is_paid, int(orders), int(coded), int(discounts), sold)
        yield (day, source, campaign, device, state_id), cell


def _changed(shop: Shop, period: Period) -> Iterable[Sequence[Any]]:
    """What the ledger says of the orders of a period that changed since, in the columns of `_grouped`."""
    ledger = find_ledger()
    assert ledger is not None
    first, last = offsets(shop, period)
    if (few := _few_changed()) is None:
        rows = _grouped(LedgerOrder, shop, period).where(_within(LedgerOrder, ledger.ledger_id, first, last))
        return session.execute(rows.where(_outdated(LedgerOrder)))
    points = points_of(period)
    days = ((shop.anchor_on + timedelta(days=row[0]), row) for row in few)
    return [((points[day] - shop.anchor_on).days, *row[1:]) for day, row in days if day in period]


@of_shop_and_facts
def _few_changed() -> tuple[tuple[Any, ...], ...] | None:
    """The orders of the ledger that changed since in the open shop, one by one; None when they are many: each period then reads its own."""
    ledger = find_ledger()
    assert ledger is not None
    columns = (getattr(LedgerOrder, name) for name in ("day_offset", "source", "campaign", "device", "state_id"))
    sums = (getattr(LedgerOrder, name) for name in (*_SUMS, "coded", "discounts"))
    query = sa.select(*columns, sa.literal(1), *sums).where(
        LedgerOrder.ledger_id == ledger.ledger_id, _outdated(LedgerOrder)
    )
    return at_most(FEW, query)


def at_most(most: int, query: Any) -> tuple[tuple[Any, ...], ...] | None:
    """What a query gives as plain rows, None when it gives more than that."""
    rows = session.execute(query.limit(most + 1)).all()
    return None if len(rows) > most else tuple(tuple(row) for row in rows)


def _grouped(model: Any, shop: Shop, period: Period) -> Any:
    orders = sa.func.sum(model.orders) if model is LedgerDay else sa.func.count()
    point = point_of(model.day_offset, shop, period).label("point")
    keys = (model.source, model.campaign, model.device, model.state_id)
    sums = (sa.func.sum(getattr(model, name)) for name in (*_SUMS, "coded", "discounts"))
    return sa.select(point, *keys, orders, *sums).group_by(sa.literal_column("point"), *keys)


def settled_buyers(last_on: date, first_on: date | None = None, segment: Segment = ALL) -> dict[int, Bought]:
    """By customer, what settled paid orders, of a segment or all, say from a day, or from the beginning, to another; one statement."""
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
        .where(
            _within(LedgerOrder, ledger.ledger_id, first, last), is_paid_state(LedgerOrder), sa.not_(_outdated(LedgerOrder)),
            *in_segment(LedgerOrder, segment),
        )
        .group_by(LedgerOrder.customer_id)
    )  # fmt: skip
    return {
        customer_id: Bought(orders, int(excl), anchor + timedelta(days=low), anchor + timedelta(days=high))
        for customer_id, orders, excl, low, high in session.execute(query)
    }


Goods = tuple[int, int, int, int]
"""Pieces, orders, sales without tax, cost."""


def settled_goods(period: Period) -> dict[int, Goods]:
    """By product, the goods of settled paid orders of a period; three statements the first time."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    shop, paid = get_shop(open_shop_id()), paid_states()
    found = dict(_whole_goods(shop, period, ledger.ledger_id, paid))
    for day, row in _changed_goods(shop, period):
        product_id, state_id, *less = row
        if state_id in paid and day in period:
            items, orders, excl, cost = (value - part for value, part in zip(found[product_id], less, strict=True))
            found[product_id] = (items, orders, excl, cost)
    return {product_id: told for product_id, told in found.items() if told[1]}


@of_facts(KEPT_PERIODS)
def _whole_goods(shop: Shop, period: Period, ledger_id: int, paid: frozenset[int]) -> dict[int, Goods]:
    """The same of all orders of a ledger as they were loaded, of which those of some states are paid."""
    columns = (LedgerShelf.items, LedgerShelf.orders, LedgerShelf.sales_excl, LedgerShelf.cost)
    query = sa.select(LedgerShelf.product_id, *(sa.func.sum(column) for column in columns)).where(
        _within(LedgerShelf, ledger_id, *offsets(shop, period)), LedgerShelf.state_id.in_(sorted(paid))
    )
    rows: Any = session.execute(query.group_by(LedgerShelf.product_id))
    return {
        product_id: (int(items), int(orders), int(excl), int(cost)) for product_id, items, orders, excl, cost in rows
    }


def _changed_goods(shop: Shop, period: Period) -> Iterator[tuple[date, Sequence[Any]]]:
    """What the ledger says of the goods of orders that changed since, in a period at least: the day, then product, state, pieces,
    orders, sales and cost.
    """
    if (rows := _few_changed_goods()) is None:
        ledger = find_ledger()
        assert ledger is not None
        within = _within(LedgerGoods, ledger.ledger_id, *offsets(shop, period))
        rows = session.execute(_outdated_goods().where(within)).all()  # type: ignore[assignment]
    assert rows is not None
    return ((shop.anchor_on + timedelta(days=row[0]), row[1:]) for row in rows)


@of_shop_and_facts
def _few_changed_goods() -> tuple[tuple[Any, ...], ...] | None:
    """Those of all days; None when they are many."""
    return at_most(2 * FEW, _outdated_goods())


def _outdated_goods() -> Any:
    ledger = find_ledger()
    assert ledger is not None
    names = ("day_offset", "product_id", "state_id", "items")
    columns = (*(getattr(LedgerGoods, name) for name in names), sa.literal(1), LedgerGoods.sales_excl, LedgerGoods.cost)
    return sa.select(*columns).where(LedgerGoods.ledger_id == ledger.ledger_id, _outdated(LedgerGoods))


@of_shop_and_facts
def settled_goods_of(period: Period, segment: Segment) -> dict[int, tuple[int, int, int, int]]:
    """The same of the orders of a segment: from these to their goods; one statement."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    first, last = offsets(get_shop(open_shop_id()), period)
    sums = (
        sa.func.sum(LedgerGoods.items),
        sa.func.count(),
        sa.func.sum(LedgerGoods.sales_excl),
        sa.func.sum(LedgerGoods.cost),
    )
    query = (
        sa.select(LedgerGoods.product_id, *sums)
        .join(LedgerOrder, sa.and_(LedgerOrder.ledger_id == LedgerGoods.ledger_id, LedgerOrder.order_id == LedgerGoods.order_id))
        .where(
            _within(LedgerOrder, ledger.ledger_id, first, last), *in_segment(LedgerOrder, segment), is_paid_state(LedgerOrder),
            sa.not_(_outdated(LedgerOrder)),
        ).group_by(LedgerGoods.product_id)
    )  # fmt: skip
    return {row[0]: tuple(int(value) for value in row[1:]) for row in session.execute(query)}  # type: ignore[misc]


def settled_last_days(until: date) -> dict[int, date]:
    """By product, the last day that a settled paid order held it until a day; one statement."""
    ledger = find_ledger()
    if ledger is None:
        return {}
    anchor = get_shop(open_shop_id()).anchor_on
    last = (until - anchor).days
    keys = (LedgerGoods.product_id, LedgerGoods.day_offset, LedgerGoods.state_id)
    gone = (
        sa.select(*keys, sa.func.count().label("orders")).where(_within(LedgerGoods, ledger.ledger_id, None, last), _outdated(LedgerGoods))
        .group_by(*keys).subquery()
    )  # fmt: skip
    same = sa.and_(*(getattr(LedgerShelf, key.key) == gone.c[key.key] for key in keys))
    query = (
        sa.select(LedgerShelf.product_id, sa.func.max(LedgerShelf.day_offset)).outerjoin(gone, same)
        .where(
            _within(LedgerShelf, ledger.ledger_id, None, last), is_paid_state(LedgerShelf),
            LedgerShelf.orders > sa.func.coalesce(gone.c.orders, 0),
        )
        .group_by(LedgerShelf.product_id)
    )  # fmt: skip
    return {product_id: anchor + timedelta(days=offset) for product_id, offset in session.execute(query)}
