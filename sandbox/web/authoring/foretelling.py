"""What a profile would give, as the preview draws it: a column a month before and after, and tables of the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.money import MINUS, format_cents
from sandbox.training.contexts.profiling.comparing import Compared, Foretold
from sandbox.training.contexts.selling.takings import MonthTaken, Takings
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
    """A table of the preview: its title, what a line is, the heads of its other columns."""

    title: str
    head: str
    heads: Sequence[str]
    lines: Sequence[Line]


VISITS = ("Visites", "Avec ce profil", "Écart", "Rebond", "Avec ce profil", "Commandes", "Conversion", "Avec ce profil")
SALES = (
    "Commandes payées", "Avec ce profil", "Chiffre d’affaires TTC", "Avec ce profil", "Écart", "Panier moyen", "Avec ce profil",
)  # fmt: skip


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


def tables(foretold: Foretold, takings: Takings | None) -> list[Table]:
    """The orders when they would be written again, the months, the sources, with the whole under each."""
    whole = _line(foretold.whole, is_total=True)
    sales = [_sales(one) for one in takings.months] + [_sales(takings.whole, is_total=True)] if takings else []
    return [
        *([Table("Les commandes, par mois", "Mois", SALES, sales)] if takings else []),
        Table("Les visites, par mois", "Mois", VISITS, [*(_line(one) for one in foretold.months), whole]),
        Table("Les visites, par source", "Source", VISITS, [*(_line(one) for one in foretold.sources), whole]),
    ]


def _sales(one: MonthTaken, *, is_total: bool = False) -> Line:
    before, after = one.before, one.after
    return Line(one.label, (
        number(before.paid), number(after.paid), _euros(before.cents), _euros(after.cents), _moved(after.cents - before.cents),
        NONE if before.mean_cents is None else format_cents(before.mean_cents),
        NONE if after.mean_cents is None else format_cents(after.mean_cents),
    ), is_total)  # fmt: skip


def _euros(cents: int) -> str:
    """Whole euros: a month's sales are read at a glance."""
    return f"{number(round(cents / 100))}{NBSP}€"


def _moved(cents: int) -> str:
    return f"{'+' if cents > 0 else MINUS if cents < 0 else ''}{_euros(abs(cents))}"


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
