"""Periods: presets, comparisons, points of a chart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.periods import PRESETS, Period, buckets, last_days

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("name", "first", "last"), [
    ("jour", TODAY, TODAY), ("mois", date(2026, 11, 1), TODAY), ("annee", date(2026, 1, 1), TODAY),
    ("jour-1", date(2026, 11, 23), date(2026, 11, 23)), ("mois-1", date(2026, 10, 1), date(2026, 10, 31)),
    ("annee-1", date(2025, 1, 1), date(2025, 12, 31)),
])  # fmt: skip
def test_presets(name: str, first: date, last: date) -> None:
    assert PRESETS[name][1](TODAY) == Period(first, last)


def test_month_before_january_is_december() -> None:
    assert PRESETS["mois-1"][1](date(2027, 1, 31)) == Period(date(2026, 12, 1), date(2026, 12, 31))


def test_year_before_a_leap_day() -> None:
    assert Period(date(2028, 2, 29), date(2028, 2, 29)).year_before() == Period(date(2027, 2, 28), date(2027, 2, 28))


def test_default_is_thirty_days_that_end_today() -> None:
    assert last_days(TODAY) == Period(date(2026, 10, 26), TODAY)


def test_an_empty_period_does_not_exist() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        Period(TODAY, TODAY - timedelta(days=1))


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 800))
def test_period_before_touches_and_is_as_long(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    before = period.before()
    assert before.days == period.days
    assert before.last + timedelta(days=1) == period.first


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 800))
def test_points_cover_each_day_once(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    unit, points = buckets(period)
    days = [b.first + timedelta(days=n) for b in points for n in range((b.last - b.first).days + 1)]
    assert days == list(period)
    assert unit in {"Jour", "Semaine", "Mois"}
    assert len(points) <= 62
