"""What a test wrote is put back, row by row on PostgreSQL, with its log on SQLite: nothing of it may be left for the next test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import UNSCOPED, shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop, delete_shop
from tests.support import pristine
from tests.support.applications import Applications
from tests.support.databases import Databases

ON_SQLITE = pytest.mark.skipif(bool(os.environ.get("E5_DATABASE_URL")), reason="PostgreSQL puts rows back")


def test_a_statement_tells_what_it_may_change() -> None:
    assert pristine.written_by("UPDATE products SET name = 'x'") == {"products"}
    assert pristine.written_by('INSERT INTO "shops" (key) VALUES (1)') == {"shops"}
    assert {"products", "reviews", "review_votes"} <= (
        pristine.written_by("DELETE FROM products WHERE id = 1") or set()
    )
    for unknown in (
        "TRUNCATE products",
        "DROP TABLE products",
        "UPDATE elsewhere SET a = 1",
        "WITH x AS (SELECT 1) SELECT 1",
    ):
        assert pristine.written_by(unknown) is None


@pytest.mark.postgres
@pytest.mark.skipif(not os.environ.get("E5_DATABASE_URL"), reason="SQLite's file is put back")
def test_all_is_as_it_was_after_rows_were_added_changed_and_removed(
    app: Flask, applications: Applications, databases: Databases, small_template: str, shop: Shop
) -> None:
    before = differing()
    copied = copy_shop(source=shop)
    assert copied.id != shop.id
    db.session.scalars(sa.select(Product).order_by(Product.id)).all()[0].name = "Autre nom"
    db.session.commit()
    other = db.session.query(Shop).filter_by(key="bob").one()
    with shop_scope(other.id):
        delete_shop(shop_id=other.id)
    db.session.commit()
    written = set(applications.writes(small_template).tables)
    assert {"shops", "products", "categories"} <= differing()
    db.session.remove()
    assert databases.put_back(db.engine.url.render_as_string(hide_password=False), written)
    assert differing() == before == set()


@pytest.fixture
def alone(databases: Databases, tmp_path: Path) -> Applications:
    """Applications that no other test uses."""
    return Applications(databases, tmp_path)


def rename_all(application: Flask) -> None:
    """Write and commit, so that the next one may not have the same database as it is."""
    assert application
    db.session.execute(sa.update(Shop).values(name="Autre nom").execution_options(**{UNSCOPED: True}))
    db.session.commit()


def named(name: str) -> int:
    """How many shops have that name."""
    counted = sa.select(sa.func.count()).select_from(Shop).where(Shop.name == name)
    return db.session.execute(counted.execution_options(**{UNSCOPED: True})).scalar_one()


def file_of(application: Flask) -> Path:
    """The file of an application's database."""
    with application.app_context():
        return Path(db.engine.url.database or "")


@ON_SQLITE
def test_a_log_is_thrown_away_and_the_file_stays(alone: Applications, small_template: str) -> None:
    for application in alone.opened(small_template):
        rename_all(application)
        first = file_of(application).stat()
    for application in alone.opened(small_template):
        assert named("Autre nom") == 0
        after = file_of(application).stat()
        assert (after.st_ino, after.st_mtime) == (first.st_ino, 0) or os.name == "nt"
    alone.close()


@ON_SQLITE
def test_a_file_that_was_written_to_is_copied_again(alone: Applications, small_template: str) -> None:
    for application in alone.opened(small_template):
        rename_all(application)
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        assert file_of(application).stat().st_mtime > 0
    for application in alone.opened(small_template):
        assert application
        assert named("Autre nom") == 0
    alone.close()


@ON_SQLITE
def test_a_file_that_somebody_holds_is_left_to_them(alone: Applications, small_template: str) -> None:
    for application in alone.opened(small_template):
        rename_all(application)
        held = file_of(application).open("rb")
    with held:
        for application in alone.opened(small_template):
            assert named("Autre nom") == 0
            assert not os.path.samestat(file_of(application).stat(), os.fstat(held.fileno()))
    alone.close()


def differing() -> set[str]:
    """The tables that are not as the template keeps them."""
    found = set()
    with db.engine.connect() as connection:
        pristine.see_every_shop(connection)
        for table in Base.metadata.sorted_tables:
            here, kept = (pristine.row(table, of) for of in ("t", "p"))
            statement = (
                f"SELECT count(*) FROM {table.name} AS t FULL JOIN {pristine.SCHEMA}.{table.name} AS p "
                f"ON {pristine.same(table)} WHERE {here} IS DISTINCT FROM {kept}"
            )
            if connection.exec_driver_sql(statement).scalar_one():
                found.add(table.name)
        connection.rollback()
    return found
