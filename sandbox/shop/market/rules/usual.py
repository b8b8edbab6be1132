"""Which days say what visitors are used to, and which tell of something that happened. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from math import sqrt
from statistics import median

TIMES, CHANCE = 2, 3
"""A day is out of the usual from twice, or under half, of its weekday; and further from it than so many times what chance does."""


def odd_days(visits: Mapping[date, int]) -> frozenset[date]:
    """The days whose visits are nothing like those of the same weekday: robots, a fault of measure, a breakdown, a report.

    What lasts longer than half of the days given is no longer out of the usual. The days before the first visit are none, nor are those of a weekday that mostly has no visit.
    """
    opened = min((day for day, count in visits.items() if count), default=None)
    by_weekday: dict[int, dict[date, int]] = defaultdict(dict)
    for day, count in visits.items():
        if opened is not None and day >= opened:
            by_weekday[day.weekday()][day] = count
    found = set[date]()
    for counts in by_weekday.values():
        usual = median(counts.values())
        found |= {
            day for day, count in counts.items()
            if usual and not usual / TIMES <= count <= usual * TIMES and abs(count - usual) > CHANCE * sqrt(usual)
        }  # fmt: skip
    return frozenset(found)
