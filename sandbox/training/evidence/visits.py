"""Replayed visits: what a person sees of a product, a category, a page, the menu and the home page. Nothing is written.

An output that takes statements of its own is given as a function: a proof asks for one or two of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sandbox.kernel.text import fold
from sandbox.shop.catalog.queries import (
    category_tree,
    default_variant,
    list_category_product_ids,
    list_related,
    stock_of,
)
from sandbox.shop.display.queries import MenuNode, active_slides, featured_products, home_blocks, menu_tree
from sandbox.shop.pricing.queries import Price, price_of
from sandbox.training.evidence.inputs import article, buyer_given, moment_given, row_named
from sandbox.training.subjects.names import Names


def visit(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the shop as a visitor, a customer or somebody of a group sees it; exactly one of product, category, page."""
    if given.get("categorie"):
        return _category(names, given)
    return _page(names, given) if given.get("page") else _product(names, given)


def _seen(**values: Any) -> dict[str, Any]:
    """Every output of a visit: what this page does not show is empty."""
    empty: dict[str, Any] = {
        "visible": False, "commandable": False, "prix_ttc": None, "prix_barre": None, "prix_affiche": None, "voit_prix": None,
        "associes": [], "titre": "", "texte": "", "produits": [], "premier": [], "nombre": None,
    }  # fmt: skip
    return {**empty, **values}


def _product(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    product, variant, _ = article(names, str(given["produit"]))
    buyer, at = buyer_given(names, given), moment_given(names, given)

    @cache
    def price() -> Price:
        return price_of(product, variant=variant or default_variant(product), buyer=buyer, at=at)

    def shown() -> int:
        return price().unit_excl_cents if buyer.shows_tax_excl else price().unit_incl_cents

    visible = product.is_online and product.visibility != "none"
    sees_price = buyer.shows_prices and product.shows_price
    return _seen(
        visible=visible,
        commandable=lambda: visible and product.is_available_for_order and stock_of(product, variant).can_order,
        prix_ttc=lambda: price().unit_incl_cents,
        prix_barre=lambda: price().regular_incl_cents if price().is_reduced else None,
        prix_affiche=lambda: shown() if sees_price else None,
        voit_prix=sees_price,
        associes=lambda: [related.id for related in list_related(product)],
        titre=product.name if visible else "",
        texte=f"{product.summary}{product.description}" if visible else "",
    )


def _category(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    row = row_named(names, "categorie", given["categorie"])
    visible = row.parent_id is not None and row.id in _shown(category_tree())
    if not visible:
        return _seen()
    ids = list_category_product_ids(row.id)
    return _seen(
        visible=True, titre=row.name, texte=row.description, produits=ids, premier=ids[:1], nombre=len(ids),
        voit_prix=buyer_given(names, given).shows_prices,
    )  # fmt: skip


def _shown(node: Any) -> set[int]:
    """The categories that the shop's tree shows: one under a hidden one is hidden too."""
    found = {node.category.id}
    for child in node.children:
        found |= _shown(child)
    return found


def _page(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    row = row_named(names, "page", given["page"])
    return _seen(visible=True, titre=row.title, texte=row.content) if row.is_displayed else _seen()


def menu(_names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """The main menu as it is drawn: dead and hidden entries left out. `entree` opens one of them."""
    nodes = menu_tree()
    opened = fold(str(given.get("entree") or ""))
    under = next((node.children for node in nodes if opened and fold(node.label) == opened), [])
    return {
        "entrees": [node.label for node in nodes], "nombre": len(nodes), "arbre": _branches(nodes),
        "sous_entrees": [child.label for child in under],
    }  # fmt: skip


def _branches(nodes: Sequence[MenuNode]) -> list[str]:
    """« Cafés », « Cafés > Grains », in the order of the screen."""
    return [words for node in nodes for words in (node.label, *(f"{node.label} > {c.label}" for c in node.children))]


def home(_names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """The home page: popular products, blocks and slides in their order."""
    first = given.get("premiers")
    most = int(str(first)) if str(first or "").isdigit() else None

    @cache
    def featured() -> list[int]:
        return [product.id for product in featured_products()]

    return {
        "populaires": lambda: featured()[:most], "nombre_populaires": lambda: len(featured()),
        "blocs": lambda: [block.id for block in home_blocks()],
        "diapositives": lambda: [slide.slide.id for slide in active_slides()],
    }  # fmt: skip
