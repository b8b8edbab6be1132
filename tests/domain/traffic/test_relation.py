"""The relation with customers in the shipped context: what is listed is what is counted, on any days."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.shop.shops.models import Shop
from sandbox.shop.support.models import Thread
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import ThreadDelay
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


def delays_read_one_by_one(period: Period) -> list[ThreadDelay]:
    """The rule of `list_thread_delays`, thread after thread."""
    found = []
    for thread in session.scalars(sa.select(Thread).order_by(Thread.opened_at, Thread.id)):
        seen = sorted((m for m in thread.messages if not m.is_private), key=lambda m: (m.sent_at, m.id))
        if to_paris(thread.opened_at).date() not in period or not seen or seen[0].side != "customer":
            continue
        reply = next((m.sent_at for m in seen if m.side == "team"), None)
        delay = None if reply is None else int((reply - seen[0].sent_at).total_seconds())
        told = (thread.id, thread.name, thread.contact.name, thread.status, thread.opened_at, delay)
        found.append(ThreadDelay(*told))
    return found


def test_delays_are_those_of_the_threads_read_one_by_one(alices_shop: Shop) -> None:
    """Also when two messages were sent at once, when a note or the team came first, when nothing is left to be seen."""
    whole = days(alices_shop, -719, 0)
    before = delays_read_one_by_one(whole)
    assert before == queries.list_thread_delays(whole)
    replied = [row.thread_id for row in before if row.reply_seconds is not None]
    at_once, noted, answered, hidden = (session.get_one(Thread, (alices_shop.id, replied[n])) for n in (0, 1, 2, 3))
    for message in at_once.messages:
        message.sent_at = at_once.opened_at
    noted.messages[0].is_private = hidden.messages[0].is_private = True
    for message in hidden.messages:
        message.is_private = True
    answered.messages[0].sent_at += timedelta(days=900)
    session.flush()
    for bounds in ((-719, 0), (-719, -400), (-29, 0)):
        period = days(alices_shop, *bounds)
        assert queries.list_thread_delays(period) == delays_read_one_by_one(period)
    after = {row.thread_id: row.reply_seconds for row in queries.list_thread_delays(whole)}
    assert after[at_once.id] == 0
    assert not {noted.id, answered.id, hidden.id} & after.keys()


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
