"""The accounts of the demonstration, one a role. Their passwords are printed at each start: they protect nothing."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.accounts.models import Role
from sandbox.accounts.queries import find_user
from sandbox.accounts.services import create_user


class DemoPerson(NamedTuple):
    """An account of the demonstration, and its role in French."""

    login: str
    password: str
    name: str
    role: Role
    title: str


DEMO_PEOPLE = (
    DemoPerson("examinateur", "examinateur-demo", "Claire Deschamps", Role.EXAMINER, "Examinatrice"),
    DemoPerson("candidat", "candidat-demo", "Yanis Belkacem", Role.CANDIDATE, "Candidat (entraînement)"),
    DemoPerson("formateur", "formateur-demo", "Nathalie Kervella", Role.TRAINER, "Formatrice"),
    DemoPerson("admin", "admin-demo", "Olivier Sarrazin", Role.ADMINISTRATOR, "Administrateur"),
)


def ensure_demo_people() -> None:
    """Create the accounts that are missing."""
    for person in DEMO_PEOPLE:
        if find_user(person.login) is None:
            create_user(login=person.login, name=person.name, role=person.role, password=person.password)
