"""What a profile would give, as the preview draws it: a column a month before and after, and tables of the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.money import MINUS
from sandbox.training.contexts.profiling.comparing import Compared, Foretold
from sandbox.web.filters import MONTHS, NBSP, decimal, number

HEIGHT, FOOT = 200, 28
NONE = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A month: where it stands across in per cent, and its two columns, as pixels from the top and high."""

    x: float
    width: float
    label: str
    before: tuple[float, float]
    after: tuple[float, float]
    text: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The columns of the months, and the lines behind them: (pixels from the top, label)."""

    columns: Sequence[Column]
    rows: Sequence[tuple[float, str]]
    height: int = HEIGHT
    foot: int = FOOT


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, written out."""

    label: str
    cells: Sequence[str]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the preview."""

    title: str
    head: str
    lines: Sequence[Line]


HEADS = ("Visites", "Avec ce profil", "Écart", "Rebond", "Avec ce profil", "Commandes", "Conversion", "Avec ce profil")


def columns(months: Sequence[Compared]) -> Chart:
    """Visits of each month, before and after."""
    top = max((max(one.before.visits, one.after.visits) for one in months), default=0) or 1
    room = HEIGHT - FOOT - 12
    wide = 100 / max(1, len(months))

    def stick(visits: int) -> tuple[float, float]:
        high = round(room * visits / top, 1)
        return round(HEIGHT - FOOT - high, 1), high

    found = [
        Column(
            round(rank * wide, 3), round(wide, 3), _short(one.label), stick(one.before.visits), stick(one.after.visits),
            f"{one.label}{NBSP}: {number(one.before.visits)} visites, {number(one.after.visits)} avec ce profil", rank % 6 == 0,
        )
        for rank, one in enumerate(months)
    ]  # fmt: skip
    return Chart(found, [(stick(value)[0], number(value)) for value in (top, top // 2, 0)])


def tables(foretold: Foretold) -> list[Table]:
    """The months, the sources, with the whole under each."""
    whole = _line(foretold.whole, is_total=True)
    return [
        Table("Par mois", "Mois", [*(_line(one) for one in foretold.months), whole]),
        Table("Par source", "Source", [*(_line(one) for one in foretold.sources), whole]),
    ]


def _line(one: Compared, *, is_total: bool = False) -> Line:
    moved = one.after.visits - one.before.visits
    sign = "+" if moved > 0 else MINUS if moved < 0 else ""
    return Line(one.label, (
        number(one.before.visits), number(one.after.visits), f"{sign}{number(abs(moved))}", _rate(one.before.bounce), _rate(one.after.bounce),
        number(one.after.orders), _rate(one.before.conversion), _rate(one.after.conversion),
    ), is_total)  # fmt: skip


def _rate(value: float | None) -> str:
    return NONE if value is None else f"{decimal(value, 1)}{NBSP}%"


def _short(label: str) -> str:
    month, _space, year = label.partition(" ")
    return f"{MONTHS[MONTH_NAMES.index(month)]} {year}"
