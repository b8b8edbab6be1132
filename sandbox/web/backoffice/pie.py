"""A pie as positions: pure, like the other charts. Slices go clockwise from noon, in a box of 200 units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

CENTER, RADIUS = 100.0, 92.0
MOST = 6
"""Beyond, nobody tells the slices apart: the smallest are put together."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice: its outline, its label, its share in words; `rank` names its colour."""

    path: str
    label: str
    text: str
    rank: int


def pie(rows: Sequence[tuple[str, float]]) -> tuple[Slice, ...]:
    """Slices of (label, amount); nothing without any. The smallest beyond six are « Autres »."""
    known = sorted(((label, amount) for label, amount in rows if amount > 0), key=lambda row: -row[1])
    if len(known) > MOST:
        known = [*known[: MOST - 1], ("Autres", sum(amount for _, amount in known[MOST - 1 :]))]
    whole, start, found = sum(amount for _, amount in known), 0.0, []
    for rank, (label, amount) in enumerate(known, 1):
        share = amount / whole
        text = f"{share * 100:.1f}".replace(".", ",") + "\u00a0%"
        found.append(Slice(_outline(start, share), label, text, rank))
        start += share
    return tuple(found)


def _outline(start: float, share: float) -> str:
    if share > 0.9999:
        top, bottom = CENTER - RADIUS, CENTER + RADIUS
        return f"M{CENTER:g} {top:g}A{RADIUS:g} {RADIUS:g} 0 1 1 {CENTER:g} {bottom:g}A{RADIUS:g} {RADIUS:g} 0 1 1 {CENTER:g} {top:g}Z"
    (x1, y1), (x2, y2) = _at(start), _at(start + share)
    return f"M{CENTER:g} {CENTER:g}L{x1:g} {y1:g}A{RADIUS:g} {RADIUS:g} 0 {int(share > 0.5)} 1 {x2:g} {y2:g}Z"


def _at(turn: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn
    return round(CENTER + RADIUS * math.sin(angle), 2), round(CENTER - RADIUS * math.cos(angle), 2)
