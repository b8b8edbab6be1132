"""Copying, wiping, re-dating and dumping a shop, table by table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import unscoped
from sandbox.kernel.db import Session
from sandbox.kernel.scoping import ShopCounter, companion_tables, scoped_models, scoped_tables


def copy_rows(session: Session, source_id: int, target_id: int, *, days: int = 0) -> None:
    """Copy every row and counter of one shop into another, empty one; days and moments move by `days`.

    Raises IntegrityError when the target already has rows.
    """
    session.flush()
    for table in scoped_tables():
        columns = [c for c in table.c if c.name != "shop_id"]
        values = [_moved(session, c, days) for c in columns]
        rows = sa.select(sa.literal(target_id), *values).where(table.c.shop_id == source_id)
        unscoped.execute(session, sa.insert(table).from_select(["shop_id", *(c.name for c in columns)], rows))
    counters: Any = ShopCounter.__table__
    rows = sa.select(sa.literal(target_id), counters.c.table_name, counters.c.last_id).where(
        counters.c.shop_id == source_id
    )
    unscoped.execute(session, sa.insert(counters).from_select(["shop_id", "table_name", "last_id"], rows))
    for table in companion_tables():
        names = [c.name for c in table.c if c.name != "shop_id"]
        rows = sa.select(sa.literal(target_id), *(table.c[name] for name in names)).where(table.c.shop_id == source_id)
        unscoped.execute(session, sa.insert(table).from_select(["shop_id", *names], rows))


def wipe_rows(session: Session, shop_id: int) -> None:
    """Delete every row and counter of a shop, children first; the shop itself stays."""
    session.flush()
    for model in scoped_models():
        for (
            fk
        ) in model.__table__.foreign_key_constraints:  # a table that points at itself is emptied of its links first
            if fk.referred_table is model.__table__:
                links = {c: None for c in fk.column_keys if c != "shop_id"}
                unscoped.execute(
                    session, sa.update(model.__table__).where(model.__table__.c.shop_id == shop_id).values(links)
                )
    for table in reversed(scoped_tables()):
        unscoped.execute(session, sa.delete(table).where(table.c.shop_id == shop_id))
    counters: Any = ShopCounter.__table__
    unscoped.execute(session, sa.delete(counters).where(counters.c.shop_id == shop_id))
    for table in companion_tables():
        unscoped.execute(session, sa.delete(table).where(table.c.shop_id == shop_id))
    session.expire_all()


def _moved(session: Session, column: sa.Column[Any], days: int) -> sa.ColumnElement[Any]:
    if not days or not isinstance(column.type, (sa.Date, sa.DateTime)):
        return column
    if session.get_bind().dialect.name != "sqlite":
        return (
            column + sa.cast(f"{days} days", sa.Interval()) if isinstance(column.type, sa.DateTime) else column + days
        )
    step = f"{days:+d} days"
    if isinstance(column.type, sa.DateTime):  # the text form that SQLAlchemy writes and reads, with microseconds
        return sa.func.strftime("%Y-%m-%d %H:%M:%f", column, step).concat("000")
    return sa.func.date(column, step)


# dumps ---------------------------------------------------------------------------------------------------------------

COUNTERS = "compteurs"


def dump_rows(session: Session, shop_id: int, anchor: date) -> Iterator[str]:
    """The rows and counters of a shop as lines of JSON, always in the same order: the same rows give the same bytes.

    A table begins with its name and columns; days and moments are told from `anchor`, so that a shop dumped another day is
    still the same.
    """
    session.flush()
    for table in scoped_tables():
        columns = [c for c in table.c if c.name != "shop_id"]
        yield _line({table.name: [c.name for c in columns]})
        rows = sa.select(*columns).where(table.c.shop_id == shop_id).order_by(*table.primary_key)
        for row in unscoped.execute(session, rows):
            yield _line([_told(value, anchor) for value in row])
    counters: Any = ShopCounter.__table__
    known = sa.select(counters.c.table_name, counters.c.last_id).where(counters.c.shop_id == shop_id)
    yield _line({COUNTERS: ["table_name", "last_id"]})
    for row in unscoped.execute(session, known.order_by(counters.c.table_name)):
        yield _line(list(row))


def restore_rows(session: Session, shop_id: int, anchor: date, lines: Iterable[str]) -> None:
    """Put dumped rows in an empty shop, days and moments told from its own `anchor`. Raises ValueError for unknown tables or columns."""
    tables: dict[str, Any] = {table.name: table for table in scoped_tables()} | {COUNTERS: ShopCounter.__table__}
    table: Any = None
    columns: list[Any] = []
    waiting: list[dict[str, Any]] = []
    for line in lines:
        found = json.loads(line)
        if isinstance(found, Mapping):
            if waiting:
                unscoped.insert_many(session, table, waiting)
            name, names = next(iter(found.items()))
            if name not in tables or not all(one in tables[name].c for one in names):
                raise ValueError(f"table ou colonne inconnue : {name}")
            table, columns, waiting = tables[name], [tables[name].c[one] for one in names], []
        else:
            values = {c.name: _read(c, value, anchor) for c, value in zip(columns, found, strict=True)}
            waiting.append({"shop_id": shop_id, **values})
    if waiting:
        unscoped.insert_many(session, table, waiting)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _told(value: Any, anchor: date) -> Any:
    if isinstance(value, datetime):
        return f"{(value.date() - anchor).days:+d} {value.time().isoformat('microseconds')}"
    return f"{(value - anchor).days:+d}" if isinstance(value, date) else value


def _read(column: Any, value: Any, anchor: date) -> Any:
    if value is None or not isinstance(column.type, (sa.Date, sa.DateTime)):
        return value
    days, _, moment = value.partition(" ")
    day = anchor + timedelta(days=int(days))
    return datetime.combine(day, time.fromisoformat(moment)) if moment else day
