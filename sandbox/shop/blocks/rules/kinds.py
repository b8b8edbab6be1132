"""The kinds of blocks: their French names, what each holds, what may stand inside. One table for all who ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Holds(StrEnum):
    """How an attribute is checked."""

    RICH = "rich"
    PLAIN = "plain"
    URL = "url"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MEDIA = "media"
    ROWS = "rows"
    ITEMS = "items"
    MOMENT = "moment"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Attr:
    """An attribute of a kind of block; `default` is not written down."""

    holds: Holds
    label: str = ""
    default: Any = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    parts: tuple[str, ...] = ()
    length: int = 20_000


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block. `inside`: kinds that may stand in it, `ANY` for those of a text; `group` is its drawer in the inserter.

    `needs` is the extension that brings it, empty for those of the editor itself. `wp` is its name in WordPress's markup.
    """

    name: str
    label: str
    icon: str
    group: str
    attrs: Mapping[str, Attr] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    is_part: bool = False
    needs: str = ""
    wp: str = ""
    help: str = ""


ANY = ("*",)

_ALIGN = Attr(
    Holds.CHOICE, "Alignement", "", (("", "Aucun"), ("left", "Gauche"), ("center", "Centre"), ("right", "Droite"))
)
_WIDE = Attr(
    Holds.CHOICE, "Alignement", "",
    (("", "Aucun"), ("left", "Gauche"), ("center", "Centre"), ("right", "Droite"), ("wide", "Grande largeur"), ("full", "Pleine largeur")),
)  # fmt: skip
_RICH = Attr(Holds.RICH, "Texte")
_MEDIA = Attr(Holds.MEDIA, "Fichier de la médiathèque", None)
_URL = Attr(Holds.URL, "Lien", length=500)
_TAB = Attr(Holds.YES_NO, "Ouvrir dans un nouvel onglet", False)
_ALT = Attr(Holds.PLAIN, "Texte alternatif", None, length=500)


def _yes(label: str, default: bool = False) -> Attr:
    return Attr(Holds.YES_NO, label, default)


def _number(label: str, default: int, low: int, high: int) -> Attr:
    return Attr(Holds.NUMBER, label, default, low=low, high=high)


def _plain(label: str, length: int = 200) -> Attr:
    return Attr(Holds.PLAIN, label, length=length)


_PRELOAD = Attr(
    Holds.CHOICE, "Préchargement", "metadata", (("metadata", "Métadonnées"), ("auto", "Automatique"), ("none", "Aucun"))
)
_TEXT, _PICTURES, _LAYOUT, _LISTS, _MORE = "Texte", "Média", "Mise en page", "Widgets", "Blocs enrichis"
RICH_BLOCKS = "blocs"
"""The extension that brings the richer blocks."""
PERSON_LINKS: Mapping[str, tuple[str, str]] = {
    "facebook": ("Facebook", "facebook"), "instagram": ("Instagram", "instagram"), "linkedin": ("LinkedIn", "linkedin"),
    "pinterest": ("Pinterest", "pinterest"), "email": ("E-mail", "envelope"),
}  # fmt: skip
"""Where a person of a team is found besides: its French name and its icon; each is a part that holds an address."""

FORM_FIELDS = (
    ("text", "Texte court"), ("email", "E-mail"), ("tel", "Téléphone"), ("long", "Texte long"), ("check", "Case à cocher"),
    ("choice", "Liste de choix"),
)  # fmt: skip
"""What a form may ask, and how it is called."""
_PARTS: Mapping[str, Attr] = {
    "media": Attr(Holds.MEDIA, "Image", None), "title": _plain("Titre"), "text": _RICH, "url": _URL, "label": _plain("Texte du bouton"),
    "form.label": _plain("Intitulé"), "type": Attr(Holds.CHOICE, "Type de champ", "text", FORM_FIELDS),
    "required": _yes("Obligatoire"), "choices": _plain("Choix, séparés par des virgules", 4000), "question": _plain("Question"),
    "answer": Attr(Holds.RICH, "Réponse"), "name": _plain("Nom"), "role": _plain("Fonction"),
    **{key: _plain(label, 500) for key, (label, _icon) in PERSON_LINKS.items()},
}  # fmt: skip


def part_of(kind: BlockKind, name: str) -> Attr:
    """What a part of a kind's records holds, and its label: a form's `label` is not a slide's."""
    return _PARTS.get(f"{kind.name}.{name}") or _PARTS[name]


_ALL = (
    BlockKind("paragraph", "Paragraphe", "text-paragraph", _TEXT, {"text": _RICH, "align": _ALIGN}, wp="paragraph",
              help="Le bloc de base de toute narration."),
    BlockKind("heading", "Titre", "type-h2", _TEXT, {
        "text": _RICH, "level": _number("Niveau", 2, 1, 6), "align": _ALIGN, "anchor": _plain("Ancre HTML", 60),
    }, wp="heading", help="Structurez le texte avec des titres et des sous-titres."),
    BlockKind("list", "Liste", "list-ul", _TEXT, {"ordered": _yes("Liste numérotée")}, ("list-item",), wp="list",
              help="Une liste à puces ou numérotée."),
    BlockKind("list-item", "Élément de liste", "dot", _TEXT, {"text": _RICH}, ("list",), is_part=True, wp="list-item"),
    BlockKind("quote", "Citation", "quote", _TEXT, {"text": _RICH, "cite": Attr(Holds.RICH, "Source", length=300)}, wp="quote",
              help="Mettez en valeur une citation."),
    BlockKind("table", "Tableau", "table", _TEXT, {
        "head": Attr(Holds.ROWS, "Section d’en-tête", []), "body": Attr(Holds.ROWS, "Corps", []),
        "caption": Attr(Holds.RICH, "Légende", length=500), "striped": _yes("Bandes"),
    }, wp="table", help="Des lignes et des colonnes : horaires, tarifs…"),
    BlockKind("html", "HTML personnalisé", "code", _TEXT, {"html": Attr(Holds.HTML, "HTML")}, wp="html",
              help="Du HTML, nettoyé à l’enregistrement."),
    BlockKind("image", "Image", "image", _PICTURES, {
        "media": _MEDIA, "alt": _ALT, "caption": Attr(Holds.RICH, "Légende", length=500), "title": _plain("Titre"),
        "align": _WIDE, "width": _number("Largeur", 0, 0, 2400), "url": _URL, "tab": _TAB,
        "ratio": Attr(Holds.CHOICE, "Proportions", "", (("", "Original"), ("1", "Carré, 1:1"), ("4-3", "Standard, 4:3"),
                                                        ("16-9", "Paysage, 16:9"), ("3-4", "Portrait, 3:4"))),
        "decorative": _yes("Image décorative"),
    }, wp="image", help="Insérez une image pour illustrer votre propos."),
    BlockKind("gallery", "Galerie", "images", _PICTURES, {
        "columns": _number("Colonnes", 3, 1, 8), "crop": _yes("Recadrer les images", True), "caption": Attr(Holds.RICH, "Légende", length=500),
        "align": _WIDE,
    }, ("image",), wp="gallery", help="Plusieurs images dans une grille."),
    BlockKind("cover", "Bannière", "easel", _PICTURES, {
        "media": _MEDIA, "alt": _ALT, "dim": _number("Opacité du filtre", 50, 0, 100),
        "tone": Attr(Holds.CHOICE, "Couleur du filtre", "dark", (("dark", "Sombre"), ("brand", "Marque"), ("accent", "Accent"), ("light", "Clair"))),
        "height": _number("Hauteur minimale", 360, 120, 900), "align": _WIDE,
    }, ANY, wp="cover", help="Une image de fond avec un texte par-dessus."),
    BlockKind("media-text", "Média et texte", "layout-text-sidebar", _PICTURES, {
        "media": _MEDIA, "alt": _ALT, "side": Attr(Holds.CHOICE, "Position du média", "left", (("left", "À gauche"), ("right", "À droite"))),
        "share": _number("Largeur du média", 50, 20, 80), "url": _URL, "align": _WIDE,
    }, ANY, wp="media-text", help="Une image et un texte côte à côte."),
    BlockKind("file", "Fichier", "file-earmark-arrow-down", _PICTURES, {
        "media": _MEDIA, "text": Attr(Holds.RICH, "Texte du lien", length=300), "button": _yes("Afficher le bouton de téléchargement", True),
    }, wp="file", help="Un lien vers un fichier à télécharger."),
    BlockKind("audio", "Audio", "headset", _PICTURES, {
        "media": _MEDIA, "caption": Attr(Holds.RICH, "Légende", length=500), "autoplay": _yes("Lecture automatique"), "loop": _yes("Boucle"),
        "preload": _PRELOAD,
    }, wp="audio", help="Un lecteur pour un son de la médiathèque, avec sa transcription."),
    BlockKind("video", "Vidéo", "play-circle", _PICTURES, {
        "media": _MEDIA, "caption": Attr(Holds.RICH, "Légende", length=500), "autoplay": _yes("Lecture automatique"), "loop": _yes("Boucle"),
        "muted": _yes("Son coupé"), "controls": _yes("Commandes de lecture", True), "preload": _PRELOAD,
        "poster": Attr(Holds.MEDIA, "Image d’aperçu", None),
        "subtitles": Attr(Holds.CHOICE, "Sous-titres", "", (("", "Au choix du visiteur"), ("shown", "Affichés d’emblée"), ("none", "Sans"))),
    }, wp="video", help="Un lecteur pour une vidéo de la médiathèque, avec ses sous-titres et sa transcription."),
    BlockKind("buttons", "Boutons", "menu-button-wide", _LAYOUT, {"align": _ALIGN}, ("button",), wp="buttons",
              help="Un ou plusieurs boutons côte à côte."),
    BlockKind("button", "Bouton", "hand-index", _LAYOUT, {
        "text": Attr(Holds.RICH, "Texte", length=200), "url": _URL, "tab": _TAB,
        "look": Attr(Holds.CHOICE, "Style", "fill", (("fill", "Remplissage"), ("outline", "Contour"))),
    }, is_part=True, wp="button", help="Incitez à l’action avec un lien en forme de bouton."),
    BlockKind("columns", "Colonnes", "layout-three-columns", _LAYOUT, {"align": _WIDE}, ("column",), wp="columns",
              help="Des blocs les uns à côté des autres."),
    BlockKind("column", "Colonne", "square", _LAYOUT, {"share": _number("Largeur", 0, 0, 100)}, ANY, is_part=True, wp="column"),
    BlockKind("group", "Groupe", "collection", _LAYOUT, {
        "tone": Attr(Holds.CHOICE, "Fond", "", (("", "Aucun"), ("surface", "Doux"), ("brand", "Marque"), ("accent", "Accent"))), "align": _WIDE,
    }, ANY, wp="group", help="Réunissez des blocs dans un même cadre."),
    BlockKind("separator", "Séparateur", "dash-lg", _LAYOUT, {
        "look": Attr(Holds.CHOICE, "Style", "", (("", "Par défaut"), ("wide", "Ligne large"), ("dots", "Points"))),
    }, wp="separator", help="Une ligne entre deux idées."),
    BlockKind("spacer", "Espacement", "arrow-down-up", _LAYOUT, {"height": _number("Hauteur", 48, 8, 400)}, wp="spacer",
              help="Un espace vide, de la hauteur voulue."),
    BlockKind("more", "Lire la suite", "three-dots", _LAYOUT, {"text": _plain("Texte", 60)}, wp="more",
              help="Ce qui suit n’est pas montré dans les listes d’articles."),
    BlockKind("latest-posts", "Derniers articles", "newspaper", _LISTS, {
        "title": _plain("Titre"), "count": _number("Nombre d’éléments", 5, 1, 20), "excerpt": _yes("Extrait"),
        "words": _number("Nombre maximal de mots dans l’extrait", 55, 10, 100), "date": _yes("Afficher la date de publication"),
        "author": _yes("Afficher le nom de l’auteur"), "picture": _yes("Afficher l’image mise en avant"),
        "category": Attr(Holds.NUMBER, "Catégorie", 0, low=0, high=2**31 - 1),
        "look": Attr(Holds.CHOICE, "Disposition", "list", (("list", "Vue en liste"), ("grid", "Vue en grille"))),
        "columns": _number("Colonnes", 3, 2, 6),
    }, wp="latest-posts", help="La liste des articles les plus récents."),
    BlockKind("latest-comments", "Derniers commentaires", "chat-left", _LISTS, {
        "title": _plain("Titre"), "count": _number("Nombre de commentaires", 5, 1, 20)}, wp="latest-comments",
              help="La liste des commentaires les plus récents."),
    BlockKind("categories", "Liste des catégories", "folder", _LISTS, {
        "title": _plain("Titre"), "counts": _yes("Afficher le nombre d’articles"), "tree": _yes("Afficher la hiérarchie")},
              wp="categories", help="Toutes les catégories d’articles."),
    BlockKind("archives", "Archives", "archive", _LISTS, {"title": _plain("Titre"), "counts": _yes("Afficher le nombre d’articles")},
              wp="archives", help="Les mois où des articles ont paru."),
    BlockKind("tag-cloud", "Nuage d’étiquettes", "tags", _LISTS, {"title": _plain("Titre")}, wp="tag-cloud",
              help="Les étiquettes les plus employées."),
    BlockKind("search", "Recherche", "search", _LISTS, {"title": _plain("Titre"), "placeholder": _plain("Texte indicatif", 80)},
              wp="search", help="Un champ de recherche dans le site."),
    BlockKind("calendar", "Calendrier", "calendar", _LISTS, {"title": _plain("Titre")}, wp="calendar",
              help="Le mois, avec les jours où des articles ont paru."),
    BlockKind("rss", "Flux RSS", "rss", _LISTS, {
        "title": _plain("Titre"), "url": _URL, "count": _number("Nombre d’éléments", 5, 1, 20)}, wp="rss",
              help="Les titres d’un flux RSS ou Atom."),
    BlockKind("social", "Icônes de réseaux sociaux", "share", _LISTS, {"title": _plain("Titre"), "align": _ALIGN}, wp="social-links",
              help="Les réseaux choisis dans l’outil de personnalisation."),
    BlockKind("slider", "Carrousel", "sliders", _MORE, {
        "title": _plain("Titre lu aux malvoyants"), "items": Attr(Holds.ITEMS, "Diapositives", [], parts=("media", "title", "text", "url", "label")),
        "align": _WIDE,
    }, needs=RICH_BLOCKS, wp="e5/slider", help="Des images qui défilent, avec un texte et un bouton."),
    BlockKind("form", "Formulaire", "ui-checks", _MORE, {
        "title": _plain("Titre"), "items": Attr(Holds.ITEMS, "Champs", [], parts=("label", "type", "required", "choices")),
        "button": _plain("Texte du bouton", 60), "done": Attr(Holds.RICH, "Message de confirmation", length=500),
    }, needs=RICH_BLOCKS, wp="e5/form", help="Un formulaire dont les réponses arrivent au service client, ou, sans service client, dans Messages et par e-mail à l’administration du site."),
    BlockKind("faq", "FAQ", "question-circle", _MORE, {
        "items": Attr(Holds.ITEMS, "Questions", [], parts=("question", "answer")),
    }, needs=RICH_BLOCKS, wp="e5/faq", help="Des questions qui s’ouvrent sur leur réponse."),
    BlockKind("testimonials", "Témoignages", "chat-quote", _MORE, {
        "items": Attr(Holds.ITEMS, "Témoignages", [], parts=("text", "name", "role", "media")), "columns": _number("Colonnes", 3, 1, 4),
    }, needs=RICH_BLOCKS, wp="e5/testimonials", help="Ce que vos clients disent de vous."),
    BlockKind("team", "Équipe", "people", _MORE, {
        "items": Attr(Holds.ITEMS, "Personnes", [], parts=("name", "role", "text", "media", *PERSON_LINKS)),
        "columns": _number("Colonnes", 3, 1, 4), "social": _yes("Icônes sociales", True),
    }, needs=RICH_BLOCKS, wp="e5/team", help="Les portraits de l’équipe."),
    BlockKind("map", "Carte", "geo-alt", _MORE, {
        "address": _plain("Adresse", 300), "label": _plain("Nom du lieu", 80), "zoom": _number("Zoom", 15, 1, 20),
        "height": _number("Hauteur", 360, 180, 720), "align": _WIDE,
    }, needs=RICH_BLOCKS, wp="e5/map", help="Une carte dessinée, centrée sur une adresse."),
    BlockKind("countdown", "Compte à rebours", "hourglass-split", _MORE, {
        "at": Attr(Holds.MOMENT, "Date et heure de fin"), "title": _plain("Titre"), "done": Attr(Holds.RICH, "Texte une fois terminé", length=300),
        "days": _yes("Jours seulement"),
    }, needs=RICH_BLOCKS, wp="e5/countdown", help="Le temps qui reste avant un événement."),
)  # fmt: skip

KINDS: Mapping[str, BlockKind] = {kind.name: kind for kind in _ALL}
BY_WP: Mapping[str, BlockKind] = {kind.wp: kind for kind in _ALL if kind.wp}


def may_stand_in(inner: BlockKind, outer: BlockKind | None) -> bool:
    """Whether a kind of block may stand in another (None: directly in the text)."""
    if outer is None or outer.inside == ANY:
        return not inner.is_part
    return inner.name in outer.inside
