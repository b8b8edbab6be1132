"""Catalogue > Catégories: the tree, a category's page, what the shop then shows."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sandbox.shop.catalog.models import Category
from tests.web.backoffice.conftest import Desk

LIST = "/catalogue/categories"


def one(desk: Desk, slug: str = "thes") -> Category:
    return desk.find(Category, slug=slug)


def test_a_category_is_created_with_its_picture_and_shown_in_the_shop(desk: Desk) -> None:
    data = io.BytesIO()
    Image.new("RGB", (1200, 400), (20, 60, 60)).save(data, "PNG")
    data.seek(0)
    form = desk.form(f"{LIST}/nouvelle", "category-form")
    parent = one(desk, "coffrets-et-cadeaux")
    page = desk.save(f"{LIST}/nouvelle", **form.filled(
        name="Coffrets de Noël", parent_id=parent.id, description="<p>À glisser sous le sapin.</p>", picture=(data, "noel.png"),
        meta_title="Coffrets de Noël à offrir",
    ))  # fmt: skip
    assert page.says("La catégorie « Coffrets de Noël » est créée.")
    made = one(desk, "coffrets-de-noel")
    assert made.image is not None
    shown = desk.shop_page(f"/categorie/{made.id}-{made.slug}")
    assert shown.says("À glisser sous le sapin.")
    assert desk.journal()[-1].startswith("categorie.creer: Catégorie créée : Coffrets de Noël")


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", "", "Donnez un nom"), ("name", "Thés {verts}", "n’est pas permis"), ("slug", "infusions", "déjà prise"),
        ("parent_id", "99", "N’est pas un choix valide"),
    ],
)  # fmt: skip
def test_refuses_at_the_field(desk: Desk, name: str, typed: str, words: str) -> None:
    path = f"{LIST}/{one(desk).id}"
    page = desk.refused(path, **desk.form(path, "category-form").filled(**{name: typed, "meta_title": "Gardé"}))
    assert words in page.error(name)
    assert page.form("category-form").fields["meta_title"] == ["Gardé"]


def test_a_hidden_category_leaves_the_shop_with_its_children(desk: Desk) -> None:
    teas = one(desk, "thes-et-infusions")
    child, number = f"/categorie/{one(desk).id}-thes", teas.id
    desk.save(f"{LIST}/{number}/affichage", value="")
    assert desk.visitor.get(f"{desk.root}{child}").status_code == 404
    desk.save(f"{LIST}/{number}/affichage", value="1")
    assert desk.shop_page(child).says("Thés")


def test_sisters_change_places(desk: Desk) -> None:
    infusions = one(desk, "infusions").id
    desk.save(f"{LIST}/{infusions}/position", position=1)
    assert (one(desk, "infusions").position, one(desk).position) == (1, 2)


def test_what_cannot_be_deleted_says_why(desk: Desk) -> None:
    answer = desk.send(f"{LIST}/{one(desk, 'cafes').id}/supprimer")
    assert answer.status_code >= 400
    assert "sous-catégories" in answer.text
    form = desk.form(f"{LIST}/nouvelle", "category-form")
    desk.save(f"{LIST}/nouvelle", **form.filled(name="Essai"))
    desk.save(f"{LIST}/{one(desk, 'essai').id}/supprimer")
    assert desk.count(Category, slug="essai") == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Thés d’été", "thes-d-ete"), (" BŒUF & Cœur ", "boeuf-coeur"), ("thes--verts-", "thes-verts"), ("!!!", "thes"), ("thes-verts", "thes-verts")],
)  # fmt: skip
def test_an_address_typed_otherwise_is_corrected_and_it_is_told(desk: Desk, typed: str, kept: str) -> None:
    tea = one(desk)
    path = f"{LIST}/{tea.id}"
    page = desk.save(path, **desk.form(path, "category-form").filled(slug=typed, name="Thés"))
    assert desk.find(Category, id=tea.id).slug == kept
    assert page.says(f"L’URL simplifiée « {typed.strip()} » est devenue « {kept} ».") is (typed != kept)
