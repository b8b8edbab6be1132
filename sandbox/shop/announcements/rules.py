"""Choices and bounds of information bars, pop-ups and the cookie notice; their text made safe; whether it can be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import nh3

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.module import Field
from sandbox.kernel.text import one_line, plain
from sandbox.kernel.values import Kind
from sandbox.shop.blocks.rules.inline import SCHEMES, TAGS, clean_url

BAR, POPUP = "bar", "popup"
KINDS = {"barre": BAR, "pop-up": POPUP}
STATUSES = {"brouillon": "draft", "publie": "published", "corbeille": "trash"}
SCOPES = {"partout": "site", "accueil": "home", "choisies": "only", "sauf": "except"}
POSITIONS = {"haut": "top", "bas": "bottom"}
TRIGGERS = {"arrivee": "arrival", "delai": "delay", "defilement": "scroll", "depart": "leave"}
REPEATS = {"visite": "visit", "une-fois": "once", "fermeture": "closed"}
BACKS = {
    "accent": "accent", "principale": "brand", "sombre": "deep", "claire": "surface", "chaude": "surface-2", "promo": "promo", "blanc": "paper",
}  # fmt: skip
TEXTS = {"noir": "ink", "blanc": "paper", "principale": "brand", "accent": "accent"}

KIND_WORDS = {BAR: "Barre d’information", POPUP: "Pop-up"}
STATUS_WORDS = {
    "draft": "Brouillon", "published": "Publié", "trash": "Corbeille", "scheduled": "Planifié", "over": "Terminé",
}  # fmt: skip
SCOPE_WORDS = {
    "site": "Tout le site", "home": "Page d’accueil", "only": "Pages et articles choisis", "except": "Tout le site, sauf",
}  # fmt: skip
POSITION_WORDS = {"top": "En haut de la page", "bottom": "En bas de l’écran"}
TRIGGER_WORDS = {
    "arrival": "Dès l’arrivée sur la page", "delay": "Après un délai", "scroll": "À la moitié de la page", "leave": "Au moment de partir",
}  # fmt: skip
REPEAT_WORDS = {
    "visit": "À chaque visite", "once": "Une seule fois", "closed": "Jusqu’à sa fermeture",
}  # fmt: skip
BACK_WORDS = {
    "accent": "Accent", "brand": "Couleur principale", "deep": "Fond sombre", "surface": "Fond clair", "surface-2": "Fond chaud",
    "promo": "Promotions", "paper": "Blanc",
}  # fmt: skip
TEXT_WORDS = {"ink": "Texte du thème", "paper": "Blanc", "brand": "Couleur principale", "accent": "Accent"}

CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS, "scope": SCOPES, "position": POSITIONS, "opens_on": TRIGGERS, "repeat": REPEATS, "color_back": BACKS, "color_text": TEXTS,
}  # fmt: skip
LENGTHS = {"title": 120, "text": 5000, "button_text": 60, "button_url": 500}
LABELS = {
    "title": "Le titre", "text": "Le texte", "button_text": "Le libellé du bouton", "button_url": "L’adresse du bouton",
}  # fmt: skip
MAX_DELAY_S = 300
MAX_PAGES = 200

_BLOCKS = {"p", "ul", "ol", "li", "h2", "h3", "h4", "blockquote"}
_HAS_BLOCK = re.compile(r"<(?:p|ul|ol|h[2-4]|blockquote)\b", re.IGNORECASE)
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
_PARAGRAPHS = re.compile(r"\n\s*\n")

FIELDS: tuple[Field, ...] = (
    Field("titre", "title", "Titre"),
    Field("type", "kind", "Type", Kind.CHOICE, choices=KINDS, words=KIND_WORDS),
    Field("etat", "status", "État", Kind.CHOICE, choices=STATUSES, words=STATUS_WORDS),
    Field("texte", "text", "Texte", Kind.HTML),
    Field("bouton", "button_text", "Libellé du bouton"),
    Field("lien", "button_url", "Lien du bouton"),
    Field("affichage", "scope", "Affichage", Kind.CHOICE, choices=SCOPES, words=SCOPE_WORDS),
    Field("pages", "page_ids", "Pages visées", Kind.LIST, ref="page_site"),
    Field("articles", "article_ids", "Articles visés", Kind.LIST, ref="article"),
    Field("place", "position", "Emplacement de la barre", Kind.CHOICE, choices=POSITIONS, words=POSITION_WORDS),
    Field("declencheur", "opens_on", "Déclenchement du pop-up", Kind.CHOICE, choices=TRIGGERS, words=TRIGGER_WORDS),
    Field("delai", "delay_s", "Délai avant le pop-up (secondes)", Kind.INTEGER),
    Field("repetition", "repeat", "Répétition", Kind.CHOICE, choices=REPEATS, words=REPEAT_WORDS),
    Field("debut", "starts_at", "Affichée à partir du", Kind.MOMENT),
    Field("fin", "ends_at", "Affichée jusqu’au", Kind.MOMENT),
    Field("fermable", "is_closable", "Bouton de fermeture", Kind.YES_NO),
    Field("fond", "color_back", "Couleur de fond", Kind.CHOICE, choices=BACKS, words=BACK_WORDS),
    Field("couleur_texte", "color_text", "Couleur du texte", Kind.CHOICE, choices=TEXTS, words=TEXT_WORDS),
)  # fmt: skip
"""A bar or a pop-up as files, subjects and screens name it."""


def clean_rich(markup: str) -> str:
    """Paragraphs, lists, small headings, marks and links, nothing else: no script, style, frame or `javascript:` link is left.

    Words without any paragraph are put in paragraphs, one for each that a blank line parts.
    """
    written = markup.strip()
    if written and not _HAS_BLOCK.search(written):
        parts = [part.strip().replace("\n", "<br>") for part in _PARAGRAPHS.split(written.replace("\r\n", "\n"))]
        written = "".join(f"<p>{part}</p>" for part in parts if part)
    cleaned = nh3.clean(
        written, tags=TAGS | _BLOCKS, clean_content_tags={"script", "style", "iframe", "object"}, attributes={"a": {"href", "target"}},
        url_schemes=SCHEMES, link_rel=None,
    )  # fmt: skip
    return _EMPTY.sub("", cleaned).strip()


def clean(name: str, value: Any) -> Any:
    """A value of a bar or a pop-up within its choices and bounds; raises RuleBroken at its field."""
    if name in CHOICES and value not in CHOICES[name].values():
        raise RuleBroken("Ce choix n’est pas de ceux qui sont proposés.", field=name)
    if name == "text":
        value = clean_rich(str(value or ""))
    elif name in LENGTHS:
        value = one_line(str(value or ""))
    if name in LENGTHS and len(value) > LENGTHS[name]:
        raise RuleBroken(f"{LABELS[name]} dépasse {LENGTHS[name]} caractères.", field=name)
    if name == "button_url" and value and not (value := clean_url(value)):
        raise RuleBroken(
            "Cette adresse ne mène nulle part\u00a0: écrivez https://…, ou choisissez une page.", field=name
        )
    if name == "delay_s" and not 0 <= int(value or 0) <= MAX_DELAY_S:
        raise RuleBroken(f"Indiquez un nombre de secondes de 0 à {MAX_DELAY_S}.", field=name)
    if name in ("page_ids", "article_ids"):
        value = sorted({int(number) for number in value or ()})
        if len(value) > MAX_PAGES:
            raise RuleBroken(f"{MAX_PAGES} pages au plus.", field=name)
    return value


def check_whole(row: Any) -> None:
    """Raises RuleBroken for a bar or a pop-up whose values do not go together. `row` has the attributes of the model."""
    if not row.title:
        raise RuleBroken("Le titre est obligatoire\u00a0: il sert à la retrouver dans la liste.", field="title")
    if row.button_text and not row.button_url:
        raise RuleBroken("Dites où mène le bouton.", field="button_url")
    if row.button_url and not row.button_text:
        raise RuleBroken("Écrivez le libellé du bouton.", field="button_text")
    if row.scope in ("only", "except") and not row.page_ids and not row.article_ids:
        raise RuleBroken("Cochez au moins une page ou un article.", field="scope")
    if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
        raise RuleBroken("La fin vient après le début.", field="ends_at")
    if row.kind == BAR and row.repeat == "once":
        raise RuleBroken(
            "Une barre se montre à chaque visite, ou jusqu’à ce qu’on la ferme\u00a0: « une seule fois » est pour un pop-up.",
            field="repeat",
        )
    if row.kind == POPUP and not row.is_closable:
        raise RuleBroken(
            "Un pop-up garde son bouton de fermeture\u00a0: sans lui, le visiteur n’atteindrait plus la page.",
            field="is_closable",
        )
    if row.status == "published" and not plain(row.text) and not row.button_text:
        raise RuleBroken("Écrivez le texte avant de publier.", field="text")


def shown_status(status: str, starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> str:
    """The state as people see it: what is published may be to come (`scheduled`) or `over`."""
    if status != "published":
        return status
    if ends_at is not None and ends_at <= now:
        return "over"
    return "scheduled" if starts_at is not None and starts_at > now else status


def is_shown_on(row: Any, post_id: int | None, *, is_home: bool) -> bool:
    """Whether a bar or a pop-up stands on a page: the home page, a text of that number, or a page of neither kind."""
    chosen = post_id is not None and post_id in (*row.page_ids, *row.article_ids)
    match row.scope:
        case "home":
            return is_home
        case "only":
            return chosen
        case "except":
            return not chosen
    return True


# the cookie notice ---------------------------------------------------------------------------------------------------

PLACES = {"haut": "top", "bas": "bottom", "encadre": "box"}
PLACE_WORDS = {
    "top": "Une bande en haut de la page",
    "bottom": "Une bande en bas de l’écran",
    "box": "Un encadré en bas à gauche",
}
PURPOSES = {"audience": "audience", "publicite": "ads", "contenus": "media"}
PURPOSE_WORDS = {
    "audience": "Mesure d’audience", "ads": "Publicité", "media": "Vidéos et contenus d’autres sites",
}  # fmt: skip
PURPOSE_HELP = {
    "audience": "Compter les pages vues, pour améliorer le site.",
    "ads": "Vous montrer des annonces choisies pour vous, ici et ailleurs.",
    "media": "Afficher des vidéos et des cartes qui viennent d’autres sites.",
}  # fmt: skip
MAX_MONTHS = 13
"""The longest that a choice may be kept; the regulator recommends six months."""

COOKIE_DEFAULTS: Mapping[str, Any] = {
    "title": "Vos préférences de cookies",
    "text": "<p>Nous utilisons les cookies nécessaires au fonctionnement du site. Avec votre accord, nous en utilisons d’autres\u00a0; vous pouvez changer d’avis à tout moment, en bas de chaque page.</p>",
    "accept_text": "Tout accepter", "refuse_text": "Tout refuser", "choose_text": "Personnaliser", "position": "bottom",
    "purposes": ["audience"], "has_privacy_link": True, "months": 6,
}  # fmt: skip
COOKIE_LENGTHS = {"title": 120, "text": 2000, "accept_text": 40, "refuse_text": 40, "choose_text": 40}
_NEEDED = {
    "title": "Le titre est obligatoire.", "text": "Dites à quoi servent les cookies.", "accept_text": "Ce bouton est obligatoire.",
    "refuse_text": "Refuser doit être aussi simple qu’accepter\u00a0: ce bouton est obligatoire.", "choose_text": "Ce bouton est obligatoire.",
}  # fmt: skip

COOKIE_FIELDS: tuple[Field, ...] = (
    Field("titre", "title", "Titre de l’avis"),
    Field("texte", "text", "Texte de l’avis", Kind.HTML),
    Field("accepter", "accept_text", "Bouton « Accepter »"),
    Field("refuser", "refuse_text", "Bouton « Refuser »"),
    Field("personnaliser", "choose_text", "Bouton « Personnaliser »"),
    Field("place", "position", "Emplacement de l’avis", Kind.CHOICE, choices=PLACES, words=PLACE_WORDS),
    Field("finalites", "purposes", "Finalités soumises à l’accord", Kind.LIST, read=lambda row: [_purpose(code) for code in row.purposes]),
    Field("lien_confidentialite", "has_privacy_link", "Lien vers la politique de confidentialité", Kind.YES_NO),
    Field("mois", "months", "Durée du choix (mois)", Kind.INTEGER),
)  # fmt: skip


def _purpose(code: str) -> str:
    return next((word for word, known in PURPOSES.items() if known == code), code)


def clean_cookies(name: str, value: Any) -> Any:
    """A value of the cookie notice within its choices and bounds; raises RuleBroken at its field."""
    if name == "purposes":
        codes = [PURPOSES.get(str(one), str(one)) for one in value or ()]
        if unknown := set(codes) - set(PURPOSE_WORDS):
            raise RuleBroken(f"Finalité inconnue\u00a0: {', '.join(sorted(unknown))}.", field=name)
        return [code for code in PURPOSE_WORDS if code in codes]
    if name == "position" and value not in PLACES.values():
        raise RuleBroken("Ce choix n’est pas de ceux qui sont proposés.", field=name)
    if name == "months" and not 1 <= int(value or 0) <= MAX_MONTHS:
        raise RuleBroken(f"Indiquez un nombre de mois de 1 à {MAX_MONTHS}.", field=name)
    if name in COOKIE_LENGTHS:
        value = clean_rich(str(value or "")) if name == "text" else one_line(str(value or ""))
        if not (plain(value) if name == "text" else value):
            raise RuleBroken(_NEEDED[name], field=name)
        if len(value) > COOKIE_LENGTHS[name]:
            raise RuleBroken(f"{COOKIE_LENGTHS[name]} caractères au plus.", field=name)
    return value
