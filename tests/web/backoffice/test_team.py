"""Paramètres avancés > Équipe: employees and profiles."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.team.models import Employee, Profile
from tests.web.backoffice.conftest import Desk

LIST = "/parametres/equipe"


def test_an_employee_joins_changes_and_leaves(desk: Desk) -> None:
    seller = desk.find(Profile, name="Vendeur").id
    form = desk.form(f"{LIST}/nouveau", "employee-form")
    desk.save(f"{LIST}/nouveau", **form.filled(
        first_name="Nolwenn", last_name="Cadiou", email="nolwenn@castelune.example", password="motdepasse-long", profile_id=seller,
    ))  # fmt: skip
    made = desk.find(Employee, email="nolwenn@castelune.example")
    number = made.id
    assert made.profile_id == seller
    assert made.password_hash not in " ".join(desk.journal())
    form = desk.form(f"{LIST}/{number}", "employee-form")
    desk.save(f"{LIST}/{number}", **form.filled(last_name="Cadiou-Riou"))
    page = desk.save(f"{LIST}/{number}/activer", value="")
    assert page.says("n’a plus accès")
    assert desk.journal()[0].startswith("employe.creer: ")


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [("first_name", "", "obligatoire"), ("email", "nolwenn", "incorrecte"), ("email", "ines.baudry@castelune.example", "déjà"),
     ("password", "", "Choisissez"), ("password", "court", "8"), ("profile_id", "99", "choix valide")],
)  # fmt: skip
def test_refuses_at_the_field(desk: Desk, name: str, typed: str, words: str) -> None:
    form = desk.form(f"{LIST}/nouveau", "employee-form")
    valid = {
        "first_name": "Nolwenn",
        "last_name": "Cadiou",
        "email": "nolwenn@castelune.example",
        "password": "motdepasse-long",
    }
    page = desk.refused(f"{LIST}/nouveau", **form.filled(**{**valid, name: typed}))
    assert words in page.error(name)
    assert page.form("employee-form").fields["last_name"] == ["Cadiou"]


def test_the_last_super_admin_stays(desk: Desk) -> None:
    owners = db.session.query(Employee).join(Profile).filter(Profile.key == "super-admin").all()
    numbers = [owner.id for owner in owners]
    for number in numbers[:-1]:
        desk.save(f"{LIST}/{number}/activer", value="")
    answer = desk.send(f"{LIST}/{numbers[-1]}/activer", value="")
    assert answer.status_code >= 400
    assert "dernier SuperAdmin" in answer.text


def test_profiles_have_names_of_their_own(desk: Desk) -> None:
    page = desk.refused(f"{LIST}/profils", name="Vendeur")
    assert "déjà" in page.error("name")
    desk.save(f"{LIST}/profils", name="Saisonnier")
    assert desk.read(f"{LIST}/profils").says("Saisonnier")
