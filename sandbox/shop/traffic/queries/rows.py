"""The rows that figures are added up from, and the few conditions they share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa

from sandbox.kernel.clock import start_of_day
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.shop.traffic.rules.indicators import Totals, add_up
from sandbox.shop.traffic.rules.periods import Period

K = TypeVar("K", bound=Hashable)

UNMEASURED_DEVICE = "ordinateur"
"""The device of an order placed since the facts were made: those are placed at a workstation."""


def line_incl() -> sa.ColumnElement[int]:
    """What a line sold for with tax, in cents, its share of the vouchers taken off."""
    return OrderLine.quantity * OrderLine.unit_incl_cents - OrderLine.discount_cents


def line_excl() -> sa.ColumnElement[int]:
    """The same without tax, rounded to the nearest cent on the line: the one definition of « Ventes »."""
    rate = OrderLine.tax_bp + 10_000
    return (line_incl() * 20_000 + rate) // (rate * 2)


def is_refunded() -> sa.ColumnElement[bool]:
    """A state that is invoiced and no longer paid: « Remboursé »."""
    return sa.and_(OrderState.is_invoiced, sa.not_(OrderState.is_paid))


def placed_in(period: Period) -> sa.ColumnElement[bool]:
    """Orders placed on the days of a period, by the clock of Paris."""
    return within(Order.placed_at, period)


def within(moment: Any, period: Period) -> sa.ColumnElement[bool]:
    """Moments on the days of a period, by the clock of Paris."""
    return sa.and_(moment >= start_of_day(period.first), moment < start_of_day(period.last + timedelta(days=1)))


def days_of(period: Period) -> Callable[[datetime], date]:
    """The day by the clock of Paris of a moment `within` a period: looked up among its midnights, which are few."""
    days, midnights = _midnights(period)
    return lambda moment: days[bisect_right(midnights, moment) - 1]


@lru_cache(16)
def _midnights(period: Period) -> tuple[list[date], list[datetime]]:
    days = list(period)
    return days, [start_of_day(day) for day in days]


def market_slug(shop_id: int) -> str:
    """The name under which a market's copy keeps the visits of its own days, beside those of its context."""
    return f"marche-{shop_id}@"


def of_shop(column: Any, shop: Shop) -> sa.ColumnElement[bool]:
    """Facts that a shop reads: its context's, and for a market's copy those of the days it was given."""
    slugs = slugs_of(shop)
    return column == slugs[0] if len(slugs) == 1 else column.in_(slugs)  # type: ignore[no-any-return]


def slugs_of(shop: Shop) -> tuple[str, ...]:
    """The names under which the facts of a shop stand."""
    if shop.kind is not ShopKind.MARKET:
        return (shop.context_slug,)
    return shop.context_slug, market_slug(shop.id)


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a day: a source, a campaign (or ""), a device."""

    day: date
    source: str
    campaign: str
    device: str
    totals: Totals


def group(parts: Iterable[Part], key: Callable[[Part], K]) -> dict[K, Totals]:
    """The totals of each value of a key."""
    found: dict[K, list[Totals]] = {}
    for part in parts:
        found.setdefault(key(part), []).append(part.totals)
    return {value: add_up(totals) if len(totals) > 1 else totals[0] for value, totals in found.items()}
