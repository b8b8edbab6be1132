"""Traffic of the small shop: the small profile of the simulator's tests, around no order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.rules.profile import Profile, Purchase
from sandbox.shop.traffic.rules.simulator import Facts, simulate
from sandbox.shop.traffic.services import replace_facts
from tests.factories.shops import ANCHOR
from tests.unit.traffic.profiles import make_profile

CONTEXT = "petite"


def add_facts(purchases: Iterable[Purchase] = (), profile: Profile | None = None) -> Facts:
    """Give the small shop's context two years of visits."""
    profile = profile or make_profile(reference_on=ANCHOR)
    return replace_facts(context_slug=CONTEXT, profile=profile, facts=simulate(profile, purchases))


def days(shop: Shop, first: int, last: int) -> Period:
    """J+first to J+last of a shop."""
    return Period(shop.anchor_on + timedelta(days=first), shop.anchor_on + timedelta(days=last))
