"""Recording the public price of a product whenever it changes, whoever changes it.

Prices change in the catalogue's room, below this one, and by promotions, in this one. The catalogue does not know of prices
seen by the public, so the session tells: each flush that moved a price or a VAT rule of a product leaves a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from sandbox.kernel import clock
from sandbox.kernel.db import Session, session
from sandbox.shop.catalog.models import Product
from sandbox.shop.pricing.models import PricePoint
from sandbox.shop.pricing.queries.book import PriceBook, public_buyer
from sandbox.shop.pricing.queries.history import Point, recorded_points, unrecorded_points
from sandbox.shop.taxes.models import TaxRule

_NEW, _CHANGED, _FRESH, _LATER = "products_made", "products_repriced", "products_first_points", "products_priced_later"


def note_prices(products: Sequence[Product], *, before: dict[int, tuple[int, int]] | None = None) -> None:
    """Leave a point for each product whose public price differs from the last recorded one.

    `before` gives, by product id, the price (micros) and rate (bp) that held until now: what dated promotions did to them
    since the last point is recorded first.
    """
    if not products:
        return
    now = clock.now()
    book = PriceBook(products, buyer=public_buyer())
    recorded = recorded_points([product.id for product in products])
    fresh: list[PricePoint] = []
    for product in products:
        last = recorded[product.id][-1] if recorded[product.id] else None
        base, rate = (before or {}).get(product.id, (None, None))
        missed = unrecorded_points(book, product, last, now, base_micros=base, tax_bp=rate)
        seen = Point(now, book.price(product, at=now).unit_incl_cents)
        points = (
            [*missed, seen] if seen.price_cents != (missed[-1] if missed else last or _NOTHING).price_cents else missed
        )
        fresh += [PricePoint(product_id=product.id, price_cents=p.price_cents, since_at=p.since_at) for p in points]
    session.add_all(fresh)


_NOTHING = Point(datetime(1970, 1, 1), -1)


@contextmanager
def repricing(products: Sequence[Product]) -> Iterator[None]:
    """Record the public prices of products before and after the block changes their promotions."""
    note_prices(products)
    session.flush()
    yield
    session.flush()
    note_prices(products)


@event.listens_for(Session, "after_flush")
def _watch(flushed: Session, _context: Any) -> None:
    """Remember the products whose price this flush made or moved; their history is still readable here."""
    for row in flushed.new:
        if isinstance(row, Product):
            flushed.info.setdefault(_NEW, []).append(row)
    for row in flushed.dirty:
        if isinstance(row, Product):
            state = sa.inspect(row)
            price, rule = state.attrs.price_excl_micros.history, state.attrs.tax_rule_id.history
            if (price.deleted and price.added) or (rule.deleted and rule.added):
                old_price = price.deleted[0] if price.deleted else row.price_excl_micros
                old_rule = rule.deleted[0] if rule.deleted else row.tax_rule_id
                flushed.info.setdefault(_CHANGED, []).append((row, old_price, old_rule))


@event.listens_for(Session, "after_flush_postexec")
def _record(flushed: Session, _context: Any) -> None:
    """A new product has no promotion yet: its own price is the public one, since the day it was added."""
    made: list[Product] = flushed.info.pop(_NEW, [])
    moved: list[tuple[Product, int, int | None]] = flushed.info.pop(_CHANGED, [])
    if (later_on := flushed.info.get(_LATER)) is not None:
        later_on += made
        made, moved = [], [change for change in moved if change[0] not in later_on]
    if not made and not moved:
        return
    with flushed.no_autoflush:
        rates = dict(flushed.execute(sa.select(TaxRule.id, TaxRule.rate_bp)).all())
        _first_points(flushed, made)
        first: dict[int, PricePoint] = flushed.info.get(_FRESH, {})
        for product in {row.id: row for row, _, _ in moved if row.id in first}.values():
            fresh_book = PriceBook([product], buyer=public_buyer())
            first[product.id].price_cents = fresh_book.price(product, at=first[product.id].since_at).unit_incl_cents
        later = [(row, old, rule) for row, old, rule in moved if row.id not in first]
        if later:
            note_prices(
                [row for row, _, _ in later],
                before={row.id: (old, rates.get(rule or 0, 0)) for row, old, rule in later},
            )


def _first_points(flushed: Session, made: Sequence[Product]) -> None:
    """The first point of new products."""
    book = PriceBook(made, buyer=public_buyer())
    for product in made:
        since = min(clock.now(), clock.start_of_day(product.added_on))
        point = PricePoint(
            product_id=product.id, price_cents=book.price(product, at=since).unit_incl_cents, since_at=since
        )
        flushed.add(point)
        flushed.info.setdefault(_FRESH, {})[product.id] = point


@contextmanager
def first_prices_together() -> Iterator[None]:
    """A whole catalogue is made in the block: its products get their first points at its end, read at once."""
    opened = session()
    opened.info[_LATER] = []
    try:
        yield
        made: list[Product] = opened.info[_LATER]
    finally:
        del opened.info[_LATER]
    if made:
        with opened.no_autoflush:
            _first_points(opened, made)
        opened.flush()


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget(ended: Session) -> None:
    """A product priced in several steps inside one transaction has had one price: its first point is kept until the end."""
    for name in (_NEW, _CHANGED, _FRESH):
        ended.info.pop(name, None)
