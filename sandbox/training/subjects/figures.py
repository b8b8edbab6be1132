"""Numbers as people write them in notes (« 1 234,50 € », « 81 % »), and the periods that subjects name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.kernel.values import ValueFault, parse_day
from sandbox.shop.traffic.rules.periods import PRESETS, Period

FIGURE_KEYS = ("valeur", "tolerance", "periode")
"""What may be said of a number that a subject expects."""
_NUMBER = re.compile(
    r"(?<![\w,.])(?P<sign>[-−+]?)(?P<whole>\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)(?:[.,](?P<cents>\d+))?"
    r"[ \u00a0\u202f]?(?P<unit>%|pour ?cent|points?|pts?|€|euros?|eur\b|s\b|secondes?|min)?",
    re.IGNORECASE,
)
DAYS = re.compile(r"^(\d{1,3}) ?j(?:ours)?$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A number of a text: as written, its value, how many decimals it has, its unit (« % », « € » or nothing)."""

    words: str
    value: Decimal
    places: int
    unit: str


def numbers_of(text: str) -> list[Cited]:
    """The numbers of a text, in order: « 1 234,50 € », « 81 % », « 2,6 »."""
    found = []
    for match in _NUMBER.finditer(text):
        whole = re.sub(r"[ \u00a0\u202f.]", "", match["whole"])
        cents = match["cents"] or ""
        sign = "-" if match["sign"] in ("-", "−") else ""
        unit = (match["unit"] or "").lower()
        kind = "€" if unit.startswith(("€", "eur")) else "%" if unit.startswith(("%", "po", "pt")) else ""
        found.append(
            Cited(match[0].strip(), Decimal(f"{sign}{whole}.{cents}" if cents else f"{sign}{whole}"), len(cents), kind)
        )
    return found


def figure_of(text: str) -> Cited | None:
    """The one number that a text is; None for anything else."""
    found = numbers_of(text.strip())
    return found[0] if len(found) == 1 and found[0].words == text.strip() else None


def check_period(written: str, anchor: date) -> None:
    """Raise ValueFault unless it names a period: 30j, mois-1, J-30..J-1."""
    if DAYS.match(written.strip()) or written in PRESETS:
        return
    days_between(written, anchor)


def days_between(written: str, anchor: date) -> Period:
    """« J-30..J-1 » as a period; raises ValueFault."""
    first, dots, last = written.partition("..")
    try:
        if dots:
            return Period(parse_day(first.strip(), anchor), parse_day(last.strip(), anchor))
    except ValueError:
        pass
    raise ValueFault(f"Période « {written} » : écrivez 30j, {', '.join(PRESETS)} ou J-30..J-1.")
