"""Measured visits put in the place of simulated ones: the tool's sums are kept, and what must add up does."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.fitting import capped, fit
from sandbox.shop.traffic.rules.measured import (
    CAMPAIGN,
    DEVICE,
    LANDING,
    PAGE,
    PLACE,
    SEARCH,
    SOURCE,
    SOURCE_DEVICE,
    TOTAL,
    Line,
)
from sandbox.shop.traffic.rules.measured_details import overlay
from sandbox.shop.traffic.rules.profile import Purchase
from sandbox.shop.traffic.rules.simulator import Facts, simulate
from tests.unit.traffic.profiles import make_profile

PURCHASES = tuple(Purchase(f"CMD{n:06d}", -n * 3, ("organique", "direct", "email")[n % 3], "") for n in range(1, 60))
PROFILE = make_profile(visits_a_day=40.0)
FACTS = simulate(PROFILE, PURCHASES)
STEPS = ("visits", "product_views", "carts", "checkouts", "orders")


def visits(kind: str, first: int, last: int, count: int, **about: str) -> Line:
    return Line(kind, first, last, {"visits": count}, **about)


def total(facts: Facts, first: int, last: int, **about: str) -> int:
    return sum(
        cell.visits
        for cell in facts.cells
        if first <= cell.offset <= last and all(getattr(cell, name) == value for name, value in about.items())
    )


def check(facts: Facts) -> None:
    """What holds of simulated facts holds of these."""
    sums = {name: Counter[int]() for name in ("visits", "views", "entries", "exits", "seen", "hour", "region")}
    for cell in facts.cells:
        steps = [getattr(cell, step) for step in STEPS]
        assert steps == sorted(steps, reverse=True)
        assert cell.new_visits <= cell.visitors <= cell.visits <= cell.page_views
        assert cell.bounces + cell.orders <= cell.visits
        sums["visits"][cell.offset] += cell.visits
        sums["seen"][cell.offset] += cell.page_views
    for page in facts.pages:
        assert max(page.entries, page.exits) <= page.views
        for name in ("views", "entries", "exits"):
            sums[name][page.offset] += getattr(page, name)
    for share in facts.shares:
        sums[share.dimension][share.offset] += share.visits
    assert sums["views"] == sums["seen"]
    assert sums["entries"] == sums["exits"] == sums["visits"] == sums["hour"] == sums["region"]
    assert Counter(v.offset for v in facts.orders) == +sum(
        (Counter({cell.offset: cell.orders}) for cell in facts.cells), Counter[int]()
    )


def test_a_table_has_the_sums_that_were_asked() -> None:
    found = fit([[1, 0, 5], [3, 3, 3]], [7, 20], [9, 9, 9])
    assert [sum(row) for row in found] == [7, 20]
    assert [sum(column) for column in zip(*found, strict=True)] == [9, 9, 9]


@given(
    st.lists(st.lists(st.integers(0, 90), min_size=3, max_size=3), min_size=1, max_size=6),
    st.lists(st.integers(0, 40), min_size=3, max_size=3),
)
def test_any_table_adds_up(seed: list[list[int]], columns: list[int]) -> None:
    whole = sum(columns)
    rows = [whole // len(seed)] * len(seed)
    rows[0] += whole - sum(rows)
    found = fit(seed, rows, columns)
    assert [sum(row) for row in found] == rows
    assert [sum(column) for column in zip(*found, strict=True)] == columns
    assert min(min(row) for row in found) >= 0


def test_capped_never_goes_beyond() -> None:
    assert capped(10, [1.0, 9.0], [8, 4]) == [6, 4]
    assert capped(50, [1.0, 9.0], [8, 4]) == [8, 4]
    assert capped(3, [0.0, 0.0], [0, 5]) == [0, 3]


def test_the_other_days_do_not_change() -> None:
    facts = overlay(PROFILE, FACTS, [visits(TOTAL, -20, -20, 300)])
    assert total(facts, -20, -20) == 300
    for name in ("cells", "pages", "searches", "shares"):
        before, after = ([astuple(one) for one in getattr(f, name) if one.offset != -20] for f in (FACTS, facts))
        assert before == after
    assert facts.orders == FACTS.orders
    check(facts)


def test_days_sources_and_devices_have_the_sums_of_the_tool() -> None:
    lines = [
        *(visits(TOTAL, day, day, 100 + day) for day in range(-10, 0)),
        visits(SOURCE, -10, -1, 500, source="organique"), visits(SOURCE, -10, -1, 400, source="social"),
        visits(SOURCE, -10, -1, 45, source="email"), visits(DEVICE, -10, -1, 700, device="mobile"),
        visits(DEVICE, -10, -1, 245, device="ordinateur"),
    ]  # fmt: skip
    facts = overlay(PROFILE, FACTS, lines)
    check(facts)
    added = total(facts, -10, -1) - 945  # an order of « direct », of which the tool counts no visit, keeps its own
    assert 0 <= added <= 4
    for day in range(-10, 0):
        assert 100 + day <= total(facts, day, day) <= 102 + day
    assert total(facts, -10, -1, source="social") == 400
    assert abs(total(facts, -10, -1, source="organique") - 500) <= added
    assert abs(total(facts, -10, -1, device="mobile") - 700) <= added


def test_a_source_of_a_day_with_its_device_is_kept_exactly() -> None:
    lines = [
        visits(SOURCE_DEVICE, -8, -8, 60, source="organique", device="mobile"),
        visits(SOURCE_DEVICE, -8, -8, 21, source="referent", device="tablette"),
    ]
    facts = overlay(PROFILE, FACTS, lines)
    assert {(c.source, c.device): c.visits for c in facts.cells if c.offset == -8} == {
        ("organique", "mobile"): 60, ("referent", "tablette"): 21,
    }  # fmt: skip
    check(facts)


def test_counts_beside_visits_are_the_tools() -> None:
    counts = {"visits": 200, "visitors": 150, "new_visits": 100, "bounces": 80, "page_views": 700, "seconds": 9_000}
    facts = overlay(PROFILE, FACTS, [Line(CAMPAIGN, -7, -5, counts, source="payant", campaign="noel")])
    held = [cell for cell in facts.cells if -7 <= cell.offset <= -5 and cell.campaign == "noel"]
    for name, count in counts.items():
        assert sum(getattr(cell, name) for cell in held) == count
    check(facts)


def test_places_pages_and_searches_add_up_to_the_days() -> None:
    lines = [
        visits(TOTAL, -9, -8, 400), visits(PLACE, -9, -8, 250, label="Rennes"), visits(PLACE, -9, -8, 100, label="Brest"),
        Line(PAGE, -9, -8, {"page_views": 300, "entries": 90, "exits": 40}, label="/cafes", title="Cafés"),
        Line(SEARCH, -9, -8, {"searches": 12}, label="matcha"), Line(SEARCH, -9, -8, {"searches": 5}, label="nouveau"),
    ]  # fmt: skip
    facts = overlay(PROFILE, FACTS, lines)
    check(facts)
    places = Counter[str]()
    for share in facts.shares:
        if share.dimension == "region" and -9 <= share.offset <= -8:
            places[share.label] += share.visits
    assert places["Rennes"] == 250
    assert places["Brest"] == 100
    assert places["Non précisé"] == sum(places.values()) - 350
    pages = [page for page in facts.pages if page.path == "/cafes"]
    assert (sum(p.views for p in pages), sum(p.entries for p in pages), sum(p.exits for p in pages)) == (300, 90, 40)
    assert {page.title for page in pages} == {"Cafés"}
    terms = Counter[str]()
    for one in facts.searches:
        if -9 <= one.offset <= -8:
            terms[one.term] += one.searches
    assert terms == {"matcha": 12, "nouveau": 5}
    assert {one.results for one in facts.searches if one.term == "matcha"} == {0}


def test_more_pages_than_the_days_had_are_brought_to_scale() -> None:
    facts = overlay(PROFILE, FACTS, [Line(PAGE, -9, -9, {"page_views": 90_000}, label="/cafes")])
    (page,) = [page for page in facts.pages if page.offset == -9]
    assert page.views == sum(cell.page_views for cell in FACTS.cells if cell.offset == -9)
    check(facts)


LINE = st.one_of(
    st.builds(lambda d, n: visits(TOTAL, d, d, n), st.integers(-40, -1), st.integers(0, 300)),
    st.builds(lambda s, n: visits(SOURCE, -30, -11, n, source=s), st.sampled_from(["organique", "social"]), st.integers(0, 900)),
    st.builds(lambda s, n: visits(DEVICE, -25, -20, n, device=s), st.sampled_from(["mobile", "tablette"]), st.integers(0, 900)),
    st.builds(lambda s, n: visits(PLACE, -15, -5, n, label=s), st.sampled_from(["Brest", "Vannes"]), st.integers(0, 900)),
    st.builds(lambda s, n: visits(LANDING, -15, -5, n, label=s), st.sampled_from(["/", "/a"]), st.integers(0, 900)),
    st.builds(lambda s, n: Line(SEARCH, -12, -12, {"searches": n}, label=s), st.sampled_from(["mug", "x"]), st.integers(0, 99)),
    st.builds(
        lambda s, n: Line(PAGE, -12, -11, {"page_views": n, "entries": n // 2, "exits": n}, label=s),
        st.sampled_from(["/b", "/panier"]), st.integers(0, 900),
    ),
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(st.lists(LINE, max_size=9, unique_by=lambda line: (line.kind, line.first, line.source, line.device, line.label)))
def test_whatever_is_measured_adds_up(lines: list[Line]) -> None:
    facts = overlay(PROFILE, FACTS, lines)
    check(facts)
    again = overlay(PROFILE, FACTS, lines)
    assert [astuple(cell) for cell in facts.cells] == [astuple(cell) for cell in again.cells]
