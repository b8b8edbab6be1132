"""Reading the accounts of the site."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import has_words
from sandbox.shop.contributors.models import SiteUser


def list_users(*, role: str = "", words: str = "") -> Sequence[SiteUser]:
    """The accounts, by identifier; only those of a role, or with some words."""
    query = sa.select(SiteUser).order_by(SiteUser.login)
    rows = session.scalars(query.where(SiteUser.role == role) if role else query).all()
    return [row for row in rows if has_words(words, row.login, row.name, row.first_name, row.last_name, row.email)]


def counts_by_role() -> dict[str, int]:
    """How many accounts have each role, and "" for all."""
    rows = session.execute(sa.select(SiteUser.role, sa.func.count()).group_by(SiteUser.role))
    found = {row[0]: row[1] for row in rows}
    return {"": sum(found.values()), **found}


def get_user(user_id: int) -> SiteUser:
    """An account; raises NotFound."""
    found = find_user(user_id)
    if found is None:
        raise NotFound("Ce compte n’existe pas.")
    return found


def find_user(user_id: int | None) -> SiteUser | None:
    """An account, or None."""
    return session.scalars(sa.select(SiteUser).where(SiteUser.id == user_id)).first() if user_id else None


def owner() -> SiteUser | None:
    """The first administrator."""
    query = sa.select(SiteUser).where(SiteUser.role == "administrator").order_by(SiteUser.id)
    return session.scalars(query).first()


def connected() -> SiteUser | None:
    """The account that whoever opens a copy is connected as: the one that the context says, else the first administrator."""
    query = sa.select(SiteUser).where(SiteUser.is_at_work).order_by(SiteUser.id)
    return session.scalars(query).first() or owner()
