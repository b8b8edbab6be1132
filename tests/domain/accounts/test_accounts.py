"""Accounts: made with care, found whatever the case, closed without trace of why a door stays shut."""

from __future__ import annotations

import re

import pytest

from sandbox.accounts.models import Role, User
from sandbox.accounts.queries import count_active, count_by_role, find_user, get_user, list_users, page_users
from sandbox.accounts.services import (
    MIN_PASSWORD,
    authenticate,
    change_password,
    create_user,
    draw_password,
    set_active,
)
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.passwords import hash_password, verify_password
from tests.factories.people import PASSWORD, PEOPLE

pytestmark = pytest.mark.usefixtures("app")
REFUSED = "Identifiant ou mot de passe incorrect."


def person(login: str) -> User:
    found = find_user(login)
    assert found is not None
    return found


# signing in ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["alice", "ALICE", "  Alice "])
def test_signs_in_whatever_the_case(login: str) -> None:
    assert authenticate(login=login, password=PASSWORD).login == "alice"


@pytest.mark.parametrize(
    ("login", "password"),
    [("alice", ""), ("alice", PASSWORD.upper()), ("alice", PASSWORD + " "), ("personne", PASSWORD), ("", ""), ("alice'--", PASSWORD)],
)  # fmt: skip
def test_every_mistake_gets_one_same_refusal(login: str, password: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        authenticate(login=login, password=password)
    assert (refusal.value.message, refusal.value.field) == (REFUSED, "password")


def test_a_closed_account_is_refused_as_if_the_password_were_wrong() -> None:
    set_active(user=person("alice"), is_active=False)
    with pytest.raises(RuleBroken, match=REFUSED):
        authenticate(login="alice", password=PASSWORD)
    set_active(user=person("alice"), is_active=True)
    assert authenticate(login="alice", password=PASSWORD)


def test_an_unknown_login_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from sandbox.kernel import passwords

    digests = []
    original = passwords._digest
    monkeypatch.setattr(passwords, "_digest", lambda *a: digests.append(1) or original(*a))
    for login in ("alice", "personne"):
        with pytest.raises(RuleBroken):
            authenticate(login=login, password="faux-mot-de-passe")
    assert len(digests) == 2


# passwords -----------------------------------------------------------------------------------------------------------------


def test_a_password_is_kept_as_a_salted_hash() -> None:
    first, second = hash_password("même mot"), hash_password("même mot")
    assert first != second
    assert "même" not in first
    assert verify_password(first, "même mot")
    assert not verify_password(first, "même mots")
    assert not verify_password(None, "")
    assert not verify_password(None, "même mot")


def test_a_new_password_closes_what_was_open() -> None:
    alice = person("alice")
    before = alice.epoch
    change_password(user=alice, password="nouveau-mot-de-passe")
    assert alice.epoch == before + 1
    assert authenticate(login="alice", password="nouveau-mot-de-passe") is alice
    with pytest.raises(RuleBroken):
        authenticate(login="alice", password=PASSWORD)


def test_short_passwords_are_refused() -> None:
    assert MIN_PASSWORD >= 8
    alice = person("alice")
    for call in (
        lambda: change_password(user=alice, password="x" * (MIN_PASSWORD - 1)),
        lambda: create_user(login="neuf", name="Neuf", role=Role.CANDIDATE, password="court"),
    ):
        with pytest.raises(RuleBroken, match="au moins 8 caractères") as refusal:
            call()
        assert refusal.value.field == "password"
    assert authenticate(login="alice", password=PASSWORD)
    assert find_user("neuf") is None


def test_drawn_passwords_are_long_unlike_and_without_look_alikes() -> None:
    drawn = {draw_password() for _ in range(200)}
    assert len(drawn) == 200
    assert all(re.fullmatch(r"[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}", word) for word in drawn)


# accounts ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"login": "alice"}, "login"), ({"login": "ALICE"}, "login"), ({"login": "é"}, "login"), ({"login": "a b"}, "login"),
        ({"login": ""}, "login"), ({"login": "-a"}, "login"), ({"login": "a" * 81}, "login"), ({"name": "  "}, "name"),
    ],
)  # fmt: skip
def test_refuses_what_is_no_account(given: dict[str, str], field: str) -> None:
    values = {"login": "neuf", "name": "Neuf", "password": PASSWORD, **given}
    with pytest.raises(RuleBroken) as refusal:
        create_user(role=Role.TRAINER, **values)
    assert refusal.value.field == field
    assert len(list_users()) == len(PEOPLE)


def test_a_new_account_is_written_clean() -> None:
    made = create_user(login=" Nora.Petit ", name=" Nora Petit ", role=Role.TRAINER, password=PASSWORD)
    assert (made.login, made.name, made.role, made.is_active, made.epoch) == (
        "nora.petit", "Nora Petit", Role.TRAINER, True, 1,
    )  # fmt: skip
    assert get_user(made.id) is made
    with pytest.raises(NotFound):
        get_user(10**6)


def test_the_last_administrator_stays() -> None:
    ada = person("ada")
    with pytest.raises(RuleBroken, match="dernier compte d’administrateur"):
        set_active(user=ada, is_active=False)
    assert ada.is_active
    create_user(login="abel", name="Abel", role=Role.ADMINISTRATOR, password=PASSWORD)
    epoch = ada.epoch
    set_active(user=ada, is_active=False)
    assert (ada.is_active, ada.epoch, count_active(Role.ADMINISTRATOR)) == (False, epoch + 1, 1)


def test_accounts_are_counted_and_listed_by_role() -> None:
    assert count_by_role() == {Role.CANDIDATE: 2, Role.EXAMINER: 2, Role.TRAINER: 1, Role.ADMINISTRATOR: 1}
    assert [user.login for user in list_users(Role.EXAMINER)] == ["erin", "oscar"]


def test_the_list_is_searched_without_accents_and_paged() -> None:
    for name in ("Élise Zed", "Emma Zed", "Fanny Zed"):
        create_user(login=name[:2].replace("É", "e").lower() + "zed", name=name, role=Role.CANDIDATE, password=PASSWORD)
    found = page_users(text="ZED", size=2, number=1)
    assert ([user.name for user in found.items], found.total) == (["Élise Zed", "Emma Zed"], 3)
    assert [user.name for user in page_users(text="zed", size=2, number=99).items] == ["Fanny Zed"]
    assert [user.name for user in page_users(text="elise").items] == ["Élise Zed"]
    assert page_users(text="personne").total == 0
    db.session.rollback()
