"""Which days sell, and at which hour: moments drawn from weights so that the shape shows even with few orders."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from sandbox.shop.traffic.rules.selling.dice import Dice


def stratify(weights: Sequence[float], count: int, dice: Dice) -> list[int]:
    """`count` ranks of the weights in growing order, each about as often as its weight asks for."""
    heights = list(accumulate(weights))
    if not heights or heights[-1] <= 0:
        return []
    marks = ((index + dice.unit()) / count * heights[-1] for index in range(count))
    # A mark may be rounded up to the very end, beyond which ranks weigh nothing.
    last = bisect_left(heights, heights[-1])
    return [min(bisect_right(heights, mark), last) for mark in marks]


def draw_minute(hours: Sequence[float], dice: Dice) -> int:
    """A minute of the day, by the weights of its hours."""
    hour = dice.weighted(list(enumerate(hours)))
    return hour * 60 + dice.between(0, 59)
