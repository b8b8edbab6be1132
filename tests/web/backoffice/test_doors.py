"""Who may: an onlooker reads every section and changes none; somebody else's shop does not exist."""

from __future__ import annotations

import pytest

from sandbox.shop.catalog.models import Product
from tests.factories.shops import CANARY
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

MENU = 'href="{}/admin/catalogue/produits"'

SECTIONS = [
    "/catalogue/produits", "/catalogue/produits/1", "/catalogue/categories", "/catalogue/categories/3", "/catalogue/marques",
    "/catalogue/attributs", "/catalogue/attributs/1", "/catalogue/caracteristiques", "/catalogue/stock", "/parametres/generaux",
    "/parametres/produits", "/parametres/commandes", "/parametres/clients", "/clients", "/clients/3", "/clients/3/modifier",
    "/clients/adresses", "/parametres/clients/groupes", "/parametres/clients/civilites", "/sav", "/sav/2",
    "/sav/messages-predefinis", "/parametres/contacts", "/modules", "/modules/avis", "/modules/avis/1", "/modules/carrousel",
    "/modules/carrousel/1", "/modules/produits-populaires", "/modules/reassurance", "/modules/menu", "/apparence/pages",
    "/apparence/pages/1", "/apparence/positions", "/apparence/liens", "/apparence/liens/1", "/parametres/rechercher/alias",
    "/parametres/equipe", "/parametres/equipe/1", "/parametres/equipe/profils",
]  # fmt: skip
WRITES = [
    "/catalogue/produits/1", "/catalogue/produits/1/en-ligne", "/catalogue/categories/3", "/catalogue/marques/1",
    "/catalogue/attributs/1", "/catalogue/caracteristiques", "/catalogue/stock/13", "/parametres/generaux", "/clients/nouveau",
    "/clients/3/note", "/clients/adresses/1", "/parametres/clients/groupes/3", "/sav/2/repondre", "/sav/messages-predefinis/1",
    "/parametres/contacts/1", "/modules/avis/116/publier", "/modules/carrousel/1", "/modules/produits-populaires/nombre",
    "/modules/reassurance/1", "/modules/menu/1/retirer", "/apparence/pages/1", "/apparence/positions/1/afficher",
    "/apparence/liens/1", "/parametres/rechercher/alias/1", "/parametres/equipe/1", "/modules/partage",
]  # fmt: skip


def test_an_onlooker_reads_everything_and_is_told_so(onlooker: Desk) -> None:
    for path in SECTIONS:
        assert onlooker.read(path).says("Consultation seule."), path
    assert onlooker.journal() == []


def test_an_onlooker_changes_nothing(onlooker: Desk) -> None:
    onlooker.read("/catalogue/produits")
    before = onlooker.find(Product, id=1).is_online
    for path in WRITES:
        assert onlooker.send(path, value="", name="Autre").status_code == 403, path
    assert onlooker.find(Product, id=1).is_online == before
    assert onlooker.journal() == []


def test_somebody_else_s_shop_does_not_exist(stranger: Desk) -> None:
    for path in SECTIONS:
        answer = stranger.visitor.get(f"{stranger.root}/admin{path}")
        assert answer.status_code == 404, path
        assert CANARY not in answer.text
    for path in WRITES:
        assert stranger.send(path, value="").status_code == 404, path
    assert stranger.journal() == []


@pytest.mark.parametrize("path", [p.rsplit("/", 1)[0] + "/99999" for p in SECTIONS if p.rsplit("/", 1)[1].isdigit()])
def test_what_is_not_in_the_shop_is_not_found(desk: Desk, path: str) -> None:
    answer = desk.visitor.get(f"{desk.root}/admin{path}")
    assert answer.status_code == 404
    assert MENU.format(desk.root) in answer.text, "the menu stays"


@pytest.mark.parametrize("path", ["/catalogue/produit", "/nulle/part", "/catalogue/produits/"])
def test_an_address_that_is_nowhere_is_told_in_the_back_office(desk: Desk, path: str) -> None:
    answer = desk.visitor.get(f"{desk.root}/admin{path}")
    page = Page(answer.text)
    assert answer.status_code == 404
    assert page.says("Page introuvable")
    assert page.says("Aucun écran de l’administration n’est à cette adresse.")
    assert page.says("Aller à « Tableau de bord »")
    assert MENU.format(desk.root) in answer.text
    assert desk.journal() == []


@pytest.mark.parametrize(
    ("came", "is_ours"), [("http://localhost{}/admin/clients?page=2", True), ("http://ailleurs.example{}/admin/clients?page=2", False)]
)  # fmt: skip
def test_a_refusal_leads_back_to_the_page_that_led_there(desk: Desk, came: str, is_ours: bool) -> None:
    headers = {"Referer": came.format(desk.root)}
    page = Page(desk.visitor.get(f"{desk.root}/admin/nulle/part", headers=headers).text)
    assert page.says("Revenir à la page précédente") is is_ours
