"""How many orders a profile expects of each day, source and campaign: visits that come, and the share of them that buys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.shop.traffic.rules.profile import (
    CONVERSION_INCIDENTS,
    FIRST_DAY,
    STOCK_OUT,
    VISIT_INCIDENTS,
    Profile,
)
from sandbox.shop.traffic.rules.simulator import plan_campaign, usual_visits

DAYS = range(FIRST_DAY, 1)
Origin = tuple[str, str]
"""A source, and the campaign of it that an order came by; empty without one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The orders expected of each day, by origin."""

    days: Mapping[int, Mapping[Origin, float]]

    def of(self, offset: int) -> float:
        """The orders expected of a day."""
        return sum(self.days[offset].values())

    @property
    def total(self) -> int:
        """The orders of the two years, to the nearest one."""
        return round(sum(map(self.of, self.days)))


def mean_conversion(profile: Profile) -> float:
    """Orders for a hundred visits of an ordinary day, by the conversion of its sources; 0 without a visit."""
    shares = sum(source.share for source in profile.sources)
    return sum(source.share * source.conversion for source in profile.sources) / shares if shares else 0


def wanted_conversion(profile: Profile) -> float:
    """Orders for a hundred visits that the profile asks for: by its orders of a day, else by the conversion of its sources."""
    asked = profile.selling.orders_a_day
    if not asked:
        return mean_conversion(profile)
    return 100 * asked / profile.visits_a_day if profile.visits_a_day else 0


def plan_orders(profile: Profile) -> Plan:
    """The orders that each day is expected to bring: what moves visits moves them, then what moves conversion."""
    usual = mean_conversion(profile)
    level = wanted_conversion(profile) / usual / 100 if usual else 0
    shares = sum(source.share for source in profile.sources)
    conversions = {source.key: source.conversion * level for source in profile.sources}
    campaigns = [(one, plan_campaign(profile, one)) for one in profile.campaigns]
    days = {}
    for offset in DAYS:
        came = profile.factor(offset, VISIT_INCIDENTS)
        bought = profile.factor(offset, CONVERSION_INCIDENTS)
        found: dict[Origin, float] = {}
        for source in profile.sources:
            visits = usual_visits(profile, offset) * came * source.share / shares
            found[source.key, ""] = visits * conversions[source.key] * bought
        for campaign, plan in campaigns:
            if visits := plan.get(offset, 0):  # a site that is down sells nothing, whatever brings people to it
                more = visits * conversions.get(campaign.source, 0) * bought * min(1.0, came)
                found[campaign.source, campaign.key] = found.get((campaign.source, campaign.key), 0) + more
        days[offset] = found
    return Plan(days)


def article_factor(profile: Profile, product: str, offset: int) -> float:
    """What the day's incidents make of the sales of an article that they name: 0 when it is out of stock."""
    factor = 1.0
    for incident in profile.incidents:
        if incident.product == product and incident.first <= offset <= incident.last:
            factor *= incident.factor if incident.is_of_article else 0 if incident.kind == STOCK_OUT else 1
    return factor
