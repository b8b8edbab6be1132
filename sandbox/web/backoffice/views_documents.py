"""Commandes > Factures and Bons de livraison: their lists, and the papers themselves, ready to print."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, render_template, request

from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, rules
from sandbox.shop.orders.queries import Document, DocumentFilter
from sandbox.shop.orders.queries.documents import MAX_PRINTED
from sandbox.shop.shops.queries import get_company, get_theme
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.listing import Column, Filter, Listing

INVOICE, SLIP = "facture", "bon"
SORTS = {"numero": "number", "reference": "reference", "client": "customer", "total": "total", "date": "made_at"}
SLIP_SORTS = {**SORTS, "numero": "id"}

bp.add_app_template_filter(rules.slip_number, "slip_number")


def _columns(date: str) -> tuple[Column, ...]:
    states = {str(state.id): state.name for state in queries.list_states()}
    return (
        Column("numero", "Numéro", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("date", date, Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
        Column("reference", "Commande", Filter.TEXT, is_sorted=True, css="c-ord"),
        Column("client", "Client", Filter.TEXT, is_sorted=True, css="c-cli"),
        Column("etat", "État de la commande", Filter.CHOICE, choices=states, css="c-etat"),
        Column("total", "Total TTC", Filter.RANGE, Kind.CENTS, is_sorted=True, css="num c-ttc"),
    )


def _read(endpoint: str, date: str) -> tuple[Listing, DocumentFilter]:
    listing = Listing.read(_columns(date), request.args, endpoint, default_sort="-numero")
    v = listing.values
    return listing, DocumentFilter(
        number=v.get("numero", ""), reference=v.get("reference", ""), customer=v.get("client", ""),
        state_id=int(v["etat"]) if "etat" in v else None, total_min=v.get("total_min"), total_max=v.get("total_max"),
        made_from=v.get("date_min"), made_to=v.get("date_max"),
    )  # fmt: skip


def _sort(listing: Listing, names: dict[str, str]) -> str:
    return ("-" if listing.sort.startswith("-") else "") + names[listing.sort.lstrip("-")]


@bp.get("/commandes/factures")
@allow(Permission.BACKOFFICE_READ)
def invoices() -> str:
    """The list of invoices."""
    listing, wanted = _read("backoffice.invoices", "Date de facture")
    page = queries.list_invoices(wanted, sort=_sort(listing, SORTS), number=listing.number, size=listing.size)
    return render_template("backoffice/documents/invoices.html", listing=listing, page=page, most=MAX_PRINTED)


@bp.get("/commandes/bons-de-livraison")
@allow(Permission.BACKOFFICE_READ)
def delivery_slips() -> str:
    """The list of delivery slips."""
    listing, wanted = _read("backoffice.delivery_slips", "Date du bon")
    page = queries.list_slips(wanted, sort=_sort(listing, SLIP_SORTS), number=listing.number, size=listing.size)
    return render_template("backoffice/documents/slips.html", listing=listing, page=page, most=MAX_PRINTED)


# papers --------------------------------------------------------------------------------------------------------------


@bp.get("/commandes/<int:order_id>/facture")
@allow(Permission.BACKOFFICE_READ)
def invoice_print(order_id: int) -> str:
    """An order's invoice."""
    return _papers(INVOICE, queries.invoices_to_print([order_id]))


@bp.get("/commandes/factures/imprimer")
@allow(Permission.BACKOFFICE_READ)
def invoices_print() -> str:
    """The invoices of the list, all its pages, one a sheet."""
    _, wanted = _read("backoffice.invoices", "")
    rows = queries.list_invoices(wanted, sort="number", size=MAX_PRINTED).items
    return _papers(INVOICE, queries.invoices_to_print([row.id for row in rows]))


@bp.get("/commandes/<int:order_id>/bon-de-livraison")
@allow(Permission.BACKOFFICE_READ)
def delivery_slip_print(order_id: int) -> str:
    """An order's delivery slip."""
    return _papers(SLIP, queries.slips_to_print([order_id]))


@bp.get("/commandes/bons-de-livraison/imprimer")
@allow(Permission.BACKOFFICE_READ)
def delivery_slips_print() -> str:
    """The delivery slips of the list, all its pages, one a sheet."""
    _, wanted = _read("backoffice.delivery_slips", "")
    rows = queries.list_slips(wanted, sort="id", size=MAX_PRINTED).items
    return _papers(SLIP, queries.slips_to_print([row.id for row in rows]))


def _papers(kind: str, documents: Sequence[Document]) -> str:
    if not documents:
        abort(404)
    return render_template(
        "backoffice/documents/papers.html", kind=kind, documents=documents, company=get_company(), logo=get_theme().get("logo"),
        taxes_of=queries.taxes_of_order,
    )  # fmt: skip
