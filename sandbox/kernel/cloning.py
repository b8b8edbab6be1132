"""Copying, wiping and re-dating a shop, table by table, inside the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.kernel import unscoped
from sandbox.kernel.db import Session
from sandbox.kernel.scoping import ShopCounter, scoped_models, scoped_tables


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
