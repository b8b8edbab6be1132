"""Working under an employee's name: what the profile closes, and how one comes back."""

from __future__ import annotations

import pytest
from flask import Flask

from sandbox.shop.catalog.models import Product
from sandbox.shop.team.models import Employee, Profile
from sandbox.web import nav
from tests.web.backoffice.conftest import Desk

DOOR = "/connexion-employe"
RIGHTS = "/parametres/equipe/permissions"


def enter(desk: Desk, key: str, password: str = "", *, status: int = 302) -> str:
    """Come in as an employee."""
    desk.read(DOOR)
    answer = desk.send(DOOR, email=desk.find(Employee, key=key).email, password=password)
    assert answer.status_code == status, answer.text
    return answer.text


def test_every_screen_belongs_to_rights_that_can_be_given(app: Flask) -> None:
    names = {name.partition(".")[2] for name in app.view_functions if name.startswith("backoffice.")}
    free = {"staff", "staff_enter", "staff_leave", "search", "lost"}
    assert {name for name in names if not nav.area_of(name)} == free


def test_the_menu_shows_what_the_profile_opens(desk: Desk) -> None:
    assert desk.read("/commandes").says("Livraison")
    enter(desk, "ines-baudry")
    page = desk.read("/commandes")
    assert page.says("Vous travaillez comme Inès Baudry")
    assert page.says("SAV")
    assert not page.says("International")
    assert not page.says("Carrousel")
    assert not page.says("Paramètres avancés")


def test_who_leaves_the_name_has_every_right_again(desk: Desk) -> None:
    enter(desk, "ines-baudry")
    desk.read(RIGHTS, status=403)
    assert desk.send(f"{DOOR}/quitter").status_code == 302
    assert desk.read(RIGHTS).says("Droits du profil")
    assert not desk.read("/commandes").says("Vous travaillez comme")


def test_an_owner_keeps_every_right(desk: Desk) -> None:
    enter(desk, "maelle-kerdreal")
    assert desk.read(RIGHTS).says("Droits du profil")
    owner = desk.find(Profile, key="super-admin").id
    assert desk.read(f"{RIGHTS}?profil={owner}").says("garde tous les droits")
    assert desk.send(f"{RIGHTS}/{owner}", clients="voir").status_code == 422


def test_a_password_that_was_chosen_is_asked_for(desk: Desk) -> None:
    path = f"/parametres/equipe/{desk.find(Employee, key='ines-baudry').id}"
    desk.save(path, **desk.form(path, "employee-form").filled(password="Quai-29990-nuit"))
    assert "mot de passe est incorrect" in enter(desk, "ines-baudry", "autre-chose", status=422)
    enter(desk, "ines-baudry", "Quai-29990-nuit")


def test_a_closed_account_neither_enters_nor_stays(desk: Desk) -> None:
    number = desk.find(Employee, key="ines-baudry").id
    desk.save(f"/parametres/equipe/{number}/activer", value="")
    assert "désactivé" in enter(desk, "ines-baudry", status=422)


def test_what_is_done_is_signed_by_the_employee(desk: Desk) -> None:
    enter(desk, "ines-baudry")
    thread = desk.read("/sav")
    assert thread.says("Inès Baudry")


@pytest.mark.parametrize("given", [{"clients": "voler"}, {"clients": ["voir", "tout"]}])
def test_rights_that_do_not_exist_are_refused(desk: Desk, given: dict[str, object]) -> None:
    profile = desk.find(Profile, key="vendeur").id
    before = desk.journal()
    assert desk.send(f"{RIGHTS}/{profile}", **given).status_code == 422
    assert desk.journal() == before


def test_the_journal_tells_the_rights_in_words(desk: Desk) -> None:
    profile = desk.find(Profile, key="redacteur").id
    desk.read(RIGHTS)
    desk.save(f"{RIGHTS}/{profile}", pages=["voir", "modifier"])
    told = desk.journal()[-1]
    assert told.startswith("profil.autoriser: ")
    assert "Rédacteur" in told
    assert "Pages" in told


def give(desk: Desk, key: str, **ticked: list[str]) -> None:
    """Give a profile these rights, and no other."""
    profile = desk.find(Profile, key=key).id
    desk.read(RIGHTS)
    desk.save(f"{RIGHTS}/{profile}", **ticked)


def test_the_search_looks_where_the_profile_may_look(desk: Desk) -> None:
    assert desk.read("/recherche?q=lemarchand").says("Hugo Lemarchand")
    give(desk, "vendeur", produits=["voir"])
    enter(desk, "ines-baudry")
    assert not desk.read("/recherche?q=lemarchand").says("Hugo Lemarchand")
    assert desk.read("/recherche?q=moulin+armen").says("CAST-PRE-MOU")


def test_an_action_on_a_list_needs_its_own_right(desk: Desk) -> None:
    give(desk, "vendeur", produits=["voir", "modifier"])
    mill = desk.find(Product, key="moulin-armen").id
    enter(desk, "ines-baudry")
    for action in ("supprimer", "dupliquer"):
        assert desk.send("/catalogue/produits/selection", action=action, ids=[mill]).status_code == 403
    assert desk.send(f"/catalogue/produits/{mill}/dupliquer").status_code == 403
    assert desk.send("/catalogue/produits/selection", action="desactiver", ids=[mill]).status_code == 302
    assert not desk.find(Product, key="moulin-armen").is_online


def test_the_form_of_something_new_is_closed_to_who_may_not_add(desk: Desk) -> None:
    give(desk, "vendeur", produits=["voir", "modifier"], commandes=["voir", "ajouter"])
    enter(desk, "ines-baudry")
    assert desk.read("/catalogue/produits/nouveau", status=403).says("ne permet pas d’ajouter ici : Produits.")
    assert desk.read("/commandes/nouvelle?q=lemarchand").says("Hugo Lemarchand")
