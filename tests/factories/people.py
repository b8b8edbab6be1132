"""The people of the tests."""

from __future__ import annotations

from sandbox.accounts.models import Role
from sandbox.accounts.services import create_user

PASSWORD = "motdepasse-tests"
PEOPLE = {
    "alice": ("Alice Candidate", Role.CANDIDATE),
    "bob": ("Bob Candidat", Role.CANDIDATE),
    "erin": ("Erin Examinatrice", Role.EXAMINER),
    "oscar": ("Oscar Autre-Examinateur", Role.EXAMINER),
    "tom": ("Tom Formateur", Role.TRAINER),
    "ada": ("Ada Administratrice", Role.ADMINISTRATOR),
}


def make_people() -> None:
    """Create one account a person, all with PASSWORD."""
    for login, (name, role) in PEOPLE.items():
        create_user(login=login, name=name, role=role, password=PASSWORD)
