"""Reading what a proof expects: which fields, which operators, which values. Shared by the validator and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.kernel.values import Kind
from sandbox.shop.blocks.rules.kinds import KINDS
from sandbox.shop.navigation.rules import PLACES
from sandbox.shop.widgets.rules import CODES as AREA_CODES

TEXT_POINTS = ("longueur", "mots", "copie_max", "faits", "faits_min", "sans", "orthographe_max")
DELIVERABLE_POINTS = (*TEXT_POINTS, "indicateurs", "chiffres", "chiffres_min", "graphique")
CHART_KEYS = ("indicateur", "periode", "dimension", "forme", "comparaison", "titre")
"""What may be asked of a chart in a note."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a replayed behaviour gives: its label, how it is written, the entity it names."""

    label: str
    kind: Kind
    ref: str | None = None


SCENES: Mapping[str, Mapping[str, Output]] = {
    "panier": {
        "code_accepte": Output("Code accepté", Kind.YES_NO),
        "produits_ttc": Output("Total des produits", Kind.CENTS),
        "remise": Output("Remise obtenue", Kind.CENTS),
        "total_ttc": Output("Total du panier", Kind.CENTS),
        "cadeau": Output("Cadeau", Kind.LIST, "produit"),
        "port_offert": Output("Port offert", Kind.YES_NO),
        "prix_unitaire": Output("Prix unitaire au panier", Kind.CENTS),
    },
    "recherche": {
        "produits": Output("Produits trouvés", Kind.LIST, "produit"),
        "premier": Output("Premier résultat", Kind.REF, "produit"),
        "nombre": Output("Nombre de résultats", Kind.INTEGER),
    },
    "visite": {
        "visible": Output("Fiche visible en boutique", Kind.YES_NO),
        "commandable": Output("Produit commandable", Kind.YES_NO),
        "prix_ttc": Output("Prix affiché", Kind.CENTS),
        "prix_barre": Output("Prix barré", Kind.CENTS),
        "prix_affiche": Output("Prix affiché à ce client (HT pour un groupe qui voit hors taxes)", Kind.CENTS),
        "voit_prix": Output("Prix montré à ce client", Kind.YES_NO),
        "associes": Output("Produits associés visibles", Kind.LIST, "produit"),
        "titre": Output("Titre de la page vue", Kind.TEXT),
        "texte": Output("Texte de la page vue", Kind.HTML),
        "produits": Output("Produits montrés, dans l’ordre", Kind.LIST, "produit"),
        "premier": Output("Premier produit montré", Kind.REF, "produit"),
        "nombre": Output("Nombre de produits montrés", Kind.INTEGER),
    },
    "livraison": {
        "transporteurs": Output("Transporteurs proposés, dans l’ordre", Kind.LIST, "transporteur"),
        "nombre": Output("Nombre de transporteurs proposés", Kind.INTEGER),
        "moins_cher": Output("Transporteur le moins cher", Kind.REF, "transporteur"),
        "gratuits": Output("Transporteurs gratuits", Kind.LIST, "transporteur"),
        "propose": Output("Transporteur proposé", Kind.YES_NO),
        "prix": Output("Prix de la livraison", Kind.CENTS),
        "gratuit_des": Output("Livraison gratuite dès", Kind.CENTS),
    },
    "menu": {
        "entrees": Output("Entrées du menu, dans l’ordre", Kind.LIST),
        "arbre": Output("Menu et sous-menus, dans l’ordre", Kind.LIST),
        "nombre": Output("Nombre d’entrées du menu", Kind.INTEGER),
        "sous_entrees": Output("Sous-entrées, dans l’ordre", Kind.LIST),
    },
    "accueil": {
        "populaires": Output("Produits populaires, dans l’ordre", Kind.LIST, "produit"),
        "nombre_populaires": Output("Nombre de produits populaires", Kind.INTEGER),
        "blocs": Output("Blocs de l’accueil, dans l’ordre", Kind.LIST, "bloc_accueil"),
        "diapositives": Output("Diapositives affichées", Kind.LIST, "diapositive"),
    },
    "site_page": {
        "visible": Output("Lisible sans être connecté", Kind.YES_NO),
        "titre": Output("Titre lu", Kind.TEXT),
        "texte": Output("Texte lu sans être connecté", Kind.TEXT),
        "image": Output("Image mise en avant, vue", Kind.REF, "media"),
        "rubriques": Output("Catégories affichées", Kind.LIST, "rubrique"),
        "etiquettes": Output("Étiquettes affichées", Kind.LIST),
        "commentaires": Output("Commentaires lus sous le texte", Kind.INTEGER),
        "articles": Output("Articles montrés, dans l’ordre", Kind.LIST),
        "liens": Output("Liens du texte, dans l’ordre", Kind.LIST),
        "liens_morts": Output("Liens qui ne mènent nulle part", Kind.LIST),
        "barres": Output("Barres d’information lues autour de la page", Kind.TEXT),
        "pop_up": Output("Pop-up qui s’ouvrent sur la page", Kind.TEXT),
        "liens_annonces": Output("Liens des barres et des pop-up", Kind.LIST),
        "avis_cookies": Output("Avis de cookies montré", Kind.YES_NO),
    },
    "site_menu": {
        "visible": Output("Menu montré aux visiteurs", Kind.YES_NO),
        "entrees": Output("Entrées du menu du site, dans l’ordre", Kind.LIST),
        "arbre": Output("Menu du site et sous-menus, dans l’ordre", Kind.LIST),
        "nombre": Output("Nombre d’entrées du menu du site", Kind.INTEGER),
        "sous_entrees": Output("Sous-entrées du menu du site, dans l’ordre", Kind.LIST),
        "liens": Output("Liens du menu, dans l’ordre", Kind.LIST),
        "liens_morts": Output("Entrées qui ne mènent nulle part", Kind.LIST),
    },
    "site_bloc": {
        "present": Output("Bloc à sa place", Kind.YES_NO),
        "nombre": Output("Nombre de ces blocs", Kind.INTEGER),
        "rang": Output("Rang du bloc", Kind.INTEGER),
        "precedent": Output("Bloc juste au-dessus", Kind.TEXT),
        "suivant": Output("Bloc juste au-dessous", Kind.TEXT),
        "avant_lui": Output("Blocs placés avant lui", Kind.LIST),
        "apres_lui": Output("Blocs placés après lui", Kind.LIST),
        "dans": Output("Blocs qui le contiennent", Kind.LIST),
        "sous_titre": Output("Titre au-dessus du bloc", Kind.TEXT),
        "texte": Output("Texte du bloc", Kind.TEXT),
        "elements": Output("Nombre d’éléments du bloc", Kind.INTEGER),
        "reglages": Output("Réglages du bloc", Kind.LIST),
        "medias": Output("Fichiers du bloc", Kind.LIST, "media"),
        "liens": Output("Liens du bloc, dans l’ordre", Kind.LIST),
        "liens_morts": Output("Liens du bloc qui ne mènent nulle part", Kind.LIST),
    },
    "site_recherche": {
        "titres": Output("Titres trouvés sur le site, dans l’ordre", Kind.LIST),
        "premier": Output("Premier titre trouvé sur le site", Kind.TEXT),
        "nombre": Output("Nombre de résultats sur le site", Kind.INTEGER),
    },
}
SCENE_INPUTS: Mapping[str, tuple[str, ...]] = {
    "panier": ("produits", "code", "client", "groupe", "le"),
    "recherche": ("terme",),
    "visite": ("produit", "categorie", "page", "client", "groupe", "le"),
    "accueil": ("premiers",),
    "livraison": ("produits", "code", "client", "groupe", "le", "pays", "code_postal", "transporteur"),
    "menu": ("entree",),
    "site_page": ("article", "page_site", "titre", "accueil"),
    "site_menu": ("emplacement", "menu_site", "entree"),
    "site_bloc": ("article", "page_site", "titre", "accueil", "zone", "bloc", "contient", "rang", "element"),
    "site_recherche": ("terme",),
}
REQUIRED_INPUTS: Mapping[str, tuple[str, ...]] = {
    "panier": ("produits",), "recherche": ("terme",), "visite": (), "accueil": (),
    "livraison": ("produits",), "menu": (), "site_page": (), "site_menu": (), "site_bloc": ("bloc",), "site_recherche": ("terme",),
}  # fmt: skip
ONE_OF_INPUTS: Mapping[str, tuple[str, ...]] = {
    "visite": ("produit", "categorie", "page"), "site_page": ("article", "page_site", "titre", "accueil"),
    "site_menu": ("emplacement", "menu_site"), "site_bloc": ("article", "page_site", "titre", "accueil", "zone"),
}  # fmt: skip
"""Of these, exactly one is given."""
CLOSED_INPUTS: Mapping[str, tuple[str, ...]] = {
    "emplacement": tuple(PLACES), "zone": tuple(AREA_CODES), "bloc": tuple(kind.label for kind in KINDS.values()),
}  # fmt: skip
"""Inputs that take one of a few words."""
RANKS = ("rang", "element")
"""Inputs that are whole numbers from 1."""


def read_expected(operator: str, raw: Any, read: Callable[[Any], Any]) -> Any:
    """The expected value of an operator, each part read by `read`; raises ValueError with a French text."""
    if operator in ("longueur", "mots"):
        return _interval(raw, _whole)
    if operator == "entre":
        return _interval(raw, read)
    if operator in ("parmi", "contient_un", "contient_tous", "sans"):
        return [read(item) for item in (raw if isinstance(raw, list) else [raw])]
    return read(raw)


def _interval(raw: Any, read: Callable[[Any], Any]) -> list[Any]:
    if isinstance(raw, dict) and raw and set(raw) <= {"min", "max"}:
        return [read(raw[name]) if name in raw else None for name in ("min", "max")]
    if isinstance(raw, list) and len(raw) == 2:
        return [read(item) for item in raw]
    raise ValueError("Écrivez deux bornes, comme [200, 300].")


def _whole(raw: Any) -> int:
    try:
        number = Decimal(str(raw))
    except ArithmeticError:
        raise ValueError(f"« {raw} » n’est pas un nombre entier.") from None
    if number != number.to_integral_value() or number < 0:
        raise ValueError(f"« {raw} » n’est pas un nombre entier.")
    return int(number)
