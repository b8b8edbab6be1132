"""Targets of links, kinds of home blocks, and what slides, promises and entries may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sandbox.kernel.errors import RuleBroken

BLOCK_KINDS = {
    "carrousel": "carousel", "reassurance": "reassurance", "univers": "universes", "populaires": "featured",
    "nouveautes": "new", "meilleures-ventes": "best", "histoire": "story", "avis": "reviews", "newsletter": "newsletter",
}  # fmt: skip
"""French names of the home page's blocks, as files write them, and the stored kinds."""

BLOCK_WORDS = {
    "carousel": "Carrousel", "reassurance": "Réassurance", "universes": "Univers du catalogue", "featured": "Produits populaires",
    "new": "Nouveaux produits", "best": "Meilleures ventes", "story": "Bloc de texte personnalisé",
    "reviews": "Derniers avis", "newsletter": "Inscription à la newsletter",
}  # fmt: skip

TONES = {"nuit": "dark", "sable": "light"}
ICONS = (
    "truck", "shield-check", "arrow-repeat", "fire", "gift", "credit-card", "telephone", "chat-left-text", "award", "clock",
    "box-seam", "cup-hot", "heart", "geo-alt", "lock", "recycle", "leaf", "percent", "star", "people",
)  # fmt: skip
"""Icons that a promise may carry, by their name in the sprite."""

SITE_KINDS = {"page_site": "site_page", "article": "site_post", "rubrique": "site_category"}
"""Things of the company’s site, to which the shop’s menus may lead."""
KINDS = {"produit": "product", "categorie": "category", "page": "page", **SITE_KINDS}
TARGET_WORDS = {
    "product": "Produit", "category": "Catégorie", "page": "Page", "path": "Lien", "site_page": "Page du site",
    "site_post": "Article du site", "site_category": "Catégorie d’articles",
}  # fmt: skip
KIND_WORDS = {kind: word for word, kind in KINDS.items()}

_TARGET = re.compile(r"^(produit|categorie|page_site|page|article|rubrique):(?:#(\d{1,9})|([a-z0-9][a-z0-9-]{0,79}))$")
_PATH = re.compile(r"^/[A-Za-z0-9/_.~-]{0,180}(?:[?#][^\s<>\"']{0,60})?$")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reference:
    """A target as written: an entity by stable key or by number, or a path of the shop (`kind` "path")."""

    kind: str
    key: str | None = None
    number: int | None = None
    path: str = ""


def parse_target(text: str) -> Reference | None:
    """A written target; None when it is neither an entity reference nor a path of the shop."""
    trimmed = text.strip()
    if match := _TARGET.match(trimmed):
        word, number, key = match.groups()
        return Reference(KINDS[word], key=key, number=int(number) if number else None)
    if _PATH.match(trimmed) and not trimmed.startswith("//"):
        return Reference("path", path=trimmed)
    return None


def check_target(text: str, *, required: bool = True, field: str = "target") -> str:
    """A target trimmed; refuses what leads out of the shop or cannot be read."""
    trimmed = text.strip()
    if not trimmed:
        if required:
            raise RuleBroken("Choisissez où mène le lien.", field=field)
        return ""
    if len(trimmed) > 200 or parse_target(trimmed) is None:
        raise RuleBroken(
            "Lien incorrect : choisissez une page de la boutique, ou écrivez un chemin qui commence par « / ».",
            field=field,
        )
    return trimmed


def clean_text(text: str, *, field: str, label: str, length: int, required: bool = False) -> str:
    """A line trimmed and bounded."""
    trimmed = text.strip()
    if required and not trimmed:
        raise RuleBroken(f"{label} : ce champ est obligatoire.", field=field)
    if len(trimmed) > length:
        raise RuleBroken(f"{label} : {length} caractères au plus ({len(trimmed)} saisis).", field=field)
    return trimmed


def check_tone(tone: str) -> str:
    """A slide's background is dark or light."""
    if tone not in TONES.values():
        raise RuleBroken("Choisissez un fond : nuit ou sable.", field="tone")
    return tone


def check_icon(icon: str) -> str:
    """A promise's icon is one of ICONS."""
    if icon not in ICONS:
        raise RuleBroken("Choisissez une icône de la liste.", field="icon")
    return icon


def moved(rows: Sequence[T], row: T, position: int) -> list[T]:
    """The rows with one put at a rank (from 1); beyond the ends is the first or last place."""
    others = [other for other in rows if other is not row]
    others.insert(max(0, min(position - 1, len(others))), row)
    return others
