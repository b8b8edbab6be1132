"""Visits reshaped for given rates: totals to the unit, no step larger than the one before, orders untouched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.traffic.rules.reshape import Steps, Wanted, reshape, totals_for


@st.composite
def cell(draw: st.DrawFn) -> Steps:
    """A cell as the simulator makes it: each step at most the one before."""
    orders = draw(st.integers(0, 6))
    checkouts = orders + draw(st.integers(0, 10))
    carts = checkouts + draw(st.integers(0, 20))
    product_views = carts + draw(st.integers(0, 80))
    visits = product_views + draw(st.integers(0, 200))
    views = visits + draw(st.integers(0, 900))
    new, bounces = draw(st.integers(0, visits)), draw(st.integers(0, visits - orders))
    return Steps(
        visits, draw(st.integers(0, visits)), new, bounces, views, 60 * views, product_views, carts, checkouts, orders
    )


@given(st.lists(cell(), min_size=1, max_size=12), st.integers(0, 400), st.integers(0, 4_000))
def test_totals_are_exact_and_each_step_holds(cells: list[Steps], more_carts: int, more_visits: int) -> None:
    orders = sum(one.orders for one in cells)
    carts, visits = orders + more_carts, orders + more_carts + more_visits
    found = reshape(cells, visits=visits, carts=carts)
    assert [one.orders for one in found] == [one.orders for one in cells]
    assert sum(one.visits for one in found) == visits
    assert sum(one.carts for one in found) == carts
    for one in found:
        assert one.visits >= one.product_views >= one.carts >= one.checkouts >= one.orders >= 0
        assert one.page_views >= one.visits
        assert 0 <= one.bounces <= one.visits
        assert 0 <= one.new_visits <= one.visits
        assert 0 <= one.visitors <= one.visits


def test_the_totals_are_those_of_the_rates() -> None:
    assert totals_for(Wanted(30, 0.009, 0.81), paid=38, placed=41) == (4222, 200)


@pytest.mark.parametrize(
    ("wanted", "paid", "placed"),
    [
        (Wanted(30, 0.5, 0.81), 38, 41), (Wanted(30, 0.009, 0.0), 38, 41), (Wanted(30, 0.009, 0.81), 0, 3),
    ],
)  # fmt: skip
def test_rates_that_the_orders_cannot_have_are_refused(wanted: Wanted, paid: int, placed: int) -> None:
    with pytest.raises(RuleBroken):
        totals_for(wanted, paid=paid, placed=placed)


@pytest.mark.parametrize(
    "wanted", [Wanted(0, 0.1, 0.5), Wanted(731, 0.1, 0.5), Wanted(30, 0, 0.5), Wanted(30, 1, 0.5), Wanted(30, 0.1, 1)]
)
def test_rates_and_days_have_bounds(wanted: Wanted) -> None:
    with pytest.raises(RuleBroken):
        wanted.check()
