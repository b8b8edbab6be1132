"""The audit of the whole shop, and a fresh look at the referencing of what is being typed. Nothing is written."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.seo import queries as seo
from sandbox.shop.seo.rules import PAGES
from sandbox.shop.seo.rules.audit import Place
from sandbox.shop.site import queries as site
from sandbox.web.access import allow
from sandbox.web.backoffice import bp, seo_panel
from sandbox.web.backoffice.aids import SEO_ANALYSIS, has_aid
from sandbox.web.backoffice.forms_catalog import CategoryForm
from sandbox.web.backoffice.forms_display import PageForm
from sandbox.web.backoffice.product_page import make_form
from sandbox.web.filters import MONTHS

SCREENS = {
    "product": ("product_edit", "product_id"), "category": ("category_edit", "category_id"), "page": ("page_edit", "page_id"),
    "brand": ("brand_edit", "brand_id"), "list": ("link_list_edit", "list_id"), "slide": ("slide_edit", "slide_id"),
    "promise": ("reassurance_edit", "item_id"), "menu": ("shop_menu", ""),
}  # fmt: skip
"""Where each kind of page is mended: the endpoint, and the name of its number."""


def _only_with_the_help() -> None:
    if not has_aid(SEO_ANALYSIS):
        abort(404)


@bp.post("/catalogue/produits/<int:product_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def product_analysis(product_id: int) -> str:
    """The points of a product."""
    _only_with_the_help()
    product = catalog.get_sheet(product_id)
    return seo_panel.points(seo_panel.product_sheet(product, make_form(product)))


@bp.post("/catalogue/categories/<int:category_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def category_analysis(category_id: int) -> str:
    """The points of a category, 0 for one that is being created."""
    _only_with_the_help()
    category = catalog.get_category(category_id) if category_id else None
    return seo_panel.points(seo_panel.category_sheet(category, CategoryForm()))


@bp.post("/apparence/pages/<int:page_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def page_analysis(page_id: int) -> str:
    """The points of an information page, 0 for one that is being created."""
    _only_with_the_help()
    page = site.get_page(page_id) if page_id else None
    return seo_panel.points(seo_panel.page_sheet(page, PageForm()))


@bp.get("/parametres/seo/audit")
@allow(Permission.BACKOFFICE_READ)
def seo_audit() -> str:
    """Every check of the referencing of the shop, with the pages to mend."""
    _only_with_the_help()
    checks = seo.audit_shop()
    total = sum(len(check.findings) for check in checks)
    return render_template("backoffice/seo/audit.html", checks=checks, total=total, mend=_mend)


@bp.get("/parametres/seo/positions")
@allow(Permission.BACKOFFICE_READ)
def seo_positions() -> str:
    """Where the shop stands for the queries of its context."""
    _only_with_the_help()
    return render_template("backoffice/seo/positions.html", ranks=seo.list_ranks(), mend=_mend, months=_last_months())


def _last_months() -> list[str]:
    """The names of the last twelve months, oldest first."""
    today = clock.today()
    return [MONTHS[(today.month - 1 - back) % 12] for back in range(12, 0, -1)]


def _mend(place: Place) -> str:
    """The address of the screen where a page is mended."""
    if place.kind == "own":
        return url_for("backoffice.seo_page_edit", page=list(PAGES)[place.id])
    endpoint, argument = SCREENS[place.kind]
    numbers: dict[str, Any] = {argument: place.id} if argument else {}
    return url_for(f"backoffice.{endpoint}", **numbers)
