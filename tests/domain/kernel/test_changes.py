"""What a transaction changed, and which business action did it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.actions import REGISTRY, action, take_performed
from sandbox.kernel.changes import take_changes, unheard
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
        add(name=f"suite-{name}")
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


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("is_flush_at_fault", [False, True])
def test_a_savepoint_rolled_back_forgets_its_own_part_only(rename, is_flush_at_fault: bool) -> None:  # type: ignore[no-untyped-def]
    """What went well before a refusal is committed, so it must be told: a change without its journal entry is a lie."""
    rows = {p.key: p for p in db.session.scalars(sa.select(Product))}
    rename(product=rows["mug"], name="Gardé")
    inner = db.session.begin_nested()
    rename(product=rows["ethiopie"], name="Repris")
    if is_flush_at_fault:
        rows["colombie"].slug = "mug"
        with pytest.raises(sa.exc.IntegrityError):
            db.session.flush()
    inner.rollback()
    with db.session.begin_nested():
        rename(product=rows["colombie"], name="Gardé aussi")
    assert [done.key for done in take_performed()] == ["mug", "colombie"]
    told = [c.after.get("name") for c in take_changes(db.session()) if c.table == "products"]
    assert told == ["Gardé", "Gardé aussi"]
    db.session.commit()
    assert {p.key: p.name for p in db.session.scalars(sa.select(Product))} == {
        "mug": "Gardé", "colombie": "Gardé aussi", "ethiopie": "Éthiopie Yirgacheffe",
    }  # fmt: skip


def test_a_value_set_to_itself_is_no_change(shop: Shop) -> None:
    mug = db.session.scalars(sa.select(Product).where(Product.key == "mug")).one()
    mug.name = "Mug Escale"
    db.session.flush()
    assert take_changes(db.session()) == []
    assert shop.revision == 0


def test_a_row_taken_out_of_its_list_is_told(shop: Shop) -> None:
    """The flush itself deletes it: without this, nothing would have changed and the shop's pages would stay."""
    mug = db.session.scalars(sa.select(Product).where(Product.key == "mug")).one()
    (link,) = mug.categories
    take_changes(db.session())
    mug.categories.clear()
    db.session.flush()
    (change,) = take_changes(db.session())
    assert (change.table, change.op, change.row_id) == ("product_categories", "delete", link.id)
    assert change.before["category_id"] == mug.category_id
    assert shop.key == "alice"


def test_what_is_written_unheard_is_not_told(shop: Shop) -> None:
    with unheard(db.session()):
        db.session.add(Category(name="Muette", slug="muette", shop_id=shop.id))
        db.session.flush()
        db.session.delete(db.session.scalars(sa.select(Product).where(Product.key == "colombie")).one())
        db.session.flush()
    assert take_changes(db.session()) == []
    db.session.add(Category(name="Parlante", slug="parlante", shop_id=shop.id))
    db.session.flush()
    assert [(change.table, change.op) for change in take_changes(db.session())] == [("categories", "insert")]
