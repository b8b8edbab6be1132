"""Reading what a proof expects: which fields, which operators, which values. Shared by the validator and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.kernel.values import Kind

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
}
SCENE_INPUTS: Mapping[str, tuple[str, ...]] = {
    "panier": ("produits", "code", "client", "groupe", "le"),
    "recherche": ("terme",),
    "visite": ("produit", "categorie", "page", "client", "groupe", "le"),
    "accueil": ("premiers",),
    "livraison": ("produits", "code", "client", "groupe", "le", "pays", "code_postal", "transporteur"),
    "menu": ("entree",),
}
REQUIRED_INPUTS: Mapping[str, tuple[str, ...]] = {
    "panier": ("produits",), "recherche": ("terme",), "visite": (), "accueil": (),
    "livraison": ("produits",), "menu": (),
}  # fmt: skip
ONE_OF_INPUTS: Mapping[str, tuple[str, ...]] = {"visite": ("produit", "categorie", "page")}
"""Of these, exactly one is given."""


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
