"""A practice run's market on the shipped company: consistent to the row, compared with a witness, undone by a reset."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel.cloning import dump_rows
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.services import set_stock, update_product
from sandbox.shop.market import queries
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.shop.traffic.models import TrafficCrossing, TrafficDay, TrafficOrder
from sandbox.shop.traffic.queries import figures_of_pages, figures_of_shares, get_dataset, list_regions
from sandbox.shop.traffic.queries.rows import market_slug
from sandbox.shop.traffic.rules.crossing import NOVELTIES, Segment
from sandbox.shop.traffic.rules.indicators import add_up
from sandbox.shop.traffic.rules.periods import Period
from sandbox.training.exams import services as exams
from sandbox.training.practice import ending, market
from sandbox.training.practice.models import MarketCopy, PracticeRun
from tests.factories.world import World
from tests.support.processes import OtherProcess


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch) -> PracticeRun:
    """Alice's run, handed in; its weeks are played at a smaller scale, so that a test lasts seconds."""
    monkeypatch.setattr(queries, "MOST_ORDERS", 12)
    found = db.session.get_one(PracticeRun, world.alice_run_id)
    exams.hand_in(seat=found.seat)
    return found


def rows_of(shop: Shop) -> list[str]:
    return list(dump_rows(session(), shop.id, shop.anchor_on))


def dearest(shop: Shop) -> Product:
    """What this shop sold most of."""
    with shop_scope(shop.id):
        number = session.scalar(
            sa.select(OrderLine.product_id).where(OrderLine.product_id.is_not(None)).group_by(OrderLine.product_id)
            .order_by(sa.func.sum(OrderLine.quantity).desc(), OrderLine.product_id).limit(1)
        )  # fmt: skip
        return session.scalars(sa.select(Product).where(Product.id == number)).one()


def test_weeks_without_any_change_are_consistent_equal_to_the_witness_and_undone(run: PracticeRun) -> None:
    before = rows_of(run.seat.shop)
    first = market.simulate_week(run=run, number=1)
    copy = market.find_copy(run)
    assert copy is not None
    assert not first.reasons
    assert all(figures["now"] == figures["without"] for figures in first.figures.values())
    assert rows_of(copy.shop) == rows_of(db.session.get_one(Shop, copy.witness_id))
    check_rows(copy, first)
    assert market.simulate_week(run=run, number=1) == first  # a form sent twice plays one week

    second = market.simulate_week(run=run, number=2)
    assert second.period == Period(first.period.last + timedelta(days=1), first.period.last + timedelta(days=7))
    assert market.day_of(copy) == second.period.last
    assert [week.number for week in market.reports_of(copy)] == [2, 1]
    assert second.figures["commandes"]["before"] == first.figures["commandes"]["now"]

    slugs = [market_slug(number) for number in (copy.shop_id, copy.witness_id)]
    market.drop_copy(run=run)
    assert market.find_copy(run) is None
    for model in (TrafficDay, TrafficCrossing):
        left = sa.select(sa.func.count()).select_from(model).where(model.context_slug.in_(slugs))
        assert session.scalar(left) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Shop).where(Shop.kind == ShopKind.MARKET)) == 0
    assert market.simulate_week(run=run) == first
    assert rows_of(run.seat.shop) == before


def test_each_week_is_seen_by_every_process(run: PracticeRun) -> None:
    """What is kept of the copy's visits and orders is no longer right once a week went by."""
    run_id, other = run.id, OtherProcess()

    def told() -> list[Any]:
        copy = market.find_copy(db.session.get_one(PracticeRun, run_id))
        assert copy is not None
        with shop_scope(copy.shop_id):
            anchor = copy.shop.anchor_on
            period = Period(anchor - timedelta(days=20), anchor + timedelta(days=21))
            return [get_dataset(period).totals, figures_of_pages(period), figures_of_shares(period, "hour")]

    market.simulate_week(run=run, number=1)
    db.session.commit()
    with other.at_work():
        before = told()
    assert told() == before
    market.simulate_week(run=db.session.get_one(PracticeRun, run_id), number=2)
    db.session.commit()
    after = told()
    assert after[0].visits > before[0].visits
    assert after[0].paid > before[0].paid
    with other.at_work():
        assert told() == after


def check_rows(copy: MarketCopy, report: market.Report) -> None:
    """Sales are the orders', visits add up by hour, region and page, each order has its visit, no step grows."""
    own = market_slug(copy.shop_id)
    with shop_scope(copy.shop_id):
        data = get_dataset(report.period)
        placed = session.scalars(sa.select(Order).where(Order.id.in_([sale.id for sale in data.sales]))).all()
        assert len(placed) == report.figures["commandes"]["now"] == data.totals.paid > 0
        lines = [line for order in placed for line in order.lines]
        assert sum(x.quantity * x.unit_incl_cents - x.discount_cents for x in lines) == data.totals.sales_incl
        assert data.totals.visits == sum(figures_of_shares(report.period, "hour").values())
        assert data.totals.visits == sum(figures_of_shares(report.period, "region").values())
        novelties = [get_dataset(report.period, segment=Segment(novelty=novelty)) for novelty in NOVELTIES]
        regions = [get_dataset(report.period, segment=Segment(region)) for region in list_regions()]
        for parts in (novelties, regions):
            assert not any(part.uncrossed for part in parts)
            assert add_up(part.totals for part in parts) == data.totals
        pages = figures_of_pages(report.period)
        assert data.totals.visits == sum(page.entries for page in pages) == sum(page.exits for page in pages)
        assert data.totals.page_views == sum(page.views for page in pages)
    visited = session.scalars(sa.select(TrafficOrder.reference).where(TrafficOrder.context_slug == own)).all()
    assert sorted(visited) == sorted(order.reference for order in placed)
    days = session.scalars(sa.select(TrafficDay).where(TrafficDay.context_slug == own)).all()
    assert sum(day.orders for day in days) == len(placed)
    assert all(day.orders <= day.checkouts <= day.carts <= day.product_views <= day.visits for day in days)


def test_a_price_halved_sells_more_says_why_and_goes_with_its_run(run: PracticeRun) -> None:
    shop = run.seat.shop
    best = dearest(shop)
    with shop_scope(shop.id):
        update_product(product=best, price_excl_micros=best.price_excl_micros // 2)
    report = market.simulate_week(run=run)
    figures: Any = report.figures
    assert figures["commandes"]["now"] >= figures["commandes"]["without"]
    assert figures["visites"]["now"] == figures["visites"]["without"]
    (reason,) = report.reasons
    assert (reason["rule"], reason["about"]) == ("prix", best.name)
    assert reason["factor"] > 1

    ending.empty_run(run=run)
    assert session.scalar(sa.select(sa.func.count()).select_from(MarketCopy)) == 0
    with pytest.raises(RuleBroken, match="effacée"):
        market.simulate_week(run=run)


def test_a_shop_without_stock_sells_nothing_and_customers_ask(run: PracticeRun) -> None:
    shop = run.seat.shop
    with shop_scope(shop.id):
        for product in session.scalars(sa.select(Product)):
            for variant in product.variants or [None]:
                set_stock(product=product, variant=variant, quantity=0)
            product.out_of_stock = "deny"
        session.flush()
    report = market.simulate_week(run=run)
    figures: Any = report.figures
    assert figures["commandes"]["now"] < figures["commandes"]["without"] / 4  # what is virtual is never out of stock
    assert sum(report.missed.values()) > sum(report.missed_without.values())
    assert report.messages > 0


def test_a_faithful_subject_waits_until_the_work_is_handed_in(world: World) -> None:
    run = db.session.get_one(PracticeRun, world.bob_run_id)
    with pytest.raises(RuleBroken, match="mode fidèle"):
        market.simulate_week(run=run)
