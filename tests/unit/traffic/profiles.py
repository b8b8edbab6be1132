"""A small profile for the tests of the simulator."""

from __future__ import annotations

from datetime import date
from typing import Any

from sandbox.shop.traffic.rules.profile import Campaign, Incident, PageShare, Profile, Source, Term


def make_profile(**changes: Any) -> Profile:
    """Three sources, three devices, one campaign, one incident of each kind; about twelve visits a day."""
    values: dict[str, Any] = {
        "seed": 7,
        "reference_on": date(2026, 11, 24),
        "visits_a_day": 12.0,
        "growth": 20.0,
        "months": (1.0,) * 12,
        "weekdays": (1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 1.3),
        "hours": tuple([0.2] * 7 + [2.0] * 17),
        "sources": (
            Source("organique", "Moteurs de recherche", 50, 2.2, 41, 2.9),
            Source("direct", "Accès direct", 30, 2.9, 33, 3.4),
            Source("email", "E-mail", 20, 6.4, 26, 4.1),
        ),
        "devices": {"mobile": 60.0, "ordinateur": 35.0, "tablette": 5.0},
        "regions": {"Bretagne": 60.0, "Normandie": 40.0},
        "campaigns": (Campaign("lettre", "Lettre « Test »", "email", "Lettre d’information", -30, -21, 2_000, 90),),
        "pages": (
            PageShare("/", "Accueil", 40, 28), PageShare("/produit/mug", "Mug", 30, 30), PageShare("/recherche", "Résultats", 10, 38),
            PageShare("/panier", "Votre panier", 10, 36), PageShare("/commande", "Commande", 5, 27),
            PageShare("/page/livraison", "Livraison", 5, 80),
        ),
        "terms": (Term("mug", 70, 2), Term("matcha", 30, 0)),
        "incidents": (Incident("panne", -100, -100, 0.0), Incident("rupture", -60, -50, 0.2)),
    }  # fmt: skip
    return Profile(**{**values, **changes})
