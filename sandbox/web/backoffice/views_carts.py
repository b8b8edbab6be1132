"""Commandes > Paniers: the carts of the shop, ordered, in progress or left behind, and one of them."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import cover_of
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Cart
from sandbox.shop.orders.queries import CartFilter
from sandbox.shop.support.queries import customer_figures
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.list_exports import CARTS, EXPORTED, sheet
from sandbox.web.listing import Column, Filter, Listing

STATUSES = {"commande": "Commandé", "en-cours": "En cours", "abandonne": "Abandonné"}
MEANS = {"commande": "ordered", "en-cours": "open", "abandonne": "left"}
COLUMNS = (
    Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-id"),
    Column("etat", "État", Filter.CHOICE, choices=STATUSES, css="c-etat"),
    Column("client", "Client", Filter.TEXT, css="c-nom"),
    Column("produits", "Produits", css="num c-q"),
    Column("total", "Total TTC", css="num c-ttc"),
    Column("transporteur", "Transporteur", css="c-pay"),
    Column("date", "Dernière activité", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
)
SORTS = {"id": "id", "date": "updated_at"}


@bp.get("/commandes/paniers")
@allow(Permission.BACKOFFICE_READ)
def carts() -> str:
    """The list of carts."""
    listing, wanted, sort = _read()
    page = queries.list_carts(wanted, sort=sort, number=listing.number, size=listing.size)
    return render_template("backoffice/carts/list.html", listing=listing, page=page)


@bp.get("/commandes/paniers/export.csv")
@allow(Permission.BACKOFFICE_READ)
def carts_export() -> Response:
    """The carts of the list, all its pages, for a spreadsheet."""
    _, wanted, sort = _read()
    return sheet("paniers", CARTS, queries.list_carts(wanted, sort=sort, size=EXPORTED).items)


def _read() -> tuple[Listing, CartFilter, str]:
    """The list asked for, what it is narrowed by, and its sort in the words of the query."""
    listing = Listing.read(COLUMNS, request.args, "backoffice.carts")
    v = listing.values
    wanted = CartFilter(
        number_min=v.get("id_min"), number_max=v.get("id_max"), customer=v.get("client", ""),
        status=MEANS.get(v.get("etat", ""), ""), updated_from=v.get("date_min"), updated_to=v.get("date_max"),
    )  # fmt: skip
    return listing, wanted, ("-" if listing.sort.startswith("-") else "") + SORTS[listing.sort.lstrip("-")]


@bp.get("/commandes/paniers/<int:cart_id>")
@allow(Permission.BACKOFFICE_READ)
def cart_view(cart_id: int) -> str:
    """A cart: priced as its customer would see it now, or the order that it became."""
    cart = queries.get_cart(cart_id)
    row = queries.get_cart_row(cart)
    return render_template("backoffice/carts/view.html", cart=cart, row=row, cover_of=cover_of, **_content(cart, row))


def _content(cart: Cart, row: queries.CartRow) -> dict[str, Any]:
    figures = customer_figures([cart.customer_id])[cart.customer_id] if cart.customer_id else None
    if row.order is not None:
        return {"order": queries.get_order(row.order.id), "totals": None, "figures": figures}
    totals = queries.cart_totals(cart, buyer=buyer_of(cart.customer), with_suggestions=False)
    return {"order": None, "totals": totals, "figures": figures, "address": queries.address_of(cart)}
