"""Visits crossed with region and novelty: the parts are the whole, and no part breaks what holds of the whole."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.crossing import (
    COUNTS,
    EVERYWHERE,
    Buyer,
    Crossed,
    Segment,
    cross,
    cross_facts,
    places_of,
    settle,
)
from sandbox.shop.traffic.rules.profile import BOT_INCIDENTS, Incident, Purchase
from sandbox.shop.traffic.rules.simulator import Cell, Facts, credit_letters, simulate
from tests.unit.traffic.profiles import make_profile

REGIONS = ("Bretagne", "Normandie", "Corse")
PURCHASES = tuple(
    Purchase(f"CMD{n:06d}", -n * 2, ("organique", "direct", "email")[n % 3], "", REGIONS[n % 3], n % 4 == 0)
    for n in range(1, 120)
)
ROBOTS = (Incident(next(iter(BOT_INCIDENTS)), -40, -38, 4.0),)
FUNNEL = ("visits", "product_views", "carts", "checkouts")


def sums(found: list[Crossed], *, everywhere: bool) -> dict[tuple[int, str, str, str], Counter[str]]:
    """The counts of each cell, added up over its regions, or of all regions together."""
    total: dict[tuple[int, str, str, str], Counter[str]] = defaultdict(Counter)
    for one in found:
        if (one.region == EVERYWHERE) == everywhere:
            for source, campaign, device, *counts in one.cells:
                told = total[one.offset, source, campaign, device]
                told.update(dict(zip(COUNTS, counts, strict=True)))
                told["new_visits"] += counts[0] if one.is_new else 0
    return total


def check(facts: Facts, found: list[Crossed]) -> None:
    """What must hold of every day."""
    parts, wholes = sums(found, everywhere=False), sums(found, everywhere=True)
    for cell in facts.cells:
        key = (cell.offset, cell.source, cell.campaign, cell.device)
        said = {name: getattr(cell, name) for name in (*COUNTS, "new_visits")}
        for told in (parts[key], wholes[key]):
            assert {name: told[name] for name in said} == said
    by_region = Counter[tuple[int, str]]()
    for one in found:
        assert one.visits == sum(row[3] for row in one.cells)
        if one.region != EVERYWHERE:
            by_region[one.offset, one.region] += one.visits
        for row in one.cells:
            counts = dict(zip(COUNTS, row[3:], strict=True))
            steps = [counts[name] for name in FUNNEL]
            assert steps == sorted(steps, reverse=True)
            assert 0 <= counts["bounces"] <= counts["visits"]
            assert 0 <= counts["visitors"] <= counts["visits"] <= counts["page_views"]
            assert counts["seconds"] >= 0
            assert not one.is_new or counts["visitors"] == counts["visits"]
    shares = Counter({(s.offset, s.label): s.visits for s in facts.shares if s.dimension == "region"})
    assert by_region == shares


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), visits=st.floats(0, 20), growth=st.floats(0, 60))
def test_the_parts_are_the_whole_and_no_step_grows(seed: int, visits: float, growth: float) -> None:
    profile = make_profile(seed=seed, visits_a_day=visits, growth=growth, incidents=ROBOTS)
    facts = simulate(profile, PURCHASES)
    credit_letters(profile, facts)
    found = cross_facts(facts, seed)
    assert {one.offset for one in found} == {cell.offset for cell in facts.cells}
    check(facts, found)


def test_a_visit_that_made_an_order_is_where_its_order_goes_and_as_new_as_its_customer() -> None:
    facts = simulate(make_profile(visits_a_day=0.0, campaigns=()), PURCHASES)
    found = {(one.offset, one.region): one.is_new for one in cross_facts(facts, 7) if one.region != EVERYWHERE}
    assert found == {(p.offset, p.region): p.is_first for p in PURCHASES}


def test_same_seed_same_crossing_and_another_seed_another() -> None:
    def digest(seed: int) -> str:
        rows = [astuple(one) for one in cross_facts(simulate(make_profile(), PURCHASES), seed)]
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    assert digest(7) == digest(7) == "9f9c9c03f731eb98"
    assert digest(7) != digest(8)


def test_a_day_that_a_tool_measured_is_not_crossed() -> None:
    facts = simulate(make_profile(), PURCHASES)
    facts.measured = frozenset({-3, -2})
    assert not {-3, -2} & {one.offset for one in cross_facts(facts, 7)}
    assert {-4, -1} <= {one.offset for one in cross_facts(facts, 7)}


@pytest.mark.parametrize("places", [{}, {"Bretagne": 3}, {"Normandie": 9, "Corse": 1}])
def test_regions_that_do_not_tell_every_visit_are_not_guessed(places: dict[str, int]) -> None:
    cell = Cell(-1, "direct", "", "mobile", 10, 9, 4, 3, 30, 200, 6, 2, 1, 1)
    key = ("direct", "", "mobile")
    found = cross(-1, {key: cell}, {key: [Buyer("Bretagne", False)]}, places, 1)
    assert {one.region for one in found} == {EVERYWHERE}
    assert sums(found, everywhere=True)[-1, *key]["checkouts"] == 1


def test_a_cell_makes_room_for_the_orders_it_holds() -> None:
    cell = Cell(-1, "direct", "", "mobile", visits=3, visitors=1, new_visits=3)
    settle(cell, [Buyer("Bretagne", False), Buyer("Bretagne", True)])
    assert (cell.new_visits, cell.visitors) == (2, 3)
    fewer = replace(cell, new_visits=0, visitors=3)
    settle(fewer, [Buyer("Bretagne", True)])
    assert fewer.new_visits == 1


@given(visits=st.integers(2, 500), weights=st.dictionaries(st.sampled_from(REGIONS), st.integers(0, 50), min_size=1))
def test_the_regions_of_a_day_are_all_its_visits_and_hold_its_orders(visits: int, weights: dict[str, int]) -> None:
    bought = [Buyer("Grand Est", True), Buyer("Bretagne", False)]
    found = places_of(visits, weights, bought)
    assert sum(found.values()) == (visits if sum(weights.values()) else 2)
    assert found["Grand Est"] == 1
    assert found["Bretagne"] >= 1


def test_a_segment_holds_its_visits() -> None:
    assert not Segment()
    assert Segment("Bretagne").holds("Bretagne", False)
    assert not Segment("Bretagne", "nouveaux").holds("Bretagne", False)
    assert Segment("", "de-retour").holds("Corse", False)
