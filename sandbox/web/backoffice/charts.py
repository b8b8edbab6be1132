"""Charts as positions: pure functions from figures to dataclasses that `macros/backoffice/charts.html` draws as SVG.

Across, positions are percentages of the plot, so that type keeps its size at every width; down, they are pixels. Lines are
paths in a box of 1000 units that is stretched. Nothing here knows a colour, a period or a request.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TOP, BOTTOM = 22.0, 34.0
"""Room for the marks' names above the plot, and for the labels under it."""

MARK_ROOM = 22.0
"""Two marks closer than this share of the width would write their names over each other."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis: `at` a percentage across, or pixels down; `anchor` how its text hangs there."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a line: percentage across, pixels down, and what is read out."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a line with its name, written when there is room for it."""

    x: float
    y: float
    label: str
    anchor: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line over time, the line of the period before, and the marks of events; `is_flat` when all is zero or unknown."""

    height: int
    baseline: float
    axis: str
    unit: str
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    line: str
    area: str
    before: str
    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    is_flat: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and that of the period before, as percentages of the plot, with their words."""

    y: float
    label: str
    width: float
    text: str
    before: float | None
    before_text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars on one scale."""

    height: int
    plot: float
    axis: str
    columns: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def scale(low: float, high: float, *, whole: bool = False, parts: int = 4) -> list[float]:
    """Round values from at most `low` to at least `high`, zero among them: the ticks of an axis.

    `whole` keeps steps at one or more, for things that are counted.
    """
    low, high = min(0.0, low), max(0.0, high)
    span = high - low if high - low > 1e-9 else 1.0  # less than that is nothing, on any axis of ours
    magnitude = 10 ** math.floor(math.log10(span / parts))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude * parts >= span * 0.999)
    if whole:
        step = max(1.0, math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def line_chart(
    now: Sequence[float | None],
    before: Sequence[float | None] | None,
    labels: Sequence[str],
    *,
    axis: str,
    unit: str,
    write: Callable[[float], str],
    read: Callable[[int], str],
    events: Sequence[tuple[int, str]] = (),
    whole: bool = False,
    height: int = 268,
) -> LineChart:
    """A line through `now`, a dashed one through `before`; None leaves a gap.

    `labels` name the points across, `write` a tick of the vertical axis, `read(index)` says a point aloud; `events` are
    (index, name) pairs.
    """
    known = [value for value in (*now, *(before or ())) if value is not None]
    is_flat = not any(known)
    ticks = scale(min(known, default=0), max(known, default=0), whole=whole or is_flat)
    floor = height - BOTTOM

    def down(value: float) -> float:
        return round(floor - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (floor - TOP), 1)

    def across(index: int) -> float:
        return round(index / (len(labels) - 1) * 100, 3) if len(labels) > 1 else 50.0

    spots = [None if value is None else (across(i), down(value)) for i, value in enumerate(now)]
    earlier = [None if v is None else (across(i), down(v)) for i, v in enumerate((before or ())[: len(labels)])]
    return LineChart(
        height=height, baseline=down(0), axis=axis, unit=unit,
        rows=tuple(Tick(down(value), write(value)) for value in ticks),
        columns=_columns(labels, across),
        line=_path(spots), area=_area(spots, down(0)), before=_path(earlier),
        points=tuple(Point(*spot, read(i)) for i, spot in enumerate(spots) if spot is not None),
        marks=_marks(events, spots), is_flat=is_flat,
    )  # fmt: skip


def _columns(labels: Sequence[str], across: Callable[[int], float]) -> tuple[Tick, ...]:
    """About six labels at even steps, and the last: it is written leftwards, so its neighbour stands a whole step away or is left out."""
    count = len(labels)
    step = max(1, round(count / 6))
    chosen = [i for i in range(0, count, step) if count - 1 - i >= step or i == count - 1]
    if count and chosen[-1:] != [count - 1]:
        chosen.append(count - 1)
    anchors = {0: "start", count - 1: "end"} if count > 1 else {}
    return tuple(Tick(across(i), labels[i], anchors.get(i, "middle")) for i in chosen)


def _runs(spots: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return [run for run in runs if run]


def _path(spots: Sequence[tuple[float, float] | None]) -> str:
    return "".join("M" + "L".join(f"{x * 10:g} {y:g}" for x, y in run) for run in _runs(spots))


def _area(spots: Sequence[tuple[float, float] | None], baseline: float) -> str:
    return "".join(
        f"M{run[0][0] * 10:g} {baseline:g}"
        + "".join(f"L{x * 10:g} {y:g}" for x, y in run)
        + f"L{run[-1][0] * 10:g} {baseline:g}Z"
        for run in _runs(spots)
    )


def _marks(events: Sequence[tuple[int, str]], spots: Sequence[tuple[float, float] | None]) -> tuple[Mark, ...]:
    """Every event that falls on a point; a name without room is read from the point."""
    found: list[Mark] = []
    written = -MARK_ROOM
    for index, name in sorted(events):
        spot = spots[index] if index < len(spots) else None
        if spot is None:
            continue
        is_named = spot[0] - written >= MARK_ROOM
        anchor = "start" if spot[0] < 12 else "end" if spot[0] > 88 else "middle"
        # a name that starts at its mark reaches further right than one that is centred on it
        written = spot[0] + (MARK_ROOM / 2 if anchor == "start" else 0) if is_named else written
        found.append(Mark(*spot, name, anchor, is_named))
    return tuple(found)


def bar_chart(
    rows: Sequence[tuple[str, float, float | None]],
    *,
    axis: str,
    write: Callable[[float], str],
    whole: bool = True,
    has_before: bool = True,
) -> BarChart:
    """Bars of (label, now, before); a third of the room of a row is for the period before."""
    ticks = scale(0, max((max(now, before or 0) for _, now, before in rows), default=0), whole=whole)
    top, row = ticks[-1], 34 if has_before else 26
    bars = tuple(
        Bar(
            y=6 + i * row, label=label, width=_share(now, top), text=write(now),
            before=None if before is None else _share(before, top), before_text="" if before is None else write(before),
        )
        for i, (label, now, before) in enumerate(rows)
    )  # fmt: skip
    plot = float(len(rows) * row)
    columns = tuple(
        Tick(_share(value, top), write(value), "start" if i == 0 else "end" if i == len(ticks) - 1 else "middle")
        for i, value in enumerate(ticks)
    )
    return BarChart(int(plot) + 40, plot, axis, columns, bars)


def _share(value: float, whole: float) -> float:
    return round(max(0.0, value) / whole * 100, 2) if whole else 0.0
