"""Reading the charts of notes, and the figures that each shows now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.charts.models import NoteChart
from sandbox.shop.charts.rules import BEFORE, DEVICE, SOURCE, YEAR
from sandbox.shop.traffic.queries import Dataset, get_dataset, group
from sandbox.shop.traffic.rules.indicators import INDICATORS, Indicator, Totals, Value, add_up
from sandbox.shop.traffic.rules.periods import Period, buckets
from sandbox.shop.traffic.rules.profile import DEVICES, SOURCES


@dataclass(frozen=True, slots=True)
class Spec:
    """What to draw, kept or not yet."""

    indicator: str
    period: Period
    dimension: str
    kind: str
    comparison: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A point, a bar or a slice: its label, its figure, and that of the comparison."""

    label: str
    now: Value
    before: Value | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a chart shows; `whole` is the figure of the whole period, `unit` of time the name of a point."""

    indicator: Indicator
    period: Period
    against: Period | None
    rows: tuple[Figure, ...]
    whole: Value
    whole_before: Value | None
    unit: str = ""


def list_charts(deliverable: str | None = None) -> Sequence[NoteChart]:
    """The charts of a note, or of all of them, in the order they were added."""
    query = sa.select(NoteChart).order_by(NoteChart.deliverable, NoteChart.id)
    return session.scalars(query if deliverable is None else query.where(NoteChart.deliverable == deliverable)).all()


def get_chart(chart_id: int) -> NoteChart:
    """A chart of the open shop; raises NotFound."""
    found = session.scalars(sa.select(NoteChart).where(NoteChart.id == chart_id)).first()
    if found is None:
        raise NotFound("Ce graphique n’existe pas.")
    return found


def spec_of(chart: NoteChart) -> Spec:
    """What a kept chart draws."""
    return Spec(chart.indicator, Period(chart.first_on, chart.last_on), chart.dimension, chart.kind, chart.comparison)


def figures_of(spec: Spec) -> Figures:
    """The figures of a chart, by the definitions of every report."""
    indicator, period = INDICATORS[spec.indicator], spec.period
    against = {BEFORE: period.before, YEAR: period.year_before}.get(spec.comparison)
    now, then = get_dataset(period), get_dataset(against()) if against else None
    whole, before = _over(indicator, now, period), _over(indicator, then, then.period) if then else None
    if spec.dimension in (SOURCE, DEVICE):
        rows, unit = _parts(indicator, now, then, spec.dimension), ""
    else:
        rows, unit = _course(indicator, now, then)
    return Figures(indicator, period, then.period if then else None, tuple(rows), whole, before, unit)


def _parts(indicator: Indicator, now: Dataset, then: Dataset | None, dimension: str) -> list[Figure]:
    """The largest first; a part that neither period has is left out."""
    names = SOURCES if dimension == SOURCE else DEVICES
    sides = [
        group(data.parts, lambda p: p.source if dimension == SOURCE else p.device) if data else {}
        for data in (now, then)
    ]
    keys = [key for key in {**sides[0], **sides[1]} if any(side.get(key, Totals()) != Totals() for side in sides)]
    rows = [
        Figure(names.get(key, key), indicator.of(sides[0].get(key, Totals())), indicator.of(sides[1].get(key, Totals())) if then else None)
        for key in sorted(keys)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -(row.now.amount or 0))


def _course(indicator: Indicator, now: Dataset, then: Dataset | None) -> tuple[list[Figure], str]:
    unit, slots = buckets(now.period)
    _, earlier = buckets(then.period) if then else ("", [])
    rows = []
    for rank, slot in enumerate(slots):
        before = None
        if then is not None:
            before = _within(indicator, then, earlier[rank].first, earlier[rank].last) if rank < len(earlier) else None
        label = f"{slot.first.day}/{slot.first.month:02d}"
        rows.append(Figure(label, _within(indicator, now, slot.first, slot.last), before))
    return rows, unit


def _within(indicator: Indicator, data: Dataset, first: date, last: date) -> Value:
    return _over(indicator, data, Period(first, last))


def _over(indicator: Indicator, data: Dataset, days: Period) -> Value:
    """An indicator over some days; unknown, and not zero, where visits were not recorded."""
    totals = add_up(totals for day, totals in data.days_of(indicator).items() if day in days)
    if indicator.is_recorded and not totals.visits and not data.is_measured(days):
        return Value(None, indicator.unit, "Aucun relevé de fréquentation pour ces jours.")
    return indicator.of(totals)
