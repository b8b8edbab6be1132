"""What a profile may do: the screens of the back office that rights are given for, and how they are written.

The same four rights as in the real tool: see, add, change, delete. Adding, changing and deleting need seeing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken

OWNER = "super-admin"
"""The key of the profile that may do everything, whatever is ticked."""

RIGHTS = {"voir": "can_view", "ajouter": "can_add", "modifier": "can_edit", "supprimer": "can_delete"}
"""The French word of files -> the column."""

AREAS: Mapping[str, Mapping[str, str]] = {
    "Vendre": {
        "tableau-de-bord": "Tableau de bord", "commandes": "Commandes", "factures": "Factures et bons de livraison",
        "avoirs": "Avoirs", "paniers": "Paniers", "produits": "Produits", "categories": "Catégories", "suivi": "Suivi",
        "attributs": "Attributs & caractéristiques", "marques": "Marques & fournisseurs", "fichiers": "Fichiers",
        "reductions": "Réductions", "stock": "Stock", "clients": "Clients", "adresses": "Adresses",
        "service-client": "Service client", "messages-predefinis": "Messages prédéfinis", "retours": "Retours produits",
        "statistiques": "Statistiques",
    },
    "Personnaliser": {
        "modules": "Gestionnaire de modules", "avis": "Avis clients", "carrousel": "Carrousel",
        "produits-populaires": "Produits populaires", "reassurance": "Réassurance", "menu": "Menu principal", "theme": "Thème et logo",
        "pages": "Pages", "positions": "Positions", "liens": "Liste de liens", "transporteurs": "Transporteurs", "paiement": "Paiement",
        "international": "International",
    },
    "Configurer": {
        "parametres": "Paramètres de la boutique", "contact": "Contact", "referencement": "Trafic et SEO",
        "recherche": "Rechercher", "equipe": "Équipe",
    },
}  # fmt: skip
LABELS = {key: label for section in AREAS.values() for key, label in section.items()}


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be done on a screen."""

    can_view: bool = False
    can_add: bool = False
    can_edit: bool = False
    can_delete: bool = False

    @property
    def are_any(self) -> bool:
        """Whether anything is given."""
        return self.can_view or self.can_add or self.can_edit or self.can_delete

    @property
    def words(self) -> str:
        """« voir, modifier »."""
        return ", ".join(word for word, name in RIGHTS.items() if getattr(self, name)) or "aucun droit"


ALL = Rights(True, True, True, True)
NONE = Rights()


def rights_of(words: Iterable[str]) -> Rights:
    """The rights that these words give; what acts on a screen sees it. Raises RuleBroken for an unknown word."""
    given = list(words)
    if wrong := [word for word in given if word not in RIGHTS]:
        raise RuleBroken(f"« {wrong[0]} » n’est pas un droit : voir, ajouter, modifier ou supprimer.", field="rights")
    names = {RIGHTS[word]: True for word in given}
    return Rights(**{**names, "can_view": bool(given)})


def check_area(area: str) -> str:
    """The key of a screen; raises RuleBroken when there is none of that name."""
    if area not in LABELS:
        raise RuleBroken(f"« {area} » n’est pas un écran de l’administration.", field="rights")
    return area
