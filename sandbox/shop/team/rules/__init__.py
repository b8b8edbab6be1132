"""What an employee's and a profile's texts may be."""

from __future__ import annotations

import re

from sandbox.kernel.errors import RuleBroken

_EMAIL = re.compile(r"^[^\s@<>(),;:\"\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,60}[A-Za-z0-9])?\.[A-Za-z]{2,24}$")
_NAME_FORBIDDEN = re.compile(r"[0-9!<>,;?=+()@#\"°{}_$%:¤|\\/]")


def clean_email(email: str) -> str:
    """An employee's address, trimmed and in lower case."""
    trimmed = email.strip().lower()
    if len(trimmed) > 128 or not _EMAIL.match(trimmed):
        raise RuleBroken("Adresse e-mail incorrecte : elle s’écrit comme prenom.nom@exemple.fr.", field="email")
    return trimmed


def clean_name(name: str, *, field: str, label: str) -> str:
    """A first or last name trimmed; refuses digits and signs."""
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > 60 or _NAME_FORBIDDEN.search(trimmed):
        raise RuleBroken(
            f"Le {label} est obligatoire, sans chiffre ni signe tel que < > @ # (60 caractères au plus).", field=field
        )
    return trimmed


def clean_profile_name(name: str) -> str:
    """The name of a profile (« rôle »), 64 characters at most."""
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > 64:
        raise RuleBroken("Le nom du profil est obligatoire (64 caractères au plus).", field="name")
    return trimmed


def check_password(password: str) -> None:
    """From 8 to 72 characters, as PrestaShop asks."""
    if not 8 <= len(password) <= 72:
        raise RuleBroken("Le mot de passe doit compter de 8 à 72 caractères.", field="password")
