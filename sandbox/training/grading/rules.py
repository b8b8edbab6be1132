"""Levels, marks and their words: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.kernel.errors import RuleBroken

LEVELS = ("TI", "I", "S", "TS")
SIGNS = ("+", "~", "-")
MAX_QUARTERS = 80


def parse_mark(raw: str) -> int | None:
    """A typed mark, « 13,5 », in quarter points; None when empty. Raises RuleBroken out of 0–20 or between two quarters."""
    text = raw.strip().replace(",", ".").replace("/20", "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[+-]?[0-9]+([.][0-9]*)?", text):
        raise RuleBroken("Tapez une note comme 13,5.", field="mark")
    quarters = Decimal(text) * 4
    if not 0 <= quarters <= MAX_QUARTERS:
        raise RuleBroken("La note va de 0 à 20.", field="mark")
    if quarters != quarters.to_integral_value():
        raise RuleBroken("La note se donne au quart de point : 13 ; 13,25 ; 13,5 ; 13,75.", field="mark")
    return int(quarters)


def format_mark(quarters: int | None) -> str:
    """« 13,5 », or nothing for no mark."""
    if quarters is None:
        return ""
    return (
        f"{Decimal(quarters) / 4:f}".rstrip("0").rstrip(".").replace(".", ",") if quarters % 4 else str(quarters // 4)
    )


def propose_mark(levels: Mapping[str, str], lines: Sequence[str]) -> int | None:
    """Our proposal in quarter points, never official: TI 0, I 1/3, S 2/3, TS 1, equal lines, brought to 20, to the half point.

    None while a line has no level. Shown only where the centre switched it on, and labelled as ours.
    """
    if not lines or any(not levels.get(line) for line in lines):
        return None
    thirds = sum(LEVELS.index(levels[line]) for line in lines)
    halves = (2 * thirds * 40 + 3 * len(lines)) // (2 * 3 * len(lines))
    return 2 * halves
