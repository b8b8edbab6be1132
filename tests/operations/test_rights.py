"""Profiles and what they let employees do, checked by working as one of them."""

from __future__ import annotations

from sandbox.shop.team.models import Employee, Profile, ProfilePermission
from tests.operations.at_work import latest
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk

RIGHTS = "/parametres/equipe/permissions"


def give(desk: Desk, profile: Profile, **ticked: list[str]) -> None:
    """Tick these rights, and clear all the others."""
    form = desk.form(f"{RIGHTS}?profil={profile.id}", "permissions-form")
    sent = {area: None for area in form.fields if area != "csrf_token"}
    desk.save(f"{RIGHTS}/{profile.id}", **form.filled(**{**sent, **ticked}))


def work_as(desk: Desk, key: str) -> None:
    """Sign in to the back office as an employee without password."""
    email = desk.find(Employee, key=key).email
    desk.read("/connexion-employe")
    answer = desk.send("/connexion-employe", email=email, password="")
    assert answer.status_code == 302, answer.text


@performs("prof.perm", "PS-40", screen="permissions_save")
def test_rights_are_given_and_really_hold(desk: Desk) -> None:
    seller = desk.find(Profile, key="vendeur")
    give(desk, seller, clients=["voir", "modifier"], commandes=["voir"])
    rows = {row.area: row for row in desk.find(Profile, key="vendeur").permissions}
    assert set(rows) == {"clients", "commandes"}
    assert (rows["clients"].can_view, rows["clients"].can_edit, rows["clients"].can_delete) == (True, True, False)
    work_as(desk, "ines-baudry")
    assert desk.read("/clients").says("Vous travaillez comme Inès Baudry")
    assert desk.read("/catalogue/produits", status=403).says(
        "Le profil « Vendeur » ne permet pas de consulter ici : Produits."
    )
    number = desk.visitor.get(f"{desk.root}/admin/commandes").text
    assert "commandes/nouvelle" not in number
    assert desk.send("/clients/nouveau", first_name="X").status_code == 403


@performs("prof.perm", "PS-42", screen="profiles_update")
def test_an_existing_profile_is_renamed(desk: Desk) -> None:
    editor = desk.find(Profile, key="redacteur")
    assert desk.save(f"/parametres/equipe/profils/{editor.id}", name="Rédactrice du journal").says(
        "Rédactrice du journal"
    )
    assert desk.find(Profile, key="redacteur").name == "Rédactrice du journal"


@performs("prof.create", "PS-42", screen="permissions_save")
def test_a_new_profile_gets_its_rights(desk: Desk) -> None:
    desk.save("/parametres/equipe/profils", name="Animatrice")
    made = latest(Profile)
    give(desk, made, avis=["voir", "modifier"], **{"service-client": ["voir", "ajouter"]})
    rows = {row.area: (row.can_view, row.can_add, row.can_edit) for row in latest(Profile).permissions}
    assert rows == {"avis": (True, False, True), "service-client": (True, True, False)}
    assert desk.count(ProfilePermission, profile_id=made.id) == 2
