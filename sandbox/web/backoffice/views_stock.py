"""Catalogue > Stock: quantities of every product and variant, and their movements."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from sandbox.kernel.paging import Page, clamp
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, services
from sandbox.shop.shops.queries import get_setting
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_catalog import StockForm
from sandbox.web.backoffice.links import back
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole

COLUMNS = (
    Column("product", "Produit", Filter.TEXT, placeholder="Produit ou référence"),
    Column("reference", "Référence", css="c-ref"),
    Column("level", "Niveau", Filter.CHOICE, choices={"bas": "Stock bas", "rupture": "Rupture"}, css="c-st"),
    Column("quantity", "Quantité", css="num c-q"),
)
MOVES = (
    Column("when", "Date", css="nw"), Column("product", "Produit"), Column("reason", "Motif"),
    Column("delta", "Mouvement", css="num"),
)  # fmt: skip


@bp.get("/catalogue/stock")
@allow(Permission.BACKOFFICE_READ)
def stock() -> str:
    """Every stock."""
    return _page(None)


@bp.post("/catalogue/stock/<int:product_id>")
@allow(Permission.BACKOFFICE_WRITE)
def stock_add(product_id: int) -> Any:
    """Add to or take from one stock."""
    product = queries.get_product(product_id)
    number = request.form.get("variant_id", type=whole)
    variant = queries.get_variant_of(product_id, number) if number else None
    form = StockForm()
    values = {"product": product, "variant": variant, "delta": form.delta.data}
    if form.validate_on_submit() and attempt(form, services.add_stock, **values) is not None:
        toast(f"Stock de « {product.name} »{f', {queries.variant_name(variant)}' if variant else ''} mis à jour.")
        return back("backoffice.stock")
    return _page((product_id, number, form)), 422


@bp.get("/catalogue/stock/mouvements")
@allow(Permission.BACKOFFICE_READ)
def stock_movements() -> str:
    """Changes of stock, newest first."""
    listing = Listing.read(MOVES, request.args, "backoffice.stock_movements")
    page = queries.list_movements(number=listing.number, size=listing.size)
    names = queries.names_of_moved(page.items)
    return render_template("backoffice/stock/movements.html", listing=listing, page=page, names=names)


def _page(edited: tuple[int, int | None, StockForm] | None) -> str:
    listing = Listing.read(COLUMNS, request.args, "backoffice.stock", default_sort="product", size=50)
    low = get_setting("stock_bas")
    limit = {"bas": low, "rupture": 0}.get(listing.values.get("level", ""))
    lines = queries.list_stock(listing.values.get("product", ""), only_low=limit)
    number = clamp(listing.number, listing.size, len(lines))
    shown = lines[(number - 1) * listing.size : number * listing.size]
    page = Page(shown, number, listing.size, len(lines))
    return render_template("backoffice/stock/list.html", listing=listing, page=page, low=low, edited=edited)
