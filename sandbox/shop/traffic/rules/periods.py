"""Periods of statistics: PrestaShop's six, and what each is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both counted; never empty."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after its first day")

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.days))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def before(self) -> Period:
        """As many days, just before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def year_before(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_back(self.first), _year_back(self.last))


def _year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def last_days(today: date, count: int = 30) -> Period:
    """The `count` days that end today."""
    return Period(today - timedelta(days=count - 1), today)


def _month_before(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


PRESETS: dict[str, tuple[str, Callable[[date], Period]]] = {
    "jour": ("Jour", lambda today: Period(today, today)),
    "mois": ("Mois", lambda today: Period(today.replace(day=1), today)),
    "annee": ("Année", lambda today: Period(today.replace(month=1, day=1), today)),
    "jour-1": ("Jour-1", lambda today: Period(today - timedelta(days=1), today - timedelta(days=1))),
    "mois-1": ("Mois-1", _month_before),
    "annee-1": ("Année-1", lambda today: Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
}
"""Name in addresses -> (PrestaShop's label, the period for a given today)."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One point of a chart: some days in a row."""

    first: date
    last: date


def buckets(period: Period) -> tuple[str, list[Bucket]]:
    """The points of a chart over a period, with the name of their unit: days up to 62, weeks up to 190 days, then months.

    Weeks are slices of seven days from the first day, so that a period and its comparison have the same points.
    """
    if period.days <= 62:
        return "Jour", [Bucket(day, day) for day in period]
    if period.days <= 190:
        return "Semaine", _slices(period, 7)
    return "Mois", _months(period)


@lru_cache(64)
def points_of(period: Period) -> Mapping[date, date]:
    """The first day of the point of a chart that each day of a period falls in."""
    return {day: point.first for point in buckets(period)[1] for day in Period(point.first, point.last)}


def _slices(period: Period, size: int) -> list[Bucket]:
    starts = range(0, period.days, size)
    days = [period.first + timedelta(days=n) for n in starts]
    return [Bucket(day, min(day + timedelta(days=size - 1), period.last)) for day in days]


def _months(period: Period) -> list[Bucket]:
    found, day = [], period.first
    while day <= period.last:
        after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(Bucket(day, min(after - timedelta(days=1), period.last)))
        day = after
    return found
