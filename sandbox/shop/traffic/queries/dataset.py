"""The rows behind every figure of a period, and the ways to add them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficDay, TrafficOrder, TrafficSearch
from sandbox.shop.traffic.queries.ledger import Cell, offsets, point_of, settled_cells, unsettled
from sandbox.shop.traffic.queries.letters import letter_parts
from sandbox.shop.traffic.queries.live import day_of, list_live_visits, live_parts
from sandbox.shop.traffic.queries.refunds import Refund, list_refunds, refund_sums
from sandbox.shop.traffic.queries.relation import relation_parts
from sandbox.shop.traffic.queries.rows import (
    UNMEASURED_DEVICE,
    K,
    Part,
    days_of,
    group,
    line_excl,
    line_incl,
    of_shop,
    placed_in,
)
from sandbox.shop.traffic.rules.indicators import LETTERS, RELATION, SEARCHES, VISITS, Indicator, Totals, add_up
from sandbox.shop.traffic.rules.live import SEARCH, LiveVisit
from sandbox.shop.traffic.rules.periods import Period, buckets

_MEASURES = (
    "visits", "visitors", "new_visits", "bounces", "page_views", "seconds", "product_views", "carts", "checkouts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sale:
    """An order placed in the period, paid or not."""

    id: int
    reference: str
    placed_at: datetime
    customer_id: int
    is_paid: bool


@dataclass(frozen=True)
class Dataset:
    """A period's rows; the day of a part is that of its point of a chart. `cells` are the orders read from the ledger, whose parts are
    among the others. `first_on` is the first day with facts, None without any; `measured_until` the last.

    `live` are the visits of the people at work, when they are counted.
    """

    period: Period
    parts: tuple[Part, ...]
    sales: tuple[Sale, ...]
    first_on: date | None
    measured_until: date | None
    live: tuple[LiveVisit, ...] = ()
    cells: tuple[Cell, ...] = ()

    @cached_property
    def totals(self) -> Totals:
        """The whole period."""
        return add_up(part.totals for part in self.parts)

    @property
    def relation(self) -> tuple[Part, ...]:
        """The days of the relation with customers, every family of it."""
        return tuple(part for family in RELATION for part in self._related(family))

    def _related(self, family: str) -> tuple[Part, ...]:
        """A family of the relation, read only when a page asks for it."""
        if family not in self._families:
            parts = relation_parts(family, self.period, self.cells)
            by_day = group(parts, lambda part: part.day)
            self._families[family] = tuple(Part(day, "", "", UNMEASURED_DEVICE, sums) for day, sums in by_day.items())
        return self._families[family]

    @cached_property
    def refunds(self) -> tuple[Refund, ...]:
        """What was given back, one by one, read only when a page lists it."""
        return tuple(list_refunds(self.period))

    @cached_property
    def letters(self) -> tuple[Part, ...]:
        """The days of newsletters, read only when a page asks for them."""
        return tuple(letter_parts(self.period, self.cells))

    def parts_of(self, indicator: Indicator) -> tuple[Part, ...]:
        """The rows that an indicator is read from."""
        if indicator.rows in RELATION:
            return self._related(indicator.rows)
        return {LETTERS: lambda: self.letters, SEARCHES: lambda: self.searched}.get(
            indicator.rows, lambda: self.parts
        )()

    def totals_of(self, indicator: Indicator) -> Totals:
        """The whole period for an indicator."""
        if indicator.rows not in self._wholes:
            self._wholes[indicator.rows] = add_up(part.totals for part in self.parts_of(indicator))
        return self._wholes[indicator.rows]

    @cached_property
    def searched(self) -> tuple[Part, ...]:
        """The days of internal searches, read only when a page asks for them."""
        return tuple(search_parts(self.period, self.live))

    @cached_property
    def _wholes(self) -> dict[str, Totals]:
        return {VISITS: self.totals}

    @cached_property
    def _families(self) -> dict[str, tuple[Part, ...]]:
        return {}

    def only(self, focus: Mapping[str, str]) -> Dataset:
        """The visits and orders of one source, device or campaign: `focus` maps the attribute of a part to its value."""
        parts = (part for part in self.parts if all(getattr(part, name) == value for name, value in focus.items()))
        return replace(self, parts=tuple(parts))

    def by(self, key: Callable[[Part], K]) -> dict[K, Totals]:
        """The totals of each value of a key; they add up to `totals`."""
        return group(self.parts, key)

    @property
    def is_known(self) -> bool:
        """Whether any day of the period can have been measured."""
        return self.first_on is not None and self.period.last >= self.first_on

    def is_measured(self, period: Period) -> bool:
        """Whether visits of these days were recorded; zero visits on other days would be a lie."""
        if self.first_on is None or self.measured_until is None:
            return False
        return period.first <= self.measured_until and period.last >= self.first_on

    @property
    def is_partial(self) -> bool:
        """Whether the period began before the first day measured."""
        return self.first_on is not None and self.period.first < self.first_on <= self.period.last


def get_dataset(period: Period, *, with_live: bool = False) -> Dataset:
    """The rows of a period of the open shop, in ten statements whatever its length; one more `with_live`, which counts the visits
    that the people at work made.
    """
    shop = get_shop(open_shop_id())
    first_on, last_on = shop_days(shop)
    parts = [*_fact_parts(shop, period)]
    live = tuple(list_live_visits(period)) if with_live else ()
    sales, sold = _sales(shop, period, {reference: visit for visit in live for reference in visit.orders})
    parts += sold
    cells = tuple(settled_cells(period))
    parts += (Part(cell.day, cell.source, cell.campaign, cell.device, cell.sold) for cell in cells)
    parts += _refunds(period)
    parts += live_parts(live)
    return Dataset(period, _merged(parts, period), tuple(sales), first_on, last_on, live, cells)


def _merged(parts: Iterable[Part], period: Period) -> tuple[Part, ...]:
    """One part for each point of a chart, source, campaign and device, on the first day of the point: what a page adds up many
    times must not grow with the orders.
    """
    unit, points = buckets(period)
    first = {day: point.first for point in points for day in Period(point.first, point.last)} if unit != "Jour" else {}
    by_key = group(parts, lambda part: (first.get(part.day, part.day), part.source, part.campaign, part.device))
    return tuple(Part(*key, totals) for key, totals in by_key.items())


def get_shop_day() -> date:
    """The day that « today » means in the open shop's figures: that of its last order, J at the earliest; two statements.

    A shop opened again weeks later, or a reference that nobody buys in, would otherwise show the emptiness since.
    """
    shop = get_shop(open_shop_id())
    last = session.scalar(sa.select(sa.func.max(Order.placed_at)))
    day = max(shop.anchor_on, to_paris(last).date()) if last else shop.anchor_on
    return min(day, clock.today())


def shop_days(shop: Shop) -> tuple[date | None, date | None]:
    """The first and last day with facts of a shop's context; both None when it has none."""
    here = of_shop(TrafficDay.context_slug, shop)
    # each bound by itself: it is found at one end of the index
    bounds = (sa.select(of(TrafficDay.day_offset)).where(here).scalar_subquery() for of in (sa.func.min, sa.func.max))
    row: Any = session.execute(sa.select(*bounds)).one()
    first, last = row
    if first is None:
        return None, None
    return shop.anchor_on + timedelta(days=first), shop.anchor_on + timedelta(days=last)


def search_parts(period: Period, live: Sequence[LiveVisit] = ()) -> Iterator[Part]:
    """Internal searches by day; one statement. Those of `live` visits count with them."""
    shop = get_shop(open_shop_id())
    lost = sa.case((TrafficSearch.results == 0, TrafficSearch.searches), else_=0)
    query = (
        sa.select(TrafficSearch.day_offset, sa.func.sum(TrafficSearch.searches), sa.func.sum(lost))
        .where(of_shop(TrafficSearch.context_slug, shop), TrafficSearch.day_offset.between(*offsets(shop, period)))
        .group_by(TrafficSearch.day_offset)
    )  # fmt: skip
    for offset, searches, without in session.execute(query):
        day = shop.anchor_on + timedelta(days=offset)
        yield Part(day, "", "", UNMEASURED_DEVICE, Totals(searches=int(searches), searches_lost=int(without)))
    for step in (step for visit in live for step in visit.steps if step.kind == SEARCH):
        totals = Totals(searches=1, searches_lost=int(not step.results))
        if day_of(step) in period:
            yield Part(day_of(step), "", "", UNMEASURED_DEVICE, totals)


def _fact_parts(shop: Shop, period: Period) -> Iterator[Part]:
    """Visits by point of a chart, source, campaign and device: added up by the database, whatever the length of the period."""
    columns = (TrafficDay.source, TrafficDay.campaign, TrafficDay.device)
    rows = (
        sa.select(point_of(TrafficDay.day_offset, shop, period).label("point"), *columns, *(getattr(TrafficDay, n) for n in _MEASURES))
        .where(of_shop(TrafficDay.context_slug, shop), TrafficDay.day_offset.between(*offsets(shop, period))).subquery()
    )  # fmt: skip
    keys = (rows.c.point, rows.c.source, rows.c.campaign, rows.c.device)
    query = sa.select(*keys, *(sa.func.sum(rows.c[name]) for name in _MEASURES)).group_by(*keys)
    for point, source, campaign, device, *measures in session.execute(query):
        totals = Totals(**dict(zip(_MEASURES, map(int, measures), strict=True)))
        yield Part(shop.anchor_on + timedelta(days=point), source, campaign, device, totals)


def _sales(shop: Shop, period: Period, live: Mapping[str, LiveVisit]) -> tuple[list[Sale], list[Part]]:
    """The orders of a period that the ledger does not tell, with their goods; two statements. `live` are the visits counted that made an order, by its reference.

    A shop re-dated into the other half of the year keeps its moments in UTC, so that an order made near midnight may stand
    one day off its visit in the facts: the visit is then moved to the order's day, and counts once.
    """
    around = Period(period.first - _DAY, period.last + _DAY)
    goods = {row[0]: row[1:] for row in session.execute(unsettled(_goods(around)))}
    query = (
        sa.select(
            Order.id, Order.reference, Order.placed_at, Order.customer_id, OrderState.is_paid, Order.source, Order.campaign,
            Order.shipping_incl_cents, TrafficOrder.day_offset, TrafficOrder.device,
        )
        .join(OrderState, OrderState.id == Order.state_id)
        .outerjoin(TrafficOrder, sa.and_(of_shop(TrafficOrder.context_slug, shop), TrafficOrder.reference == Order.reference))
        .where(placed_in(around)).order_by(Order.placed_at, Order.id)
    )  # fmt: skip
    sales, parts, paris_day = [], [], days_of(around)
    for row in session.execute(unsettled(query)):
        day, device = paris_day(row.placed_at), row.device or UNMEASURED_DEVICE
        visited_on = None if row.day_offset is None else shop.anchor_on + timedelta(days=row.day_offset)
        totals = _bought(goods.get(row.id, (0, 0, 0, 0)), row.shipping_incl_cents) if row.is_paid else Totals(placed=1)
        source, campaign = row.source, row.campaign
        if (visit := live.get(row.reference)) is not None:
            first = visit.steps[0]
            visited_on, source, campaign, device = day_of(first), first.source, first.campaign, first.device
            totals = totals if visited_on == day else totals + _OWN_VISIT
        elif visited_on != day:
            totals = totals + _OWN_VISIT
            if visited_on is not None and visited_on in period:
                parts.append(Part(visited_on, row.source, row.campaign, device, _MOVED_VISIT))
        if day in period:
            sales.append(Sale(row.id, row.reference, row.placed_at, row.customer_id, row.is_paid))
            parts.append(Part(day, source, campaign, device, totals))
    return sales, parts


_DAY = timedelta(days=1)
_OWN_VISIT = Totals(visits=1, visitors=1, page_views=1, product_views=1, carts=1, checkouts=1)
"""What an order without facts brings: one visit through every step; how many pages it saw is not known, so one."""
_MOVED_VISIT = Totals(visits=-1, visitors=-1, page_views=-1, product_views=-1, carts=-1, checkouts=-1)
"""What leaves the day of the facts when the order stands on its neighbour."""


def _goods(period: Period) -> sa.Select[int, int, int, int, int]:
    cost = OrderLine.quantity * OrderLine.unit_cost_cents
    return (
        sa.select(
            OrderLine.order_id, sa.func.sum(line_excl()), sa.func.sum(line_incl()), sa.func.sum(cost),
            sa.func.sum(OrderLine.quantity),
        )
        .join(Order, Order.id == OrderLine.order_id).where(placed_in(period)).group_by(OrderLine.order_id)
    )  # fmt: skip


def _bought(goods: Any, postage: int) -> Totals:
    excl, incl, cost, items = (int(value) for value in goods)
    return Totals(placed=1, paid=1, sales_excl=excl, sales_incl=incl, shipping_incl=postage, cost=cost, items=items)


def _refunds(period: Period) -> Iterator[Part]:
    """What was given back, by day, source and campaign."""
    for (day, source, campaign), (count, cents, excl) in refund_sums(period).items():
        totals = Totals(refunds=count, refund_cents=cents, refunded_excl=excl)
        yield Part(day, source, campaign, UNMEASURED_DEVICE, totals)
