"""The shipped context: what NOTES-FORMATEUR.md tells is there to be found, and every part adds up on any days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel.db import db, session
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.orders.queries import OrderFilter
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.shop.shops.services import copy_shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import Dataset
from sandbox.shop.traffic.rules.indicators import FUNNEL, INDICATORS, Totals, add_up, evolve, value_of
from tests.domain.traffic.facts import days
from tests.factories.world import World


def data(shop: Shop, first: int, last: int) -> Dataset:
    return queries.get_dataset(days(shop, first, last))


def a_day(totals: Totals, count: int) -> float:
    return totals.visits / count


# the story -----------------------------------------------------------------------------------------------------------


def test_nothing_before_the_shop_opened(alices_shop: Shop) -> None:
    assert data(alices_shop, -730, -720).totals == Totals()
    assert data(alices_shop, -719, -719).first_on == alices_shop.anchor_on - timedelta(days=719)
    slow, year_after = data(alices_shop, -719, -641).totals, data(alices_shop, -719 + 365, -641 + 365).totals
    assert slow.visits < 0.7 * year_after.visits
    assert slow.paid < year_after.paid


def test_the_television_brings_onlookers_who_do_not_buy(alices_shop: Shop) -> None:
    shown, usual = data(alices_shop, -473, -470).totals, data(alices_shop, -501, -474).totals
    assert a_day(shown, 4) > 2 * a_day(usual, 28)
    conversions = [value_of("conversion", totals).amount or 0 for totals in (shown, usual)]
    assert conversions[0] < conversions[1]


def test_the_breakdown_is_one_low_day(alices_shop: Shop) -> None:
    day, week = data(alices_shop, -289, -289).totals.visits, data(alices_shop, -292, -286)
    assert day == min(totals.visits for totals in week.by(lambda part: part.day).values())
    assert day < a_day(week.totals, 7) / 2


def test_the_wrong_price_shows_in_the_days_conversion(alices_shop: Shop) -> None:
    wrong = days(alices_shop, -203, -203)
    month = value_of("conversion", data(alices_shop, -233, -204).totals).amount or 0
    assert (value_of("conversion", queries.get_dataset(wrong).totals).amount or 0) > 2 * month
    placed = orders.list_orders(OrderFilter(placed_from=wrong.first, placed_to=wrong.last), size=100).items
    assert (
        sum(
            line.unit_incl_cents == 790 and line.name == "Moulin Armen"
            for row in placed
            for line in orders.get_order(row.order.id).lines
        )
        == 9
    )


def test_fathers_day_cost_210_euros_for_one_order(alices_shop: Shop) -> None:
    found = {c.key: c for c in queries.figures_of_campaigns(data(alices_shop, -170, -156))}
    campaign = found["fete-peres"]
    assert (campaign.cost_cents, campaign.totals.placed) == (21_000, 1)
    assert campaign.totals.sales_excl < campaign.cost_cents


def test_nobody_could_buy_the_missing_coffee(alices_shop: Shop) -> None:
    names = [f.name for f in queries.figures_of_products(days(alices_shop, -165, -151))]
    assert names
    assert "Colombie Huila" not in names
    assert "Colombie Huila" in [f.name for f in queries.figures_of_products(days(alices_shop, -195, -166))]


def test_after_the_strike_people_hesitate(alices_shop: Shop) -> None:
    after, usual = data(alices_shop, -89, -74).totals, data(alices_shop, -73, -43).totals
    assert after.paid / 16 < usual.paid / 31


def test_everybody_leaves_from_the_page_about_delivery(alices_shop: Shop) -> None:
    found = queries.figures_of_pages(days(alices_shop, -719, 0))
    rates = {page.path: page.exits / page.views for page in found}
    assert max(rates, key=rates.__getitem__) == "/page/livraison"
    assert rates["/page/livraison"] == pytest.approx(0.81, abs=0.02)


def test_searches_without_result_are_there_to_be_counted(alices_shop: Shop) -> None:
    lost = {s.term for s in queries.figures_of_searches(days(alices_shop, -89, 0)) if s.results == 0}
    assert lost >= {"capsules", "matcha", "dosettes", "chicorée", "rooibos", "kawa"}


def test_letters_convert_best_and_networks_bounce_most(alices_shop: Shop) -> None:
    by_source = data(alices_shop, -719, 0).by(lambda part: part.source)
    conversions = {key: value_of("conversion", totals).amount or 0 for key, totals in by_source.items()}
    bounces = {key: value_of("rebond", totals).amount or 0 for key, totals in by_source.items()}
    assert max(conversions, key=conversions.__getitem__) == "email"
    assert max(bounces, key=bounces.__getitem__) == "social"
    assert bounces["social"] == pytest.approx(55, abs=2)


def test_one_letter_sold_because_it_was_chosen_and_one_drove_readers_away(alices_shop: Shop) -> None:
    found = {f.key: f for f in queries.figures_of_letters(days(alices_shop, -719, 0))}
    assert len(found) == 21
    sold = {key: f.totals.letter_orders for key, f in found.items()}
    gone = {key: value_of("desinscription", f.totals).amount or 0 for key, f in found.items()}
    assert (
        max(sold, key=sold.__getitem__)
        == max(found, key=lambda key: value_of("clic", found[key].totals).amount or 0)
        == "lettre-recolte"
    )
    assert (
        max(gone, key=gone.__getitem__)
        == min(found, key=lambda key: value_of("delivrance", found[key].totals).amount or 0)
        == "lettre-fetes"
    )
    assert gone["lettre-fetes"] > 5 > 1.5 > max(rate for key, rate in gone.items() if key != "lettre-fetes")
    assert (found["lettre-peres"].totals.mails_clicked, sold["lettre-peres"]) == (182, 0)


def test_readers_who_clicked_are_among_the_visits_and_customers_who_left_are_among_those_who_unsubscribed(
    alices_shop: Shop,
) -> None:
    period = days(alices_shop, -719, 0)
    visits = queries.get_dataset(period).by(lambda part: part.campaign)
    letters = queries.figures_of_letters(period)
    for f in letters:
        assert f.totals.mails_clicked <= visits[f.key].visits, f.key
        assert f.totals.letter_orders == visits[f.key].paid, f.key
        assert f.left <= f.totals.unsubscribed, f.key
    named = {f.name: f for f in letters}
    left = [d for d in queries.list_departures(period) if d.source in named]
    assert len(left) == sum(f.left for f in letters) == 4
    for departure in left:
        assert departure.day >= named[departure.source].sent_on
        assert not departure.customer.is_newsletter


def test_christmas_is_the_peak_of_the_year(alices_shop: Shop) -> None:
    feast, after = data(alices_shop, -361, -336).totals, data(alices_shop, -335, -200).totals
    assert feast.paid / 26 > 1.4 * after.paid / 136
    assert a_day(feast, 26) > 2 * a_day(after, 136)


def test_the_carts_left_behind_are_the_notes_sixty(alices_shop: Shop) -> None:
    assert len(queries.list_abandoned_carts(days(alices_shop, -400, 0))) == 60


# whatever the days ---------------------------------------------------------------------------------------------------

PERIODS = st.tuples(st.integers(-730, 0), st.integers(0, 420)).map(lambda p: (p[0], min(p[0] + p[1], 0)))


@settings(max_examples=25)
@given(bounds=PERIODS)
def test_parts_are_the_whole_and_the_funnel_never_grows(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    found = data(alices_shop, *bounds)
    for key in (lambda p: p.source, lambda p: p.device, lambda p: p.campaign, lambda p: p.day):
        parts = found.by(key)
        assert add_up(parts.values()) == found.totals
        for totals in parts.values():
            steps = [step(totals) for _, step in FUNNEL]
            assert steps == sorted(steps, reverse=True)
            assert totals.bounces <= totals.visits <= totals.page_views
            assert totals.visitors <= totals.visits


@settings(max_examples=15)
@given(bounds=PERIODS)
def test_sales_are_those_of_the_orders_products_and_lists(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    period = days(alices_shop, *bounds)
    totals = queries.get_dataset(period).totals
    listed = orders.list_orders(OrderFilter(placed_from=period.first, placed_to=period.last), size=3000)
    paid = [row.order for row in listed.items if row.state.is_paid]
    assert (totals.placed, totals.paid) == (listed.total, len(paid))
    assert totals.sales_incl + totals.shipping_incl == sum(order.total_incl_cents for order in paid)
    products = queries.figures_of_products(period)
    assert sum(f.sales_excl for f in products) == totals.sales_excl
    assert sum(f.items for f in products) == totals.items
    assert sum(f.sales_excl for f in queries.figures_of_buyers(period, limit=1000)) == totals.sales_excl


@settings(max_examples=15)
@given(bounds=PERIODS)
def test_visits_are_those_of_pages_hours_and_regions(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    period = days(alices_shop, *bounds)
    totals = queries.get_dataset(period).totals
    pages = queries.figures_of_pages(period)
    assert sum(page.views for page in pages) == totals.page_views
    assert sum(page.entries for page in pages) == sum(page.exits for page in pages) == totals.visits
    for dimension in ("hour", "region"):
        assert sum(queries.figures_of_shares(period, dimension).values()) == totals.visits


@settings(max_examples=15)
@given(bounds=PERIODS, cut=st.integers(0, 420))
def test_two_neighbouring_periods_add_up(alices_shop: Shop, bounds: tuple[int, int], cut: int) -> None:
    first, last = bounds
    middle = min(first + cut, last)
    whole = data(alices_shop, first, last).totals
    rest = data(alices_shop, middle + 1, last).totals if middle < last else Totals()
    assert data(alices_shop, first, middle).totals + rest == whole


@settings(max_examples=15)
@given(bounds=PERIODS)
def test_a_period_beside_itself_has_not_moved(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    totals = data(alices_shop, *bounds).totals
    for indicator in INDICATORS.values():
        value = indicator.of(totals)
        moved = evolve(value, indicator.of(totals))
        assert moved.trend == "flat"
        assert moved.amount == 0 if value.amount is not None else moved.amount is None


@pytest.mark.parametrize("anchor", [date(2027, 3, 29), date(2027, 6, 15), date(2027, 10, 31)])
def test_another_season_loses_and_doubles_no_visit(world: World, anchor: date) -> None:
    """A session in summer on a context loaded in winter: the orders near midnight change days, the figures do not."""
    reference = db.session.scalars(sa.select(Shop).where(Shop.kind == ShopKind.REFERENCE)).one()
    moved = copy_shop(source=reference, anchor_on=anchor)
    found = []
    for shop in (reference, moved):
        with shop_scope(shop.id):
            found.append(data(shop, -731, 1))
            assert found[-1].totals.paid > 0
    assert found[0].totals == found[1].totals
    for totals in found[1].by(lambda part: part.day).values():
        steps = [step(totals) for _, step in FUNNEL]
        assert steps == sorted(steps, reverse=True)


def test_a_candidate_who_cancels_an_order_sees_the_sales_fall(alices_shop: Shop) -> None:
    order = session.scalars(
        sa.select(Order)
        .join(OrderState, OrderState.id == Order.state_id)
        .where(OrderState.is_paid)
        .order_by(Order.id.desc())
    ).first()
    assert order is not None
    before = data(alices_shop, -29, 0).totals
    order.state_id = session.scalars(sa.select(OrderState.id).where(OrderState.key == "annule")).one()
    session.flush()
    after = data(alices_shop, -29, 0).totals
    assert (after.visits, after.placed, after.paid) == (before.visits, before.placed, before.paid - 1)
    assert after.sales_incl + after.shipping_incl == before.sales_incl + before.shipping_incl - order.total_incl_cents
