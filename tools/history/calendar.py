"""Which days sell: one weight a day, and the days of the drawn orders."""

from __future__ import annotations

import math
from datetime import date

from sandbox.shop.traffic.rules.selling.calendar import stratify
from sandbox.shop.traffic.rules.selling.days import covers, on_calendar
from sandbox.shop.traffic.rules.selling.dice import Dice
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
    weights = [day_weight(profile.rhythm, profile.reference_day, day) for day in days]
    return [days[rank] for rank in stratify(weights, count, Dice(profile.seed, "days"))]


def make_room(days: list[int], taken: list[int]) -> list[int]:
    """The drawn days without as many of them as are written by hand, each time the nearest: the season keeps its height."""
    left = list(days)
    for day in taken:
        left.remove(min(left, key=lambda drawn: (abs(drawn - day), drawn)))
    return left
