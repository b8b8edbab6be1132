"""Chance that is the same everywhere: only `random.Random.random()`, the one method whose sequence Python promises to keep."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One independent source per topic, so that a change in one order leaves the others as they were."""

    def __init__(self, *topic: object) -> None:
        self._random = Random("/".join(str(part) for part in topic))

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self.unit() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.unit() * (high - low + 1))

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, in proportion to its weight; choices without weight are never drawn."""
        total = sum(weight for _, weight in choices)
        if total <= 0:
            raise ValueError("nothing to draw from")
        mark = self.unit() * total
        for value, weight in choices:
            mark -= weight
            if mark < 0:
                return value
        return next(value for value, weight in reversed(choices) if weight > 0)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, all alike."""
        return choices[int(self.unit() * len(choices))]

    def letters(self, count: int) -> str:
        """Capital letters, as in an order reference."""
        return "".join(chr(ord("A") + int(self.unit() * 26)) for _ in range(count))
