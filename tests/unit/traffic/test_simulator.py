"""The simulator: same seed, same facts; what must add up does."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import astuple, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.profile import Purchase
from sandbox.shop.traffic.rules.simulator import DEVICE_CONVERSION, Facts, Wheel, simulate
from tests.unit.traffic.profiles import make_profile

PURCHASES = tuple(
    Purchase(
        f"CMD{n:06d}", -n * 3, ("organique", "direct", "email")[n % 3], "lettre" if 7 <= n <= 10 and n % 3 == 2 else ""
    )
    for n in range(1, 90)
)
STEPS = ("visits", "product_views", "carts", "checkouts", "orders")


def digest(facts: Facts) -> str:
    rows = [
        astuple(row) for rows in (facts.cells, facts.pages, facts.searches, facts.shares, facts.orders) for row in rows
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_same_seed_same_facts() -> None:
    assert digest(simulate(make_profile(), PURCHASES)) == digest(simulate(make_profile(), PURCHASES))


def test_another_seed_gives_other_facts() -> None:
    assert digest(simulate(make_profile(), PURCHASES)) != digest(simulate(make_profile(seed=8), PURCHASES))


def test_golden_checksum() -> None:
    """The sequence does not depend on the version of Python or on the machine."""
    assert digest(simulate(make_profile(), PURCHASES))[:16] == "e14e59a4e1074c1f"


def test_every_order_has_its_visit() -> None:
    facts = simulate(make_profile(), PURCHASES)
    assert {(v.reference, v.offset) for v in facts.orders} == {(p.reference, p.offset) for p in PURCHASES}
    by_cell = Counter((p.offset, p.source, p.campaign) for p in PURCHASES)
    found = Counter[tuple[int, str, str]]()
    for cell in facts.cells:
        if cell.orders:
            found[cell.offset, cell.source, cell.campaign] += cell.orders
    assert found == by_cell


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), visits=st.floats(0, 20), growth=st.floats(0, 60))
def test_steps_never_grow_and_parts_are_the_whole(seed: int, visits: float, growth: float) -> None:
    facts = simulate(make_profile(seed=seed, visits_a_day=visits, growth=growth), PURCHASES)
    for cell in facts.cells:
        steps = [getattr(cell, step) for step in STEPS]
        assert steps == sorted(steps, reverse=True)
        assert cell.new_visits <= cell.visitors <= cell.visits
        assert cell.bounces + cell.orders <= cell.visits
        assert cell.page_views >= cell.bounces + 2 * (cell.visits - cell.bounces)
    visits_of, views_of, carts_of = (Counter[int]() for _ in range(3))
    for cell in facts.cells:
        visits_of[cell.offset] += cell.visits
        views_of[cell.offset] += cell.page_views
        carts_of[cell.offset] += cell.carts
    views, entries, exits, searched = (Counter[int]() for _ in range(4))
    for page in facts.pages:
        views[page.offset] += page.views
        entries[page.offset] += page.entries
        exits[page.offset] += page.exits
        assert page.entries <= page.views
        assert page.exits <= page.views
        if page.path == "/recherche":
            searched[page.offset] = page.views
        if page.path == "/panier":
            assert page.views >= carts_of[page.offset]
    assert (views, entries, exits) == (views_of, visits_of, visits_of)
    searches = Counter[int]()
    for search in facts.searches:
        searches[search.offset] += search.searches
    assert searches == searched
    for dimension in ("hour", "region"):
        shares = Counter[int]()
        for share in facts.shares:
            if share.dimension == dimension:
                shares[share.offset] += share.visits
        assert shares == visits_of


def test_campaign_brings_its_visits_on_its_days_only() -> None:
    facts = simulate(make_profile(), ())
    cells = [cell for cell in facts.cells if cell.campaign == "lettre"]
    assert sum(cell.visits for cell in cells) == 90
    assert {cell.source for cell in cells} == {"email"}
    assert min(cell.offset for cell in cells) >= -30
    assert max(cell.offset for cell in cells) <= -21


def test_changing_a_campaign_leaves_the_other_days_alone() -> None:
    profile = make_profile()
    bigger = replace(profile, campaigns=(replace(profile.campaigns[0], visits=400),))
    outside = [
        [astuple(c) for c in simulate(p, PURCHASES).cells if not -30 <= c.offset <= -21] for p in (profile, bigger)
    ]
    assert outside[0] == outside[1]


def test_breakdown_leaves_only_the_orders_visits() -> None:
    facts = simulate(make_profile(), PURCHASES)
    assert not [cell for cell in facts.cells if cell.offset == -100]


def test_stock_out_lowers_carts_not_visits() -> None:
    usual = simulate(make_profile(incidents=(), visits_a_day=200.0), ())
    short = simulate(make_profile(visits_a_day=200.0), ())

    def total(facts: Facts, name: str) -> int:
        return sum(getattr(cell, name) for cell in facts.cells if -60 <= cell.offset <= -50)

    assert total(short, "visits") == total(usual, "visits")
    assert total(short, "carts") < total(usual, "carts") / 2


def test_the_day_j_stops_at_the_hour_of_the_record() -> None:
    facts = simulate(make_profile(visits_a_day=300.0), ())
    assert max(int(s.label) for s in facts.shares if s.offset == 0 and s.dimension == "hour") < 9
    assert max(int(s.label) for s in facts.shares if s.offset == -1 and s.dimension == "hour") == 23


def test_desks_convert_better_than_telephones() -> None:
    assert DEVICE_CONVERSION["mobile"] < DEVICE_CONVERSION["tablette"] < DEVICE_CONVERSION["ordinateur"]


def test_wheel_never_picks_a_place_without_weight() -> None:
    wheel = Wheel([0.0, 2.0, 0.0, 1.0])
    assert {wheel.pick(n / 100) for n in range(100)} == {1, 3}


def test_a_page_that_people_leave_keeps_its_rate_when_few_see_it() -> None:
    """About one view a day of « Livraison », four of five of them the last of their visit."""
    facts = simulate(make_profile(), ())
    seen = [page for page in facts.pages if page.path == "/page/livraison"]
    views, exits = sum(page.views for page in seen), sum(page.exits for page in seen)
    assert views < 2.5 * len({page.offset for page in facts.pages})
    others = [page for page in facts.pages if page.path != "/page/livraison"]
    usual = sum(page.exits for page in others) / sum(page.views for page in others)
    assert exits / views > 2 * usual


def test_exits_never_pass_views_and_add_up_to_the_visits() -> None:
    facts = simulate(make_profile(), PURCHASES)
    visits: Counter[int] = Counter()
    exits: Counter[int] = Counter()
    for cell in facts.cells:
        visits[cell.offset] += cell.visits
    for page in facts.pages:
        assert page.exits <= page.views
        exits[page.offset] += page.exits
    assert exits == visits
