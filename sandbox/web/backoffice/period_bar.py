"""The period of a page of figures and what it is compared with, read from the address and written back into links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sandbox.kernel.values import ValueFault, parse_day
from sandbox.shop.traffic.rules.periods import PRESETS, Period, last_days
from sandbox.web.filters import MONTHS, NBSP

MODES = {"precedente": "Période précédente", "annee": "Année précédente", "perso": "Personnaliser"}
ALL_VISITS = "toutes"
NO_COMPARISON = "Aucune comparaison demandée."
LONGEST = 1_100
"""Three years: facts go back two, and a page that adds up a century is a mistake of typing."""


@dataclass(slots=True)
class PeriodBar:
    """What was asked, what is shown. `today` is the shop's day; `faults` maps a field's name to what is wrong with it;
    `raw` keeps what was typed. `with_live` counts the visits of the people at work too, which are left out unless asked for.
    """

    today: date
    period: Period
    preset: str = ""
    mode: str = "precedente"
    comparison: Period | None = None
    with_live: bool = False
    raw: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> dict[str, str]:
        """The arguments that bring this page back."""
        found = (
            {"periode": self.preset} if self.preset else {"du": _iso(self.period.first), "au": _iso(self.period.last)}
        )
        if self.mode != "precedente":
            found["cmp"] = self.mode
        if self.mode == "perso" and self.comparison is not None:
            found |= {"cdu": _iso(self.comparison.first), "cau": _iso(self.comparison.last)}
        return found | self.live_query

    @property
    def live_query(self) -> dict[str, str]:
        """The argument that counts the visits of the people at work, when they are."""
        return {"visites": ALL_VISITS} if self.with_live else {}

    def preset_query(self, preset: str) -> dict[str, str]:
        """The arguments that show a usual period; days of comparison chosen for another period are let go."""
        return {"periode": preset} | ({"cmp": self.mode} if self.mode in ("annee", "non") else {}) | self.live_query


def _iso(day: date) -> str:
    return day.isoformat()


def read_period(args: Mapping[str, Any], today: date) -> PeriodBar:
    """The period of some arguments: `periode` (jour, mois-1…), or `du` and `au`; thirty days that end today without any.

    `today` is the shop's day (`get_shop_day`). `cmp` is precedente, annee, perso (with `cdu` and `cau`) or non. What
    cannot be read is kept, said, and replaced.
    """
    bar = PeriodBar(today, last_days(today), raw={name: args.get(name, "") for name in ("du", "au", "cdu", "cau")})
    bar.with_live = args.get("visites") == ALL_VISITS
    preset = args.get("periode", "")
    if preset in PRESETS:
        bar.preset, bar.period = preset, PRESETS[preset][1](today)
    elif typed := _typed(bar, "du", "au", today):
        bar.period = typed
        bar.preset = next((name for name, (_, of) in PRESETS.items() if of(today) == typed), "")
    wanted = args.get("cmp", "precedente")
    bar.mode = wanted if wanted in (*MODES, "non") else "precedente"
    if bar.mode == "precedente":
        bar.comparison = bar.period.before()
    elif bar.mode == "annee":
        bar.comparison = bar.period.year_before()
    elif bar.mode == "perso":
        bar.comparison = _typed(bar, "cdu", "cau", today) or bar.period.before()
    return bar


def _typed(bar: PeriodBar, low: str, high: str, today: date) -> Period | None:
    """The period of two fields; None when neither is filled or one is wrong, with the fault at its field."""
    days: list[date | None] = []
    for name in (low, high):
        try:
            days.append(parse_day(bar.raw[name], today) if bar.raw[name].strip() else None)
        except ValueFault:
            bar.faults[name] = f"« {bar.raw[name]} » n’est pas une date{NBSP}: écrivez par exemple {today:%d/%m/%Y}."
    if bar.faults.keys() & {low, high} or days == [None, None]:
        return None
    first, last = days[0] or days[1], days[1] or days[0]
    assert first is not None
    assert last is not None
    if last < first:
        bar.faults[high] = "Le dernier jour vient avant le premier."
        return None
    if (last - first).days >= LONGEST:
        bar.faults[low] = "Trois ans au plus."
        return None
    return Period(first, last)


def short_day(day: date, *, year: bool = False) -> str:
    """« 24 oct. », « 1er nov. », « 24 oct. 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def month_words(day: date) -> str:
    """The month of a day with its year, as on the axis of a chart: « avr. 2026 »."""
    return f"{MONTHS[day.month - 1]}{NBSP}{day.year}"


def range_words(period: Period) -> str:
    """« 24 oct. – 22 nov. 2026 », « 23 nov. 2026 » for one day, both years when they differ."""
    if period.first == period.last:
        return short_day(period.first, year=True)
    return (
        f"{short_day(period.first, year=period.first.year != period.last.year)} – {short_day(period.last, year=True)}"
    )
