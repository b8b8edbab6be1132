"""The relation with customers in the shipped context: what is listed is what is counted, on any days."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.rules.indicators import INDICATORS, Totals, add_up, evolve
from sandbox.shop.traffic.rules.indicators import RELATION as RELATION_ROWS
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.rules.segments import SEGMENTS
from tests.domain.traffic.facts import days

RELATION = [indicator for indicator in INDICATORS.values() if indicator.rows in RELATION_ROWS]
BOUNDS = st.tuples(st.integers(-719, 0), st.integers(-719, 0)).map(lambda pair: (min(pair), max(pair)))


def related(period: Period) -> Totals:
    return add_up(part.totals for part in queries.get_dataset(period).relation) + Totals()


@settings(max_examples=10)
@given(bounds=BOUNDS)
def test_what_is_listed_is_what_is_counted(alices_shop: Shop, bounds: tuple[int, int]) -> None:
    period = days(alices_shop, *bounds)
    counted, sold = related(period), queries.get_dataset(period).totals
    threads = queries.list_thread_delays(period)
    answers = [row.reply_seconds for row in threads if row.reply_seconds is not None]
    reviews = queries.list_published(period)
    assert (counted.threads, counted.answered, counted.reply_seconds) == (len(threads), len(answers), sum(answers))
    assert (counted.reviews, counted.stars) == (len(reviews), sum(review.rating for review in reviews))
    assert counted.returned == sum(goods.pieces for goods in queries.list_returned(period))
    assert counted.discounts == sum(code.discounts for code in queries.figures_of_codes(period))
    assert (counted.coded_of, counted.delivered) == (sold.paid, sold.items)
    assert counted.coded <= counted.coded_of
    new, returning = queries.figures_of_loyalty(period)
    assert counted.first_buyers == new.customers
    assert new.orders + returning.orders == sold.paid
    assert new.sales_excl + returning.sales_excl == sold.sales_excl
    shelves = queries.figures_of_shelves(period)
    assert sum(shelf.items for shelf in shelves) <= sold.items


@settings(max_examples=8)
@given(bounds=BOUNDS, cut=st.integers(0, 300))
def test_days_add_up_and_nothing_moves_beside_itself(alices_shop: Shop, bounds: tuple[int, int], cut: int) -> None:
    first, last = bounds
    middle = min(first + cut, last)
    data = queries.get_dataset(days(alices_shop, first, last))
    whole = related(data.period)
    assert add_up(queries.group(data.relation, lambda part: part.day).values()) + Totals() == whole
    rest = related(days(alices_shop, middle + 1, last)) if middle < last else Totals()
    assert related(days(alices_shop, first, middle)) + rest == whole
    for indicator in RELATION:
        value = indicator.of(whole)
        assert indicator.of(data.totals_of(indicator)) == value
        assert evolve(value, value).trend == "flat"
        assert value.reason or value.amount is not None


def test_each_buyer_is_in_one_segment_with_all_they_bought(alices_shop: Shop) -> None:
    scored = queries.list_scored(days(alices_shop, -29, 0))
    whole = queries.get_dataset(days(alices_shop, -719, 0)).totals
    assert len({row.customer_id for row in scored}) == len(scored)
    assert sum(row.orders for row in scored) == whole.paid
    assert sum(row.sales_excl for row in scored) == whole.sales_excl
    assert {row.scores.segment.key for row in scored} == set(SEGMENTS)


def test_the_sleepers_of_the_notes_are_to_be_won_back(alices_shop: Shop) -> None:
    scored = {row.customer_id: row.scores for row in queries.list_scored(days(alices_shop, -29, 0))}
    found = {who.full_name: scored[customer_id] for customer_id, who in queries.find_people(scored).items()}
    assert {found[name].segment.key for name in ("Ludovic Perrot", "Agnès Kervella")} == {"a-reconquerir"}
    assert found["Marion Levasseur"].segment.key == "a-relancer"


def test_the_codes_of_the_notes_are_used(alices_shop: Shop) -> None:
    found = {code.code: code for code in queries.figures_of_codes(days(alices_shop, -719, 0))}
    assert {"QUAI10", "BIENVENUE5", "FETEDUPORT"} <= found.keys()
    assert queries.figures_of_codes(days(alices_shop, -100, 0)) != []
    assert "FETEDUPORT" not in {code.code for code in queries.figures_of_codes(days(alices_shop, -119, 0))}
    assert found["FETEDUPORT"].discounts == 0  # a postage that is not charged is no discount on goods
    assert found["QUAI10"].discounts > found["BIENVENUE5"].orders * 100
    assert all(code.sales_excl > code.cost for code in found.values())


def test_an_empty_period_has_no_delay_nor_mean(alices_shop: Shop) -> None:
    empty = related(days(alices_shop, -1500, -1400))
    assert empty == Totals()
    assert INDICATORS["delai_reponse"].of(empty).amount is None
    assert INDICATORS["note_moyenne"].of(empty).reason
    assert [
        s.cover_days for s in queries.figures_of_shelves(days(alices_shop, -1500, -1400)) if s.cover_days is not None
    ] == []
