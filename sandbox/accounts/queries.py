"""Looking accounts up."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.accounts.models import Role, User
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound


def get_user(user_id: int) -> User:
    """The account of that number; raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("Ce compte n’existe pas.")
    return user


def find_user(login: str) -> User | None:
    """The account of that login (case does not matter), or None."""
    return db.session.scalar(sa.select(User).where(User.login == login.strip().lower()))


def list_users(role: Role | None = None) -> Sequence[User]:
    """All accounts, or those of a role, by name."""
    statement = sa.select(User).order_by(User.name)
    return db.session.scalars(statement.where(User.role == role) if role else statement).all()
