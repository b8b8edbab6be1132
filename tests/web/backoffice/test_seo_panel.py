"""The analysis beside the forms of products, categories and pages: of what is stored, of what is typed, and the words it aims at."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.seo.models import FocusKeyphrase
from sandbox.shop.site.models import InfoPage
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk
from tests.web.backoffice.test_aids import name_aids

PLACES = [
    (Product, "/catalogue/produits", "product-form", "product"),
    (Category, "/catalogue/categories", "category-form", "category"),
    (InfoPage, "/apparence/pages", "page-form", "page"),
]


@pytest.fixture
def helped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    name_aids(monkeypatch, "analyse_seo")
    return desk


def first(model: type[Product | Category | InfoPage]) -> int:
    query = db.session.query(model)
    if model is Category:
        query = query.filter(Category.parent_id.is_not(None))
    return query.order_by(model.id).first().id


def look(desk: Desk, path: str, **sent: str) -> Page:
    answer = desk.send(f"{path}/analyse", **sent)
    assert answer.status_code == 200
    return Page(answer.text)


@pytest.mark.parametrize(("model", "folder", "form", "kind"), PLACES)
def test_the_words_aimed_at_are_kept_with_the_form(
    helped: Desk, model: type[Product], folder: str, form: str, kind: str
) -> None:
    path = f"{folder}/{first(model)}"
    helped.save(path, **helped.form(path, form).filled(focus="  grains   du quai "))
    row = db.session.query(FocusKeyphrase).filter_by(kind=kind).one()
    assert (row.target_id, row.keyphrase) == (first(model), "grains du quai")
    assert helped.form(path, form).filled()["focus"] == ["grains du quai"]
    assert any(line.startswith("mot_cle.viser:") for line in helped.journal())


@pytest.mark.parametrize(("model", "folder", "form", "kind"), PLACES)
def test_what_is_typed_is_looked_at_and_nothing_is_written(
    helped: Desk, model: type[Product], folder: str, form: str, kind: str
) -> None:
    before = helped.journal()
    page = look(helped, f"{folder}/{first(model)}", focus="grains du quai", meta_title="Grains du quai, la nuit")
    assert page.says("« grains du quai » ouvre le titre.")
    assert look(helped, f"{folder}/{first(model)}", focus="thé", meta_title="Grains").says(
        "« thé » n’est pas dans la balise titre."
    )
    assert (helped.journal(), db.session.query(FocusKeyphrase).filter_by(kind=kind).count()) == (before, 0)


@pytest.mark.parametrize(("folder", "field"), [("/catalogue/categories", "name"), ("/apparence/pages", "title")])
def test_what_is_being_created_is_looked_at_too(helped: Desk, folder: str, field: str) -> None:
    assert look(helped, f"{folder}/0", focus="infusions", **{field: "Infusions du soir"}).says(
        "« infusions » ouvre le titre."
    )


def test_a_new_category_keeps_its_words(helped: Desk) -> None:
    path = "/catalogue/categories/nouvelle"
    helped.save(path, **helped.form(path, "category-form").filled(name="Verveines du quai", focus="infusion bio"))
    made = db.session.query(Category).filter_by(name="Verveines du quai").one()
    assert (
        db.session.query(FocusKeyphrase).filter_by(kind="category", target_id=made.id).one().keyphrase == "infusion bio"
    )


def test_two_pages_that_aim_at_the_same_words_are_told(helped: Desk) -> None:
    number = first(Product)
    db.session.add(
        FocusKeyphrase(shop_id=helped.shop_id, kind="page", target_id=first(InfoPage), keyphrase="Grains du quai")
    )
    db.session.commit()
    name = db.session.query(InfoPage).order_by(InfoPage.id).first().title
    assert look(helped, f"/catalogue/produits/{number}", focus="grain quai").says(f"Par « {name} »")


def test_words_that_are_too_long_are_refused_at_their_field(helped: Desk) -> None:
    path = f"/apparence/pages/{first(InfoPage)}"
    page = helped.refused(path, **helped.form(path, "page-form").filled(focus="mot " * 60))
    assert page.says("120")


def test_a_product_without_chosen_words_aims_at_its_first_tag(helped: Desk) -> None:
    product = db.session.query(Product).filter(Product.tags.any()).order_by(Product.id).first()
    path = f"/catalogue/produits/{product.id}"
    assert helped.read(path).says(f"« {product.tags[0].label} »")
    helped.save(path, **helped.form(path, "product-form").filled())
    assert db.session.query(FocusKeyphrase).count() == 0, "nobody chose it"


def test_without_the_help_there_is_nothing_to_ask(desk: Desk) -> None:
    for model, folder, form, _kind in PLACES:
        path = f"{folder}/{first(model)}"
        assert desk.send(f"{path}/analyse", focus="café").status_code == 404
        assert "focus" not in desk.form(path, form).filled()
        desk.save(path, **desk.form(path, form).filled())
    assert db.session.query(FocusKeyphrase).count() == 0


def test_pasted_scripts_do_not_come_back(helped: Desk) -> None:
    sent = {"focus": "<script>alert(1)</script>", "description": "<script>x</script><p>Bon</p>"}
    answer = helped.send(f"/catalogue/produits/{first(Product)}/analyse", **sent)
    assert "<script" not in answer.text
