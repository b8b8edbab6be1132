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
    rows = unscoped.execute(session, _statement(table), {"before": before_id, "after": after_id}).mappings()
    return sorted((_change(table.name, columns, row) for row in rows), key=lambda change: change.row_id)


@cache
def _statement(table: sa.Table) -> sa.CompoundSelect[Any]:
    """The rows of two shops that differ, each as it was and as it is, with nothing on the side where it is not; built once a table.

    One statement for the three ways to differ: of a hundred tables most have a few rows, and asking costs more than reading them.
    """
    columns = [c.name for c in table.c if c.name != "shop_id"]
    old, new = table.alias("old"), table.alias("new")
    before, after = (sa.bindparam(name, type_=sa.Integer) for name in ("before", "after"))
    was, then = [old.c[n].label(f"o_{n}") for n in columns], [new.c[n].label(f"n_{n}") for n in columns]
    not_yet, no_more = ([sa.null().label(f"{side}_{n}") for n in columns] for side in "on")
    is_old, is_new, same_id = old.c.shop_id == before, new.c.shop_id == after, old.c.id == new.c.id
    differs = sa.or_(*(_comparable(old.c[name]).is_distinct_from(_comparable(new.c[name])) for name in columns))
    return sa.union_all(
        sa.select(*was, *then).where(is_old, is_new, same_id, differs),
        sa.select(*not_yet, *then).where(is_new, ~sa.exists().where(is_old, same_id)),
        sa.select(*was, *no_more).where(is_old, ~sa.exists().where(is_new, same_id)),
    )


def _comparable(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A column as PostgreSQL compares it: JSON has no equality there, its text has."""
    return sa.cast(column, sa.Text) if isinstance(column.type, sa.JSON) else column


def _change(table: str, columns: list[str], row: Any) -> RowChange:
    """An insertion has all the new values, a deletion all the old ones, an update both of what changed."""
    if row["o_id"] is None:
        return RowChange(table, row["n_id"], "insert", {}, _values(columns, row, "n"))
    if row["n_id"] is None:
        return RowChange(table, row["o_id"], "delete", _values(columns, row, "o"), {})
    changed = [n for n in columns if row[f"o_{n}"] != row[f"n_{n}"]]
    return RowChange(table, row["o_id"], "update", _values(changed, row, "o"), _values(changed, row, "n"))


def _values(columns: list[str], row: Any, side: str) -> dict[str, Any]:
    return {name: to_json(row[f"{side}_{name}"]) for name in columns}
