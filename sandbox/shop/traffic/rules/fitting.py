"""Whole numbers that must add up: spread under caps, and tables with given sums of rows and of columns. Pure and without chance."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.kernel.money import allocate

_ROUNDS = 25
_FINE = 1_000_000


def capped(total: int, weights: Sequence[float], caps: Sequence[int]) -> list[int]:
    """`total` spread by weights, none beyond its cap: what is too much goes where there is room; all caps when they hold less."""
    return within_caps(allocate(min(total, sum(caps)), _whole(weights) if sum(weights) else list(caps)), caps)


def within_caps(parts: list[int], caps: Sequence[int]) -> list[int]:
    """The parts with what is beyond a cap moved, in order, to where there is room."""
    over = 0
    for rank, cap in enumerate(caps):
        over += max(0, parts[rank] - cap)
        parts[rank] = min(parts[rank], cap)
    for rank, cap in enumerate(caps):
        more = min(over, cap - parts[rank])
        parts[rank] += more
        over -= more
    return parts


def fit(seed: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """A table of whole numbers near `seed` whose rows and columns add up to these sums, exactly. Both must have the same whole."""
    cells = [list(row) for row in seed]
    for _ in range(_ROUNDS):
        for row, wanted in zip(cells, rows, strict=True):
            _scale(row, wanted)
        for rank, wanted in enumerate(columns):
            column = [row[rank] for row in cells]
            _scale(column, wanted)
            for row, value in zip(cells, column, strict=True):
                row[rank] = value
    found = [allocate(wanted, _whole(row)) for row, wanted in zip(cells, rows, strict=True)]
    _repair(found, columns)
    return found


def _scale(values: list[float], wanted: int) -> None:
    whole = sum(values)
    if whole > 0:
        values[:] = [value * wanted / whole for value in values]


def _whole(weights: Sequence[float]) -> list[int]:
    top = max(weights, default=0)
    return [int(weight / top * _FINE) for weight in weights] if top > 0 else [1] * len(weights)


def _repair(cells: list[list[int]], columns: Sequence[int]) -> None:
    """Move within rows what rounding put in the wrong column, from where there is most of it."""
    gaps = [sum(row[rank] for row in cells) - wanted for rank, wanted in enumerate(columns)]
    while any(gaps):
        over, under = gaps.index(max(gaps)), gaps.index(min(gaps))
        row = max(cells, key=lambda one: one[over])
        moved = max(1, min(gaps[over], -gaps[under], row[over] // 4))
        row[over] -= moved
        row[under] += moved
        gaps[over] -= moved
        gaps[under] += moved
