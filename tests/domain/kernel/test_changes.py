"""What a transaction changed, and which business action did it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.actions import REGISTRY, action, take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.shops.models import Shop


@pytest.fixture
def rename(shop: Shop):  # type: ignore[no-untyped-def]
    """A registered action that renames a product and adds a category through a nested one."""
    assert shop.id

    @action("essai.ajouter", entity="categorie", words="a ajouté la catégorie")
    def add(*, name: str) -> Category:
        row = Category(name=name, slug=name)
        db.session.add(row)
        return row

    @action("essai.renommer", entity="produit", words="a renommé le produit")
    def run(*, product: Product, name: str) -> Product:
        product.name = name
        add(name="suite")
        return product

    yield run
    REGISTRY.pop("essai.renommer")
    REGISTRY.pop("essai.ajouter")


def test_an_action_keeps_what_it_changed(rename) -> None:  # type: ignore[no-untyped-def]
    mug = db.session.scalars(sa.select(Product).where(Product.key == "mug")).one()
    rename(product=mug, name="Mug doré")
    (done,) = take_performed()
    assert (done.name, done.entity, done.key, done.title) == ("essai.renommer", "produit", "mug", "Mug doré")
    assert [(c.table, c.op) for c in done.changes] == [("categories", "insert"), ("products", "update")]
    assert done.changes[1].before == {"name": "Mug Escale"}
    assert done.changes[0].after["id"] == done.changes[0].row_id
    assert take_performed() == []


@pytest.mark.usefixtures("shop")
def test_changes_outside_an_action_are_kept_too() -> None:
    db.session.delete(db.session.scalars(sa.select(Product).where(Product.key == "colombie")).one())
    db.session.flush()
    changes = take_changes(db.session())
    assert ("products", "delete") in [(c.table, c.op) for c in changes]
    assert next(c for c in changes if c.table == "products").before["key"] == "colombie"


@pytest.mark.usefixtures("shop")
def test_a_rollback_forgets(rename) -> None:  # type: ignore[no-untyped-def]
    mug = db.session.scalars(sa.select(Product).where(Product.key == "mug")).one()
    rename(product=mug, name="Perdu")
    db.session.rollback()
    assert take_performed() == []
    assert take_changes(db.session()) == []


def test_a_value_set_to_itself_is_no_change(shop: Shop) -> None:
    mug = db.session.scalars(sa.select(Product).where(Product.key == "mug")).one()
    mug.name = "Mug Escale"
    db.session.flush()
    assert take_changes(db.session()) == []
    assert shop.revision == 0
