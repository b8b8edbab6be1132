"""What a test wrote on PostgreSQL is put back row by row: nothing of it may be left for the next test."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop, delete_shop
from tests.support import pristine
from tests.support.applications import Applications
from tests.support.databases import Databases


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
@pytest.mark.skipif(not os.environ.get("E5_DATABASE_URL"), reason="SQLite's file is copied")
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
