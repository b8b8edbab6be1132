"""The market's report as the page shows it: each difference with its figures and the reasons that touch it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.shop.market.rules.effects import BASKET, BUYING, RULES, VISITS, WISHES, Rule
from sandbox.shop.traffic.rules.indicators import (
    INDICATORS,
    Indicator,
    Unit,
    Value,
    evolve,
    number,
    show,
    show_evolution,
)
from sandbox.training.practice.market import SHOWN, Report

TOUCHES: Mapping[str, frozenset[str]] = {
    VISITS: frozenset({"visites", "commandes", "ventes", "marge"}),
    BUYING: frozenset({"conversion", "commandes", "ventes", "marge", "abandon"}),
    BASKET: frozenset({"panier_moyen", "ventes", "marge"}),
    WISHES: frozenset({"conversion", "commandes", "ventes", "panier_moyen", "marge", "taux_marge", "abandon"}),
}
"""Which indicators a reason can move, by what it acts on."""
MORE: Mapping[str, frozenset[str]] = {
    "prix": frozenset({"panier_moyen", "taux_marge"}),
    "promotion": frozenset({"panier_moyen", "taux_marge", "remises"}),
}
"""What a rule moves besides: a lower price and a discount cost something at each order."""
ACTS = {VISITS: "sur les visites des moteurs", BUYING: "sur les chances d’achat", WISHES: "sur les envies"}


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason, numbered; `effect` is « × 1,18 sur les chances d’achat », `mark` up, down or flat."""

    number: int
    rule: Rule
    about: str
    words: str
    effect: str
    mark: str
    indicators: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """An indicator in the week before, without the work and with it; the difference that the work made, and why."""

    indicator: Indicator
    before: str
    without: str
    now: str
    gap: str
    trend: str
    is_good: bool | None
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """A report as it is shown."""

    report: Report
    figures: tuple[ShownFigure, ...]
    reasons: tuple[ShownReason, ...]
    missed: tuple[tuple[str, int, int], ...]

    @property
    def is_same(self) -> bool:
        """Whether the work changed nothing that the market looks at."""
        return not self.reasons and all(figure.trend == "flat" for figure in self.figures)


def shown_week(report: Report) -> ShownWeek:
    """A report in words."""
    reasons = tuple(_reason(rank, raw) for rank, raw in enumerate(report.reasons, 1))
    figures = tuple(_figure(INDICATORS[key], report.figures[key], reasons) for key in SHOWN if key in report.figures)
    names = sorted({*report.missed, *report.missed_without})
    missed = tuple((name, report.missed.get(name, 0), report.missed_without.get(name, 0)) for name in names)
    return ShownWeek(report, figures, reasons, missed)


def _reason(rank: int, raw: Mapping[str, Any]) -> ShownReason:
    factor, on = float(raw["factor"]), str(raw["on"])
    touched = TOUCHES[on] | MORE.get(raw["rule"], frozenset())
    mark = "up" if factor > 1 else "down" if factor < 1 else "flat"
    is_told = on in ACTS and raw["rule"] != "rupture"
    effect = f"×\u00a0{number(factor, 2)} {ACTS[on]}" if is_told else "voir la règle"
    return ShownReason(rank, RULES[raw["rule"]], raw["about"], raw["words"], effect, mark, touched)


def _figure(indicator: Indicator, amounts: Mapping[str, float | None], reasons: tuple[ShownReason, ...]) -> ShownFigure:
    before, without, now = (Value(amounts.get(name), indicator.unit) for name in ("before", "without", "now"))
    moved = evolve(now, without, wants=indicator.wants)
    if indicator.unit in (Unit.COUNT, Unit.CENTS) and now.amount is not None and without.amount is not None:
        gap = _signed(Value(now.amount - without.amount, indicator.unit))
    else:
        gap = show_evolution(moved)
    why = tuple(reason for reason in reasons if indicator.key in reason.indicators) if moved.trend != "flat" else ()
    return ShownFigure(indicator, show(before), show(without), show(now), gap, moved.trend, moved.is_good, why)


def _signed(value: Value) -> str:
    return f"+{show(value)}" if value.amount and value.amount > 0 else show(value)
