"""Lists as files for a spreadsheet: one line a row, in the words of the list, with what the screen has no room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Response

from sandbox.kernel.clock import to_paris
from sandbox.kernel.money import incl_cents, round_half_up
from sandbox.kernel.spreadsheets import csv_bytes, euros
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries import quantity_of
from sandbox.shop.catalog.rules import KIND_LABELS
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.queries import CartRow, OrderRow
from sandbox.shop.reviews.models import Review
from sandbox.shop.reviews.rules import STATUS_WORDS as REVIEW_WORDS
from sandbox.shop.support.queries import CustomerFigures, ThreadRow
from sandbox.shop.support.rules import STATUS_WORDS as THREAD_WORDS

EXPORTED = 10_000
"""Rows of a file, at most."""
CART_WORDS = {"ordered": "Commandé", "open": "En cours", "left": "Abandonné"}

Sheet = Mapping[str, Callable[[Any], str]]
"""Header -> what it says of a row."""


def _yes(value: object) -> str:
    return "Oui" if value else "Non"


def _moment(value: Any) -> str:
    return f"{to_paris(value):%d/%m/%Y %H:%M}" if value else ""


def _rate(product: Product) -> int:
    return product.tax_rule.rate_bp if product.tax_rule else 0


PRODUCTS: Sheet = {
    "ID": lambda p: str(p.id), "Nom": lambda p: p.name, "Référence": lambda p: p.reference, "Type": lambda p: KIND_LABELS[p.kind],
    "Catégorie": lambda p: p.category.name, "Prix HT": lambda p: euros(round_half_up(p.price_excl_micros, 10_000)),
    "Prix TTC": lambda p: euros(incl_cents(p.price_excl_micros, _rate(p))), "Quantité": lambda p: str(quantity_of(p)),
    "En ligne": lambda p: _yes(p.is_online),
}  # fmt: skip
ORDERS: Sheet = {
    "ID": lambda r: str(r.order.id), "Référence": lambda r: r.order.reference, "Nouveau client": lambda r: _yes(r.is_new),
    "Livraison": lambda r: r.country, "Client": lambda r: r.customer.full_name, "E-mail": lambda r: r.customer.email,
    "Produits TTC": lambda r: euros(r.order.products_incl_cents), "Réductions": lambda r: euros(r.order.discount_incl_cents),
    "Livraison TTC": lambda r: euros(r.order.shipping_incl_cents), "Total HT": lambda r: euros(r.order.total_excl_cents),
    "Total TTC": lambda r: euros(r.order.total_incl_cents), "Paiement": lambda r: r.order.payment_name,
    "État": lambda r: r.state.name, "Facture": lambda r: r.order.invoice_number, "Date": lambda r: _moment(r.order.placed_at),
}  # fmt: skip
CARTS: Sheet = {
    "ID": lambda r: str(r.cart.id), "État": lambda r: CART_WORDS[r.status],
    "Client": lambda r: r.customer.full_name if r.customer else "Visiteur",
    "E-mail": lambda r: r.customer.email if r.customer else "", "Produits": lambda r: str(r.units),
    "Total TTC": lambda r: euros(r.value_cents), "Transporteur": lambda r: r.carrier_name,
    "Commande": lambda r: r.order.reference if r.order else "", "Dernière activité": lambda r: _moment(r.cart.updated_at),
}  # fmt: skip
REVIEWS: Sheet = {
    "ID": lambda r: str(r.id), "Produit": lambda r: r.product.name, "Note": lambda r: str(r.rating), "Titre": lambda r: r.title,
    "Avis": lambda r: r.body, "Auteur": lambda r: r.author, "Achat vérifié": lambda r: _yes(r.is_verified),
    "État": lambda r: REVIEW_WORDS[r.status], "Motif du refus": lambda r: r.refusal_reason, "Réponse": lambda r: r.reply,
    "Date": lambda r: _moment(r.posted_at),
}  # fmt: skip
THREADS: Sheet = {
    "ID": lambda r: str(r.thread.id), "Client": lambda r: r.thread.name, "E-mail": lambda r: r.thread.email,
    "Sujet": lambda r: r.subject, "Commande": lambda r: r.thread.order.reference if r.thread.order else "",
    "Service": lambda r: r.thread.contact.name, "État": lambda r: THREAD_WORDS[r.thread.status],
    "Lu": lambda r: _yes(r.thread.is_read), "Dernier message": lambda r: _moment(r.thread.updated_at),
}  # fmt: skip


def customers_sheet(figures: Mapping[int, CustomerFigures]) -> Sheet:
    """The columns of customers; `figures` say what each bought."""
    return {
        "ID": lambda c: str(c.id), "Titre": lambda c: c.title.name if c.title else "", "Prénom": lambda c: c.first_name,
        "Nom": lambda c: c.last_name, "Société": lambda c: c.company, "E-mail": lambda c: c.email,
        "Groupe": lambda c: c.default_group.name, "Compte": lambda c: _yes(not c.is_guest),
        "Ventes": lambda c: euros(figures[c.id].spent_cents), "Activé": lambda c: _yes(c.is_active),
        "Lettre d’information": lambda c: _yes(c.is_newsletter), "Offres des partenaires": lambda c: _yes(c.is_partner_offers),
        "Date d’inscription": lambda c: _moment(c.registered_at),
    }  # fmt: skip


Listed = Product | Customer | Review | OrderRow | CartRow | ThreadRow


def sheet(name: str, columns: Sheet, rows: Iterable[Listed]) -> Response:
    """The rows as a file to download."""
    lines: list[Sequence[str]] = [list(columns), *([said(row) for said in columns.values()] for row in rows)]
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(csv_bytes(lines), content_type="text/csv; charset=utf-8", headers=headers)
