"""Categories, brands and selections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, render_template, request, url_for

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import Brand, Category, Product
from sandbox.shop.catalog.queries import CategoryNode
from sandbox.shop.catalog.queries.shopfront import shown_by_category
from sandbox.shop.orders.queries import sales
from sandbox.shop.pricing import queries as pricing
from sandbox.web.access import allow
from sandbox.web.filters import media_url
from sandbox.web.page_cache import kept
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.around import read_trail
from sandbox.web.storefront.cards import PAPERS
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import category_url
from sandbox.web.storefront.listing import read_list
from sandbox.web.storefront.rewriting import canonical
from sandbox.web.storefront.structured import trail_block, whole


@bp.get("/categorie/<int:category_id>", defaults={"slug": ""})
@bp.get("/categorie/<int:category_id>-<slug>")
@allow(Permission.STOREFRONT_VISIT)
@kept
def category(category_id: int, slug: str) -> Any:
    """The products of a category, its text, its sub-categories."""
    node = front().categories.get(category_id)
    if node is None or node.depth == 0:
        abort(404)
    if (elsewhere := canonical(category_url(node.category))) is not None:
        return elsewhere
    products = catalog.get_products(catalog.list_category_product_ids(category_id))
    return render_template(
        "storefront/catalog/category.html", category=node.category, siblings=siblings(node), trail=trail(node.category),
        list=read_list(products, url=category_url(node.category), sold=sold_of(products)), paper=category_id % PAPERS + 1,
        image=whole(media_url(node.category.image, 1200)) if node.category.image else "",
        data=trail_block(trail(node.category)),
    )  # fmt: skip


def siblings(node: CategoryNode) -> list[Any]:
    """The pills: the whole category and its sub-categories; on a leaf, those of its parent."""
    counts = shown_by_category()
    head = node if node.children else front().categories.get(node.category.parent_id or 0)
    if head is None or head.depth == 0:
        return []
    ways = [(head, "Tout"), *((child, child.category.name) for child in head.children)]
    return [
        {
            "label": label,
            "url": category_url(one.category),
            "count": counts.get(one.category.id, 0),
            "is_current": one is node,
        }
        for one, label in ways
    ]


def trail(category: Category, *, is_last: bool = True) -> list[tuple[str, str | None]]:
    """The breadcrumb down to a category; the last one is a link when a product follows."""
    steps: list[tuple[str, str | None]] = [(link.label, link.url) for link in read_trail(category.id)]
    if steps and is_last:
        steps[-1] = (steps[-1][0], None)
    return steps


def sold_of(products: Sequence[Product]) -> dict[int, int]:
    """Units sold lately by product, for the sort « Les plus achetés »."""
    return sales.sold_by_product([product.id for product in products]) if request.args.get("tri") == "ventes" else {}


@bp.get("/marques")
@allow(Permission.STOREFRONT_VISIT)
@kept
def brands() -> str:
    """The brands."""
    return render_template(
        "storefront/catalog/brands.html", brands=shown_brands(), data=trail_block([("Marques", None)])
    )


@bp.get("/marque/<int:brand_id>", defaults={"slug": ""})
@bp.get("/marque/<int:brand_id>-<slug>")
@allow(Permission.STOREFRONT_VISIT)
@kept
def brand(brand_id: int, slug: str) -> Any:
    """The products of a brand."""
    found = catalog.get_brand(brand_id)
    if not found.is_active:
        abort(404)
    url = url_for("storefront.brand", brand_id=brand_id, slug=found.slug)
    if (elsewhere := canonical(url)) is not None:
        return elsewhere
    products = [product for product in shown_products() if product.brand_id == brand_id]
    return render_template(
        "storefront/catalog/brand.html",
        brand=found,
        list=read_list(products, url=url, sold=sold_of(products), with_shelves=True),
        data=trail_block([("Marques", url_for("storefront.brands")), (found.name, None)]),
    )


def shown_brands() -> list[tuple[Brand, int]]:
    """The active brands by name, each with how many of its products lists show."""
    counts = Counter(product.brand_id for product in shown_products())
    return [(brand, counts[brand.id]) for brand in catalog.list_brands(only_active=True)]


def shown_products() -> list[Product]:
    """Every product that lists of the shop may show."""
    return [product for product in catalog.list_online_products() if product.visibility in ("both", "catalog")]


@bp.get("/nouveautes")
@allow(Permission.STOREFRONT_VISIT)
@kept
def new_products() -> str:
    """What arrived lately, by the shop's own measure."""
    days: int = front().settings["nouveau_jours"]
    since = clock.today() - timedelta(days=days)
    products = [product for product in shown_products() if days and product.added_on > since]
    intro = f"Arrivés en boutique depuis moins de {days}\u00a0jours." if days else ""
    return selection("Nouveautés", intro, "storefront.new_products", products, "nouveautes")


@bp.get("/meilleures-ventes")
@allow(Permission.STOREFRONT_VISIT)
@kept
def best_sellers() -> str:
    """What sold best lately."""
    products = [product for product in catalog.get_products(sales.best_sellers(limit=24)) if product.is_online]
    return selection(
        "Meilleures ventes", "Quantités vendues, sans rémunération.", "storefront.best_sellers", products, "pertinence"
    )


@bp.get("/promotions")
@allow(Permission.STOREFRONT_VISIT)
@kept
def promotions() -> str:
    """What is cheaper than usual for this buyer."""
    products = shown_products()
    prices = pricing.prices_for(products, buyer=visitor.buyer())
    reduced = [product for product in products if prices[product.id].is_reduced]
    return selection(
        "Promotions",
        "Les prix barrés sont les plus bas des 30\u00a0jours précédents.",
        "storefront.promotions",
        reduced,
        "nom",
    )


def selection(title: str, intro: str, endpoint: str, products: Sequence[Product], sort: str) -> str:
    """A page of products that is not a category."""
    found = read_list(products, url=url_for(endpoint), sort=sort, sold=sold_of(products), with_shelves=True)
    return render_template(
        "storefront/catalog/selection.html", title=title, intro=intro, list=found, data=trail_block([(title, None)])
    )
