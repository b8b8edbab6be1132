"""What a database column cannot hold, told as a fault of the file it was read from, before any database refuses it.

SQLite keeps a text of any length and PostgreSQL does not: a context must be refused alike by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    mapper = sa.inspect(type(row))
    for attribute in mapper.column_attrs:
        value, kind = row.__dict__.get(attribute.key), attribute.columns[0].type
        if isinstance(value, str) and isinstance(kind, sa.String) and kind.length and len(value) > kind.length:
            reader.fault_of_text(value, f"Texte trop long : {len(value)} caractères, {kind.length} au plus.")
            setattr(row, attribute.key, value[: kind.length])
        elif isinstance(value, int) and not isinstance(value, bool) and isinstance(kind, sa.Integer):
            largest = _LARGEST_BIG if isinstance(kind, sa.BigInteger) else _LARGEST
            if abs(value) > largest:
                name = getattr(row, "key", None) or getattr(row, "name", None) or ""
                reader.fault_of_text(str(name), f"Nombre démesuré ({value}).")
                setattr(row, attribute.key, 0)
