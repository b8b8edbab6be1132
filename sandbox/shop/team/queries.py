"""Reading the mock company's people."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.steady import steady
from sandbox.kernel.text import has_words
from sandbox.shop.team.models import Employee, Profile, ProfilePermission
from sandbox.shop.team.rules.rights import Rights


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile and how many employees have it."""

    profile: Profile
    employees: int


def list_employees(text: str = "", *, profile_id: int | None = None, is_active: bool | None = None) -> list[Employee]:
    """Employees in the order they were hired, their profiles loaded; `text` is looked for in names and addresses."""
    query = sa.select(Employee).options(selectinload(Employee.profile)).order_by(Employee.id)
    if profile_id is not None:
        query = query.where(Employee.profile_id == profile_id)
    if is_active is not None:
        query = query.where(Employee.is_active.is_(is_active))
    return [e for e in session.scalars(query) if has_words(text, e.first_name, e.last_name, e.email)]


def get_employee(employee_id: int) -> Employee:
    """An employee; raises NotFound."""
    query = sa.select(Employee).where(Employee.id == employee_id).options(selectinload(Employee.profile))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Cet employé n’existe pas.")
    return found


_signed_in: ContextVar[int | None] = ContextVar("signed_in_employee", default=None)


def work_as(employee_id: int | None) -> None:
    """From now on this context works under the name of an employee who signed in; None for the usual one."""
    _signed_in.set(employee_id)


def acting_employee() -> Employee | None:
    """The employee at the back office's keyboard: who signed in, else the first active one who is no SuperAdmin.

    Candidates work as a member of the team (an intern beside the shop assistant), not as the owner.
    """
    if (number := _signed_in.get()) is not None:
        return get_employee(number)
    owners_last = sa.case((Profile.key == "super-admin", 1), else_=0)
    query = sa.select(Employee).join(Employee.profile).where(Employee.is_active.is_(True))
    return session.scalars(
        query.options(contains_eager(Employee.profile)).order_by(owners_last, Employee.id).limit(1)
    ).first()


@steady
def rights_by_area(profile_id: int) -> dict[str, Rights]:
    """The rights of a profile by screen; a screen that is missing is closed."""
    asked = ProfilePermission.profile_id == profile_id
    rows = session.scalars(sa.select(ProfilePermission).where(asked))
    return {row.area: Rights(row.can_view, row.can_add, row.can_edit, row.can_delete) for row in rows}


def get_profile(profile_id: int) -> Profile:
    """A profile with its rights; raises NotFound."""
    query = sa.select(Profile).where(Profile.id == profile_id).options(selectinload(Profile.permissions))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Ce profil n’existe pas.")
    return found


def acting_name() -> str:
    """The name of whoever is at the keyboard, to sign what is done; empty in a shop without employees."""
    employee = acting_employee()
    return employee.full_name if employee else ""


def list_profiles() -> Sequence[Profile]:
    """The profiles, in their order."""
    return session.scalars(sa.select(Profile).order_by(Profile.id)).all()


def list_profile_rows() -> list[ProfileRow]:
    """The profiles with the number of employees of each."""
    counts: dict[int, int] = dict(
        session.execute(sa.select(Employee.profile_id, sa.func.count()).group_by(Employee.profile_id)).all()
    )
    return [ProfileRow(profile, counts.get(profile.id, 0)) for profile in list_profiles()]
