"""Looking accounts up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.accounts.models import Role, User
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Holder:
    """What each request needs of an account."""

    user_id: int
    role: Role
    name: str
    epoch: int


def get_user(user_id: int) -> User:
    """The account of that number; raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("Ce compte n’existe pas.")
    return user


def holder_of(user: User) -> Holder:
    """The same for an account at hand."""
    return Holder(user.id, user.role, user.name, user.epoch)


def find_holder(user_id: int, epoch: int) -> Holder | None:
    """Who holds an open account whose password did not change since that epoch, or None."""
    row = db.session.execute(_HOLDER, {"number": user_id, "epoch": epoch}).first()
    return None if row is None else Holder(*row)


def find_user(login: str) -> User | None:
    """The account of that login (case does not matter), or None."""
    return db.session.scalar(sa.select(User).where(User.login == login.strip().lower()))


def list_users(role: Role | None = None) -> Sequence[User]:
    """All accounts, or those of a role, by name."""
    statement = sa.select(User).order_by(User.name)
    return db.session.scalars(statement.where(User.role == role) if role else statement).all()


def page_users(*, role: Role | None = None, text: str = "", number: int = 1, size: int = 50) -> Page[User]:
    """A page of the accounts by name, of a role and whose name or login contains `text` (accents and case do not count)."""
    wanted = fold(text.strip())
    found = [user for user in list_users(role) if wanted in fold(user.name) or wanted in user.login]
    found.sort(key=lambda user: fold(user.name))  # « Élise » stands among the E, whatever the database's collation
    number = clamp(number, size, len(found))
    return Page(found[(number - 1) * size : number * size], number, size, len(found))


def count_active(role: Role) -> int:
    """How many open accounts a role has."""
    counted = sa.select(sa.func.count()).select_from(User).where(User.role == role, User.is_active)
    return db.session.scalar(counted) or 0


def count_by_role() -> dict[Role, int]:
    """How many accounts each role has, open or closed; roles without any count 0."""
    rows = db.session.execute(sa.select(User.role, sa.func.count()).group_by(User.role))
    counted = {Role(role): number for role, number in rows}
    return {role: counted.get(role, 0) for role in Role}


_HOLDER = sa.select(User.id, User.role, User.name, User.epoch).where(
    User.id == sa.bindparam("number"), User.epoch == sa.bindparam("epoch"), User.is_active
)
"""Built once: every request of a signed-in person asks it."""
