"""The rows behind every figure of a period, and the ways to add them up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.orders.queries import find_first_orders
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficDay, TrafficOrder, TrafficSearch
from sandbox.shop.traffic.queries.crossings import classes_of, crossed_parts, list_regions, uncrossed_days
from sandbox.shop.traffic.queries.editions import of_facts, of_shop_and_facts
from sandbox.shop.traffic.queries.ledger import (
    FEW,
    KEPT_PERIODS,
    Cell,
    Cells,
    at_most,
    find_ledger,
    offsets,
    paid_states,
    point_of,
    settled_cells,
    unsettled,
    whole_cells,
    without_changed,
)
from sandbox.shop.traffic.queries.letters import letter_parts
from sandbox.shop.traffic.queries.live import day_of, list_live_visits, live_parts
from sandbox.shop.traffic.queries.refunds import Refund, added_up, list_refunds, refund_sums
from sandbox.shop.traffic.queries.relation import relation_parts
from sandbox.shop.traffic.queries.rows import (
    UNMEASURED_DEVICE,
    K,
    Part,
    group,
    line_excl,
    line_incl,
    of_shop,
    placed_in,
)
from sandbox.shop.traffic.rules.crossing import ALL, Segment
from sandbox.shop.traffic.rules.indicators import LETTERS, RELATION, SEARCHES, VISITS, Indicator, Totals, add_up
from sandbox.shop.traffic.rules.live import SEARCH, LiveVisit
from sandbox.shop.traffic.rules.periods import Period, points_of

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
    """A period's rows; the day of a part is the first of its point of a chart. `cells` are the orders read from the ledger, whose parts
    are among the others. `first_on` is the first day with facts, None without any; `measured_until` the last.

    `live` are the visits of the people at work, when they are counted. `segment` is what all of it was narrowed to, and `uncrossed` the
    days whose visits nobody told apart so: what is read of visits there is unknown, and not zero.
    """

    period: Period
    parts: tuple[Part, ...]
    first_on: date | None
    measured_until: date | None
    live: tuple[LiveVisit, ...] = ()
    cells: tuple[Cell, ...] = ()
    segment: Segment = ALL
    uncrossed: frozenset[date] = frozenset()

    @cached_property
    def totals(self) -> Totals:
        """The whole period."""
        return add_up(self._by_day(VISITS).values())

    @cached_property
    def sales(self) -> tuple[Sale, ...]:
        """The orders of the period that the ledger does not tell, paid or not, read only when asked for."""
        own = _own_orders(get_shop(open_shop_id()), self.period, self.segment)
        return tuple(o.sale for o in own if o.day in self.period)

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
        return self._read(indicator.rows)

    def _read(self, rows: str) -> tuple[Part, ...]:
        if rows in RELATION:
            return self._related(rows)
        return {LETTERS: lambda: self.letters, SEARCHES: lambda: self.searched}.get(rows, lambda: self.parts)()

    def days_of(self, indicator: Indicator) -> dict[date, Totals]:
        """The rows that an indicator is read from, added up by day."""
        return self._by_day(indicator.rows)

    def _by_day(self, rows: str) -> dict[date, Totals]:
        if rows not in self._days:
            self._days[rows] = group(self._read(rows), _DAY_OF)
        return self._days[rows]

    def totals_of(self, indicator: Indicator) -> Totals:
        """The whole period for an indicator."""
        if indicator.rows not in self._wholes:
            self._wholes[indicator.rows] = add_up(self._by_day(indicator.rows).values())
        return self._wholes[indicator.rows]

    @cached_property
    def searched(self) -> tuple[Part, ...]:
        """The days of internal searches, read only when a page asks for them."""
        return tuple(search_parts(self.period, self.live))

    @cached_property
    def _wholes(self) -> dict[str, Totals]:
        return {VISITS: self.totals}

    @cached_property
    def _days(self) -> dict[str, dict[date, Totals]]:
        return {}

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


def get_dataset(period: Period, *, with_live: bool = False, segment: Segment = ALL) -> Dataset:
    """The rows of a period of the open shop, in ten statements at most whatever its length; one more `with_live`, which counts the
    visits that the people at work made.

    What facts and the ledger say is added up once for all shops; the orders of this one that they do not tell are put to it. Those of
    a `segment` are read elsewhere, in a few more statements. The visits of the people at work have neither region nor novelty: they
    are in no segment, where an order that they made has the visit that any order has.
    """
    shop = get_shop(open_shop_id())
    if segment:
        return _narrowed(shop, period, segment)
    ledger, paid = find_ledger(), paid_states()
    first_on, last_on = shop_days(shop)
    live = tuple(list_live_visits(period)) if with_live else ()
    whole = _whole(shop, period, ledger.ledger_id if ledger else None, paid)
    cells = without_changed(whole.cells, shop, period, paid) if ledger else whole.cells
    parts = whole.parts if cells is whole.cells else _again(whole, cells)
    parts = _with(parts, period, (*_own_parts(shop, period, live), *_refunds(period), *live_parts(live)))
    return Dataset(period, tuple(parts.values()), first_on, last_on, live, tuple(cells.values()))


def _narrowed(shop: Shop, period: Period, segment: Segment) -> Dataset:
    first_on, last_on = shop_days(shop)
    cells = tuple(settled_cells(period, segment))
    own, refunds = _own_parts(shop, period, (), segment), _refunds(period, segment)
    parts = _with({}, period, (*crossed_parts(shop, period, segment), *_sold(cells), *own, *refunds))
    uncrossed = uncrossed_days(shop, period, segment)
    return Dataset(period, tuple(parts.values()), first_on, last_on, (), cells, segment, uncrossed)


PartKey = tuple[date, str, str, str]
"""The first day of a point of a chart, a source, a campaign, a device."""
_KEY_OF = attrgetter("day", "source", "campaign", "device")
_DAY_OF = attrgetter("day")


@dataclass(frozen=True, slots=True)
class _Whole:
    """Facts and a ledger in a period, whatever was changed since in one shop: `visits` and `cells`, and the `parts` that they make."""

    visits: Mapping[PartKey, Totals]
    cells: Cells
    parts: Mapping[PartKey, Part]


@of_facts(KEPT_PERIODS)
def _whole(shop: Shop, period: Period, ledger_id: int | None, paid: frozenset[int]) -> _Whole:
    visits = _visits(shop, period)
    cells = whole_cells(shop, period, ledger_id, paid) if ledger_id is not None else {}
    parts = {key: Part(*key, totals) for key, totals in visits.items()}
    return _Whole(visits, cells, _with(parts, period, _sold(cells.values())))


def _again(whole: _Whole, cells: Cells) -> Mapping[PartKey, Part]:
    """The parts of a whole with other cells: those of the points, sources and devices that have changed are added up again."""
    moved = {key[:4] for key in (*whole.cells, *cells) if whole.cells.get(key) is not cells.get(key)}
    parts = {key: part for key, part in whole.parts.items() if key not in moved}
    parts |= {key: Part(*key, totals) for key in moved if (totals := whole.visits.get(key)) is not None}
    return _add(parts, (part for part in _sold(cells.values()) if _KEY_OF(part) in moved))


def _sold(cells: Iterable[Cell]) -> Iterator[Part]:
    return (Part(cell.day, cell.source, cell.campaign, cell.device, cell.sold) for cell in cells)


def _with(parts: Mapping[PartKey, Part], period: Period, more: Iterable[Part]) -> Mapping[PartKey, Part]:
    """Parts with others of any day added: one for each point of a chart, source, campaign and device, on the first day of the point.
    What a page adds up many times must not grow with the orders.
    """
    points = points_of(period)
    return _add(dict(parts), (replace(part, day=points[part.day]) for part in more))


def _add(parts: dict[PartKey, Part], more: Iterable[Part]) -> dict[PartKey, Part]:
    for part in more:
        key = _KEY_OF(part)
        was = parts.get(key)
        parts[key] = part if was is None else replace(was, totals=was.totals + part.totals)
    return parts


def get_shop_day() -> date:
    """The day that « today » means in the open shop's figures: that of its last order, J at the earliest; two statements.

    A shop opened again weeks later, or a reference that nobody buys in, would otherwise show the emptiness since.
    """
    shop = get_shop(open_shop_id())
    last = session.scalar(sa.select(sa.func.max(Order.placed_at)))
    day = max(shop.anchor_on, to_paris(last).date()) if last else shop.anchor_on
    return min(day, clock.today())


@of_facts(64)
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
    """Internal searches by day; one statement the first time. Those of `live` visits count with them."""
    yield from _searched(get_shop(open_shop_id()), period)
    for step in (step for visit in live for step in visit.steps if step.kind == SEARCH):
        totals = Totals(searches=1, searches_lost=int(not step.results))
        if day_of(step) in period:
            yield Part(day_of(step), "", "", UNMEASURED_DEVICE, totals)


@of_facts(64)
def _searched(shop: Shop, period: Period) -> tuple[Part, ...]:
    lost = sa.case((TrafficSearch.results == 0, TrafficSearch.searches), else_=0)
    query = (
        sa.select(TrafficSearch.day_offset, sa.func.sum(TrafficSearch.searches), sa.func.sum(lost))
        .where(of_shop(TrafficSearch.context_slug, shop), TrafficSearch.day_offset.between(*offsets(shop, period)))
        .group_by(TrafficSearch.day_offset)
    )  # fmt: skip
    return tuple(
        Part(shop.anchor_on + timedelta(days=offset), "", "", UNMEASURED_DEVICE, Totals(searches=int(searches), searches_lost=int(without)))
        for offset, searches, without in session.execute(query)
    )  # fmt: skip


def _visits(shop: Shop, period: Period) -> dict[PartKey, Totals]:
    """Visits by point of a chart, source, campaign and device: added up by the database, whatever the length of the period."""
    columns = (TrafficDay.source, TrafficDay.campaign, TrafficDay.device)
    rows = (
        sa.select(point_of(TrafficDay.day_offset, shop, period).label("point"), *columns, *(getattr(TrafficDay, n) for n in _MEASURES))
        .where(of_shop(TrafficDay.context_slug, shop), TrafficDay.day_offset.between(*offsets(shop, period))).subquery()
    )  # fmt: skip
    keys = (rows.c.point, rows.c.source, rows.c.campaign, rows.c.device)
    query = sa.select(*keys, *(sa.func.sum(rows.c[name]) for name in _MEASURES)).group_by(*keys)
    return {
        (shop.anchor_on + timedelta(days=point), source, campaign, device): Totals(
            **dict(zip(_MEASURES, map(int, measures), strict=True))
        )
        for point, source, campaign, device, *measures in session.execute(query)
    }


@dataclass(frozen=True, slots=True)
class _Own:
    """An order that the ledger does not tell: its day in Paris, the day of its visit in the facts or None, whether that visit is new,
    what it brought.
    """

    sale: Sale
    day: date
    visited_on: date | None
    source: str
    campaign: str
    device: str
    is_new: bool
    totals: Totals


def _own_parts(shop: Shop, period: Period, live: Sequence[LiveVisit], segment: Segment = ALL) -> Iterator[Part]:
    """The orders of a period that the ledger does not tell, of a segment or all, with their goods. `live` are the visits counted, some of
    which made one.

    A shop re-dated into the other half of the year keeps its moments in UTC, so that an order made near midnight may stand
    one day off its visit in the facts: the visit is then moved to the order's day, and counts once.
    """
    made = {reference: visit.steps[0] for visit in live for reference in visit.orders}
    for own in _own_orders(shop, period, segment):
        place, visited_on = (own.source, own.campaign, own.device), own.visited_on
        if (step := made.get(own.sale.reference)) is not None:
            place, visited_on = (step.source, step.campaign, step.device), day_of(step)
        elif visited_on is not None and visited_on != own.day and visited_on in period:
            yield Part(visited_on, *place, _own_visit(-1, own.is_new))
        if own.day in period:
            yield Part(own.day, *place, own.totals if visited_on == own.day else own.totals + _own_visit(1, own.is_new))


def _own_orders(shop: Shop, period: Period, segment: Segment = ALL) -> Sequence[_Own]:
    """The orders that the ledger does not tell, of a segment or all, of the days of a period and of the days beside them; two
    statements the first time.
    """
    around = Period(period.first - _DAY, period.last + _DAY)
    few = _few_own() if find_ledger() is not None else None
    if few is not None:
        found = [own for own in few if own.day in around]
    else:
        found = _owns(shop, session.execute(_own_rows(shop).where(placed_in(around))).all())
    if not segment:
        return found
    held = _held(segment, [own.sale.id for own in found])
    return [own for own in found if own.sale.id in held]


@of_shop_and_facts
def _few_own() -> tuple[_Own, ...] | None:
    """Those of all days; None when they are many: each period then reads its own."""
    shop = get_shop(open_shop_id())
    rows = at_most(FEW, _own_rows(shop))
    return None if rows is None else tuple(_owns(shop, rows))


def _own_rows(shop: Shop) -> Any:
    cost = OrderLine.quantity * OrderLine.unit_cost_cents
    columns = (
        Order.id, TrafficOrder.is_new, Order.reference, Order.placed_at, Order.customer_id, OrderState.is_paid, Order.source,
        Order.campaign, Order.shipping_incl_cents, TrafficOrder.day_offset, TrafficOrder.device,
    )  # fmt: skip
    goods = (sa.func.sum(value) for value in (line_excl(), line_incl(), cost, OrderLine.quantity))
    visit = sa.and_(of_shop(TrafficOrder.context_slug, shop), TrafficOrder.reference == Order.reference)
    return (
        unsettled(sa.select(*columns, *goods).select_from(Order)).join(OrderState, OrderState.id == Order.state_id)
        .outerjoin(TrafficOrder, visit).outerjoin(OrderLine, OrderLine.order_id == Order.id)
        .group_by(*columns).order_by(Order.placed_at, Order.id)
    )  # fmt: skip


def _owns(shop: Shop, rows: Sequence[Sequence[Any]]) -> list[_Own]:
    """The visit of an order placed since the facts were written is new when the order is its customer's first; one statement for those."""
    since = [order_id for order_id, is_new, *_ in rows if is_new is None]
    firsts = find_first_orders(since) if since else set()
    return [_own(shop, row, firsts) for row in rows]


def _own(shop: Shop, row: Sequence[Any], firsts: Collection[int]) -> _Own:
    order_id, is_new, reference, placed_at, customer_id, is_paid, source, campaign, postage, offset, device, *goods = (
        row
    )
    excl, incl, cost, items = (int(value or 0) for value in goods)
    bought = Totals(placed=1, paid=1, sales_excl=excl, sales_incl=incl, shipping_incl=postage, cost=cost, items=items)
    visited_on = None if offset is None else shop.anchor_on + timedelta(days=offset)
    sale = Sale(order_id, reference, placed_at, customer_id, is_paid)
    day = to_paris(placed_at).date()
    is_first = order_id in firsts if is_new is None else bool(is_new)
    totals = bought if is_paid else Totals(placed=1)
    return _Own(sale, day, visited_on, source, campaign, device or UNMEASURED_DEVICE, is_first, totals)


_DAY = timedelta(days=1)


def _own_visit(sign: int, is_new: bool) -> Totals:
    """What an order without facts brings: one visit through every step; how many pages it saw is not known, so one. With -1, what
    leaves the day of the facts when the order stands on its neighbour.
    """
    steps = ("visits", "visitors", "page_views", "product_views", "carts", "checkouts")
    return Totals(**dict.fromkeys(steps, sign), new_visits=sign if is_new else 0)


def _held(segment: Segment, ids: Collection[int]) -> set[int]:
    """Those of some orders that are in a segment."""
    return {
        order_id for order_id, who in classes_of(ids, list_regions()).items() if segment.holds(who.region, who.is_new)
    }


def _refunds(period: Period, segment: Segment = ALL) -> Iterator[Part]:
    """What was given back, by day, source and campaign."""
    if segment:
        refunds = list_refunds(period)
        held = _held(segment, {refund.order_id for refund in refunds})
        sums = added_up([refund for refund in refunds if refund.order_id in held], period)
    else:
        sums = refund_sums(period)
    for (day, source, campaign), (count, cents, excl) in sums.items():
        totals = Totals(refunds=count, refund_cents=cents, refunded_excl=excl)
        yield Part(day, source, campaign, UNMEASURED_DEVICE, totals)
