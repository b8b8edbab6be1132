"""What visitors are used to is read from the days when nothing happened: robots do not buy in the week to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from sandbox.kernel import clock
from sandbox.kernel.clock import start_of_day
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.market.queries import habits_of, odd_offsets
from sandbox.shop.market.rules.picture import Habits
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.profile import Incident, Purchase
from sandbox.training.contexts.queries import get_context
from tests.domain.traffic.facts import add_facts
from tests.factories.shops import ANCHOR
from tests.factories.world import CONTEXT, World
from tests.unit.traffic.profiles import make_profile

PURCHASES = [Purchase(f"C{n:03d}", -1 - n // 4, "direct" if n % 3 else "organique", "") for n in range(220)]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(start_of_day(ANCHOR)):
        yield


def habits(shop: Shop, *incidents: Incident) -> Habits:
    """The habits of the small shop, sixty visits a day and four orders, with what happened."""
    add_facts(PURCHASES, make_profile(reference_on=ANCHOR, visits_a_day=60.0, incidents=incidents, campaigns=()))
    return habits_of(shop, ANCHOR)


def visits(found: Habits) -> Counter[str]:
    """Visits of a week by source."""
    counted: Counter[str] = Counter()
    for (_, source, _), usual in found.usual.items():
        counted[source] += usual.visits  # type: ignore[assignment]
    return counted


def orders(found: Habits) -> float:
    return sum(count * found.buying[source] for source, count in visits(found).items())


@pytest.mark.parametrize(
    "happened",
    [
        Incident("robots", -12, -6, 5.0), Incident("mesure", -12, -6, 0.0), Incident("mesure", -9, -8, 0.1), Incident("panne", -3, -3, 0.1),
        Incident("presse", -20, -18, 4.0), Incident("robots", -50, -44, 6.0),
    ],
    ids=lambda one: f"{one.kind}{one.first}",
)  # fmt: skip
def test_the_week_to_come_knows_nothing_of_what_happened(shop: Shop, happened: Incident) -> None:
    calm, after = habits(shop), habits(shop, happened)
    assert sum(visits(after).values()) == pytest.approx(sum(visits(calm).values()), rel=0.08)
    assert orders(after) == pytest.approx(orders(calm), rel=0.12)
    for source, share in calm.buying.items():
        assert after.buying[source] == pytest.approx(share, abs=0.012), source
    night, usual = (sum(found.hours[:6]) / sum(found.hours) for found in (after, calm))
    assert night == pytest.approx(usual, abs=0.02)


def test_what_lasts_is_the_habit(shop: Shop) -> None:
    calm, lasting = habits(shop), habits(shop, Incident("presse", -56, -1, 3.0))
    assert sum(visits(lasting).values()) > 2.5 * sum(visits(calm).values())


def test_the_shipped_company_has_no_day_out_of_the_usual_before_a_session(world: World) -> None:
    """Its robots and its fault of measure are months away: simulated weeks are those of before they were planted."""
    assert world
    shop = db.session.get_one(Shop, get_context(CONTEXT).reference_shop_id)
    with shop_scope(shop.id):
        assert odd_offsets(shop, shop.anchor_on) == frozenset()
