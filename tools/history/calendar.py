"""Which days sell: one weight a day, and the days of the drawn orders."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import date
from itertools import accumulate

from tools.history.days import covers, on_calendar
from tools.history.dice import Dice
from tools.history.profile import Profile, Rhythm


def day_weight(rhythm: Rhythm, reference: date, before: int) -> float:
    """How much that day sells, beside the others: season × weekday × growth × opening × events."""
    day = on_calendar(reference, before)
    weight = rhythm.months[day.month - 1] * rhythm.weekdays[day.weekday()]
    weight *= math.pow(1 + rhythm.yearly_growth, -before / 365)
    if before > rhythm.opening_until:
        weight *= rhythm.opening_level
    for period, factor in rhythm.events:
        if covers(period, before):
            weight *= factor
    return weight


def draw_days(profile: Profile, count: int) -> list[int]:
    """`count` days from the first to the last drawn one, oldest first; stratified, so that the shape shows even with few orders."""
    days = list(range(profile.first_day, profile.last_drawn_day - 1, -1))
    heights = list(accumulate(day_weight(profile.rhythm, profile.reference_day, day) for day in days))
    dice = Dice(profile.seed, "days")
    marks = sorted((index + dice.unit()) / count * heights[-1] for index in range(count))
    return [days[min(bisect_right(heights, mark), len(days) - 1)] for mark in marks]


def make_room(days: list[int], taken: list[int]) -> list[int]:
    """The drawn days without as many of them as are written by hand, each time the nearest: the season keeps its height."""
    left = list(days)
    for day in taken:
        left.remove(min(left, key=lambda drawn: (abs(drawn - day), drawn)))
    return left


def draw_minute(rhythm: Rhythm, dice: Dice) -> int:
    """A minute of the day, by the shop's hours."""
    hour = dice.weighted(list(enumerate(rhythm.hours)))
    return hour * 60 + dice.between(0, 59)
