"""Paramètres > Rechercher > Alias: another word that finds the same products."""

from __future__ import annotations

from sandbox.shop.search.models import SearchAlias
from tests.web.backoffice.conftest import Desk

LIST = "/parametres/rechercher/alias"


def test_an_alias_finds_products_in_the_shop(desk: Desk) -> None:
    assert not desk.shop_page("/recherche?q=mazagran").says("Mug Escale")
    page = desk.save(f"{LIST}/nouveau", aliases="mazagran, gobelet", target="mug")
    assert page.says("mènent à") or page.says("mène à")
    assert desk.shop_page("/recherche?q=mazagran").says("Mug Escale")
    assert desk.count(SearchAlias, target="mug") == 2
    made = desk.find(SearchAlias, alias="mazagran").id
    desk.save(f"{LIST}/{made}/activer", value="")
    assert not desk.shop_page("/recherche?q=mazagran").says("Mug Escale")
    desk.save(f"{LIST}/{made}/supprimer")
    assert desk.count(SearchAlias, id=made) == 0
    assert desk.journal()[-1].startswith("alias_recherche.supprimer") or "alias" in desk.journal()[-1]


def test_refuses_at_the_field(desk: Desk) -> None:
    page = desk.refused(f"{LIST}/nouveau", aliases="", target="mug")
    assert page.error("aliases")
    assert page.form("alias-form").fields["target"] == ["mug"]
    page = desk.refused(f"{LIST}/nouveau", aliases="mug", target="mug")
    assert "lui-même" in page.error("target")
    page = desk.refused(f"{LIST}/nouveau", aliases="expresso", target="café")
    assert "existe déjà" in page.error("aliases")


def test_another_alias_s_word_is_refused_at_the_field_too(desk: Desk) -> None:
    made = desk.find(SearchAlias, alias="tisane").id
    page = desk.refused(f"{LIST}/{made}", aliases="expresso", target="infusion", is_active="y")
    assert "existe déjà" in page.error("aliases")
    assert page.form("alias-form").fields["aliases"] == ["expresso"]
