"""Putting back on PostgreSQL what a test wrote, instead of copying the template again: a tenth of the time.

A template keeps a second schema with each table as it was. Only the tables that were written to are compared with it, and only
rows that differ are touched. Nothing of a test's transactions is different for that: they are committed, and seen by others.
Where rows cannot be put back (somebody holds them, a table is not ours), the database is copied whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa

from sandbox.kernel.db import Base
from sandbox.kernel.row_security import EVERY, SETTING

SCHEMA = "pristine"
_WRITING = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?\s', re.IGNORECASE)


def written_by(statement: str) -> frozenset[str] | None:
    """The tables that a writing statement may change, by its foreign keys too; None when that is not known."""
    found = _WRITING.match(statement)
    if found is None or found[2] not in Base.metadata.tables:
        return None
    return _hanging_on(found[2]) if found[1].upper().startswith("DELETE") else frozenset({found[2]})


@cache
def _hanging_on(name: str) -> frozenset[str]:
    """A table and those whose rows go, or let go, with a row of it."""
    found, waiting = {name}, [name]
    while waiting:
        parent = waiting.pop()
        for table in Base.metadata.tables.values():
            if table.name not in found and any(
                key.ondelete and key.referred_table.name == parent for key in table.foreign_key_constraints
            ):
                found.add(table.name)
                waiting.append(table.name)
    return frozenset(found)


def keep(connection: sa.Connection) -> None:
    """Keep every table, and where the numbering of each stands, beside the originals."""
    see_every_shop(connection)
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")  # that of the template it was made from
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    for table in Base.metadata.sorted_tables:
        connection.exec_driver_sql(f"CREATE TABLE {SCHEMA}.{table.name} AS TABLE public.{table.name}")
    connection.exec_driver_sql(
        f"CREATE TABLE {SCHEMA}.numbering AS SELECT format('public.%%I', sequencename) AS name, "
        "coalesce(last_value, start_value) AS value, last_value IS NOT NULL AS is_begun "
        "FROM pg_sequences WHERE schemaname = 'public'"
    )


def put_back(connection: sa.Connection, names: Iterable[str]) -> int:
    """Make these tables as they were: what was added goes first, children before parents, then what is missing comes.

    Returns how many rows it touched: each leaves a dead one behind.
    """
    see_every_shop(connection)
    connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
    if may_pass_over_triggers(connection):
        # All tables that a foreign key could carry something to are among those that are made as they were.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    touched = 0
    wanted = set(names)
    tables = [table for table in Base.metadata.sorted_tables if table.name in wanted]
    for table in reversed(tables):
        touched += connection.exec_driver_sql(
            f"DELETE FROM {table.name} AS t WHERE NOT EXISTS (SELECT FROM {SCHEMA}.{table.name} AS p WHERE {same(table)})"
        ).rowcount
    for table in tables:
        touched += connection.exec_driver_sql(
            f"INSERT INTO {table.name} SELECT p.* FROM {SCHEMA}.{table.name} AS p "
            f"WHERE NOT EXISTS (SELECT FROM {table.name} AS t WHERE {same(table)})"
        ).rowcount
    for table in tables:
        columns = [column.name for column in table.c if not column.primary_key]
        if columns:
            touched += connection.exec_driver_sql(
                f"UPDATE {table.name} AS t SET {', '.join(f'{name} = p.{name}' for name in columns)} "
                f"FROM {SCHEMA}.{table.name} AS p WHERE {same(table)} AND {row(table, 't')} IS DISTINCT FROM {row(table, 'p')}"
            ).rowcount
    connection.exec_driver_sql(f"SELECT setval(name::regclass, value, is_begun) FROM {SCHEMA}.numbering")
    return touched


def may_pass_over_triggers(connection: sa.Connection) -> bool:
    """Whether our role was given that (`.ci/run` does; from PostgreSQL 15 on a role can be): a row’s triggers take most of the time."""
    if int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) < 150000:
        return False
    return bool(
        connection.exec_driver_sql("SELECT has_parameter_privilege('session_replication_role', 'SET')").scalar()
    )


def same(table: sa.Table) -> str:
    """That a row is the kept one, by its key."""
    return " AND ".join(f"t.{column.name} = p.{column.name}" for column in table.primary_key.columns)


def row(table: sa.Table, of: str) -> str:
    """A row's values as they compare: JSON has no equality of its own."""
    casts = {column.name: "::text" if isinstance(column.type, sa.JSON) else "" for column in table.c}
    return f"ROW({', '.join(f'{of}.{name}{cast}' for name, cast in casts.items())})"


def see_every_shop(connection: sa.Connection) -> None:
    """Let row-level security show all shops for this transaction."""
    connection.execute(sa.text("SELECT set_config(:name, :value, true)"), {"name": SETTING, "value": EVERY})
