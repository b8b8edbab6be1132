"""Addresses that several screens of the back office need."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from sandbox.shop.catalog.models import Category, Product


def shop_address(endpoint: str, **values: Any) -> str | None:
    """The address of a page of the shop, or None when the shop has no such page."""
    name = f"storefront.{endpoint}"
    return url_for(name, **values) if name in current_app.view_functions else None


def product_in_shop(product: Product) -> str | None:
    """Where customers see a product."""
    return shop_address("product", product_id=product.id, slug=product.slug)


def category_in_shop(category: Category) -> str | None:
    """Where customers see a category."""
    return shop_address("category", category_id=category.id, slug=category.slug)


def back(endpoint: str, **values: Any) -> Response:
    """Back to the list the person came from (the field `next`, a path of this shop's back office only), or to `endpoint`."""
    wanted = urlsplit(request.form.get("next", ""))
    home = url_for("backoffice.products").split("/admin/")[0] + "/admin/"
    if not wanted.netloc and not wanted.scheme and wanted.path.startswith(home):
        return redirect(wanted.path + (f"?{wanted.query}" if wanted.query else ""))
    return redirect(url_for(endpoint, **values))
