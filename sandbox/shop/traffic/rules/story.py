"""The story that a profile plants, as its trainer reads it: what, when, on which figure of which screen, how much. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.shop.traffic.rules.indicators import Value


class Nature(StrEnum):
    """What kind of thing was planted, in the order of the page."""

    SEASON = "Saisons"
    EVENT = "Événements"
    CAMPAIGN = "Campagnes"
    LETTER = "Lettres d’information"
    PUBLIC = "Public"
    PAGES = "Pages et recherches"
    REVIEWS = "Avis"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is read: a report, then one of its indicators, or a column of the row of one of its tables.

    `focus` are the arguments that narrow the report; `words` what the figure is called there.
    """

    report: str
    words: str
    indicator: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    focus: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planted:
    """Something planted, from one day to another as distances to J. `told` is the trainer's own text.

    `without` is the figure were it not there, or that of the days before; `expected` what the profile asks for; `found` what the
    shop's figures say. `is_found` when the figure shows it.
    """

    key: str
    nature: Nature
    title: str
    first: int
    last: int
    place: Place
    found: Value
    is_found: bool
    without: Value | None = None
    expected: Value | None = None
    told: str = ""
    remark: str = ""


def is_near(found: float | None, expected: float | None, loose: float, least: float = 0.0) -> bool:
    """Whether a figure is what is expected, give or take a share of it, `least` at the least."""
    if found is None or expected is None:
        return False
    return abs(found - expected) <= max(least, loose * abs(expected))


def moves_as(found: float | None, without: float | None, factor: float, share: float = 0.25) -> bool:
    """Whether a figure moved the way of a factor, by at least a share of it (on a scale where twice and half are as far)."""
    if not found or not without or factor <= 0 or factor == 1:
        return factor == 0 and not found
    return math.log(found / without) / math.log(factor) >= share


def times(found: float | None, without: float | None) -> float | None:
    """How many times one figure is the other; None when that cannot be said."""
    return found / without if found is not None and without else None
