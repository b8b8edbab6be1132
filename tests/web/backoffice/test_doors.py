"""Who may: an onlooker reads every section and changes none; somebody else's shop does not exist."""

from __future__ import annotations

import pytest

from sandbox.shop.catalog.models import Product
from tests.factories.shops import CANARY
from tests.web.backoffice.conftest import Desk

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
    assert desk.read(path, status=404)
