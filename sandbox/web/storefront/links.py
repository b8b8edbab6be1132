"""The addresses of the shop's things, from the parts that the domain gives."""

from __future__ import annotations

from flask import g

from sandbox.shop.catalog.models import Category, Product, Variant
from sandbox.shop.display.queries import Target
from sandbox.shop.posts.queries import get_post
from sandbox.web.addresses import url_for
from sandbox.web.site_links import post_url, reference_url

SPECIAL_PAGES = {"contact": "storefront.contact"}
"""Pages whose address is a form of the shop rather than a text."""


def product_url(product: Product, variant: Variant | None = None) -> str:
    """The address of a product, on one of its variants when given."""
    if variant is None:
        return url_for("storefront.product", product_id=product.id, slug=product.slug)
    return url_for("storefront.product", product_id=product.id, slug=product.slug, v=variant.id)


def category_url(category: Category) -> str:
    """The address of a category."""
    return url_for("storefront.category", category_id=category.id, slug=category.slug)


def target_url(target: Target | None) -> str:
    """Where a link of the shop's display leads; empty when it leads nowhere."""
    if target is None or not target.is_live:
        return ""
    match target.kind:
        case "product":
            return url_for("storefront.product", product_id=target.id, slug=target.slug)
        case "category":
            return url_for("storefront.category", category_id=target.id, slug=target.slug)
        case "page" if target.slug in SPECIAL_PAGES:
            return url_for(SPECIAL_PAGES[target.slug])
        case "page":
            return url_for("storefront.page", page_id=target.id, slug=target.slug)
        case "site_page" | "site_post":
            return post_url(get_post(target.id or 0))
        case "site_category":
            return reference_url("rubrique", target.slug)
        case _:
            return f"/b/{g.shop.key}{target.path}"
