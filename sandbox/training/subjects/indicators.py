"""The indicators a note may cite: the statistics' own definitions, under the words that people use for them."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.kernel.text import fold
from sandbox.shop.traffic.rules.indicators import INDICATORS, Indicator

INDICATOR_WORDS: Mapping[str, tuple[str, ...]] = {
    "ventes": ("chiffre d'affaires", "chiffre d'affaire", "ventes", "CA HT", "CA"),
    "ventes_ttc": ("chiffre d'affaires TTC", "ventes TTC", "CA TTC"),
    "ventes_nettes": ("ventes nettes", "chiffre d'affaires net", "CA net"),
    "commandes": ("nombre de commandes", "commandes"),
    "panier_moyen": ("panier moyen", "valeur moyenne des commandes", "montant moyen des commandes"),
    "articles": ("articles par commande", "produits par commande", "articles par panier"),
    "marge": ("marge brute", "marge commerciale"),
    "taux_marge": ("taux de marque", "taux de marge"),
    "visites": ("visites", "sessions", "nombre de visites", "trafic"),
    "visiteurs": ("visiteurs uniques", "visiteurs"),
    "nouveaux": ("nouvelles visites", "nouveaux visiteurs"),
    "rebond": ("taux de rebond", "rebond"),
    "pages_visite": ("pages par visite", "pages vues par visite", "pages par session"),
    "duree": ("durée moyenne", "temps moyen", "durée des visites"),
    "conversion": ("taux de conversion", "taux de transformation", "conversion"),
    "abandon": ("abandon de panier", "abandon du panier", "taux d'abandon", "paniers abandonnés", "abandons de panier"),
    "remboursements": ("remboursements", "montant remboursé"),
    "nouveaux_clients": ("nouveaux clients",),
    "part_codes": ("commandes avec code promo", "part des commandes avec code"),
    "remises": ("coût des remises", "montant des remises"),
    "fils": ("fils ouverts", "demandes reçues"),
    "sans_reponse": ("fils sans réponse", "demandes sans réponse"),
    "delai_reponse": ("délai de première réponse", "délai de réponse", "temps de réponse"),
    "avis": ("avis publiés", "nombre d'avis"),
    "note_moyenne": ("note moyenne", "moyenne des avis"),
    "retours": ("articles retournés", "produits retournés"),
    "taux_retour": ("taux de retour",),
}
"""Key of the statistics -> how people say it."""

_ALIASES = {"taux_abandon_panier": "abandon", "taux_abandon": "abandon", "taux_conversion": "conversion",
            "taux_rebond": "rebond", "chiffre_affaires": "ventes", "duree_moyenne": "duree", "ca": "ventes"}  # fmt: skip


def find_indicator(name: str) -> Indicator | None:
    """The indicator of that name in files: its key, a usual one, or how people say it."""
    key = _ALIASES.get(name, name)
    if key in INDICATORS:
        return INDICATORS[key]
    wanted = fold(name.replace("_", " "))
    found = (key for key, words in INDICATOR_WORDS.items() if wanted in {fold(word) for word in words})
    return INDICATORS.get(next(found, ""))


def wordings(indicator: Indicator) -> tuple[str, ...]:
    """How a note may call an indicator."""
    return (indicator.name, *INDICATOR_WORDS.get(indicator.key, ()))
