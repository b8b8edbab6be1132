"""The settings of the site by screen: what each asks, in WordPress's words and order. One form is made of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TextAreaField

from sandbox.shop.contributors.rules import ROLE_WORDS
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.rules import LENGTHS, SIDEBAR_WORDS
from sandbox.shop.library.queries import list_media
from sandbox.shop.posts.queries import list_categories, page_choices
from sandbox.web.forms.base import BaseForm, length, optional

WORDS: Mapping[str, Mapping[str, str]] = {
    "menu_place": {"left": "À gauche", "center": "Au centre", "right": "À droite", "below": "Sous le titre"},
    "offcanvas_on": {"never": "Jamais", "phone": "Sur téléphone", "everywhere": "Sur tous les écrans"},
    "social_place": {"none": "Aucun", "above": "Au-dessus de l’en-tête", "header": "Dans l’en-tête", "footer": "Dans le pied de page",
                     "both": "Dans l’en-tête et le pied de page"},
    "breadcrumb_place": {"none": "Aucun", "after_header": "Après l’en-tête", "before_title": "Avant le titre"},
    "sidebar_pages": SIDEBAR_WORDS, "sidebar_posts": SIDEBAR_WORDS, "sidebar_archives": SIDEBAR_WORDS,
    "front_kind": {"posts": "Les derniers articles", "page": "Une page statique"},
    "archive_shows": {"excerpt": "L’extrait", "full": "Le texte complet"},
    "date_format": {"long": "28 novembre 2026", "short": "28/11/2026", "iso": "2026-11-28"},
    "permalinks": {"plain": "Simple : /?p=123", "day": "Date et titre : /2026/11/28/exemple/", "month": "Mois et titre : /2026/11/exemple/",
                   "name": "Titre de la publication : /exemple/"},
    "default_role": ROLE_WORDS,
}  # fmt: skip
"""The choices as people read them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting. `kind`: text | long | check | number | choice | page | picture | category | color | social."""

    name: str
    kind: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen, or a section of the customiser."""

    key: str
    title: str
    settings: tuple[Setting, ...]
    help: str = ""


_SIDE = "Colonne latérale"
GENERAL = Panel("general", "Réglages généraux", (
    Setting("title", "text", "Titre du site"), Setting("slogan", "text", "Slogan", "En quelques mots, décrivez la raison d’être de ce site."),
    Setting("email", "text", "Adresse e-mail d’administration", "Elle reçoit les réponses des formulaires qui n’en demandent pas une."),
    Setting("is_membership_open", "check", "Tout le monde peut s’inscrire"), Setting("default_role", "choice", "Rôle par défaut de tout nouveau compte"),
    Setting("date_format", "choice", "Format de date"),
))  # fmt: skip
WRITING = Panel("ecriture", "Réglages d’écriture", (
    Setting("default_category_id", "category", "Catégorie par défaut des articles", "Celle d’un article publié sans catégorie."),
))  # fmt: skip
READING = Panel("lecture", "Réglages de lecture", (
    Setting("front_kind", "choice", "La page d’accueil affiche"), Setting("front_page_id", "page", "Page d’accueil"),
    Setting("posts_page_id", "page", "Page des articles"), Setting("posts_per_page", "number", "Les pages du site doivent afficher au plus", "articles"),
    Setting("archive_shows", "choice", "Pour chaque article d’une liste, afficher"),
    Setting("is_hidden_from_engines", "check", "Demander aux moteurs de recherche de ne pas indexer ce site",
            "Certains moteurs de recherche peuvent décider de l’indexer malgré tout."),
))  # fmt: skip
DISCUSSION = Panel("commentaires", "Réglages des commentaires", (
    Setting("comments_open", "check", "Autoriser les commentaires sur les nouvelles publications",
            "Chaque publication peut en décider autrement."),
    Setting("comments_named", "check", "L’auteur d’un commentaire doit renseigner son nom et son adresse e-mail"),
    Setting("comments_close_days", "number", "Fermer automatiquement les commentaires après", "jours ; 0 pour ne jamais les fermer"),
    Setting("comments_depth", "number", "Niveaux de commentaires imbriqués"),
    Setting("comments_newest_first", "check", "Afficher les commentaires les plus récents en premier"),
    Setting("comments_approved", "check", "Le commentaire doit être approuvé manuellement"),
    Setting("comments_known_only", "check", "L’auteur d’un commentaire doit avoir déjà au moins un commentaire approuvé"),
    Setting("comments_links_max", "number", "Garder un commentaire en attente s’il contient au moins", "liens ; 0 pour ne pas les compter"),
    Setting("words_held", "long", "Modération de commentaires", "Un mot par ligne : un commentaire qui en contient un attend d’être approuvé."),
    Setting("words_refused", "long", "Mots interdits dans les commentaires", "Un mot par ligne : un commentaire qui en contient un part à la corbeille."),
))  # fmt: skip
PERMALINKS = Panel("permaliens", "Réglages des permaliens", (
    Setting("permalinks", "choice", "Structure des permaliens"),
    Setting("category_base", "text", "Préfixe des catégories", "Vide pour « categorie »."), Setting("tag_base", "text", "Préfixe des étiquettes", "Vide pour « etiquette »."),
))  # fmt: skip
PRIVACY = Panel("confidentialite", "Réglages de confidentialité", (
    Setting("privacy_page_id", "page", "Page de politique de confidentialité"),
), "Elle dit à vos visiteurs quelles données vous recueillez, pourquoi, et combien de temps vous les gardez.")  # fmt: skip

CUSTOMIZER: tuple[Panel, ...] = (
    Panel("identite", "Identité du site", (
        Setting("logo_id", "picture", "Logo"), Setting("title", "text", "Titre du site"), Setting("slogan", "text", "Slogan"),
        Setting("icon_id", "picture", "Icône du site", "Un carré, vu dans l’onglet du navigateur."),
    )),
    Panel("couleurs", "Couleurs", (
        Setting("color_accent", "color", "Couleur d’accent"), Setting("color_header", "color", "Couleur de l’en-tête"),
        Setting("color_footer", "color", "Couleur du pied de page"),
    ), "Vide pour garder la couleur du thème."),
    Panel("en-tete", "En-tête", (
        Setting("above_header", "text", "Texte au-dessus de l’en-tête"), Setting("above_header_picture_id", "picture", "Image au-dessus de l’en-tête"),
        Setting("menu_place", "choice", "Emplacement du menu principal"), Setting("offcanvas_on", "choice", "Menu hors-champ"),
    )),
    Panel("fil-d-ariane", "Fil d’Ariane", (Setting("breadcrumb_place", "choice", "Emplacement"),)),
    Panel("colonne", _SIDE, (
        Setting("sidebar_pages", "choice", f"{_SIDE} des pages"), Setting("sidebar_posts", "choice", f"{_SIDE} des articles"),
        Setting("sidebar_archives", "choice", f"{_SIDE} du blog et des archives"),
    )),
    Panel("reseaux", "Icônes de réseaux sociaux", (
        Setting("social_place", "choice", "Emplacement"), Setting("social", "social", "Réseaux"),
    )),
    Panel("pied", "Pied de page", (Setting("footer_columns", "number", "Nombre de colonnes"), Setting("footer_text", "text", "Texte"))),
    Panel("accueil", "Réglages de la page d’accueil", READING.settings[:3]),
)  # fmt: skip


def find_panel(key: str) -> Panel | None:
    """A section of the customiser, or None."""
    return next((panel for panel in CUSTOMIZER if panel.key == key), None)


def form_of(panel: Panel, site: Site, *, is_sent: bool) -> BaseForm:
    """The form of a panel, with what was sent or with the settings as they are."""
    made = type("PanelForm", (BaseForm,), {one.name: _field(one) for one in panel.settings})
    return made() if is_sent else made(formdata=None, **{one.name: _shown(site, one) for one in panel.settings})


def values_of(panel: Panel, form: BaseForm, social: list[dict[str, str]]) -> dict[str, Any]:
    """What the service takes of a form; `social` are the networks that were sent."""
    found: dict[str, Any] = {}
    for one in panel.settings:
        value = form[one.name].data
        if one.kind in ("page", "picture", "category"):
            found[one.name] = int(value) if value and str(value).isdigit() else None
        elif one.kind == "social":
            found[one.name] = social
        elif one.kind == "number":
            found[one.name] = value if value is not None else 0
        else:
            found[one.name] = value if one.kind == "check" else (value or "")
    return found


def _shown(site: Site, one: Setting) -> Any:
    value = getattr(site, one.name)
    return str(value or "") if one.kind in ("page", "picture", "category") else value


def _field(one: Setting) -> Field:
    match one.kind:
        case "check":
            return BooleanField(one.label)
        case "number":
            return IntegerField(one.label, validators=[optional()])
        case "long":
            return TextAreaField(one.label, validators=[length(LENGTHS[one.name])])
        case "choice":
            return SelectField(one.label, choices=dict(WORDS[one.name]))
        case "page" | "picture" | "category":
            return SelectField(one.label, choices={"": "— Choisir —", **_things(one.kind)})
        case _:
            return StringField(one.label, validators=[length(LENGTHS.get(one.name, 255))])


def _things(kind: str) -> dict[str, str]:
    if kind == "page":
        return {str(number): name for number, name in page_choices()}
    if kind == "picture":
        return {str(row.id): row.title for row in list_media(kind="image")}
    return {str(term.row.id): "— " * term.depth + term.row.name for term in list_categories()}
