"""What tests compare before and after something that must write nothing."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Category
from sandbox.shop.shops.models import Shop
from tests.support.counting import row_counts, watching_writes


def test_every_table_is_counted_as_it_counts_itself(app: Flask) -> None:
    assert app
    with db.engine.connect() as connection:
        found = dict(row_counts(connection, leave_out={"seats"}))
    assert set(found) == set(Base.metadata.tables) - {"seats"}
    assert found["shops"] == db.session.query(Shop).count() > 1
    assert found["categories"] > 1


def test_whatever_is_committed_is_seen_and_nothing_else_on_sqlite(app: Flask, shop: Shop) -> None:
    assert app
    always = db.engine.dialect.name != "sqlite"
    with watching_writes() as is_written:
        assert is_written()
        assert is_written() is always
        db.session.rollback()
        with db.engine.connect() as connection:
            connection.execute(sa.text("SELECT count(*) FROM users"))
        assert is_written() is always
        with shop_scope(shop.id):
            db.session.add(Category(name="Passagère", slug="passagere"))
            db.session.flush()
            db.session.rollback()
            assert is_written() is always
            db.session.add(Category(name="Gardée", slug="gardee"))
            db.session.commit()
        assert is_written()
        assert is_written() is always
