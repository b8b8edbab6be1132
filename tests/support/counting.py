"""How many rows each table has: what a test compares before and after something that must write nothing, or only once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import cache

import sqlalchemy as sa

from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import UNSCOPED


def row_counts(connection: sa.Connection, *, leave_out: Collection[str] = ()) -> tuple[tuple[str, int], ...]:
    """How many rows each table has, by its name; those of `leave_out` are not counted."""
    every = connection.execution_options(**{UNSCOPED: True})
    return tuple(
        (name, count) for name, count in every.exec_driver_sql(_counting()) if name not in leave_out
    )  # fmt: skip


@cache
def _counting() -> str:
    """One statement, written once: SQLAlchemy takes twice as long to write it again as SQLite to count."""
    names = sorted(table.name for table in Base.metadata.sorted_tables)
    return " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) FROM {name}" for name in names) + " ORDER BY name"


@contextmanager
def watching_writes() -> Iterator[Callable[[], bool]]:
    """Tells whether anything may have been written to the open database since it was asked last; the first time it was.

    SQLite tells a connection when another one has committed a change, whatever changed. Elsewhere the answer is always yes.
    """
    if db.engine.dialect.name != "sqlite":
        yield lambda: True
        return
    told: list[tuple[int]] = []
    with closing(sqlite3.connect(db.engine.url.database or "")) as own:

        def is_written() -> bool:
            told.append(own.execute("PRAGMA data_version").fetchone())
            return told[-1:] != told[-2:-1]

        yield is_written
