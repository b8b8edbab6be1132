"""An upgraded database is the one the models describe, on both databases; a newer one is refused."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sandbox.kernel.db import Base, prepare_engine
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scoping import scoped_tables
from sandbox.migrations import HERE, alembic_config, current_step, import_models, last_step, upgrade_database


@pytest.fixture
def engine(tmp_path: Path, server_url: str) -> Iterator[sa.Engine]:
    """An empty database, on SQLite or on the PostgreSQL of E5_DATABASE_URL."""
    if not server_url:
        made = sa.create_engine(f"sqlite:///{tmp_path / 'steps.sqlite'}")
        prepare_engine(made)
        yield made
        made.dispose()
        return
    name = f"e5_steps_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    made = sa.create_engine(sa.make_url(server_url).set(database=name))
    yield made
    made.dispose()
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}"'))


def test_an_upgraded_database_is_the_one_of_the_models(engine: sa.Engine) -> None:
    upgrade_database(engine)
    import_models()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == [], "run « e5 schema revision » and read what it wrote"


def test_an_upgraded_database_has_the_checks_and_delete_rules_of_the_models(engine: sa.Engine) -> None:
    upgrade_database(engine)
    import_models()
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        checks = {(t, c["name"]) for t in inspector.get_table_names() for c in inspector.get_check_constraints(t)}
        deletes = {
            (t, tuple(f["constrained_columns"]), f["referred_table"], f["options"].get("ondelete"))
            for t in inspector.get_table_names()
            for f in inspector.get_foreign_keys(t)
        }
    tables = Base.metadata.tables.values()
    assert checks == {
        (t.name, c.name) for t in tables for c in t.constraints if isinstance(c, sa.CheckConstraint) and c.name
    }
    assert deletes == {
        (t.name, tuple(c.column_keys), c.referred_table.name, c.ondelete)
        for t in tables
        for c in t.foreign_key_constraints
    }


def test_is_at_the_last_step_and_stays_there(engine: sa.Engine) -> None:
    assert current_step(engine) is None
    upgrade_database(engine)
    assert current_step(engine) == last_step()
    upgrade_database(engine)
    assert current_step(engine) == last_step()


def test_can_be_taken_back(engine: sa.Engine) -> None:
    upgrade_database(engine)
    with engine.connect() as connection:
        command.downgrade(alembic_config(connection), "base")
        connection.commit()
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version"}


def test_refuses_a_database_of_a_newer_version(engine: sa.Engine) -> None:
    upgrade_database(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RuleBroken, match="version plus récente"):
        upgrade_database(engine)


def test_steps_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (HERE / "versions").glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.postgres
@pytest.mark.skipif(not os.environ.get("E5_DATABASE_URL"), reason="row-level security is PostgreSQL's")
def test_an_upgraded_database_has_its_second_net(engine: sa.Engine) -> None:
    upgrade_database(engine)
    with engine.connect() as connection:
        under = set(connection.scalars(sa.text("SELECT tablename FROM pg_policies WHERE policyname = 'one_shop'")))
    assert {table.name for table in scoped_tables()} == under


@pytest.mark.skipif(bool(os.environ.get("E5_DATABASE_URL")), reason="only SQLite makes tables anew")
def test_a_step_that_makes_a_table_anew_keeps_what_refers_to_it(engine: sa.Engine) -> None:
    """SQLite drops the old table: with foreign keys heard, that refuses, or takes along the rows that hang on it."""
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "0009")
        tables = sa.MetaData()
        tables.reflect(connection)
        put(connection, tables.tables["order_history"])
        connection.commit()
    upgrade_database(engine)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM order_history")) == 1
        assert connection.scalar(sa.text("SELECT count(*) FROM order_states")) == 1
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def put(connection: sa.Connection, table: sa.Table, done: set[str] | None = None) -> None:
    """A row of zeros and empty texts with the number 1, after the rows it must refer to."""
    done = set() if done is None else done
    if table.name in done:
        return
    done.add(table.name)
    needed = [fk for fk in table.foreign_key_constraints if all(not column.nullable for column in fk.columns)]
    for constraint in needed:
        put(connection, constraint.referred_table, done)
    referring = {column.name for constraint in needed for column in constraint.columns}
    values = {
        column.name: 1 if column.name in referring or column.primary_key else filler(column)
        for column in table.columns
        if not column.nullable
    }
    connection.execute(table.insert().values(values))


def filler(column: sa.Column[Any]) -> object:
    """Something that a column takes."""
    kind = column.type.python_type
    return {datetime: datetime(2027, 1, 15), date: date(2027, 1, 15), dict: {}, list: []}.get(kind) or kind()


def test_a_ledger_that_was_there_is_told_by_day(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        config = alembic_config(connection)
        command.upgrade(config, "0029")
        connection.execute(sa.text("INSERT INTO traffic_ledgers (id, context_slug) VALUES (1, 'essai')"))
        for order_id, day, state, coded in ((1, -3, 5, 1), (2, -3, 5, 0), (3, -2, 6, 0)):
            connection.execute(sa.text(
                "INSERT INTO traffic_ledger_orders (ledger_id, day_offset, order_id, customer_id, state_id, source, campaign, device,"
                f" sales_excl, sales_incl, shipping_incl, cost, items, coded, discounts) VALUES (1, {day}, {order_id}, 9, {state},"
                f" 'direct', '', 'mobile', 100, 120, 5, 40, 2, {coded}, {coded * 10})"
            ))  # fmt: skip
            connection.execute(sa.text(
                "INSERT INTO traffic_ledger_goods (ledger_id, day_offset, order_id, product_id, state_id, items, sales_excl, cost)"
                f" VALUES (1, {day}, {order_id}, 4, {state}, 2, 100, 40)"
            ))  # fmt: skip
        command.upgrade(config, "head")
        days = sa.text(
            "SELECT day_offset, state_id, orders, sales_excl, items, coded, discounts FROM traffic_ledger_days ORDER BY 1"
        )
        assert connection.execute(days).all() == [(-3, 5, 2, 200, 4, 1, 10), (-2, 6, 1, 100, 2, 0, 0)]
        shelves = sa.text(
            "SELECT day_offset, product_id, state_id, orders, items, sales_excl, cost FROM traffic_ledger_shelves ORDER BY 1"
        )
        assert connection.execute(shelves).all() == [(-3, 4, 5, 2, 4, 200, 80), (-2, 4, 6, 1, 2, 100, 40)]
        kept = sa.text("SELECT order_id, customer_id, day_offset FROM traffic_ledger_orders ORDER BY 1")
        command.downgrade(config, "0029")
        assert connection.execute(kept).all() == [(1, 9, -3), (2, 9, -3), (3, 9, -2)]
