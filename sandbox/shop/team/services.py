"""Changing the mock company's people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.passwords import hash_password, verify_password
from sandbox.shop.team import rules
from sandbox.shop.team.models import Employee, Profile, ProfilePermission
from sandbox.shop.team.rules import rights


class EmployeeValues(TypedDict, total=False):
    """What may be changed of an employee."""

    first_name: str
    last_name: str
    email: str
    profile_id: int
    is_active: bool
    password: str


@action("employe.creer", entity="employe", words="a créé l’employé")
def create_employee(
    *, first_name: str, last_name: str, email: str, profile_id: int, password: str = "", is_active: bool = True
) -> Employee:
    """A new employee with a profile. Refuses an address that a colleague already has, and a password under 8 characters."""
    employee = Employee(
        first_name=rules.clean_name(first_name, field="first_name", label="prénom"),
        last_name=rules.clean_name(last_name, field="last_name", label="nom"),
        email=_free_email(email, None), profile_id=_profile_id(profile_id), is_active=is_active, hired_at=clock.now(),
    )  # fmt: skip
    _set_password(employee, password)
    session.add(employee)
    session.flush()
    return employee


@action("employe.modifier", entity="employe", words="a modifié l’employé")
def update_employee(*, employee: Employee, **values: Unpack[EmployeeValues]) -> Employee:
    """Change what is given of an employee. The last active SuperAdmin keeps profile and access."""
    if "first_name" in values:
        employee.first_name = rules.clean_name(values["first_name"], field="first_name", label="prénom")
    if "last_name" in values:
        employee.last_name = rules.clean_name(values["last_name"], field="last_name", label="nom")
    if "email" in values:
        employee.email = _free_email(values["email"], employee.id)
    if "profile_id" in values and values["profile_id"] != employee.profile_id:
        _keep_one_admin(employee, "profile_id")
        employee.profile_id = _profile_id(values["profile_id"])
    if "is_active" in values and values["is_active"] != employee.is_active:
        if not values["is_active"]:
            _keep_one_admin(employee, "is_active")
        employee.is_active = values["is_active"]
    _set_password(employee, values.get("password", ""))
    session.flush()
    session.expire(employee, ["profile"])
    return employee


@action("profil.creer", entity="profil", words="a créé le profil")
def create_profile(*, name: str) -> Profile:
    """A new profile. Refuses a name that exists."""
    profile = Profile(name=_free_profile_name(name, None))
    session.add(profile)
    session.flush()
    return profile


@action("profil.modifier", entity="profil", words="a renommé le profil")
def update_profile(*, profile: Profile, name: str) -> Profile:
    """Rename a profile."""
    profile.name = _free_profile_name(name, profile.id)
    session.flush()
    return profile


@action("profil.autoriser", entity="profil", words="a réglé les droits du profil")
def set_permissions(*, profile: Profile, given: Mapping[str, Iterable[str]]) -> Profile:
    """Give a profile exactly these rights (« voir », « ajouter », « modifier », « supprimer ») by screen.

    Refuses the owner's profile, which may do everything, and screens and rights that do not exist.
    """
    if profile.key == rights.OWNER:
        raise RuleBroken("Le profil SuperAdmin garde tous les droits : ils ne se modifient pas.", field="rights")
    wanted = {rights.check_area(area): rights.rights_of(words) for area, words in given.items()}
    current = {row.area: row for row in profile.permissions}
    for area in rights.LABELS:
        asked, row = wanted.get(area, rights.NONE), current.get(area)
        if row is not None and not asked.are_any:
            profile.permissions.remove(row)
        elif asked.are_any:
            row = row or _new_permission(profile, area)
            row.can_view, row.can_add, row.can_edit, row.can_delete = astuple(asked)
    session.flush()
    return profile


def _new_permission(profile: Profile, area: str) -> ProfilePermission:
    row = ProfilePermission(profile_id=profile.id, area=area)
    profile.permissions.append(row)
    return row


def sign_in(*, email: str, password: str) -> Employee:
    """The employee of that address, to open the back office as; refuses a wrong password and an account that is closed.

    Those who come with the company have no password: nothing is typed for them.
    """
    found = session.scalars(
        sa.select(Employee).where(sa.func.lower(Employee.email) == email.strip().lower())
    ).first()  # fmt: skip
    if found is None or (found.password_hash and not verify_password(found.password_hash, password)):
        raise RuleBroken("L’employé n’existe pas, ou le mot de passe est incorrect.", field="password")
    if not found.is_active:
        raise RuleBroken("Ce compte est désactivé : réactivez-le dans Équipe › Employés.", field="email")
    return found


def _set_password(employee: Employee, password: str) -> None:
    if password:
        rules.check_password(password)
        employee.password_hash = hash_password(password)


def _free_email(email: str, own_id: int | None) -> str:
    cleaned = rules.clean_email(email)
    other = session.scalar(sa.select(Employee.id).where(sa.func.lower(Employee.email) == cleaned))
    if other is not None and other != own_id:
        raise RuleBroken("Un employé a déjà cette adresse e-mail.", field="email")
    return cleaned


def _free_profile_name(name: str, own_id: int | None) -> str:
    cleaned = rules.clean_profile_name(name)
    other = session.scalar(sa.select(Profile.id).where(sa.func.lower(Profile.name) == cleaned.lower()))
    if other is not None and other != own_id:
        raise RuleBroken(f"Un profil s’appelle déjà « {cleaned} ».", field="name")
    return cleaned


def _profile_id(profile_id: int) -> int:
    if session.scalar(sa.select(Profile.id).where(Profile.id == profile_id)) is None:
        raise RuleBroken("Choisissez un profil de la liste.", field="profile_id")
    return profile_id


def _keep_one_admin(employee: Employee, field: str) -> None:
    """A shop without an active SuperAdmin could no more be administered."""
    admin_id = session.scalar(sa.select(Profile.id).where(Profile.key == "super-admin"))
    if admin_id is None or employee.profile_id != admin_id or not employee.is_active:
        return
    others = sa.select(sa.func.count(Employee.id)).where(
        Employee.profile_id == admin_id, Employee.is_active, Employee.id != employee.id
    )
    if not session.scalar(others):
        raise RuleBroken("C’est le dernier SuperAdmin actif : nommez-en un autre d’abord.", field=field)
