"""The grid of a carrier's fees: a column for each step, a row for each zone, as it is shown, typed and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.kernel.money import euros, to_cents
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.shipping.rules import MAX_CENTS, PRICE

SPARE_STEPS = 2
"""Empty columns offered after those in use."""
MAX_STEPS = 20
BIGGEST = 10**9

Steps = list[tuple[int, int]]


@dataclass(slots=True)
class FeeGrid:
    """What the fields hold, what is wrong with each (by name), and the steps of each zone once read."""

    zones: Sequence[tuple[int, str]]
    texts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    steps: dict[int, Steps] = field(default_factory=dict)

    @classmethod
    def of(cls, fees: Iterable[tuple[int, int, int]], zones: Sequence[tuple[int, str]], billing: str) -> FeeGrid:
        """The grid of known fees: (zone, up to, cents)."""
        grid, known = cls(zones), list(fees)
        limits = sorted({up_to for _, up_to, _ in known})
        for number, limit in enumerate(limits):
            grid.texts[limit_name(number)] = _show_limit(limit, billing)
        for zone_id, up_to, cents in known:
            grid.texts[cell_name(zone_id, limits.index(up_to))] = _show_cents(cents)
        return grid

    @classmethod
    def read(cls, sent: Mapping[str, str], zones: Sequence[tuple[int, str]], billing: str) -> FeeGrid:
        """The grid as it was typed, with its faults."""
        grid = cls(zones)
        for number in range(MAX_STEPS):
            for name in (limit_name(number), *(cell_name(zone_id, number) for zone_id, _ in zones)):
                if text := sent.get(name, "").strip()[:20]:
                    grid.texts[name] = text
        limits = grid._limits(billing)
        for zone_id, _ in zones:
            grid.steps[zone_id] = grid._row(zone_id, limits)
        return grid

    @property
    def columns(self) -> range:
        """The numbers of the columns shown."""
        used = [number for number in range(MAX_STEPS) if self._is_used(number)]
        return range(min(MAX_STEPS, max(used, default=-1) + 1 + SPARE_STEPS))

    def words(self) -> list[str]:
        """The faults with their place, for the summary on top of the page."""
        names = {
            cell_name(zone_id, n): f"{zone}, tranche {n + 1}" for zone_id, zone in self.zones for n in range(MAX_STEPS)
        }
        names |= {limit_name(n): f"Tranche {n + 1}" for n in range(MAX_STEPS)}
        return [f"{names[name]} : {words}" for name, words in self.faults.items()]

    def _is_used(self, number: int) -> bool:
        return any(
            name in self.texts
            for name in (limit_name(number), *(cell_name(zone_id, number) for zone_id, _ in self.zones))
        )

    def _limits(self, billing: str) -> dict[int, int]:
        """The limit of each column in use, by its number."""
        found: dict[int, int] = {}
        for number in range(MAX_STEPS):
            name = limit_name(number)
            if name not in self.texts:
                if self._is_used(number):
                    self.faults[name] = "Indiquez jusqu’où va cette tranche."
                continue
            limit = self._number(name)
            if limit is None:
                continue
            value = to_cents(limit) if billing == PRICE else int((limit * 1000).to_integral_value())
            if not 0 < value <= BIGGEST:
                self.faults[name] = "Indiquez une limite supérieure à 0."
            elif value in found.values():
                self.faults[name] = "Une autre tranche a déjà cette limite."
            else:
                found[number] = value
        return found

    def _row(self, zone_id: int, limits: Mapping[int, int]) -> Steps:
        steps: Steps = []
        empty: str | None = None
        for number in sorted(limits, key=lambda n: limits[n]):
            name = cell_name(zone_id, number)
            if name not in self.texts:
                empty = empty or name
                continue
            if empty and steps:
                self.faults.setdefault(empty, "Indiquez un prix : une tranche plus haute en a un.")
            price = self._number(name)
            if price is None:
                continue
            cents = to_cents(price)
            if not 0 <= cents <= MAX_CENTS:
                self.faults[name] = "De 0 à 10\u00a0000\u00a0€."
            steps.append((limits[number], cents))
        return steps

    def _number(self, name: str) -> Decimal | None:
        try:
            number = parse_decimal(self.texts[name])
        except ValueFault as fault:
            self.faults[name] = str(fault)
            return None
        return number if abs(number) <= BIGGEST else Decimal(-1)


def limit_name(number: int) -> str:
    """The field of a column's limit."""
    return f"limit-{number}"


def cell_name(zone_id: int, number: int) -> str:
    """The field of a zone's price in a column."""
    return f"fee-{zone_id}-{number}"


def _show_limit(limit: int, billing: str) -> str:
    if billing == PRICE:
        return _show_cents(limit)
    return (
        f"{Decimal(limit) / 1000:f}".rstrip("0").rstrip(".").replace(".", ",") if limit % 1000 else str(limit // 1000)
    )


def _show_cents(cents: int) -> str:
    return f"{euros(cents):.2f}".replace(".", ",")
