"""A fresh look at the referencing of what is being typed. Nothing is written."""

from __future__ import annotations

from flask import abort

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.site import queries as site
from sandbox.web.access import allow
from sandbox.web.backoffice import bp, seo_panel
from sandbox.web.backoffice.aids import SEO_ANALYSIS, has_aid


def _only_with_the_help() -> None:
    if not has_aid(SEO_ANALYSIS):
        abort(404)


@bp.post("/catalogue/produits/<int:product_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def product_analysis(product_id: int) -> str:
    """The points of a product."""
    _only_with_the_help()
    return seo_panel.points(seo_panel.typed_product(catalog.get_product(product_id)))


@bp.post("/catalogue/categories/<int:category_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def category_analysis(category_id: int) -> str:
    """The points of a category, 0 for one that is being created."""
    _only_with_the_help()
    return seo_panel.points(seo_panel.typed_category(catalog.get_category(category_id) if category_id else None))


@bp.post("/apparence/pages/<int:page_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def page_analysis(page_id: int) -> str:
    """The points of an information page, 0 for one that is being created."""
    _only_with_the_help()
    return seo_panel.points(seo_panel.typed_page(site.get_page(page_id) if page_id else None))
