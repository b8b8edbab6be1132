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
_MEDIA, _MODERATE, _TERMS, _SITE, _READ = "upload", "moderate", "manage_terms", "manage_site", "read"
MAY: dict[str, frozenset[str]] = {
    "administrator": frozenset({_WRITE, _PUBLISH, _OTHERS, _PAGES, _MEDIA, _MODERATE, _TERMS, _SITE, _READ}),
    "editor": frozenset({_WRITE, _PUBLISH, _OTHERS, _PAGES, _MEDIA, _MODERATE, _TERMS, _READ}),
    "author": frozenset({_WRITE, _PUBLISH, _MEDIA, _READ}),
    "contributor": frozenset({_WRITE, _READ}),
    "subscriber": frozenset({_READ}),
}
"""What a role may do, as WordPress's roles do."""

_LOGIN = re.compile(r"^[a-zA-Z0-9 _.@-]{1,60}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_WEB = re.compile(r"^(https?://)?[^\s:/<>\"]+\.[^\s:/<>\"]+(/[^\s<>\"]*)?$", re.IGNORECASE)


def may(role: str, what: str) -> bool:
    """Whether a role may do something (`publish_posts`)."""
    return what in MAY.get(role, frozenset())


def may_edit(role: str, *, is_own: bool, is_page: bool, is_online: bool) -> bool:
    """Whether a role may change or bin a text: pages are the editors’, others’ texts too; what is online, of who may publish."""
    wanted = {_WRITE}
    wanted |= {_PAGES} if is_page else set()
    wanted |= set() if is_own else {_OTHERS}
    wanted |= {_PUBLISH} if is_online else set()
    return wanted <= MAY.get(role, frozenset())


def states_of(role: str) -> frozenset[str]:
    """The states that a role may give to a text."""
    found = frozenset({"draft", "pending"}) if may(role, _WRITE) else frozenset()
    return found | {"published", "private"} if may(role, _PUBLISH) else found


def check_login(login: str) -> str:
    """An identifier: letters without accents, digits, spaces and `_.@-`."""
    trimmed = login.strip()
    if not _LOGIN.match(trimmed):
        raise RuleBroken("L’identifiant contient des caractères non autorisés, ou est vide.", field="login")
    return trimmed


def is_email(text: str) -> bool:
    """Whether a text is an address that a letter could reach, of a length that is kept."""
    return len(text) <= 128 and bool(_EMAIL.match(text))


def check_password(password: str) -> str:
    """A password of 8 to 72 characters."""
    if not 8 <= len(password) <= 72:
        raise RuleBroken("Le mot de passe doit compter de 8 à 72 caractères.", field="password")
    return password


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
