"""The helps that a subject may switch on, which the real tools lack. The list is closed."""

from __future__ import annotations

from collections.abc import Mapping

AIDS: Mapping[str, str] = {
    "pourquoi_ce_prix": "Le prix d’un produit ou d’un panier expliqué pas à pas.",
    "analyse_seo": "L’analyse du référencement et de la lisibilité d’un produit, d’une catégorie ou d’une page, point par point.",
    "colonnes_ttc": "Le prix final TTC de chaque déclinaison, à côté du prix HT.",
    "legendes_manquantes": "Les images sans légende signalées sur la fiche du produit.",
    "dates_des_soldes": "Un avertissement quand « soldes » est écrit hors des dates légales.",
}
