"""Writing a context's traffic facts. They are nobody's to change afterwards: no action is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.traffic.models import (
    TrafficCampaign,
    TrafficDay,
    TrafficOrder,
    TrafficPage,
    TrafficSearch,
    TrafficShare,
)  # fmt: skip
from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.rules.simulator import Facts

_TABLES: tuple[type[Any], ...] = (TrafficDay, TrafficPage, TrafficSearch, TrafficShare, TrafficOrder, TrafficCampaign)


def replace_facts(*, context_slug: str, profile: Profile, facts: Facts) -> Facts:
    """Put these facts in the place of the context's earlier ones; every copy of the context sees them at once."""
    for model in _TABLES:
        session.execute(sa.delete(model).where(model.context_slug == context_slug))
    _insert(TrafficDay, context_slug, facts.cells)
    _insert(TrafficPage, context_slug, facts.pages)
    _insert(TrafficSearch, context_slug, facts.searches)
    _insert(TrafficShare, context_slug, facts.shares)
    _insert(TrafficOrder, context_slug, facts.orders)
    campaigns = [
        {
            "context_slug": context_slug, "key": c.key, "name": c.name, "source": c.source, "medium": c.medium,
            "first_offset": c.first, "last_offset": c.last, "cost_cents": c.cost_cents,
        }
        for c in profile.campaigns
    ]  # fmt: skip
    if campaigns:
        session.execute(sa.insert(TrafficCampaign), campaigns)
    session.flush()
    return facts


def _insert(model: type[Any], context_slug: str, facts: Iterable[Any]) -> None:
    """One statement a table; the facts' fields are the columns' names, but for the day."""
    found = list(facts)
    if not found:
        return
    names = [field.name for field in fields(found[0])]
    columns = ["day_offset" if name == "offset" else name for name in names]
    read = attrgetter(*names)
    session.execute(
        sa.insert(model.__table__),
        [dict(zip(columns, read(fact), strict=True), context_slug=context_slug) for fact in found],
    )
