"""The vertical axis of a chart over time: in which unit its figures are read, its title, its ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.shop.traffic.rules.indicators import Indicator, Unit, Value, number

WITHOUT_TAX = frozenset({"ventes", "ventes_nettes", "panier_moyen", "marge", "ventes_lettres"})
_TIMES = ((86_400, "jours"), (3_600, "heures"), (60, "minutes"), (1, "secondes"))


@dataclass(frozen=True, slots=True)
class Axis:
    """What stored figures are divided by to be read, and the title with its unit."""

    title: str
    divisor: int = 1

    def read(self, value: Value) -> float | None:
        """A figure on the axis: euros where rows hold cents, hours where they hold seconds."""
        return None if value.amount is None else value.amount / self.divisor


def axis_of(indicator: Indicator, values: Iterable[Value]) -> Axis:
    """The axis that holds these figures: times in the largest unit of which the longest has two at least."""
    name = f"{indicator.name} HT" if indicator.key in WITHOUT_TAX else indicator.name
    if indicator.unit is Unit.CENTS:
        return Axis(f"{name} (€)", 100)
    if indicator.unit is not Unit.SECONDS:
        return Axis(f"{name} (%)" if indicator.unit is Unit.PERCENT else name)
    longest = max((value.amount or 0 for value in values), default=0)
    size, word = next(((size, word) for size, word in _TIMES if longest >= 2 * size), _TIMES[-1])
    return Axis(f"{name} ({word})", size)


def tick(value: float) -> str:
    """A label of the axis: as many places as it needs, two at most."""
    return number(value, 0 if value == int(value) else 1 if value * 10 == int(value * 10) else 2)
