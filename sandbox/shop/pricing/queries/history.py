"""What everybody was asked for a product in the past, and the lowest price of the thirty days before a reduction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Product
from sandbox.shop.pricing.models import PricePoint
from sandbox.shop.pricing.queries.book import PriceBook, public_buyer

REFERENCE_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Point:
    """A public price with tax, in cents, from a moment on."""

    since_at: datetime
    price_cents: int


def recorded_points(product_ids: Sequence[int]) -> dict[int, list[Point]]:
    """The recorded points of products, oldest first; a price of zero was never asked of anybody."""
    found: dict[int, list[Point]] = {product_id: [] for product_id in product_ids}
    for product_id, point in _points(tuple(product_ids)):
        found[product_id].append(point)
    return found


@steady
def _points(product_ids: tuple[int, ...]) -> list[tuple[int, Point]]:
    query = sa.select(PricePoint.product_id, PricePoint.since_at, PricePoint.price_cents)
    query = query.where(PricePoint.product_id.in_(product_ids), PricePoint.price_cents > 0)
    ordered = session.execute(query.order_by(PricePoint.since_at, PricePoint.id))
    return [(row.product_id, Point(row.since_at, row.price_cents)) for row in ordered]


def unrecorded_points(
    book: PriceBook,
    product: Product,
    last: Point | None,
    until: datetime,
    *,
    base_micros: int | None = None,
    tax_bp: int | None = None,
) -> list[Point]:
    """The changes since the last recorded point that dated promotions made by themselves, with nobody there to record them."""
    start = last.since_at if last else clock.start_of_day(product.added_on)
    price, found = last.price_cents if last else None, []
    for moment in book.changes_between(product, start, until):
        seen = book.price(product, at=moment, base_micros=base_micros, tax_bp=tax_bp).unit_incl_cents
        if seen != price:
            found.append(Point(moment, seen))
            price = seen
    return found


def price_history(product: Product, *, at: datetime | None = None) -> list[Point]:
    """The public prices of a product until a moment (now), oldest first."""
    until = at or clock.now()
    book = PriceBook([product], buyer=public_buyer())
    return _timeline(book, product, until)


def _timeline(book: PriceBook, product: Product, until: datetime) -> list[Point]:
    points = [p for p in recorded_points([product.id])[product.id] if p.since_at <= until]
    return [*points, *unrecorded_points(book, product, points[-1] if points else None, until)]


def lowest_30_days(product: Product, at: datetime | None = None) -> int | None:
    """The lowest public price with tax, in cents, of the thirty days before the reduction in force began.

    Without a reduction: of the last thirty days. None when no price is known before it (a product launched in promotion).
    """
    now = at or clock.now()
    book = PriceBook([product], buyer=public_buyer())
    current = book.price(product, at=now)
    points = _timeline(book, product, now)
    end = now + timedelta(seconds=1)  # what is asked now counts
    if current.is_reduced:
        end = _start_of_reduction(points, current.starts_at, now, current.unit_incl_cents)
    start = end - REFERENCE_DAYS
    before = [p for p in points if p.since_at < end]
    inside = [p.price_cents for p in before if p.since_at > start]
    at_start = [p.price_cents for p in before if p.since_at <= start][-1:]
    return min([*at_start, *inside], default=None)


def _start_of_reduction(points: Sequence[Point], starts_at: datetime | None, now: datetime, price: int) -> datetime:
    """Its own start; without one, the moment from which its price was seen."""
    if starts_at is not None:
        same = [p.since_at for p in points if p.price_cents == price and p.since_at >= starts_at]
        return min(same, default=starts_at)
    run = now
    for point in reversed(points):
        if point.price_cents != price:
            break
        run = point.since_at
    return run
