"""Simulated positions: those of the day follow the pages as they are saved."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.seo.models import SearchQuery
from sandbox.shop.seo.queries import Rank, list_ranks
from tests.web.backoffice.conftest import Desk
from tests.web.backoffice.test_aids import name_aids

PAGE = "/parametres/seo/positions"


@pytest.fixture
def helped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    name_aids(monkeypatch, "analyse_seo")
    return desk


def rank(desk: Desk, words: str) -> Rank:
    db.session.commit()
    with shop_scope(desk.shop_id):
        return next(one for one in list_ranks() if one.words == words)


def test_each_query_has_twelve_months_and_the_page_that_shows(helped: Desk) -> None:
    page = helped.read(PAGE)
    queries = db.session.query(SearchQuery).filter_by(shop_id=helped.shop_id).all()
    assert len(queries) > 20
    assert all(page.says(query.words) and len(query.history) == 12 for query in queries)
    assert page.says("Aucune page n’a ces mots")


def test_writing_a_better_page_gains_places_at_once(helped: Desk) -> None:
    before = rank(helped, "café colombie")
    assert before.now is not None
    product = db.session.query(Product).filter_by(shop_id=helped.shop_id, key="colombie-huila").one()
    path = f"/catalogue/produits/{product.id}"
    helped.save(path, **helped.form(path, "product-form").filled(
        meta_title="Café Colombie Huila, grillé la nuit", slug="cafe-colombie-huila", meta_description="Un café de Colombie lavé."
    ))  # fmt: skip
    after = rank(helped, "café colombie")
    assert after.now is not None
    assert after.now < before.now
    assert {"titre", "URL", "méta description"} <= set(after.reasons)


def test_a_query_nobody_answers_is_absent_until_a_page_does(helped: Desk) -> None:
    assert rank(helped, "dripper v60").now is None
    helped.save("/apparence/pages/nouvelle", **helped.form("/apparence/pages/nouvelle", "page-form").filled(
        title="Dripper V60 : le mode d’emploi", content="<p>Le dripper V60 se règle en trois gestes.</p>"
    ))  # fmt: skip
    found = rank(helped, "dripper v60")
    assert found.now is not None
    assert found.page is not None
    assert found.page.place.name == "Dripper V60 : le mode d’emploi"
    assert helped.read(PAGE).says("Dripper V60 : le mode d’emploi")


def test_it_is_there_with_the_help_only(desk: Desk) -> None:
    desk.read(PAGE, status=404)
    assert not desk.read("/parametres/seo").says("Positions")
