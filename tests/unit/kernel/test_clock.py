"""The clock and the change to summer time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sandbox.kernel import clock


def test_a_frozen_clock_may_be_shifted() -> None:
    with clock.frozen(datetime(2026, 11, 24, 9, 0)), clock.shifted(timedelta(minutes=5)):
        assert clock.now() == datetime(2026, 11, 24, 9, 5)
    assert clock.now() > datetime(2026, 1, 1)


def test_days_of_the_change_of_hour_have_their_own_length() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert clock.end_of_day(spring) - clock.start_of_day(spring) == timedelta(hours=23, seconds=-1)
    assert clock.end_of_day(autumn) - clock.start_of_day(autumn) == timedelta(hours=25, seconds=-1)


def test_today_is_that_of_paris() -> None:
    with clock.frozen(datetime(2026, 11, 23, 23, 30)):
        assert clock.today() == date(2026, 11, 24)
