"""Adding charts to a note, taking them out."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.charts import rules
from sandbox.shop.charts.models import NoteChart


@action("graphique.inserer", entity="graphique", words="a inséré le graphique")
def add_chart(
    *,
    deliverable: str,
    caption: str,
    indicator: str,
    first_on: date,
    last_on: date,
    dimension: str,
    kind: str,
    comparison: str = "",
) -> NoteChart:
    """Add a chart to a note; refuses one that would mislead, saying why."""
    text = rules.check(
        indicator=indicator,
        dimension=dimension,
        kind=kind,
        comparison=comparison,
        days=(last_on - first_on).days + 1,
        title=caption,
    )
    count = sa.select(sa.func.count(NoteChart.id)).where(NoteChart.deliverable == deliverable)
    if (session.scalar(count) or 0) >= rules.MAX_CHARTS:
        raise RuleBroken(f"Une note compte {rules.MAX_CHARTS} graphiques au plus.", field="titre")
    chart = NoteChart(
        deliverable=deliverable, title=text, indicator=indicator, first_on=first_on, last_on=last_on, dimension=dimension,
        kind=kind, comparison=comparison, made_at=clock.now(),
    )  # fmt: skip
    session.add(chart)
    session.flush()
    return chart


@action("graphique.retirer", entity="graphique", words="a retiré le graphique")
def remove_chart(*, chart: NoteChart) -> NoteChart:
    """Take a chart out of its note."""
    session.delete(chart)
    session.flush()
    return chart
