"""Which days are habits: those out of the usual are of the events, whatever chance does."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from sandbox.shop.market.rules.usual import odd_days

FIRST = date(2026, 9, 29)


def weeks(count: int, usual: int = 200, **changes: int) -> dict[date, int]:
    """Visits a day of so many weeks, the busier on Sundays; `d12=30` is the thirteenth day's."""
    found = {FIRST + timedelta(days=n): usual * (2 if n % 7 == 5 else 1) for n in range(7 * count)}
    return found | {FIRST + timedelta(days=int(name[1:])): visits for name, visits in changes.items()}


def test_steady_weeks_with_a_busy_day_a_week_have_no_odd_day() -> None:
    assert odd_days(weeks(8)) == frozenset()


@pytest.mark.parametrize("visits", [0, 60, 99, 401, 900])
def test_a_day_nothing_like_its_weekday_is_odd(visits: int) -> None:
    assert odd_days(weeks(8, d50=visits)) == {FIRST + timedelta(days=50)}


@pytest.mark.parametrize("visits", [110, 150, 300, 390])
def test_a_quiet_or_a_good_day_is_a_habit(visits: int) -> None:
    assert odd_days(weeks(8, d50=visits)) == frozenset()


def test_what_lasts_more_than_half_of_the_time_is_the_habit() -> None:
    lasting = {f"d{n}": 900 for n in range(21, 56)}
    assert not odd_days(weeks(8, **lasting)) & {FIRST + timedelta(days=n) for n in range(21, 56)}
    week = {f"d{n}": 900 for n in range(49, 56)}
    assert odd_days(weeks(8, **week)) == {FIRST + timedelta(days=n) for n in range(49, 56) if n % 7 != 5} | {
        FIRST + timedelta(days=54)
    }


def test_a_shop_that_has_just_opened_or_has_nobody_has_no_odd_day() -> None:
    before = {f"d{n}": 0 for n in range(35)}
    assert odd_days(weeks(8, **before)) == frozenset()
    assert odd_days(dict.fromkeys(weeks(8), 0)) == frozenset()
    assert odd_days({}) == frozenset()


def test_chance_on_few_visits_is_not_an_event() -> None:
    dice = Random(4)
    small = {day: sum(dice.random() < 0.1 for _ in range(120)) for day in weeks(8)}
    assert min(small.values()) <= 6 < 18 <= max(small.values())
    assert odd_days(small) == frozenset()
