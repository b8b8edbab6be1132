"""Roles of the site and what each may do; what an account's texts may be. Pure."""

from __future__ import annotations

import re

from sandbox.kernel.errors import RuleBroken

ROLES = {
    "administrateur": "administrator",
    "editeur": "editor",
    "auteur": "author",
    "contributeur": "contributor",
    "abonne": "subscriber",
}
ROLE_WORDS = {
    "administrator": "Administrateur/administratrice", "editor": "Éditeur/éditrice", "author": "Auteur/autrice",
    "contributor": "Contributeur/contributrice", "subscriber": "Abonné/abonnée",
}  # fmt: skip

_WRITE, _PUBLISH, _OTHERS, _PAGES = "write_posts", "publish_posts", "edit_others", "edit_pages"
_MEDIA, _MODERATE, _SITE = "upload", "moderate", "manage_site"
MAY: dict[str, frozenset[str]] = {
    "administrator": frozenset({_WRITE, _PUBLISH, _OTHERS, _PAGES, _MEDIA, _MODERATE, _SITE}),
    "editor": frozenset({_WRITE, _PUBLISH, _OTHERS, _PAGES, _MEDIA, _MODERATE}),
    "author": frozenset({_WRITE, _PUBLISH, _MEDIA}),
    "contributor": frozenset({_WRITE}),
    "subscriber": frozenset(),
}
"""What a role may do, as WordPress's roles do."""

_LOGIN = re.compile(r"^[a-zA-Z0-9 _.@-]{1,60}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_WEB = re.compile(r"^(https?://)?[^\s:/<>\"]+\.[^\s:/<>\"]+(/[^\s<>\"]*)?$", re.IGNORECASE)


def may(role: str, what: str) -> bool:
    """Whether a role may do something (`publish_posts`)."""
    return what in MAY.get(role, frozenset())


def check_login(login: str) -> str:
    """An identifier: letters without accents, digits, spaces and `_.@-`."""
    trimmed = login.strip()
    if not _LOGIN.match(trimmed):
        raise RuleBroken("L’identifiant contient des caractères non autorisés, ou est vide.", field="login")
    return trimmed


def is_email(text: str) -> bool:
    """Whether a text is an address that a letter could reach, of a length that is kept."""
    return len(text) <= 128 and bool(_EMAIL.match(text))


def check_email(email: str) -> str:
    """An address that a letter could reach."""
    trimmed = email.strip().lower()
    if not is_email(trimmed):
        raise RuleBroken("L’adresse e-mail n’est pas valide.", field="email")
    return trimmed


def check_web(web: str) -> str:
    """An address of the web, or nothing."""
    trimmed = web.strip()
    if trimmed and (len(trimmed) > 190 or not _WEB.match(trimmed)):
        raise RuleBroken("Indiquez l’adresse d’un site (https://…), ou rien.", field="web")
    return f"https://{trimmed}" if trimmed and "://" not in trimmed else trimmed


def check_role(role: str) -> str:
    """One of the five roles."""
    if role not in ROLE_WORDS:
        raise RuleBroken("Choisissez un rôle.", field="role")
    return role
