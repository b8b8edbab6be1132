"""Catalogue > Suivi: what is left to complete, and where it is corrected."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category, Product, ProductCategory
from sandbox.shop.catalog.queries import watched_catalog
from sandbox.shop.team.models import Employee
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

PAGE = "/catalogue/suivi"


def names(key: str) -> set[str]:
    """The names in one list."""
    db.session.expire_all()
    return {row.name for watch in watched_catalog() if watch.key == key for row in watch.rows}


def test_a_new_product_is_told_until_it_is_complete(desk: Desk) -> None:
    made = desk.save("/catalogue/produits/nouveau", kind="standard", name="Tasse Ponton")
    assert made.says("Tasse Ponton")
    for key in ("picture", "price", "description", "reference", "stock", "offline"):
        assert "Tasse Ponton" in names(key), key
    path = f"/catalogue/produits/{desk.find(Product, name='Tasse Ponton').id}"
    assert desk.visitor.get(f"{desk.root}/admin{PAGE}").text.count(f"{path}#") >= 6
    sheet = {"description": "<p>Grès émaillé.</p>", "reference": "CAST-TAS-PON", "price_excl_micros": "12,00"}
    desk.save(path, **desk.form(path, "product-form").filled(**sheet))
    for key in ("price", "description", "reference"):
        assert "Tasse Ponton" not in names(key), key
    assert "Tasse Ponton" in names("picture")


def test_a_shelf_is_empty_when_nothing_is_in_it_nor_below(desk: Desk) -> None:
    root = db.session.query(Category).filter_by(parent_id=None).one()
    above = Category(key="caves", name="Caves", slug="caves", parent_id=root.id)
    db.session.add(above)
    db.session.flush()
    below = Category(key="cave-nord", name="Cave nord", slug="cave-nord", parent_id=above.id)
    db.session.add(below)
    db.session.flush()
    assert {"Caves", "Cave nord"} <= names("categories")
    assert root.name not in names("categories")
    product = desk.find(Product, reference="CAST-PRE-BOU")
    db.session.add(ProductCategory(product_id=product.id, category_id=below.id))
    db.session.flush()
    assert not {"Caves", "Cave nord"} & names("categories")


def test_variants_are_told_by_their_name_and_not_as_products(desk: Desk) -> None:
    mug = desk.find(Product, reference="CAST-MUG-ESC")
    mug.variants[0].quantity = 0
    db.session.flush()
    rows = [row for watch in watched_catalog() if watch.key == "variants" for row in watch.rows if row.id == mug.id]
    assert [bool(row.detail) for row in rows] == [True] * len(rows)
    assert rows
    assert mug.name not in names("stock")


@pytest.mark.parametrize("kind", ["pack", "virtual"])
def test_what_has_no_stock_of_its_own_is_not_told(desk: Desk, kind: str) -> None:
    kettle = desk.find(Product, reference="CAST-PRE-BOU")
    kettle.quantity = 0
    db.session.flush()
    assert kettle.name in names("stock")
    kettle = desk.find(Product, reference="CAST-PRE-BOU")
    kettle.kind, kettle.quantity = kind, 0
    db.session.flush()
    assert kettle.name not in names("stock")


def test_the_page_sends_few_statements_whatever_it_finds(desk: Desk) -> None:
    with counted() as sent:
        watched_catalog()
    assert len(sent) <= 7


def test_an_onlooker_reads_it_and_a_profile_may_not(desk: Desk, onlooker: Desk, stranger: Desk) -> None:
    assert onlooker.read(PAGE).says("Produits sans image")
    stranger.read(PAGE, status=404)
    desk.read("/connexion-employe")
    desk.send("/connexion-employe", email=desk.find(Employee, key="ines-baudry").email, password="")
    desk.read(PAGE, status=403)
