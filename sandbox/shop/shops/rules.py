"""The settings a shop has: their French names, labels, how they are written, bounds and defaults. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import euros
from sandbox.kernel.values import Kind, ValueFault, parse

_ANY_DAY = date(2000, 1, 1)  # no setting is written relative to « J »


class Section(StrEnum):
    """The screen that shows a setting."""

    GENERAL = "generaux"
    PRODUCTS = "produits"
    ORDERS = "commandes"
    CUSTOMERS = "clients"
    REVIEWS = "avis"
    COMPANY = "entreprise"
    IDENTITY = "identite"
    MODULES = "modules"
    SHIPPING = "livraison"
    SEO = "referencement"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: `name` in files and subjects, `label` on screen, `kind` of its value, `default` typed value.

    `minimum` and `maximum` bound integers and cents; `is_optional` allows None for « sans » (written as an empty text).
    """

    name: str
    label: str
    kind: Kind
    default: Any
    section: Section
    help: str = ""
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    length: int = 255
    is_optional: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


SORTS = {
    "position": "position", "nom": "name", "prix croissant": "price", "prix décroissant": "-price",
    "date d’ajout": "-added", "quantité": "-quantity",
}  # fmt: skip

WRAPPING_TAXES = {"20 %": "2000", "10 %": "1000", "5,5 %": "550", "2,1 %": "210", "aucune taxe": "0"}
"""Rates that the gift wrapping may bear, in basis points."""

_P, _O, _C, _R, _G = Section.PRODUCTS, Section.ORDERS, Section.CUSTOMERS, Section.REVIEWS, Section.GENERAL

_SHOP_SETTINGS = (
    Setting("bandeau", "Bandeau d’annonce", Kind.TEXT, "", _G, "Une ligne en haut de chaque page ; vide : pas de bandeau."),
    Setting("boutique_active", "Activer la boutique", Kind.YES_NO, True, _G,
            "Non : les visiteurs voient la page de maintenance, et personne ne commande."),
    Setting("maintenance_message", "Message de maintenance", Kind.TEXT,
            "Nous préparons du nouveau. La boutique rouvre dans un moment.", _G, length=500),
    Setting("maintenance_equipe", "Laisser l’équipe entrer pendant la maintenance", Kind.YES_NO, True, _G,
            "La page de maintenance propose à l’équipe de voir la boutique telle qu’elle sera."),
    Setting("cgv_obligatoires", "Acceptation des conditions générales de vente", Kind.YES_NO, True, _O,
            "Le client coche une case avant de payer."),
    Setting("commande_invite", "Commande sans compte (invité)", Kind.YES_NO, True, _O,
            "Les clients commandent sans créer de compte."),
    Setting("minimum_commande", "Montant minimum d’achat requis pour valider la commande", Kind.CENTS, 0, _O,
            "0 pour ne pas fixer de minimum.", "€ TTC", 0, 100_000_00),
    Setting("recalculer_port", "Recalculer les frais de livraison après modification d’une commande", Kind.YES_NO, True, _O,
            "Non : une commande dont on change les produits garde les frais qu’elle avait."),
    Setting("emballage_cadeau", "Proposer un emballage cadeau", Kind.YES_NO, False, _O,
            "Le client le demande à l’étape de la livraison, avec un message à joindre."),
    Setting("emballage_cadeau_prix", "Prix de l’emballage cadeau", Kind.CENTS, 0, _O, "0 : offert.", "€ TTC", 0, 1_000_00),
    Setting("emballage_cadeau_taxe", "Taxe de l’emballage cadeau", Kind.CHOICE, "2000", _O,
            "Le prix est toutes taxes comprises : la taxe en est déduite sur la facture.", choices=WRAPPING_TAXES),
    Setting("retours_actifs", "Activer les retours", Kind.YES_NO, False, _O,
            "Les clients demandent le retour d’un produit depuis leur compte."),
    Setting("retours_jours", "Délai de retour", Kind.INTEGER, 14, _O,
            "Quatorze jours au moins pour la vente à distance (Code de la consommation, L221-18).", "jours", 1, 365),
    Setting("nouveau_jours", "Nombre de jours durant lesquels un produit est considéré comme « nouveau »", Kind.INTEGER, 20, _P,
            "0 : aucun produit n’est signalé comme nouveau.", "jours", 0, 365),
    Setting("produits_par_page", "Produits par page", Kind.INTEGER, 12, _P, "Dans les pages de catégories.", "produits", 1, 96),
    Setting("tri_par_defaut", "Tri par défaut", Kind.CHOICE, "position", _P, "L’ordre des listes à l’ouverture.", choices=SORTS),
    Setting("mode_catalogue", "Mode catalogue", Kind.YES_NO, False, _P,
            "Le panier disparaît : la boutique devient une vitrine."),
    Setting("quantites_visibles", "Afficher les quantités disponibles sur la page du produit", Kind.YES_NO, False, _P),
    Setting("derniers_articles", "Afficher les dernières quantités quand le stock est inférieur à", Kind.INTEGER, 3, _P,
            "« Derniers articles en stock » ; 0 pour ne rien afficher.", "produits", 0, 1000),
    Setting("stock_bas", "Seuil de stock bas", Kind.INTEGER, 10, _P,
            "Sous ce seuil, la quantité est signalée dans l’administration.", "produits", 0, 10_000),
    Setting("rupture_commande", "Autoriser la commande de produits en rupture de stock", Kind.YES_NO, False, _P,
            "Le comportement par défaut ; chaque produit peut en décider autrement."),
    Setting("libelle_stock", "Libellé des produits en stock", Kind.TEXT, "En stock", _P, length=128),
    Setting("libelle_reassort", "Libellé des produits en rupture avec commande possible", Kind.TEXT,
            "Disponible sur commande", _P, length=128),
    Setting("libelle_rupture", "Libellé des produits en rupture sans commande possible", Kind.TEXT,
            "En rupture de stock", _P, length=128),
    Setting("inscription_offres", "Proposer les offres des partenaires à l’inscription", Kind.YES_NO, True, _C),
    Setting("naissance_demandee", "Demander la date de naissance", Kind.YES_NO, True, _C),
    Setting("mode_b2b", "Activer le mode B2B", Kind.YES_NO, False, _C, "Société, SIRET et code APE à l’inscription."),
    Setting("avis_invites", "Autoriser les avis des invités", Kind.YES_NO, False, _R),
    Setting("avis_validation", "Tous les avis doivent être validés par un employé", Kind.YES_NO, True, _R),
)  # fmt: skip

_COMPANY = {
    "raison_sociale": "Raison sociale", "forme": "Forme juridique", "capital": "Capital social",
    "rcs": "Immatriculation", "tva": "Numéro de TVA", "siege": "Adresse du siège",
    "code_postal": "Code postal", "ville": "Ville", "telephone": "Téléphone", "email": "Adresse e-mail",
    "directeur_publication": "Directeur de la publication", "hebergeur": "Hébergeur", "mediateur": "Médiateur",
}  # fmt: skip
COMPANY_FIELDS = tuple(_COMPANY)

_COMPANY_SETTINGS = tuple(
    Setting(f"entreprise_{name}", label, Kind.TEXT, "", Section.COMPANY, length=500) for name, label in _COMPANY.items()
)
_IDENTITY_SETTINGS = (
    Setting("slogan", "Slogan", Kind.TEXT, "", Section.IDENTITY),
    Setting("secteur", "Secteur d’activité", Kind.TEXT, "", Section.IDENTITY),
    Setting("histoire", "Histoire de l’entreprise", Kind.TEXT, "", Section.IDENTITY, length=5000),
    Setting("reseaux", "Réseaux sociaux", Kind.TEXT, "{}", Section.IDENTITY, length=5000),
    Setting("theme", "Thème", Kind.TEXT, "{}", Section.IDENTITY, length=20_000),
)

_M = Section.MODULES
_MODULE_SETTINGS = (
    Setting("populaires_nombre", "Nombre de produits à afficher", Kind.INTEGER, 8, _M,
            "Combien de produits populaires la page d’accueil montre.", "produits", 1, 48),
    Setting("partage_facebook", "Facebook", Kind.YES_NO, False, _M),
    Setting("partage_x", "X (Twitter)", Kind.YES_NO, False, _M),
    Setting("partage_pinterest", "Pinterest", Kind.YES_NO, False, _M),
    Setting("donnees_personnelles", "Message sur la confidentialité des données des clients", Kind.TEXT, "", _M,
            "Affiché sous le formulaire de création de compte.", length=2000),
)  # fmt: skip

_SHIPPING_SETTINGS = (
    Setting("heure_limite", "Heure limite de préparation le jour même", Kind.INTEGER, 0, Section.SHIPPING,
            "Après cette heure, les délais annoncés partent du jour ouvré suivant. 0 : pas d’heure limite.", "h", 0, 23),
    Setting("frais_manutention", "Frais de manutention", Kind.CENTS, 0, Section.SHIPPING,
            "Ajoutés au tarif de chaque transporteur qui les accepte.", "€ TTC", 0, 1_000_00),
    Setting("port_offert_des", "Livraison offerte à partir de", Kind.CENTS, None, Section.SHIPPING,
            "Pour tous les transporteurs, sur le montant des produits après réductions. Vide : jamais d’office ; "
            "chaque transporteur peut avoir son propre seuil.", "€ TTC", 0, 100_000_00, is_optional=True),
)  # fmt: skip

CANONICAL = {"pas de redirection": "none", "302 déplacé temporairement": "302", "301 déplacé définitivement": "301"}
_SEO_SETTINGS = (
    Setting("url_simplifiees", "URL simplifiée", Kind.YES_NO, True, Section.SEO,
            "Oui : le nom est dans l’adresse (/produit/12-mug). Non : seul le numéro y reste (/produit/12)."),
    Setting("redirection_canonique", "Redirection vers l’URL canonique", Kind.CHOICE, "301", Section.SEO,
            "Ce qui arrive à un visiteur venu par une ancienne adresse d’un produit, d’une catégorie, d’une marque ou d’une page.",
            choices=CANONICAL),
)  # fmt: skip

SETTINGS: dict[str, Setting] = {
    s.name: s
    for s in (
        *_SHOP_SETTINGS,
        *_SHIPPING_SETTINGS,
        *_COMPANY_SETTINGS,
        *_IDENTITY_SETTINGS,
        *_MODULE_SETTINGS,
        *_SEO_SETTINGS,
    )
}


def read_setting(name: str, text: str) -> Any:
    """The typed value of a stored text (int, bool, cents, text, code; None for « sans »)."""
    setting = SETTINGS[name]
    if setting.kind is Kind.TEXT:
        return text
    return parse(setting.kind, text, _ANY_DAY, setting.choices)


def write_setting(name: str, value: Any) -> str:
    """The text kept for a value, typed or already written in French; raises RuleBroken (field = the setting's name)."""
    setting = _known(name)
    typed = _typed(setting, value)
    _check(setting, typed)
    if typed is None:
        return ""
    match setting.kind:
        case Kind.YES_NO:
            return "oui" if typed else "non"
        case Kind.CENTS:
            return f"{euros(typed):.2f}".replace(".", ",")
        case _:
            return str(typed)


def _known(name: str) -> Setting:
    if name not in SETTINGS:
        raise RuleBroken(f"Le réglage « {name} » n’existe pas.", field="name")
    return SETTINGS[name]


def _typed(setting: Setting, value: Any) -> Any:
    if setting.kind is Kind.TEXT:
        return "" if value is None else str(value).strip()
    if isinstance(value, str):
        try:
            return parse(setting.kind, value.strip(), _ANY_DAY, setting.choices)
        except ValueFault as fault:
            raise RuleBroken(str(fault), field=setting.name) from fault
    return value


def _check(setting: Setting, value: Any) -> None:
    if value is None:
        if not setting.is_optional:
            raise RuleBroken(f"« {setting.label} » : indiquez une valeur.", field=setting.name)
        return
    if setting.kind is Kind.TEXT and len(value) > setting.length:
        raise RuleBroken(f"{setting.length} caractères au plus ({len(value)} saisis).", field=setting.name)
    if setting.kind in (Kind.INTEGER, Kind.CENTS):
        scale = 100 if setting.kind is Kind.CENTS else 1
        if setting.minimum is not None and value < setting.minimum:
            raise RuleBroken(f"Au moins {setting.minimum // scale}.", field=setting.name)
        if setting.maximum is not None and value > setting.maximum:
            raise RuleBroken(f"Au plus {setting.maximum // scale}.", field=setting.name)


# theme ---------------------------------------------------------------------------------------------------------------

MAIN_COLORS = {
    "brand": "Couleur principale", "accent": "Couleur d’accent", "promo": "Promotions", "deep": "Fonds sombres",
    "bg": "Fond des pages", "ink": "Textes",
}  # fmt: skip
"""The colours of a theme that its screen changes, with their labels; the others follow from them or stay."""

DEFAULT_COLORS = {
    "ink": "#1b2733", "muted": "#59626d", "field": "#857c6e", "bg": "#fffefb", "surface": "#f6f1e7", "surface-2": "#fbefce",
    "brand": "#1d2b3a", "on-brand": "#ffffff", "deep": "#16212d", "on-deep": "#ffffff", "on-deep-muted": "#c9d2db",
    "accent": "#f2bd4c", "on-accent": "#1b2733", "promo": "#a23c1f", "on-promo": "#ffffff", "star": "#b3730a", "focus": "#1f5fd0",
}  # fmt: skip
"""What the storefront's own tokens are when a theme says nothing."""

TEXT, SHAPE = 4.5, 3.0
"""Contrasts asked for by the accessibility guidelines (WCAG 2.2, 1.4.3 and 1.4.11): of a text, of an edge or a sign."""
PAPER, BLACK = "#ffffff", "#000000"
_HEX = re.compile(r"^#(?:[0-9a-f]{3}|[0-9a-f]{6})$")
_CHECKED: tuple[tuple[str, str, tuple[str, ...], float], ...] = (
    ("bg", "muted", ("bg",), TEXT),
    ("bg", "field", ("bg",), SHAPE),
    ("bg", "star", ("bg",), SHAPE),
    ("bg", "focus", ("bg",), SHAPE),
    ("ink", "ink", ("bg", "surface", "surface-2", "paper"), TEXT),
    ("brand", "brand", ("bg", "paper"), TEXT),
    ("promo", "promo", ("bg", "surface", "surface-2", "paper"), TEXT),
    ("deep", "deep", ("paper",), TEXT),
    ("accent", "accent", ("deep",), TEXT),
)
"""(field blamed, what is drawn, on which grounds, contrast wanted); the ground first, since it spoils everything at once."""
_CURES = {
    "bg": "Prenez un fond plus clair.",
    "accent": "Prenez une couleur plus claire\u00a0: elle sert aussi de texte sur les fonds sombres.",
}
_BUTTONS = ("brand", "accent", "promo", "deep")


def clean_color(text: str, *, field: str) -> str:
    """#rrggbb in lower case; three digits are written out."""
    color = text.strip().lower()
    if not _HEX.match(color):
        raise RuleBroken("Une couleur s’écrit comme #1d2b3a.", field=field)
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def recolored(colors: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """The colours of a theme once its main ones change: texts on buttons and hovers follow; raises RuleBroken when a text fades."""
    made = dict(colors)
    for name, text in changes.items():
        color = clean_color(text, field=name)
        if color != known_color(colors, name):
            made[name] = color
            made |= following(made, name)
    if made != dict(colors):  # a theme that came as it is does not keep its logo from changing
        _check_contrasts(made)
    return made


def known_color(colors: Mapping[str, str], name: str) -> str:
    """A colour of a theme, or the storefront's own."""
    return clean_color(colors.get(name) or DEFAULT_COLORS[name], field=name)


def following(colors: Mapping[str, str], name: str) -> dict[str, str]:
    """What is written on a button or a dark ground stays readable there; its hover goes further from its text."""
    if name not in _BUTTONS:
        return {}
    ground = known_color(colors, name)
    wanted = (known_color(colors, f"on-{name}"), PAPER, known_color(colors, "ink"), BLACK)
    words = next(color for color in wanted if contrast(color, ground) >= TEXT)
    made = {f"on-{name}": words}
    if name == "deep":
        quiet = known_color(colors, "on-deep-muted")
        made["on-deep-muted"] = quiet if contrast(quiet, ground) >= TEXT else words
    elif name != "promo":
        made[f"{name}-hover"] = _mixed(ground, BLACK if _luminance(words) > _luminance(ground) else PAPER)
    return made


def _check_contrasts(colors: Mapping[str, str]) -> None:
    for field_name, drawn, grounds, wanted in _CHECKED:
        for ground in grounds:
            found = contrast(known_color(colors, drawn), PAPER if ground == "paper" else known_color(colors, ground))
            if found < wanted:
                raise RuleBroken(
                    f"Contraste de {_decimal(found)}\u00a0: il en faut {_decimal(wanted)} pour que la boutique reste lisible. "
                    f"{_CURES.get(field_name, 'Prenez une couleur plus foncée.')}",
                    field=field_name,
                )


def _decimal(number: float) -> str:
    """One decimal, never rounded up: 4,49 is not 4,5."""
    return f"{int(number * 10) / 10:.1f}".replace(".", ",")


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(color: str, other: str, part: float = 0.2) -> str:
    pairs = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


# how the two halves of a company are called -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HalfWords:
    """How the half of a company that somebody works in is called, in each turn of phrase that the pages need."""

    label: str
    the: str
    of: str
    fresh: str
    his: str
    frozen: str
    yours_frozen: str
    will_freeze: str
    all_frozen: str
    now: str
    untouched: str
    left_as: str
    wiped: str
    trial_wiped: str
    trial_and: str
    changed: str
    back: str
    outside: str
    wipe: str
    look: str
    start: str
    on_sheet: str
    """What the official sheet asks: on which of its two tools the subject was; the mock one stands for it."""
    is_site: bool = False


SHOP_WORDS = HalfWords(
    label="Boutique", the="la boutique", of="de la boutique", fresh="une boutique neuve", his="sa boutique",
    frozen="la boutique est figée", yours_frozen="Votre boutique est figée", will_freeze="La boutique sera figée",
    all_frozen="les boutiques sont figées", now="La boutique à cet instant", untouched="La boutique est telle qu’au départ.",
    left_as="La boutique de cet essai reste telle que vous l’avez rendue", wiped="La boutique de cet essai a été effacée",
    trial_wiped="La boutique d’essai est effacée.", trial_and="L’essai et sa boutique sont effacés.", changed="a modifié la boutique",
    back="dans la boutique", outside="hors de la boutique", wipe="effacer la boutique", look="Revoir la boutique, figée",
    start="boutique de départ", on_sheet="Boutique, pour « PS » (PrestaShop)",
)  # fmt: skip
SITE_WORDS = HalfWords(
    label="Site", the="le site", of="du site", fresh="un site neuf", his="son site",
    frozen="le site est figé", yours_frozen="Votre site est figé", will_freeze="Le site sera figé",
    all_frozen="les sites sont figés", now="Le site à cet instant", untouched="Le site est tel qu’au départ.",
    left_as="Le site de cet essai reste tel que vous l’avez rendu", wiped="Le site de cet essai a été effacé",
    trial_wiped="Le site d’essai est effacé.", trial_and="L’essai et son site sont effacés.", changed="a modifié le site",
    back="sur le site", outside="hors du site", wipe="effacer le site", look="Revoir le site, figé",
    start="site de départ", on_sheet="Site, pour « WP » (WordPress)", is_site=True,
)  # fmt: skip


def words_of_half(*, support: str = "", has_storefront: bool = True) -> HalfWords:
    """The words for what a subject is set on (`boutique`, `site`), in a company that sells online or not."""
    return SITE_WORDS if support == "site" or not has_storefront else SHOP_WORDS
