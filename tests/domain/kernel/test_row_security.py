"""PostgreSQL's own net under the guard: raw SQL on the guard's connection meets the rows of the open shop, and no others."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from sandbox.kernel import unscoped
from sandbox.kernel.db import db
from sandbox.kernel.scope import enter_shop, shop_scope
from sandbox.kernel.scoping import scoped_tables
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from tests.domain.kernel.test_scope import bob

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not os.environ.get("E5_DATABASE_URL"), reason="the net is PostgreSQL's"),
]


def raw(statement: str) -> sa.CursorResult[tuple[object, ...]]:
    """A statement on the session's own connection, below the guard."""
    return db.session.connection().exec_driver_sql(statement)


def shops_seen() -> set[object]:
    return set(raw("SELECT DISTINCT shop_id FROM products").scalars())


@pytest.fixture(autouse=True)
def _an_ordinary_owner(app: Flask) -> None:
    assert raw("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").scalar() is False, (
        "E5_DATABASE_URL connects as a superuser, whom PostgreSQL never filters"
    )
    db.session.rollback()


def test_raw_sql_sees_the_open_shop_only(shop: Shop) -> None:
    assert shops_seen() == {shop.id}


def test_raw_sql_sees_nothing_while_no_shop_is_open(app: Flask) -> None:
    assert shops_seen() == set()


def test_the_shop_that_is_open_now_counts_within_one_transaction(shop: Shop) -> None:
    other = bob().id
    assert shops_seen() == {shop.id}
    with shop_scope(other):
        assert shops_seen() == {other}
    assert shops_seen() == {shop.id}


def test_an_update_without_a_condition_stays_in_the_open_shop(shop: Shop) -> None:
    changed = raw("UPDATE products SET name = 'x'").rowcount
    assert changed == db.session.scalar(sa.select(sa.func.count(Product.id)))
    db.session.commit()
    with shop_scope(bob().id):
        assert not db.session.scalars(sa.select(Product).where(Product.name == "x")).all()


def test_a_row_of_another_shop_is_refused(shop: Shop) -> None:
    other = bob().id
    with pytest.raises(ProgrammingError, match="row-level security"):
        raw(f"UPDATE products SET shop_id = {other}")


def test_the_door_sees_every_shop(shop: Shop) -> None:
    found = unscoped.execute(db.session(), sa.select(Product.__table__.c.shop_id).distinct()).scalars()
    assert set(found) >= {shop.id, bob().id}
    assert shops_seen() == {shop.id}


def test_nothing_is_left_open_for_the_next_transaction(shop: Shop) -> None:
    assert shops_seen() == {shop.id}
    for end in (db.session.commit, db.session.rollback):
        end()
        enter_shop(None)
        assert shops_seen() == set()
        enter_shop(shop.id)
        assert shops_seen() == {shop.id}


def test_a_savepoint_taken_back_takes_back_what_it_told(shop: Shop) -> None:
    other = bob().id
    assert shops_seen() == {shop.id}
    savepoint = db.session.begin_nested()
    with shop_scope(other):
        assert shops_seen() == {other}
    savepoint.rollback()
    assert shops_seen() == {shop.id}


def test_every_table_of_shop_rows_is_under_the_policy(app: Flask) -> None:
    under = set(raw("SELECT tablename FROM pg_policies WHERE policyname = 'one_shop'").scalars())
    forced = set(raw("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity").scalars())
    assert {table.name for table in scoped_tables()} == under == forced
