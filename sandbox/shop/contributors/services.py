"""Changing the accounts of the site."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.passwords import hash_password
from sandbox.shop.contributors import rules
from sandbox.shop.contributors.models import SiteUser


class UserValues(TypedDict, total=False):
    """What may be given of an account."""

    email: str
    first_name: str
    last_name: str
    name: str
    web: str
    bio: str
    role: str
    password: str


@action("compte_site.creer", entity="compte_site", words="a créé le compte")
def create_user(*, login: str, key: str | None = None, **values: Unpack[UserValues]) -> SiteUser:
    """A new account; without a public name, first and last names, else the identifier, are shown."""
    cleaned = rules.check_login(login)
    if session.scalar(sa.select(SiteUser.id).where(SiteUser.login == cleaned)) is not None:
        raise RuleBroken("Cet identifiant est déjà pris.", field="login")
    user = SiteUser(
        key=key, login=cleaned, email="", name=cleaned, first_name="", last_name="", role="subscriber", registered_at=clock.now()
    )  # fmt: skip
    values = {"email": "", **values}
    _apply(user, values)
    if not values.get("name"):
        user.name = f"{user.first_name} {user.last_name}".strip() or cleaned
    session.add(user)
    session.flush()
    return user


@action("compte_site.modifier", entity="compte_site", words="a modifié le compte")
def update_user(*, user: SiteUser, **values: Unpack[UserValues]) -> SiteUser:
    """Change what is given of an account. The last administrator keeps the role."""
    is_last = user.role == "administrator" and _administrators() == 1
    if is_last and values.get("role", "administrator") != "administrator":
        raise RuleBroken("Le site doit garder un compte administrateur.", field="role")
    _apply(user, values)
    session.flush()
    return user


@action("compte_site.supprimer", entity="compte_site", words="a supprimé le compte")
def delete_user(*, user: SiteUser) -> SiteUser:
    """Delete an account; what it wrote must have been given to another before."""
    if user.role == "administrator" and _administrators() == 1:
        raise RuleBroken("Le site doit garder un compte administrateur.")
    session.delete(user)
    session.flush()
    return user


@action("compte_site.connecter", entity="compte_site", words="s’est connecté en tant que", is_told=True)
def sign_in_as(*, user: SiteUser) -> SiteUser:
    """Work as that account. Which one is at work is the browser's to keep: no row changes, and the journal tells it all the same."""
    return user


@action("compte_site.reprendre", entity="compte_site", words="a repris le compte", is_told=True)
def sign_back_in(*, user: SiteUser) -> SiteUser:
    """Work as the copy's own account again."""
    return user


def _administrators() -> int:
    return session.scalar(sa.select(sa.func.count()).where(SiteUser.role == "administrator")) or 0


def _apply(user: SiteUser, values: UserValues) -> None:
    if "email" in values:
        email = rules.check_email(values["email"])
        other = session.scalar(sa.select(SiteUser.id).where(SiteUser.email == email))
        if other is not None and other != user.id:
            raise RuleBroken("Cette adresse e-mail est déjà celle d’un compte.", field="email")
        user.email = email
    if "role" in values:
        user.role = rules.check_role(values["role"])
    if "first_name" in values:
        user.first_name = values["first_name"].strip()[:60]
    if "last_name" in values:
        user.last_name = values["last_name"].strip()[:60]
    if values.get("name"):
        user.name = values["name"].strip()[:120]
    if "web" in values:
        user.web = rules.check_web(values["web"])
    if "bio" in values:
        user.bio = values["bio"].strip()
    if values.get("password"):
        user.password_hash = hash_password(rules.check_password(values["password"]))
