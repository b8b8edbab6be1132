"""What a database column cannot hold, told as a fault of the file it was read from, before any database refuses it.

SQLite keeps a text of any length and PostgreSQL does not: a context must be refused alike by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.scoping import ShopScoped

_LARGEST = 2**31 - 1
_LARGEST_BIG = 2**63 - 1


@contextmanager
def fitting_rows(reader: Reader) -> Iterator[None]:
    """Look at every row before it is written: what is too long or too large becomes a fault, and is cut short."""

    def look(here: Any, _context: Any, _instances: Any) -> None:
        for row in (*here.new, *here.dirty):
            if isinstance(row, ShopScoped):
                _fit(reader, row)

    event.listen(session(), "before_flush", look)
    try:
        yield
    finally:
        event.remove(session(), "before_flush", look)


def _fit(reader: Reader, row: Any) -> None:
    for name, longest, largest in _bounds(sa.inspect(type(row))):
        value = row.__dict__.get(name)
        if longest and isinstance(value, str) and len(value) > longest:
            reader.fault_of_text(value, f"Texte trop long : {len(value)} caractères, {longest} au plus.")
            setattr(row, name, value[:longest])
        elif largest and isinstance(value, int) and not isinstance(value, bool) and abs(value) > largest:
            told = getattr(row, "key", None) or getattr(row, "name", None) or ""
            reader.fault_of_text(str(told), f"Nombre démesuré ({value}).")
            setattr(row, name, 0)


@cache
def _bounds(mapper: Any) -> list[tuple[str, int, int]]:
    """The columns of a model that have a bound: name, longest text, largest number; 0 for none."""
    found = []
    for attribute in mapper.column_attrs:
        kind = attribute.columns[0].type
        longest = (kind.length or 0) if isinstance(kind, sa.String) else 0
        largest = (_LARGEST_BIG if isinstance(kind, sa.BigInteger) else _LARGEST) if isinstance(kind, sa.Integer) else 0
        if longest or largest:
            found.append((attribute.key, longest, largest))
    return found
