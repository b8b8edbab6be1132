"""What a review, a refusal and a reply may be."""

from __future__ import annotations

from datetime import date

from sandbox.kernel.errors import RuleBroken

PENDING, PUBLISHED, REFUSED = "pending", "published", "refused"
STATUSES = {"attente": PENDING, "publie": PUBLISHED, "refuse": REFUSED}
STATUS_WORDS = {PENDING: "À valider", PUBLISHED: "Publié", REFUSED: "Refusé"}

REASONS = (
    "Propos injurieux, diffamatoires ou discriminatoires",
    "Donnée personnelle d’un tiers (nom, téléphone, adresse)",
    "Sans rapport avec le produit",
    "Aucune expérience du produit",
    "Avis manifestement faux ou obtenu contre avantage",
    "Publicité ou lien vers un autre site",
    "Texte illisible",
)
"""Reasons of refusal that a reader may be told (D111-17 of the consumer code: a refusal is always reasoned)."""

OTHER = "autre"
REPORT_REASONS = {
    "injure": "Propos injurieux ou discriminatoires", "personnelle": "Donnée personnelle (nom, téléphone, adresse)",
    "faux": "Avis faux, ou écrit contre un avantage", "hors-sujet": "Sans rapport avec le produit",
    "publicite": "Publicité, ou lien vers un autre site", OTHER: "Autre raison",
}  # fmt: skip
"""Why a visitor reports a review."""

MAX_DETAILS = 500
MAX_BODY = 3000
MAX_REPLY = 3000


def check_rating(rating: int) -> None:
    """From 1 to 5 stars."""
    if not 1 <= rating <= 5:
        raise RuleBroken("Donnez une note de 1 à 5.", field="rating")


def clean_body(body: str) -> str:
    """The text of a review, trimmed."""
    trimmed = body.strip()
    if not trimmed:
        raise RuleBroken("Écrivez votre avis.", field="body")
    if len(trimmed) > MAX_BODY:
        raise RuleBroken(f"L’avis dépasse {MAX_BODY} caractères.", field="body")
    return trimmed


def clean_line(text: str, *, field: str, label: str, length: int, required: bool) -> str:
    """A line, trimmed and bounded."""
    trimmed = " ".join(text.split())
    if required and not trimmed:
        raise RuleBroken(f"{label} : ce champ est obligatoire.", field=field)
    if len(trimmed) > length:
        raise RuleBroken(f"{label} : {length} caractères au plus.", field=field)
    return trimmed


def check_experience(day: date | None, today: date) -> None:
    """The day of the experience is not to come."""
    if day is not None and not date(2000, 1, 1) <= day <= today:
        raise RuleBroken("La date de l’expérience ne peut pas être à venir.", field="experienced_on")


def clean_reason(reason: str) -> str:
    """A refusal says why."""
    trimmed = " ".join(reason.split())
    if not trimmed:
        raise RuleBroken("Indiquez le motif du refus : son auteur doit le connaître.", field="reason")
    if len(trimmed) > 255:
        raise RuleBroken("Le motif dépasse 255 caractères.", field="reason")
    return trimmed


def clean_report(reason: str, details: str) -> str:
    """The details of a report, trimmed; « another reason » is not one by itself."""
    if reason not in REPORT_REASONS:
        raise RuleBroken("Choisissez une raison.", field="reason")
    trimmed = details.strip()
    if reason == OTHER and not trimmed:
        raise RuleBroken("Dites en quelques mots ce qui ne va pas.", field="details")
    if len(trimmed) > MAX_DETAILS:
        raise RuleBroken(f"{MAX_DETAILS} caractères au plus ({len(trimmed)} saisis).", field="details")
    return trimmed


def clean_reply(text: str) -> str:
    """A public reply, trimmed, not empty."""
    trimmed = text.strip()
    if not trimmed:
        raise RuleBroken("Écrivez la réponse avant de la publier.", field="reply")
    if len(trimmed) > MAX_REPLY:
        raise RuleBroken(f"La réponse dépasse {MAX_REPLY} caractères.", field="reply")
    return trimmed


def public_name(first_name: str, last_name: str) -> str:
    """« Bertrand L. »: how a customer signs in public."""
    return f"{first_name} {last_name[:1].upper()}." if last_name else first_name
