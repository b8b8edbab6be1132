"""Rows written and read by tens of thousands: an archive, the visits of a company, the orders of two years.

For each row of a list, `connection.execute(sa.insert(table), rows)` makes the parameters anew from the statement itself, and `VALUES` of
a thousand rows are compiled value by value. Here the statement is compiled once, and the values go to the driver through the very
conversions of their columns. What is written, and what the database refuses, is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

_FEW = 20
"""Rows for which compiling the statement once more is not worth it: SQLAlchemy keeps what it compiled."""
_AT_ONCE = 4_000
"""Rows whose converted values are held at a time."""

Rows = Sequence[Mapping[str, Any]]


def insert_many(
    connection: sa.Connection, table: sa.Table, rows: Rows, *, options: Mapping[str, Any] | None = None
) -> None:
    """Write rows into a table, in whatever order those of a table that points at itself come; `options` are for each statement.

    All have the columns of the first, which may leave out what is filled in by itself. Raises IntegrityError like any statement.
    """
    ordered = parents_first(table, rows)
    if ordered is None:  # rows that point at each other are checked once all are there
        connection.execute(sa.insert(table).values(list(rows)), execution_options=options)
    elif ordered:
        _insert(connection, table, ordered, options)


def rows_read(result: sa.Result[Any]) -> list[dict[str, Any]]:
    """The rows of a result, each by the names of its columns."""
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def parents_first(table: sa.Table, rows: Rows) -> Rows | None:
    """Rows in an order in which none points at a later one; None when some point at each other, or do not say where they point."""
    links = [
        (itemgetter(*fk.column_keys), itemgetter(*(element.column.name for element in fk.elements)))
        for fk in table.foreign_key_constraints
        if fk.referred_table is table
    ]
    if not links:
        return rows
    placed: list[Mapping[str, Any]] = []
    waiting = list(rows)
    while waiting:
        try:
            there = [(points_at, {key(row) for row in waiting}) for points_at, key in links]
            later = [row for row in waiting if any(points_at(row) in keys for points_at, keys in there)]
        except KeyError:
            return None
        if len(later) == len(waiting):
            return None
        placed += [row for row in waiting if not any(points_at(row) in keys for points_at, keys in there)]
        waiting = later
    return placed


def _insert(connection: sa.Connection, table: sa.Table, rows: Rows, options: Mapping[str, Any] | None) -> None:
    order = _sent(connection.dialect, table, tuple(rows[0])) if len(rows) > _FEW else None
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        values = order and _values(connection.dialect, table, order[1], some)
        if order is None or values is None:
            connection.execute(sa.insert(table), list(some), execution_options=options)
        else:
            connection.exec_driver_sql(order[0], values, execution_options=options)


def _sent(dialect: sa.Dialect, table: sa.Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """The statement as the driver takes it, with its columns in the order of its values; None where SQLAlchemy has more to do."""
    if len(names) < 2 or any(name not in table.c for name in names):
        return None
    compiled: Any = sa.insert(table).compile(dialect=dialect, column_keys=list(names), for_executemany=True)
    if set(compiled.binds) != set(names):  # Python fills a column in
        return None
    return str(compiled), tuple(compiled.positiontup or names)


def _values(dialect: sa.Dialect, table: sa.Table, names: tuple[str, ...], rows: Rows) -> list[Any] | None:
    """The values of rows as the driver takes them; None when one does not fit its column, which SQLAlchemy then tells its way."""
    try:
        columns = [_converted(dialect, table.c[name], map(itemgetter(name), rows)) for name in names]
    except Exception:  # noqa: BLE001 - a conversion may raise anything, and nothing is lost: all is converted again
        return None
    found = zip(*columns, strict=True)
    return list(found) if dialect.positional else [dict(zip(names, values, strict=True)) for values in found]


def _converted(dialect: sa.Dialect, column: sa.Column[Any], values: Iterable[Any]) -> list[Any]:
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    return [convert(value) for value in values] if convert else list(values)
