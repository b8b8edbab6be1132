"""Catalogue > Marques."""

from __future__ import annotations

import io

from sandbox.shop.catalog.models import Brand, Product
from tests.web.backoffice.conftest import Desk

LIST = "/catalogue/marques"


def test_a_brand_is_created_then_shown_in_the_shop(desk: Desk) -> None:
    form = desk.form(f"{LIST}/nouvelle", "brand-form")
    desk.save(f"{LIST}/nouvelle", **form.filled(name="Faïencerie du Goulet", description="<p>Depuis 1931.</p>"))
    brand = desk.find(Brand, name="Faïencerie du Goulet")
    assert desk.shop_page(f"/marque/{brand.id}-{brand.slug}").says("Depuis 1931.")
    assert desk.journal()[-1].startswith("marque.creer: Marque créée : Faïencerie du Goulet")


def test_refuses_at_the_field_and_keeps_what_was_typed(desk: Desk) -> None:
    brand = desk.find(Brand, slug="poterie-du-mole")
    path = f"{LIST}/{brand.id}"
    form = desk.form(path, "brand-form")
    page = desk.refused(path, **form.filled(name="", meta_title="Gardé"))
    assert "Donnez un nom" in page.error("name")
    assert page.form("brand-form").fields["meta_title"] == ["Gardé"]
    page = desk.refused(path, **form.filled(picture=(io.BytesIO(b"rien"), "logo.png")))
    assert page.error("picture")


def test_a_deleted_brand_leaves_its_products(desk: Desk) -> None:
    brand = desk.find(Brand, slug="poterie-du-mole").id
    many = desk.count(Product)
    page = desk.save(f"{LIST}/{brand}/supprimer")
    assert page.says("supprimée")
    assert (desk.count(Product), desk.count(Product, brand_id=brand)) == (many, 0)


def test_a_brand_is_switched_off(desk: Desk) -> None:
    brand = desk.find(Brand, slug="poterie-du-mole")
    address = f"/marque/{brand.id}-{brand.slug}"
    form = desk.form(f"{LIST}/{brand.id}", "brand-form")
    desk.save(f"{LIST}/{brand.id}", **form.filled(is_active=None))
    assert desk.visitor.get(f"{desk.root}{address}").status_code == 404
