"""Reading the mock company's people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import has_words
from sandbox.shop.team.models import Employee, Profile


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


def acting_employee() -> Employee | None:
    """The employee at the back office's keyboard: the first active one who is no SuperAdmin, else the first active one.

    Candidates work as a member of the team (an intern beside the shop assistant), not as the owner.
    """
    owners_last = sa.case((Profile.key == "super-admin", 1), else_=0)
    query = sa.select(Employee).join(Employee.profile).where(Employee.is_active.is_(True))
    return session.scalars(
        query.options(contains_eager(Employee.profile)).order_by(owners_last, Employee.id).limit(1)
    ).first()


def list_profiles() -> Sequence[Profile]:
    """The profiles, in their order."""
    return session.scalars(sa.select(Profile).order_by(Profile.id)).all()


def list_profile_rows() -> list[ProfileRow]:
    """The profiles with the number of employees of each."""
    counts: dict[int, int] = dict(
        session.execute(sa.select(Employee.profile_id, sa.func.count()).group_by(Employee.profile_id)).all()
    )
    return [ProfileRow(profile, counts.get(profile.id, 0)) for profile in list_profiles()]
