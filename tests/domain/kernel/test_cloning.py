"""Copy, wipe, re-date, compare: what gives each candidate an own shop."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel import unscoped
from sandbox.kernel.cloning import copy_rows, wipe_rows
from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.scoping import scoped_tables
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.shops.models import Shop, ShopKind
from tests.factories.shops import ANCHOR, MOMENT


@pytest.fixture
def copy(shop: Shop) -> Shop:
    """A fresh copy of alice's shop."""
    made = Shop(
        key="copie", kind=ShopKind.COPY, context_slug="petite", context_version="1", name="Copie", anchor_on=ANCHOR,
        created_at=MOMENT, parent_id=shop.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    copy_rows(db.session(), shop.id, made.id)
    return made


def count(shop_id: int) -> int:
    """All rows of a shop."""
    tables = scoped_tables()
    return sum(
        unscoped.scalar(db.session(), sa.select(sa.func.count()).select_from(t).where(t.c.shop_id == shop_id))
        for t in tables
    )


def test_a_copy_holds_the_same_rows_under_the_same_numbers(shop: Shop, copy: Shop) -> None:
    assert count(copy.id) == count(shop.id) > 10
    assert diff_rows(db.session(), shop.id, copy.id) == []


def test_two_copies_number_new_rows_alike(shop: Shop, copy: Shop) -> None:
    numbers = []
    for one in (shop, copy):
        with shop_scope(one.id):
            row = Category(name="Nouvelle", slug="nouvelle")
            db.session.add(row)
            db.session.flush()
            numbers.append(row.id)
    assert numbers[0] == numbers[1]


def test_the_difference_tells_what_was_added_changed_and_removed(shop: Shop, copy: Shop) -> None:
    with shop_scope(copy.id):
        mug = db.session.scalars(sa.select(Product).where(Product.key == "mug")).one()
        mug.name = "Mug doré"
        db.session.add(Category(name="Neuve", slug="neuve"))
        db.session.delete(db.session.scalars(sa.select(Product).where(Product.key == "colombie")).one())
        db.session.flush()
    found = {(c.table, c.op): c for c in diff_rows(db.session(), shop.id, copy.id)}
    assert found["products", "update"].after == {"name": "Mug doré"}
    assert found["products", "update"].before == {"name": "Mug Escale"}
    assert found["categories", "insert"].after["slug"] == "neuve"
    assert found["products", "delete"].before["key"] == "colombie"
    assert (
        diff_rows(
            db.session(), shop.id, copy.id, leave_out={"products", "categories", "product_categories", "price_points"}
        )
        == []
    )


def test_a_wiped_shop_has_no_row_and_takes_a_copy_again(shop: Shop, copy: Shop) -> None:
    before = count(shop.id)
    wipe_rows(db.session(), copy.id)
    assert count(copy.id) == 0
    assert count(shop.id) == before
    copy_rows(db.session(), shop.id, copy.id)
    assert diff_rows(db.session(), shop.id, copy.id) == []


def test_a_copy_may_move_its_days_and_moments(shop: Shop) -> None:
    later = Shop(
        key="plus-tard", kind=ShopKind.BASELINE, context_slug="petite", context_version="1", name="Plus tard",
        anchor_on=ANCHOR + timedelta(days=40), created_at=MOMENT,
    )  # fmt: skip
    db.session.add(later)
    db.session.flush()
    copy_rows(db.session(), shop.id, later.id, days=40)
    with shop_scope(later.id):
        moved = db.session.scalars(sa.select(Product)).first()
        assert moved is not None
        assert moved.added_on == ANCHOR + timedelta(days=40)
        assert moved.updated_at == MOMENT + timedelta(days=40)
