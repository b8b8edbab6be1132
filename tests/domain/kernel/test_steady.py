"""What pages keep of a shop: good while its tables stay as they are, read again when anything is not certain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.steady import Steady, begin_reading, end_reading, steady, written_tables
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.catalog.queries.shopfront import features_by_product
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.pricing.queries import public_buyer
from sandbox.shop.reviews.models import Review
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_settings
from tests.support.statements import counted


@steady
def product_names() -> tuple[str, ...]:
    return tuple(db.session.scalars(sa.select(Product.name).order_by(Product.id)))


@steady
def words() -> tuple[str, ...]:
    categories = db.session.scalars(sa.select(Category.name).order_by(Category.id))
    return (*product_names(), *categories)


@steady
def whole_rows() -> list[Product]:
    return list(db.session.scalars(sa.select(Product)))


@pytest.fixture
def store(shop: Shop) -> Iterator[Steady]:
    found = Steady()
    read(found, shop, 1)
    yield found
    end_reading()


def read(store: Steady, shop: Shop, revision: int) -> None:
    """Read the shop at that revision from now on."""
    begin_reading(store, shop_id=shop.id, shop_key=shop.key, revision=revision)


def asked() -> int:
    """How many statements reading the words sends."""
    with counted() as sent:
        words()
    return len(sent)


def test_reads_once(store: Steady, shop: Shop) -> None:
    assert asked() == 2
    assert asked() == 0
    assert "Mug Escale" in words()
    assert store
    assert shop.key == "alice"


def test_a_write_elsewhere_changes_nothing(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, {"products"})
    words()
    store.wrote(shop.key, 2, {"reviews", "carts"})
    read(store, shop, 2)
    assert asked() == 0


def test_a_write_of_a_table_makes_it_be_read_again(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    words()
    store.wrote(shop.key, 2, {"products"})
    read(store, shop, 2)
    assert asked() == 2


def test_what_is_read_through_another_query_counts(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    product_names()
    words()  # its products come from what is kept
    store.wrote(shop.key, 2, {"products"})
    read(store, shop, 2)
    assert asked() == 2


def test_a_revision_that_nobody_told_makes_everything_be_read_again(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    words()
    store.wrote(shop.key, 3, {"reviews"})  # the second came from another process
    read(store, shop, 3)
    assert asked() == 2


def test_a_revision_not_yet_told_makes_everything_be_read_again(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    words()
    read(store, shop, 2)
    assert asked() == 2
    store.wrote(shop.key, 2, {"reviews"})
    assert asked() == 0


def test_revisions_told_late_are_not_trusted(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    words()
    store.wrote(shop.key, 3, set())
    store.wrote(shop.key, 2, {"products"})
    read(store, shop, 3)
    assert asked() == 2


def test_a_table_that_nobody_knows_counts_as_all(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    words()
    store.wrote(shop.key, 2, {"*"})
    read(store, shop, 2)
    assert asked() == 2


def test_each_shop_has_its_own(store: Steady, shop: Shop) -> None:
    mine = words()
    bob = db.session.query(Shop).filter_by(key="bob").one()
    with shop_scope(bob.id):
        assert asked() == 2, "another shop than the one read is never kept"
        read(store, bob, 1)
        theirs = words()
    assert all("FUITE" in word or word == "Accueil" for word in theirs)
    read(store, shop, 1)
    assert words() == mine
    assert not any("FUITE" in word for word in mine)


def test_the_number_of_a_deleted_shop_leads_to_nothing_of_it(store: Steady, shop: Shop) -> None:
    words()
    begin_reading(store, shop_id=shop.id, shop_key="the-next-one", revision=1)
    assert asked() == 2


def test_outside_a_reading_request_nothing_is_kept(store: Steady) -> None:
    words()
    end_reading()
    assert asked() == 2
    assert asked() == 2
    assert store


def test_refuses_to_keep_rows(store: Steady) -> None:
    with pytest.raises(TypeError, match="Product"):
        whole_rows()
    assert store


def test_the_oldest_values_are_forgotten(shop: Shop) -> None:
    small = Steady(max_values=1)
    read(small, shop, 1)
    try:
        product_names()
        words()
        assert asked() == 0
        with counted() as sent:
            product_names()
        assert len(sent) == 1
    finally:
        end_reading()


def test_settings_are_the_callers_own(store: Steady) -> None:
    get_settings()["nouveau_jours"] = -1
    assert get_settings()["nouveau_jours"] != -1
    assert store


def test_the_tables_written_are_told_whatever_the_way(shop: Shop) -> None:
    assert shop
    db.session.rollback()
    assert written_tables(db.session()) == set()
    product = db.session.query(Product).filter_by(key="mug").one()
    product.name = "Mug du quai"
    db.session.flush()
    assert written_tables(db.session()) == {"products"}
    product.categories.clear()  # an orphan, which the flush itself deletes
    db.session.flush()
    assert written_tables(db.session()) == {"products", "product_categories"}
    db.session.rollback()
    assert written_tables(db.session()) == set()


def test_what_the_database_deletes_with_a_row_is_told_too(shop: Shop) -> None:
    assert shop
    db.session.rollback()
    db.session.delete(db.session.query(Product).filter_by(key="colombie").one())
    db.session.flush()
    assert {"products", Review.__tablename__, "featured_products"} <= written_tables(db.session())


def test_a_shops_own_queries_keep_plain_data(store: Steady) -> None:
    for query in (features_by_product, public_buyer, lambda: buyer_of(None)):
        assert query() == query()
    assert store


def test_shops_written_long_ago_are_forgotten(store: Steady, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.kernel.steady.MAX_SHOPS", 2)
    asked()
    store.wrote(shop.key, 2, {"carts"})
    store.wrote("b", 2, {"carts"})
    store.wrote("c", 2, {"carts"})
    read(store, shop, 2)
    assert asked() == 2  # nobody knows any more what was written: read again


def test_a_request_that_writes_reads_what_is_kept_until_its_first_change(store: Steady, shop: Shop) -> None:
    store.wrote(shop.key, 1, set())
    words()
    with shop_scope(shop.id):
        assert asked() == 0
        mug = db.session.scalars(sa.select(Product).where(Product.name == "Mug Escale")).one()
        mug.name = "Mug du quai"  # about to be written, and nothing sent yet
        assert asked() == 3  # the change itself goes first
        assert "Mug du quai" in words()
        db.session.flush()
        assert "Mug du quai" in words()
    db.session.rollback()
    assert asked() == 0
    assert "Mug Escale" in words()
