"""« Soldes » outside the legal dates: told on save, never refused, and off in a faithful subject."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product
from sandbox.shop.display.models import Slide
from sandbox.shop.pricing.models import CatalogRule
from sandbox.training.subjects import queries as subjects
from sandbox.training.subjects.models import SubjectCopy
from tests.web.backoffice.conftest import Desk

RULES = "/catalogue/reductions/regles-catalogue"
TOLD = "est réservé par la loi"


@pytest.fixture
def helped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """As if the subject named this help."""
    for copy in db.session.query(SubjectCopy):
        copy.data = {**copy.data, "scenario": {**copy.data["scenario"], "aides": ["dates_des_soldes"]}}
    db.session.commit()
    monkeypatch.setattr(subjects, "_kept", {})
    return desk


def renamed(desk: Desk, name: str) -> bool:
    """Whether naming the kettle so was told."""
    path = f"/catalogue/produits/{desk.find(Product, reference='CAST-PRE-BOU').id}"
    page = desk.save(path, **desk.form(path, "product-form").filled(name=name))
    assert desk.find(Product, reference="CAST-PRE-BOU").name == name
    return page.says(TOLD)


def test_a_product_s_name(helped: Desk) -> None:
    assert renamed(helped, "Bouilloire, soldes d’hiver")
    assert not renamed(helped, "Bouilloire en promotion")


def test_a_slide_s_words(helped: Desk) -> None:
    path = f"/modules/carrousel/{db.session.query(Slide).order_by(Slide.id).first().id}"
    page = helped.save(path, **helped.form(path, "slide-form").filled(badge="Soldes"))
    assert page.says(TOLD)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [("06/01/2027", "02/02/2027", False), ("06/01/2027", "03/02/2027", True), ("", "", True)],
)
def test_a_promotion_is_judged_by_its_own_days(helped: Desk, first: str, last: str, told: bool) -> None:
    path = f"{RULES}/nouvelle"
    form = helped.form(path, "catalog-rule-form")
    values = {"name": "Soldes du port", "kind": "percent", "value_bp": "10"}
    page = helped.save(path, **form.filled(**values, starts_at=first, ends_at=last))
    assert page.says(TOLD) is told
    assert helped.count(CatalogRule, name="Soldes du port") == 1


def test_a_faithful_subject_says_nothing(desk: Desk) -> None:
    assert not renamed(desk, "Bouilloire, soldes d’hiver")
