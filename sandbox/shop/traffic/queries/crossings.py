"""Visits and orders of a segment: a region, a novelty, or both. Read only when the reader narrows figures to one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import find_first_orders, find_places
from sandbox.shop.orders.rules.places import UNKNOWN_PLACE, place_of
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficCrossing, TrafficDay, TrafficOrder
from sandbox.shop.traffic.queries.editions import of_facts
from sandbox.shop.traffic.queries.ledger import KEPT_PERIODS, offsets, unsettled
from sandbox.shop.traffic.queries.rows import Part, of_shop, placed_in
from sandbox.shop.traffic.rules.crossing import COUNTS, EVERYWHERE, Buyer, Segment
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.periods import Period, points_of

AT_ONCE = 5_000
"""Orders looked up in one statement: a shop without a ledger has all of them to look up."""


def list_regions() -> Sequence[str]:
    """The regions that the open shop’s record crosses with its visits, by name; one statement the first time."""
    return _regions(get_shop(open_shop_id()))


@of_facts(64)
def _regions(shop: Shop) -> tuple[str, ...]:
    query = sa.select(TrafficCrossing.region).where(_here(shop), TrafficCrossing.region != EVERYWHERE).distinct()
    return tuple(sorted(session.scalars(query)))


def is_crossed() -> bool:
    """Whether the open shop’s record tells novelty at all; one statement the first time."""
    return _is_crossed(get_shop(open_shop_id()))


@of_facts(64)
def _is_crossed(shop: Shop) -> bool:
    return session.scalar(sa.select(TrafficCrossing.id).where(_here(shop)).limit(1)) is not None


def _here(shop: Shop) -> sa.ColumnElement[bool]:
    return of_shop(TrafficCrossing.context_slug, shop)


@of_facts(64)
def uncrossed_days(shop: Shop, period: Period, segment: Segment) -> frozenset[date]:
    """The days whose visits were recorded without telling them by region, or by novelty; two statements the first time."""
    days = TrafficDay.day_offset.between(*offsets(shop, period))
    told = TrafficCrossing.day_offset.between(*offsets(shop, period))
    place = TrafficCrossing.region != EVERYWHERE if segment.region else TrafficCrossing.region == EVERYWHERE
    recorded = session.scalars(
        sa.select(TrafficDay.day_offset).where(of_shop(TrafficDay.context_slug, shop), days).distinct()
    )
    crossed = session.scalars(sa.select(TrafficCrossing.day_offset).where(_here(shop), told, place).distinct())
    return frozenset(shop.anchor_on + timedelta(days=offset) for offset in set(recorded) - set(crossed))


@of_facts(KEPT_PERIODS)
def crossed_parts(shop: Shop, period: Period, segment: Segment) -> tuple[Part, ...]:
    """The visits of a segment by point of a chart, source, campaign and device; one statement the first time."""
    model = TrafficCrossing
    conditions = [
        _here(shop),
        model.region == (segment.region or EVERYWHERE),
        model.day_offset.between(*offsets(shop, period)),
    ]
    if segment.is_new is not None:
        conditions.append(model.is_new.is_(segment.is_new))
    first = points_of(period)
    sums: dict[tuple[date, str, str, str], list[int]] = {}
    for offset, is_new, cells in session.execute(
        sa.select(model.day_offset, model.is_new, model.cells).where(*conditions)
    ):
        point = first[shop.anchor_on + timedelta(days=offset)]
        for source, campaign, device, *counts in cells:
            key = (point, source, campaign, device)
            counts.append(counts[0] if is_new else 0)
            held = sums.get(key)
            sums[key] = counts if held is None else [a + b for a, b in zip(held, counts, strict=True)]
    names = (*COUNTS, "new_visits")
    return tuple(Part(*key, Totals(**dict(zip(names, counts, strict=True)))) for key, counts in sums.items())


def regions_of(period: Period, segment: Segment) -> dict[str, int]:
    """The visits of a segment by region; one statement."""
    shop, model = get_shop(open_shop_id()), TrafficCrossing
    conditions = [_here(shop), model.region != EVERYWHERE, model.day_offset.between(*offsets(shop, period))]
    if segment.is_new is not None:
        conditions.append(model.is_new.is_(segment.is_new))
    if segment.region:
        conditions.append(model.region == segment.region)
    query = sa.select(model.region, sa.func.sum(model.visits)).where(*conditions).group_by(model.region)
    return {region: int(visits) for region, visits in session.execute(query)}


def classes_of(order_ids: Collection[int], known: Collection[str]) -> dict[int, Buyer]:
    """Where orders go and whether they were their customer’s first, as their visit tells it, or their own address and past."""
    if len(order_ids) > AT_ONCE:
        ids = list(order_ids)
        starts = range(0, len(ids), AT_ONCE)
        return {i: who for start in starts for i, who in classes_of(ids[start : start + AT_ONCE], known).items()}
    if not order_ids:
        return {}
    shop = get_shop(open_shop_id())
    query = (
        sa.select(Order.id, TrafficOrder.region, TrafficOrder.is_new)
        .join(
            TrafficOrder, sa.and_(of_shop(TrafficOrder.context_slug, shop), TrafficOrder.reference == Order.reference)
        )
        .where(Order.id.in_(order_ids), TrafficOrder.is_new.is_not(None))
    )
    found = {order_id: Buyer(region, bool(is_new)) for order_id, region, is_new in session.execute(query)}
    if left := [order_id for order_id in order_ids if order_id not in found]:
        found |= _of_their_own(left, find_places(left), known)
    return found


def _of_their_own(
    ids: Collection[int], places: Mapping[int, tuple[str, str]], known: Collection[str]
) -> dict[int, Buyer]:
    firsts = find_first_orders(ids)
    return {
        order_id: Buyer(place_of(*places[order_id], known) if order_id in places else UNKNOWN_PLACE, order_id in firsts)
        for order_id in ids
    }


def unsettled_in(period: Period, segment: Segment) -> set[int]:
    """The orders of a period that the ledger does not tell, of a segment."""
    ids = list(session.scalars(unsettled(sa.select(Order.id).where(placed_in(period)))))
    return {
        order_id for order_id, who in classes_of(ids, list_regions()).items() if segment.holds(who.region, who.is_new)
    }
