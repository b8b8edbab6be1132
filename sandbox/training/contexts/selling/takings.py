"""The orders that a profile would write beside those that the company has: how many, what they bring, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from sandbox.kernel.clock import MONTH_NAMES, to_paris
from sandbox.kernel.db import db
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.traffic.rules.profile import Purchase


@dataclass(frozen=True, slots=True)
class Sold:
    """An order: the day, as a distance to J, what it is worth in cents with tax, whether it was paid, its moment and its visit."""

    offset: int
    cents: int
    is_paid: bool
    placed_at: datetime
    purchase: Purchase | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Orders of some days: how many, how many of them paid, and what these bring, in cents with tax."""

    placed: int = 0
    paid: int = 0
    cents: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.placed + other.placed, self.paid + other.paid, self.cents + other.cents)

    @property
    def mean_cents(self) -> int | None:
        """The average basket, in cents; None without a paid order."""
        return round(self.cents / self.paid) if self.paid else None


@dataclass(frozen=True, slots=True)
class MonthTaken:
    """A month, or the two years, before and after."""

    label: str
    before: Taken
    after: Taken


@dataclass(frozen=True, slots=True)
class Takings:
    """The months in order, and the whole."""

    months: Sequence[MonthTaken]
    whole: MonthTaken


def foretell_takings(anchor: date, sold: Iterable[Sold]) -> Takings:
    """The orders that would be written beside those of the open shop. `anchor` is its day J."""
    sides = [_by_month(anchor, _present(anchor)), _by_month(anchor, sold)]
    months = [
        MonthTaken(f"{MONTH_NAMES[month - 1]} {year}", *(side.get((year, month), Taken()) for side in sides))
        for year, month in sorted({*sides[0], *sides[1]})
    ]
    return Takings(months, MonthTaken("Deux ans", *(sum(side.values(), Taken()) for side in sides)))


def _by_month(anchor: date, sold: Iterable[Sold]) -> dict[tuple[int, int], Taken]:
    found: dict[tuple[int, int], Taken] = {}
    for one in sold:
        day = anchor + timedelta(days=one.offset)
        key = day.year, day.month
        found[key] = found.get(key, Taken()) + Taken(1, int(one.is_paid), one.cents if one.is_paid else 0)
    return found


def _present(anchor: date) -> list[Sold]:
    rows = db.session.execute(
        sa.select(Order.placed_at, Order.total_incl_cents, OrderState.is_paid).join(
            OrderState, OrderState.id == Order.state_id
        )
    )
    return [Sold((to_paris(at).date() - anchor).days, cents, is_paid, at) for at, cents, is_paid in rows]
