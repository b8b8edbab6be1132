"""Catalogue > Suivi: what of the catalogue is left to complete, with the way to each correction."""

from __future__ import annotations

from typing import NamedTuple

from flask import render_template

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import watched_catalog
from sandbox.web.access import allow
from sandbox.web.backoffice import bp

SHOWN = 50
"""Rows drawn of one list; the count tells the others."""


class Words(NamedTuple):
    """What a list is called, what it says when nothing is left in it, and the tab of the product page that corrects it."""

    title: str
    nothing: str
    tab: str = ""


WORDS = {
    "categories": Words("Catégories sans produit", "Chaque catégorie a au moins un produit."),
    "variants": Words("Déclinaisons sans stock", "Chaque déclinaison a du stock.", "declinaisons"),
    "stock": Words("Produits sans déclinaison et sans stock", "Chaque produit a du stock.", "stocks"),
    "offline": Words("Produits hors ligne", "Tous les produits sont en ligne.", "description"),
    "picture": Words("Produits sans image", "Chaque produit a une image.", "images"),
    "description": Words("Produits sans description", "Chaque produit a une description.", "description"),
    "price": Words("Produits sans prix", "Chaque produit a un prix.", "prix"),
    "reference": Words("Produits sans référence", "Chaque produit a une référence.", "details"),
}


@bp.get("/catalogue/suivi")
@allow(Permission.BACKOFFICE_READ)
def monitoring() -> str:
    """The lists of what is left to complete."""
    return render_template("backoffice/monitoring.html", watches=watched_catalog(), words=WORDS, shown=SHOWN)
