"""States, addresses and texts of articles and pages. Pure."""

from __future__ import annotations

from datetime import datetime

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import one_line, slugify

KINDS = {"article": "post", "page": "page"}
STATUSES = {
    "brouillon": "draft",
    "en_attente": "pending",
    "publie": "published",
    "prive": "private",
    "corbeille": "trash",
}
STATUS_WORDS = {
    "draft": "Brouillon", "pending": "En attente de relecture", "published": "Publié", "private": "Privé", "trash": "Corbeille",
    "scheduled": "Planifié",
}  # fmt: skip
SIDEBARS = {"defaut": "default", "aucune": "none", "gauche": "left", "droite": "right"}
TEMPLATES = {"": "Modèle par défaut", "wide": "Pleine largeur", "bare": "Sans titre"}
TEMPLATE_CODES = {"defaut": "", "pleine-largeur": "wide", "sans-titre": "bare"}
LENGTHS = {"title": 255, "excerpt": 2000, "focus": 120, "meta_title": 255, "meta_description": 512, "password": 60}
LABELS = {
    "title": "Le titre", "excerpt": "L’extrait", "focus": "La requête cible", "meta_title": "Le titre SEO",
    "meta_description": "La méta description", "password": "Le mot de passe",
}  # fmt: skip
MAX_REVISIONS = 30
MAX_TERMS = 50
UNTITLED = "(sans titre)"


def clean_text(field: str, text: str) -> str:
    """A text of a post on one line (the excerpt keeps its lines), within its bound."""
    trimmed = text.strip() if field == "excerpt" else one_line(text)
    if len(trimmed) > LENGTHS[field]:
        raise RuleBroken(f"{LABELS[field]} dépasse {LENGTHS[field]} caractères.", field=field)
    return trimmed


def clean_name(name: str) -> str:
    """A category's or a tag's name."""
    trimmed = one_line(name)
    if not trimmed or len(trimmed) > 120:
        raise RuleBroken("Le nom est obligatoire (120 caractères au plus).", field="name")
    return trimmed


def clean_slug(text: str, length: int = 200) -> str:
    """An address part; what has no letter becomes « sans-titre »."""
    return (slugify(text) if any(c.isalnum() for c in text) else "sans-titre")[:length].strip("-")


def shown_status(status: str, published_at: datetime | None, now: datetime) -> str:
    """The state as people see it: what is published at a moment to come is scheduled."""
    return "scheduled" if status == "published" and published_at and published_at > now else status


def check_status(status: str) -> str:
    """One of the states that a form may choose."""
    if status not in ("draft", "pending", "published", "private"):
        raise RuleBroken("Choisissez un état.", field="status")
    return status
