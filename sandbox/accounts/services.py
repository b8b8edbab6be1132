"""Creating accounts, and signing in."""

from __future__ import annotations

import re
import secrets

from sandbox.accounts.models import Role, User
from sandbox.accounts.queries import count_active, find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.passwords import hash_password, verify_password

_LOGIN = re.compile(r"^[a-z0-9][a-z0-9._@+-]{1,79}$")
MIN_PASSWORD = 8
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No 0, o, 1, i or l: a password read from a slip of paper is typed right the first time."""


def create_user(*, login: str, name: str, role: Role, password: str) -> User:
    """A new account; raises RuleBroken for a taken or malformed login, an empty name or a short password."""
    login = login.strip().lower()
    if not _LOGIN.match(login):
        raise RuleBroken("Identifiant : 2 à 80 lettres sans accent, chiffres ou . _ @ + -", field="login")
    if find_user(login):
        raise RuleBroken(f"L’identifiant « {login} » est déjà pris.", field="login")
    if not name.strip():
        raise RuleBroken("Indiquez le nom de la personne.", field="name")
    _check_password(password)
    user = User(
        login=login, name=name.strip(), role=role, password_hash=hash_password(password), created_at=clock.now()
    )
    db.session.add(user)
    db.session.flush()
    return user


def change_password(*, user: User, password: str) -> User:
    """Set a new password and close the account's open sessions."""
    _check_password(password)
    user.password_hash = hash_password(password)
    user.epoch += 1
    db.session.flush()
    return user


def draw_password() -> str:
    """A password nobody chose, « k7fw-2mhp-x9dt »: 59 bits, to be handed over once and changed by its owner."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(12))
    return "-".join(signs[start : start + 4] for start in (0, 4, 8))


def set_active(*, user: User, is_active: bool) -> User:
    """Open or close an account; closing it ends its sessions.

    Raises RuleBroken for the last open account of an administrator: nobody could open it again.
    """
    if not is_active and user.is_active and user.role == Role.ADMINISTRATOR and count_active(Role.ADMINISTRATOR) < 2:
        raise RuleBroken(
            f"« {user.login} » est le dernier compte d’administrateur ouvert : ouvrez-en un autre avant de le fermer."
        )
    user.is_active = is_active
    user.epoch += 1
    db.session.flush()
    return user


def authenticate(*, login: str, password: str) -> User:
    """The account whose login and password these are; one same refusal for every mistake."""
    user = find_user(login)
    fits = verify_password(user.password_hash if user else None, password)
    if user is None or not fits or not user.is_active:
        raise RuleBroken("Identifiant ou mot de passe incorrect.", field="password")
    return user


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise RuleBroken(f"Le mot de passe doit compter au moins {MIN_PASSWORD} caractères.", field="password")
