"""Each help that the real tools lack: on where the subject names it, off in a faithful one."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product, ProductImage
from sandbox.training.subjects import queries as subjects
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.models import SubjectCopy
from sandbox.web.backoffice import aids
from tests.web.backoffice.conftest import Desk

WORDS = {
    "analyse_seo": "Analyse du référencement",
    "legendes_manquantes": "Sans légende",
    "colonnes_ttc": "Prix final(TTC)",  # a line break stands between
    "pourquoi_ce_prix": "Pourquoi ce prix",
}
"""What the page of a product says with the help; « dates_des_soldes », told on save, has its own tests."""


def name_aids(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if the subject of every seat named these helps."""
    for copy in db.session.query(SubjectCopy):
        copy.data = {**copy.data, "scenario": {**copy.data["scenario"], "aides": list(names)}}
    db.session.commit()
    monkeypatch.setattr(subjects, "_kept", {})


def sheet(desk: Desk) -> str:
    """A product with variants, one picture of which has no caption."""
    product = desk.find(Product, key="ethiopie-yirgacheffe")
    db.session.query(ProductImage).filter_by(product_id=product.id, is_cover=True).one().legend = ""
    db.session.commit()
    return f"/catalogue/produits/{product.id}"


def test_the_helps_of_screens_are_those_of_subjects() -> None:
    named = {value for name, value in vars(aids).items() if name.isupper()}
    assert named == set(AIDS) == {*WORDS, "dates_des_soldes"}


def test_a_faithful_subject_has_none(desk: Desk) -> None:
    page = desk.read(sheet(desk))
    assert [name for name, words in WORDS.items() if page.says(words)] == []


@pytest.mark.parametrize("name", WORDS)
def test_a_subject_switches_on_the_one_it_names_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    name_aids(monkeypatch, name)
    page = desk.read(sheet(desk))
    assert [other for other, words in WORDS.items() if page.says(words)] == [name]
