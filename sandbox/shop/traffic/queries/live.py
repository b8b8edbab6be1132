"""The visits that people at work made to the open shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.traffic.models import LiveStep
from sandbox.shop.traffic.queries.rows import Part
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.live import CART, CHECKOUT, ORDER, PRODUCT, LiveVisit, Step
from sandbox.shop.traffic.rules.periods import Period


def list_live_visits(period: Period) -> list[LiveVisit]:
    """The visits begun in the period, the oldest first; one statement, of a bounded number of rows."""
    query = sa.select(LiveStep).where(LiveStep.shop_id == open_shop_id()).order_by(LiveStep.id)
    steps: dict[str, list[Step]] = {}
    for row in session.scalars(query):
        steps.setdefault(row.visit, []).append(Step(
            row.shop_id, row.visit, row.visitor, row.who, row.at, row.kind, row.path, row.label, row.results, row.source,
            row.campaign, row.device,
        ))  # fmt: skip
    visitors: set[str] = set()
    days: set[tuple[str, date]] = set()
    found = []
    for made in steps.values():
        visitor, day = made[0].visitor, day_of(made[0])
        found.append(LiveVisit(tuple(made), visitor not in visitors, (visitor, day) not in days))
        visitors.add(visitor)
        days.add((visitor, day))
    return [visit for visit in found if day_of(visit.steps[0]) in period]


def day_of(step: Step) -> date:
    """The day of a step, in Paris."""
    return to_paris(step.at).date()


def live_parts(visits: Sequence[LiveVisit]) -> list[Part]:
    """Visits as rows of the figures: who reached a step is counted at those before it."""
    found = []
    for visit in visits:
        first, views = visit.steps[0], max(1, len(visit.views))
        checkouts = int(visit.has(CHECKOUT, ORDER))
        carts = int(checkouts or visit.has(CART))
        totals = Totals(
            visits=1, visitors=int(visit.opens_day), new_visits=int(visit.is_first), bounces=int(views == 1 and not carts),
            page_views=views, seconds=visit.seconds, product_views=int(carts or visit.has(PRODUCT)), carts=carts, checkouts=checkouts,
        )  # fmt: skip
        found.append(Part(day_of(first), first.source, first.campaign, first.device, totals))
    return found
