"""The administrator's accounts: the list, a new one, closing, a new password."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from sandbox.accounts.models import Role, User
from sandbox.accounts.queries import find_user
from sandbox.accounts.services import authenticate, create_user
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from tests.factories.people import PASSWORD, PEOPLE
from tests.support.visitor import Visitor

PASSWORD_SHOWN = re.compile(r'class="ex-slip__k">([a-z0-9-]+)<')


@pytest.fixture
def ada(app: Flask) -> Visitor:
    return Visitor(app, "ada")


def account(login: str) -> User:
    db.session.rollback()
    found = find_user(login)
    assert found is not None
    return found


def test_lists_every_account_with_its_count(ada: Visitor) -> None:
    page = ada.get("/administration/comptes")
    assert page.status_code == 200
    assert f"{len(PEOPLE)}\u00a0comptes" in page.text
    assert all(name in page.text for name, _role in PEOPLE.values())


def test_filters_by_role_and_text_and_keeps_what_was_asked(ada: Visitor) -> None:
    page = ada.get("/administration/comptes?role=examiner")
    assert "Erin Examinatrice" in page.text
    assert "Tom Formateur" not in page.text
    page = ada.get("/administration/comptes?q=ALICE")
    assert "Alice Candidate" in page.text
    assert "Bob Candidat" not in page.text
    assert 'value="ALICE"' in page.text


def test_an_unknown_role_and_a_wild_page_number_show_the_whole_list(ada: Visitor) -> None:
    page = ada.get("/administration/comptes?role=roi&page=9999")
    assert page.status_code == 200
    assert "Bob Candidat" in page.text


def test_says_what_to_do_when_nobody_is_found(ada: Visitor) -> None:
    page = ada.get("/administration/comptes?q=personne-ici")
    assert "Aucun compte ne répond à cette recherche" in page.text


def test_long_lists_have_pages(app: Flask, ada: Visitor) -> None:
    for number in range(55):
        create_user(login=f"eleve{number:02d}", name=f"Élève {number:02d}", role=Role.CANDIDATE, password=PASSWORD)
    first, second = ada.get("/administration/comptes"), ada.get("/administration/comptes?page=2")
    assert 'aria-current="page">1<' in first.text
    assert 'aria-current="page">2<' in second.text
    assert "Tom Formateur" not in first.text
    assert "Tom Formateur" in second.text


def test_creates_an_account_and_shows_its_password_once(app: Flask, ada: Visitor) -> None:
    ada.get("/administration/comptes/nouveau")
    page = ada.post("/administration/comptes/nouveau", name="Nora Petit", login="Nora.Petit", role="trainer")
    assert page.status_code == 200
    password = PASSWORD_SHOWN.search(page.text)
    assert password is not None
    made = account("nora.petit")
    assert (made.name, made.role, made.is_active) == ("Nora Petit", Role.TRAINER, True)
    assert authenticate(login="nora.petit", password=password[1]) is made
    assert password[1] not in ada.get("/administration/comptes").text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"login": "alice"}, "L’identifiant «\u00a0alice\u00a0» est déjà pris."),
        ({"login": "é à"}, "lettres sans accent"),
        ({"name": ""}, "Indiquez le nom de la personne."),
        ({"role": ""}, "Choisissez un rôle."),
        ({"role": "roi"}, 'id="role-e"'),
        ({"name": "n" * 121}, "120 caractères au plus."),
    ],
)
def test_refuses_a_faulty_account_at_its_field_and_keeps_the_rest(
    ada: Visitor, values: dict[str, str], message: str
) -> None:
    sent = {"name": "Nora Petit", "login": "nora", "role": "trainer"} | values
    page = ada.post("/administration/comptes/nouveau", **sent)
    assert page.status_code == 422
    assert message in page.text
    assert f'id="{next(iter(values))}-e"' in page.text
    assert "Nora Petit" in page.text or "name" in values
    if sent["login"] != "alice":
        assert find_user(sent["login"]) is None


def test_closes_an_account_and_its_open_sessions(app: Flask, ada: Visitor) -> None:
    erin = Visitor(app, "erin")
    answer = ada.post(f"/administration/comptes/{account('erin').id}/etat?role=examiner", ouvert="0")
    assert answer.status_code == 302
    assert answer.location.endswith("role=examiner")
    assert account("erin").is_active is False
    assert erin.get("/mon-compte").status_code == 302
    ada.post(f"/administration/comptes/{account('erin').id}/etat", ouvert="1")
    assert account("erin").is_active is True


def test_the_last_administrator_cannot_be_closed(ada: Visitor) -> None:
    page = ada.post(f"/administration/comptes/{account('ada').id}/etat", ouvert="0")
    assert page.status_code == 422
    assert "dernier compte d’administrateur ouvert" in page.text
    assert account("ada").is_active is True
    assert ada.get("/administration/comptes").status_code == 200


def test_one_of_two_administrators_can_be_closed(app: Flask, ada: Visitor) -> None:
    create_user(login="abel", name="Abel Administrateur", role=Role.ADMINISTRATOR, password=PASSWORD)
    abel = Visitor(app, "abel")
    assert abel.post(f"/administration/comptes/{account('ada').id}/etat", ouvert="0").status_code == 302
    assert account("ada").is_active is False
    assert ada.get("/administration/comptes").status_code == 302


def test_draws_a_new_password_and_ends_the_sessions(app: Flask, ada: Visitor) -> None:
    tom = Visitor(app, "tom")
    page = ada.post(f"/administration/comptes/{account('tom').id}/mot-de-passe")
    password = PASSWORD_SHOWN.search(page.text)
    assert password is not None
    assert tom.get("/mon-compte").status_code == 302
    with pytest.raises(RuleBroken):
        authenticate(login="tom", password=PASSWORD)
    tom.sign_in("tom", password[1])
    assert tom.get("/mon-compte").status_code == 200


def test_an_account_that_does_not_exist_is_a_404(ada: Visitor) -> None:
    assert ada.post("/administration/comptes/99999/etat", ouvert="0").status_code == 404
    assert ada.post("/administration/comptes/99999/mot-de-passe").status_code == 404


@pytest.mark.parametrize("login", ["alice", "erin", "tom"])
def test_nobody_else_gets_in(app: Flask, login: str) -> None:
    visitor = Visitor(app, login)
    assert visitor.get("/administration/comptes").status_code == 403
    assert visitor.post(f"/administration/comptes/{account('bob').id}/etat", ouvert="0").status_code == 403
    assert (
        visitor.post("/administration/comptes/nouveau", name="X", login="xx", role="administrator").status_code == 403
    )
    assert account("bob").is_active is True
    assert find_user("xx") is None
