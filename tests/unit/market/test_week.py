"""A week of the market: the same for the same seed, and never the wrong way round."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.market.rules.effects import compare
from sandbox.shop.market.rules.picture import Habits, Offer, Picture
from sandbox.shop.market.rules.week import Week, play
from tests.unit.market.pictures import habits, item, picture

few = settings(max_examples=25)
seeds = st.integers(0, 10_000)
stocks = st.integers(0, 25)


def played(start: Picture, now: Picture, seed: int, known: Habits | None = None) -> Week:
    known = known or habits(visits=12.0)
    return play(known, now, compare(start, now, known), seed=seed, weekday=0)


def told(week: Week) -> Any:
    return [(b.day, b.second, b.source, b.bought, b.code) for b in week.buyers], week.cells, week.missed


@few
@given(seeds)
def test_the_same_seed_gives_the_same_week(seed: int) -> None:
    assert told(played(picture(), picture(), seed)) == told(played(picture(), picture(), seed))


@few
@given(seeds)
def test_another_seed_gives_other_visitors(seed: int) -> None:
    known = habits(visits=60.0)
    assert told(played(picture(), picture(), seed, known)) != told(played(picture(), picture(), seed + 1, known))


@few
@given(seeds, st.integers(1, 1000), st.tuples(stocks, stocks, stocks))
def test_a_lower_price_never_loses_an_order(seed: int, price: int, stock: tuple[int, int, int]) -> None:
    start = picture(items=tuple(item(n, stock=left) for n, left in enumerate(stock, 1)))
    now = replace(start, items=(replace(start.items[0], price_cents=price), *start.items[1:]))
    before, after = played(start, start, seed), played(start, now, seed)
    assert after.visits == before.visits
    assert len(after.buyers) >= len(before.buyers)


@few
@given(seeds, st.tuples(stocks, stocks, stocks), st.integers(0, 2), st.integers(0, 25))
def test_a_shortage_never_raises_sales(seed: int, stock: tuple[int, int, int], which: int, left: int) -> None:
    start = picture(items=tuple(item(n, stock=count) for n, count in enumerate(stock, 1)))
    short = [
        replace(one, stock=min(left, stock[which])) if rank == which else one for rank, one in enumerate(start.items)
    ]
    before, after = played(start, start, seed), played(start, replace(start, items=tuple(short)), seed)
    assert len(after.buyers) <= len(before.buyers)
    assert after.units <= before.units
    assert after.goods_cents <= before.goods_cents


@few
@given(seeds, st.tuples(stocks, stocks, stocks))
def test_nobody_takes_more_than_there_is_and_steps_never_grow(seed: int, stock: tuple[int, int, int]) -> None:
    start = picture(items=tuple(item(n, stock=left) for n, left in enumerate(stock, 1)))
    week = played(start, start, seed)
    for one in start.items:
        taken = sum(count for buyer in week.buyers for held, count in buyer.bought if held.key == one.key)
        assert one.stock is not None
        assert taken <= one.stock
    assert sum(cell.orders for cell in week.cells.values()) == len(week.buyers)
    assert sum(week.hours.values()) == week.visits
    for cell in week.cells.values():
        assert cell.orders <= cell.checkouts <= cell.carts <= cell.product_views <= cell.visits
        assert max(cell.visitors, cell.new_visits, cell.bounces) <= cell.visits <= cell.page_views


def test_what_is_gone_or_offline_is_missed_and_not_sold() -> None:
    start = picture()
    now = replace(start, items=(replace(start.items[0], is_sold=False), start.items[1]))
    week = played(start, now, 3, habits(visits=60.0))
    assert week.missed["Article 1"] > 0
    assert week.missed["Article supprimé"] > 0
    assert {held.key for buyer in week.buyers for held, _ in buyer.bought} <= {(2, None)}


def test_a_substitute_costs_no_more_than_what_was_wished() -> None:
    start = picture(items=(item(1), item(2, stock=0), item(3)))
    week = played(start, start, 5, habits(visits=60.0))
    instead = [buyer for buyer in week.buyers if buyer.instead_of]
    assert instead
    assert all(buyer.bought[0][0].price_cents <= buyer.wish.price_cents for buyer in instead)


def test_a_code_that_is_told_is_used_more_than_one_that_is_hidden() -> None:
    hidden = Offer(1, "Noël", "NOEL10", 0, 500)
    used = {
        is_told: sum(
            bool(b.code)
            for b in played(picture(), picture(offers=(replace(hidden, is_told=is_told),)), 7, habits(60.0)).buyers
        )
        for is_told in (True, False)
    }
    assert used[True] > used[False] > 0


def test_a_threshold_within_reach_pulls_baskets_up() -> None:
    start = picture()
    near = replace(start, free_from_cents=2300)
    known = habits(visits=60.0, more=0.0, twice=0.0)
    before, after = played(start, start, 11, known), played(start, near, 11, known)
    assert len(after.buyers) == len(before.buyers)
    assert after.units > before.units
