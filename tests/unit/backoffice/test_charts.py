"""Charts as positions: axes, lines with gaps, marks, bars."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.indicators import number
from sandbox.web.backoffice.charts import BOTTOM, TOP, bar_chart, line_chart, scale

VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False))


def draw(now, before=None, **more):  # type: ignore[no-untyped-def]
    labels = [str(n) for n in range(len(now))]
    settings = {"axis": "Jour", "unit": "Visites", "write": number, "read": lambda i: f"point {i}", **more}
    return line_chart(now, before, labels, **settings)


@given(low=st.floats(-1e7, 1e7), high=st.floats(-1e7, 1e7), whole=st.booleans())
def test_an_axis_holds_its_values_and_zero_in_even_steps(low: float, high: float, whole: bool) -> None:
    ticks = scale(min(low, high), max(low, high), whole=whole)
    slack = (ticks[-1] - ticks[0]) * 1e-6
    assert ticks[0] <= min(low, high, 0) + slack
    assert ticks[-1] >= max(low, high, 0) - slack
    assert 0 in [round(tick, 6) for tick in ticks]
    steps = [b - a for a, b in pairwise(ticks)]
    assert steps == pytest.approx([steps[0]] * len(steps))
    assert 2 <= len(ticks) <= 7
    if whole:
        assert all(tick == int(tick) for tick in ticks)


@given(now=st.lists(VALUES, min_size=1, max_size=62), before=st.lists(VALUES, max_size=70))
def test_every_point_stays_inside_the_plot(now: list[float | None], before: list[float | None]) -> None:
    chart = draw(now, before)
    assert len(chart.points) == sum(value is not None for value in now)
    for point in chart.points:
        assert 0 <= point.x <= 100
        assert TOP - 0.1 <= point.y <= chart.height - BOTTOM + 0.1
    xs = [float(x) for x in re.findall(r"[ML]([\d.e+]+) ", chart.before)]
    assert all(0 <= x <= 1000 for x in xs)


def test_an_unknown_value_leaves_a_gap() -> None:
    chart = draw([1.0, 2.0, None, 4.0])
    assert chart.line.count("M") == 2
    assert [point.text for point in chart.points] == ["point 0", "point 1", "point 3"]


@pytest.mark.parametrize("values", [[0.0, 0.0], [None, None], [None]])
def test_nothing_but_zeros_is_flat_on_a_whole_axis(values: list[float | None]) -> None:
    chart = draw(values)
    assert chart.is_flat
    assert [tick.label for tick in chart.rows] == ["0", "1"]


def test_one_point_stands_in_the_middle() -> None:
    assert [point.x for point in draw([5.0]).points] == [50.0]


def test_a_mark_without_room_keeps_its_place_but_not_its_name() -> None:
    chart = draw([1.0] * 30, events=[(15, "Fêtes"), (18, "Lettre"), (29, "Soldes")])
    assert [(mark.label, mark.is_named, mark.anchor) for mark in chart.marks] == [
        ("Fêtes", True, "middle"), ("Lettre", False, "middle"), ("Soldes", True, "end"),
    ]  # fmt: skip


def test_a_mark_on_an_unknown_day_is_not_drawn() -> None:
    assert draw([1.0, None, 3.0], events=[(1, "Fêtes")]).marks == ()


@given(length=st.integers(1, 62))
def test_the_first_and_last_day_are_named(length: int) -> None:
    columns = draw([1.0] * length).columns
    assert columns[0].label == "0"
    assert columns[-1].label == str(length - 1)
    assert len(columns) <= 9


@given(rows=st.lists(st.tuples(st.integers(0, 10**6), st.one_of(st.none(), st.integers(0, 10**6))), max_size=20))
def test_bars_share_one_scale(rows: list[tuple[int, int | None]]) -> None:
    chart = bar_chart([("x", now, before) for now, before in rows], axis="Visites", write=number)
    assert all(0 <= bar.width <= 100 and 0 <= (bar.before or 0) <= 100 for bar in chart.bars)
    ordered = sorted(zip(rows, chart.bars, strict=True), key=lambda pair: pair[0][0])
    widths = [bar.width for _, bar in ordered]
    assert widths == sorted(widths)
    assert [bar.before is None for bar in chart.bars] == [before is None for _, before in rows]
