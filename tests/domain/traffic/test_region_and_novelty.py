"""Figures narrowed to a region or to a novelty: they add up to the whole, whatever was changed, placed or measured since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.shop.orders import services as orders
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import OrderFilter, list_orders
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.models import TrafficCrossing, TrafficOrder
from sandbox.shop.traffic.queries import Dataset
from sandbox.shop.traffic.rules.crossing import NEW, NOVELTIES, RETURNING, Segment
from sandbox.shop.traffic.rules.indicators import FUNNEL, Totals, add_up
from sandbox.shop.traffic.rules.measured import TOTAL, Line
from sandbox.shop.traffic.rules.measured_details import overlay
from sandbox.shop.traffic.rules.periods import Period, last_days
from sandbox.shop.traffic.rules.reshape import Wanted
from sandbox.shop.traffic.rules.simulator import simulate
from sandbox.shop.traffic.services import forget_ledger, replace_facts, reshape_visits
from tests.domain.traffic.facts import CONTEXT, add_facts, days
from tests.domain.traffic.test_ledger import change_something
from tests.factories.shops import ANCHOR
from tests.factories.trade import make_trade
from tests.unit.traffic.profiles import make_profile

BOUNDS = [(-729, 0), (-140, -31), (-29, 0), (-3, -3)]
NOVELTY = [Segment(novelty=novelty) for novelty in NOVELTIES]


def regions() -> list[Segment]:
    return [Segment(region) for region in queries.list_regions()]


def both() -> list[Segment]:
    return [Segment(region, novelty) for region in queries.list_regions() for novelty in NOVELTIES]


def read(period: Period, segments: list[Segment]) -> list[Dataset]:
    return [queries.get_dataset(period, segment=segment) for segment in segments]


def check_whole(period: Period, segments: list[Segment]) -> None:
    """The segments add up to the whole, day by day, source by source, device by device; no step of a funnel grows."""
    whole, parts = queries.get_dataset(period), read(period, segments)
    for key in (
        lambda part: part.day, lambda part: part.source, lambda part: part.device, lambda part: (part.day, part.source, part.campaign, part.device)
    ):  # fmt: skip
        found: dict[object, list[Totals]] = {}
        for data in parts:
            for value, totals in data.by(key).items():
                found.setdefault(value, []).append(totals)
        told = {value: totals for value, totals in whole.by(key).items() if totals != Totals()}
        assert {value: added for value, some in found.items() if (added := add_up(some)) != Totals()} == told
    for data in parts:
        steps = [step(data.totals) for _, step in FUNNEL]
        assert steps == sorted(steps, reverse=True)


@pytest.mark.parametrize("bounds", BOUNDS)
@pytest.mark.parametrize("segments", [regions, lambda: NOVELTY, both], ids=["regions", "novelty", "both"])
def test_segments_add_up_to_the_whole(alices_shop: Shop, bounds: tuple[int, int], segments: object) -> None:
    check_whole(days(alices_shop, *bounds), segments())  # type: ignore[operator]


def test_they_still_do_when_orders_changed_and_without_the_ledger(alices_shop: Shop) -> None:
    period = days(alices_shop, -729, 0)
    change_something()
    check_whole(period, NOVELTY)
    check_whole(period, regions())
    told = [
        (data.totals, queries.figures_of_products(period, segment=data.segment)) for data in read(period, regions())
    ]
    forget_ledger(shop_id=alices_shop.id)
    session.expire_all()
    session.info.pop("shop_ledger", None)
    raw = [(data.totals, queries.figures_of_products(period, segment=data.segment)) for data in read(period, regions())]
    assert [totals for totals, _ in told] == [totals for totals, _ in raw]
    for (_, with_ledger), (_, without) in zip(told, raw, strict=True):
        assert [(f.product_id, f.items, f.orders, f.sales_excl, f.cost) for f in with_ledger] == [
            (f.product_id, f.items, f.orders, f.sales_excl, f.cost) for f in without
        ]


def test_goods_and_buyers_of_a_segment_are_its_sales(alices_shop: Shop) -> None:
    period = days(alices_shop, -400, 0)
    change_something()
    for data in read(period, [*regions(), *NOVELTY]):
        goods = queries.figures_of_products(period, segment=data.segment)
        people = queries.figures_of_buyers(period, limit=10_000, segment=data.segment)
        assert sum(f.sales_excl for f in goods) == sum(f.sales_excl for f in people) == data.totals.sales_excl
        assert sum(f.orders for f in people) == data.totals.paid


def test_the_orders_of_a_segment_are_those_of_the_list(alices_shop: Shop) -> None:
    period = days(alices_shop, -400, 0)
    for data in read(period, both()):
        wanted = OrderFilter(
            region=data.segment.region,
            is_new=data.segment.is_new,
            placed_from=period.first,
            placed_to=period.last,
            step="paid",
        )
        assert list_orders(wanted).total == data.totals.paid


def test_a_customer_is_new_once(alices_shop: Shop) -> None:
    firsts = session.execute(
        sa.select(Order.customer_id, sa.func.count())
        .join(TrafficOrder, TrafficOrder.reference == Order.reference)
        .where(TrafficOrder.is_new, TrafficOrder.context_slug == alices_shop.context_slug)
        .group_by(Order.customer_id)
    ).all()
    assert firsts
    assert {count for _, count in firsts} == {1}


def test_regions_are_those_of_the_report_on_places(alices_shop: Shop) -> None:
    period = days(alices_shop, -200, -1)
    assert queries.figures_of_shares(period, "region") == queries.regions_of(period, Segment())


@pytest.fixture
def now() -> Iterator[None]:
    with clock.frozen(datetime(2026, 11, 23, 9, 0)):
        yield


@pytest.mark.usefixtures("now")
def test_an_order_placed_since_is_where_it_goes_and_as_new_as_its_customer(shop: Shop) -> None:
    trade, today = make_trade(), Period(ANCHOR, ANCHOR)
    trade.address.postcode = "14000"
    add_facts()
    before = {segment: queries.get_dataset(today, segment=segment).totals for segment in (*regions(), *NOVELTY)}
    for rank, novelty in enumerate((NEW, RETURNING)):
        cart = orders.open_cart(token=f"t{rank}", customer=trade.customer)
        orders.add_to_cart(cart=cart, product=trade.coffee, quantity=1)
        orders.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
        orders.place_order(cart=cart, customer=trade.customer, payment=trade.card)
        after = queries.get_dataset(today, segment=Segment("Normandie", novelty)).totals
        assert after.paid == 1
        check_whole(today, NOVELTY)
    grown = {
        segment: queries.get_dataset(today, segment=segment).totals.visits - was.visits
        for segment, was in before.items()
    }
    assert grown == {Segment("Bretagne"): 0, Segment("Normandie"): 2, Segment("", NEW): 1, Segment("", RETURNING): 1}


@pytest.mark.usefixtures("now")
def test_days_that_a_tool_measured_are_not_told_apart_and_their_orders_are(shop: Shop) -> None:
    profile = make_profile(reference_on=ANCHOR)
    lines = [Line(TOTAL, -5, -4, {"visits": 300})]
    replace_facts(context_slug=CONTEXT, profile=profile, facts=overlay(profile, simulate(profile, ()), lines))
    measured = set(days(shop, -5, -4))
    for segment in (*NOVELTY, *regions()):
        data = queries.get_dataset(last_days(ANCHOR), segment=segment)
        assert data.uncrossed == measured
    assert queries.get_dataset(days(shop, -3, 0), segment=Segment("Bretagne")).uncrossed == frozenset()


@pytest.mark.usefixtures("now")
def test_a_record_that_nobody_crossed_says_so(shop: Shop) -> None:
    add_facts()
    assert queries.is_crossed()
    assert list(queries.list_regions()) == ["Bretagne", "Normandie"]
    session.execute(sa.delete(TrafficCrossing))
    shop.revision += 1
    session.commit()
    assert queries.get_dataset(days(shop, -3, -1), segment=NOVELTY[0]).uncrossed == set(days(shop, -3, -1))


def test_visits_reshaped_for_other_rates_are_still_crossed(alices_shop: Shop) -> None:
    reshape_visits(shop=alices_shop, wanted=Wanted(30, 0.012, 0.8))
    assert queries.get_dataset(last_days(alices_shop.anchor_on)).totals.visits > 3_000
    for bounds in ((-29, 0), (-60, 0)):
        check_whole(days(alices_shop, *bounds), NOVELTY)
        check_whole(days(alices_shop, *bounds), regions())
    assert not queries.get_dataset(days(alices_shop, -29, 0), segment=Segment("Bretagne")).uncrossed
