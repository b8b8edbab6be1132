"""What several services of the catalogue share."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product


def stamp(product: Product) -> None:
    """A product changed now."""
    product.updated_at = clock.now()


def delete_or_refuse(*rows: Any, words: str) -> None:
    """Delete rows; when something of another room still needs them, nothing is deleted and RuleBroken says why."""
    try:
        with db.session.begin_nested():
            for row in rows:
                db.session.delete(row)
            db.session.flush()
    except IntegrityError as error:
        raise RuleBroken(words) from error


def replace_rows(current: list[Any], wanted: list[Any]) -> None:
    """Make a collection hold exactly the wanted rows; those that leave are deleted before their successors come.

    The newcomers are written by the caller's next flush: a product has eight collections, one flush serves them all.
    """
    leaving = [row for row in current if row not in wanted]
    for row in leaving:
        current.remove(row)
    if leaving:
        db.session.flush()
    if coming := [row for row in wanted if row not in current]:
        current.extend(coming)
