"""The difference between two shops of one origin: a join on `id`, table by table."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import unscoped
from sandbox.kernel.changes import RowChange, to_json
from sandbox.kernel.db import Session
from sandbox.kernel.scoping import scoped_tables


def diff_rows(session: Session, before_id: int, after_id: int, *, leave_out: Collection[str] = ()) -> list[RowChange]:
    """What changed from one shop to the other, in table order then id; tables named in `leave_out` are not read."""
    found: list[RowChange] = []
    with _without_a_search_a_row(session):
        for table in scoped_tables():
            if table.name not in leave_out:
                found += _diff_table(session, table, before_id, after_id)
    return found


@contextmanager
def _without_a_search_a_row(session: Session) -> Iterator[None]:
    """Both shops read whole and joined at once on PostgreSQL; SQLite’s keys need no help.

    What PostgreSQL knows of a table’s shops is older than a copy made a minute ago: it expects one row of it, and searches the
    other shop once for each of its ten thousand, by whatever index, for minutes.
    """
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    session.connection().exec_driver_sql("SET LOCAL enable_nestloop = off")
    yield  # after a failure the transaction is over, and the setting with it
    session.connection().exec_driver_sql("SET LOCAL enable_nestloop TO DEFAULT")


def _diff_table(session: Session, table: sa.Table, before_id: int, after_id: int) -> list[RowChange]:
    columns = [c.name for c in table.c if c.name != "shop_id"]
    changed, alone = _statements(table)
    there, back = {"here": after_id, "there": before_id}, {"here": before_id, "there": after_id}
    found = [_update(table.name, columns, row) for row in unscoped.execute(session, changed, there).mappings()]
    found += [
        RowChange(table.name, r["id"], "insert", {}, _values(columns, r))
        for r in unscoped.execute(session, alone, there).mappings()
    ]
    found += [
        RowChange(table.name, r["id"], "delete", _values(columns, r), {})
        for r in unscoped.execute(session, alone, back).mappings()
    ]
    return sorted(found, key=lambda change: change.row_id)


@cache
def _statements(table: sa.Table) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """The rows of both shops that differ, and those of the shop `here` whose id is not in `there`: built once a table."""
    columns = [c.name for c in table.c if c.name != "shop_id"]
    old, new = table.alias("old"), table.alias("new")
    here, there = sa.bindparam("here", type_=sa.Integer), sa.bindparam("there", type_=sa.Integer)
    differs = sa.or_(*(_comparable(old.c[name]).is_distinct_from(_comparable(new.c[name])) for name in columns))
    both = sa.and_(old.c.id == new.c.id, new.c.shop_id == here)
    changed = sa.select(
        *(old.c[n].label(f"o_{n}") for n in columns), *(new.c[n].label(f"n_{n}") for n in columns)
    ).where(old.c.shop_id == there, both, differs)
    twin = sa.exists().where(old.c.shop_id == there, old.c.id == new.c.id)
    return changed, sa.select(new).where(new.c.shop_id == here, ~twin)


def _comparable(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A column as PostgreSQL compares it: JSON has no equality there, its text has."""
    return sa.cast(column, sa.Text) if isinstance(column.type, sa.JSON) else column


def _values(columns: list[str], row: Any) -> dict[str, Any]:
    return {name: to_json(row[name]) for name in columns}


def _update(table: str, columns: list[str], row: Any) -> RowChange:
    changed = [n for n in columns if row[f"o_{n}"] != row[f"n_{n}"]]
    before = {n: to_json(row[f"o_{n}"]) for n in changed}
    after = {n: to_json(row[f"n_{n}"]) for n in changed}
    return RowChange(table, row["o_id"], "update", before, after)
