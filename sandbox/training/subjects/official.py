"""The closed list of functions of the session (annex VI-3 of the circular), and which actions of the shop serve each.

From docs/officiel/functions-vi3.yaml. A faithful subject asks for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple


class Function(NamedTuple):
    """A function of the list: its title in short, and the actions that serve it (`*` for any)."""

    title: str
    actions: tuple[str, ...]


FUNCTIONS: Mapping[str, Function] = {
    "PS-01": Function("Position des blocs de l’accueil", ("bloc_accueil.*",)),
    "PS-02": Function("Position des produits populaires", ("produit_populaire.*", "produit.deplacer")),
    "PS-03": Function("Durée de nouveauté", ("reglage.modifier", "reglages.modifier")),
    "PS-04": Function("Listes de liens du pied de page", ("liste_liens.*", "lien.*")),
    "PS-05": Function(
        "Créer et gérer un produit",
        ("produit.*", "image.*", "fichier.*", "caracteristique_produit.*", "seo.modifier_produit"),
    ),
    "PS-06": Function("Personnalisation d’un produit par le client", ("personnalisation.*", "champ_personnalise.*")),
    "PS-07": Function("Catégories et sous-catégories", ("categorie.*",)),
    "PS-08": Function("Associer un produit à une catégorie", ("produit.modifier", "produit.creer")),
    "PS-09": Function("Déclinaisons", ("declinaison.*",)),
    "PS-10": Function("Impact de prix HT ou TTC", ("declinaison.modifier", "declinaison.modifier_selection")),
    "PS-11": Function("Attributs, caractéristiques et valeurs", ("attribut.*", "valeur_attribut.*", "caracteristique.*")),
    "PS-12": Function("Pack de produits", ("produit.modifier", "produit.creer", "pack.*")),
    "PS-13": Function("Associer deux produits", ("produit.modifier",)),
    "PS-14": Function("Mettre un produit en ligne", ("produit.mettre_en_ligne", "produit.mettre_hors_ligne", "produit.modifier")),
    "PS-15": Function("Marque", ("marque.*",)),
    "PS-16": Function("Client et groupe de clients", ("client.*", "groupe_clients.*", "adresse.*")),
    "PS-17": Function("Transporteur", ("transporteur.*", "produit.transporteurs")),
    "PS-18": Function("Stock", ("stock.*", "produit.modifier", "declinaison.modifier")),
    "PS-19": Function("Messages, réclamations, commandes", ("fil.*", "message.*", "commande.changer_etat", "commande.suivi")),
    "PS-20": Function("Messages prédéfinis du SAV", ("message_predefini.*",)),
    "PS-21": Function("Liens", ("lien.*",)),
    "PS-22": Function("Créer et gérer une commande", ("commande.*", "panier.*")),
    "PS-23": Function("Retours et avoirs", ("retour.*", "avoir.*", "commande.rembourser")),
    "PS-24": Function("Conditions de retour", ("reglage.modifier", "reglages.modifier")),
    "PS-25": Function("Promotions", ("regle_catalogue.*", "regle_panier.*", "prix_specifique.*")),
    "PS-26": Function("Légende et description d’une image", ("image.modifier", "image.ajouter")),
    "PS-27": Function("Image de couverture", ("image.modifier", "image.ordonner")),
    "PS-28": Function("Produits phares", ("produit_populaire.*", "reglage.modifier", "reglages.modifier", "bloc_accueil.modifier")),
    "PS-29": Function("Carrousel", ("diapositive.*",)),
    "PS-30": Function("Menu principal", ("menu.*",)),
    "PS-31": Function("Bloc de texte", ("bloc_accueil.modifier",)),
    "PS-32": Function("Réassurance", ("reassurance.*",)),
    "PS-33": Function("Boutons de partage", ("reglage.modifier", "reglages.modifier")),
    "PS-34": Function("Commentaires sur les produits", ("avis.publier", "avis.refuser", "avis.supprimer", "avis.deposer", "reglages.modifier")),
    "PS-35": Function("Paiement par chèque", ("mode_paiement.modifier",)),
    "PS-36": Function("Passer de l’administration à la boutique", ("panier.*", "commande.passer", "client.inscrire", "livrable.*", "graphique.*")),
    "PS-37": Function("Alias de recherche", ("alias.*",)),
    "PS-38": Function("Mots-clés, méta-description, balise titre", ("produit.modifier", "categorie.modifier")),
    "PS-39": Function("Nouvel employé", ("employe.*",)),
    "PS-40": Function("Permissions", ("profil.autoriser",)),
    "PS-41": Function("Profil d’un employé", ("employe.modifier",)),
    "PS-42": Function("Modifier un profil", ("profil.*",)),
}  # fmt: skip


@cache
def functions_of(action: str) -> tuple[str, ...]:
    """The functions of the list that an action of the shop may serve; none: it is not in the list."""
    return tuple(
        number
        for number, function in FUNCTIONS.items()
        if any(fnmatchcase(action, known) for known in function.actions)
    )
