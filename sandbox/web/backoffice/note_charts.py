"""Charts of notes drawn: the figures of this moment as lines, bars or slices, with their table."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.shop.charts.queries import Figures, Spec, figures_of
from sandbox.shop.charts.rules import DIMENSIONS, LINE, PIE
from sandbox.shop.traffic.rules.indicators import Unit, Value, number, show
from sandbox.web.backoffice.charts import BarChart, LineChart, bar_chart, line_chart
from sandbox.web.backoffice.figures import Column, Row, Table
from sandbox.web.backoffice.period_bar import range_words
from sandbox.web.backoffice.pie import Slice, pie


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for its template: one of `chart` (with `label`, as a course has), `bars`, `slices`."""

    title: str
    label: str
    legend: tuple[str, str]
    table: Table
    chart: LineChart | None = None
    bars: BarChart | None = None
    slices: tuple[Slice, ...] = ()


def draw(spec: Spec, title: str) -> Drawn:
    """A chart with the figures of now."""
    figures = figures_of(spec)
    legend = (range_words(figures.period), range_words(figures.against) if figures.against else "")
    name = figures.indicator.name
    head = title or f"{name}, {DIMENSIONS[spec.dimension].lower()}"
    label = f"{head}. {name} : {show(figures.whole)} en tout. Le tableau suit."
    table = _table(figures, head, spec, legend)
    if spec.kind == LINE:
        return Drawn(head, label, legend, table, chart=_line(figures))
    if spec.kind == PIE:
        return Drawn(head, label, legend, table, slices=pie([(r.label, r.now.amount or 0.0) for r in figures.rows]))
    return Drawn(head, label, legend, table, bars=_bars(figures))


def _plain(value: Value | None) -> float | None:
    """An amount as an axis shows it: euros rather than cents."""
    if value is None or value.amount is None:
        return None
    return value.amount / 100 if value.unit is Unit.CENTS else value.amount * (100 if value.unit is Unit.SHARE else 1)


_AXES = {Unit.CENTS: " (€)", Unit.PERCENT: " (%)", Unit.SHARE: " (%)", Unit.SECONDS: " (secondes)"}


def _axis(figures: Figures) -> str:
    return f"{figures.indicator.name}{_AXES.get(figures.indicator.unit, '')}"


def _write(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def _line(figures: Figures) -> LineChart:
    rows = figures.rows
    before = [_plain(row.before) for row in rows] if figures.against else None
    return line_chart(
        [_plain(row.now) for row in rows], before, [row.label for row in rows], axis=figures.unit, unit=_axis(figures), write=_write,
        read=lambda at: f"{rows[at].label} : {show(rows[at].now)}", whole=figures.indicator.unit is Unit.COUNT,
    )  # fmt: skip


def _bars(figures: Figures) -> BarChart:
    rows = [
        (row.label, _plain(row.now) or 0.0, (_plain(row.before) or 0.0) if figures.against else None)
        for row in figures.rows
    ]
    return bar_chart(
        rows,
        axis=_axis(figures),
        write=_write,
        whole=figures.indicator.unit is Unit.COUNT,
        has_before=figures.against is not None,
    )


def _table(figures: Figures, title: str, spec: Spec, legend: tuple[str, str]) -> Table:
    first = Column(figures.unit or DIMENSIONS[spec.dimension].removeprefix("Par ").capitalize(), is_text=True)
    columns = [first, Column(legend[0])] + ([Column(legend[1])] if figures.against else [])
    rows = []
    for row in figures.rows:
        missing = Value(None, figures.indicator.unit, "Pas de jour correspondant.")
        rows.append(Row((row.label, row.now, row.before or missing) if figures.against else (row.label, row.now)))
    whole = ("Toute la période", figures.whole, figures.whole_before or Value(None, figures.indicator.unit))
    return Table("graphique", title, tuple(columns), tuple(rows), Row(whole if figures.against else whole[:2]))
