"""Papers of a shop as PDF files: the invoice of an order, in the words and amounts of its printed page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.kernel.money import MINUS, format_bp, format_cents
from sandbox.kernel.typesetting import tagged_pdf
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import Document
from sandbox.training.grading.exports import FONTS
from sandbox.web.filters import day_num

FOLDER = Path(__file__).parent / "pdf"
LAW = (
    "Pas d’escompte pour paiement anticipé. En cas de retard, entre professionnels\u00a0: pénalités au taux de la Banque centrale "
    "européenne majoré de dix points et indemnité forfaitaire de 40\u00a0€ pour frais de recouvrement."
)


def invoice_pdf(document: Document, company: Mapping[str, str]) -> bytes:
    """The invoice of an order as a tagged PDF."""
    return tagged_pdf(FOLDER / "invoice.typ", fonts=FONTS, invoice=invoice_facts(document, company))


def invoice_facts(document: Document, company: Mapping[str, str]) -> dict[str, Any]:
    """What the invoice says, as texts."""
    order = document.order
    facts = {
        "Numéro": order.invoice_number, "Date de facture": day_num(document.made_at), "Commande": order.reference,
        "Date de commande": day_num(order.placed_at), "Paiement": order.payment_name,
    }  # fmt: skip
    return {
        "number": order.invoice_number, "facts": [[label, value] for label, value in facts.items() if value],
        "company": seller(company),
        "delivery": order.delivery_text.splitlines(), "invoice": order.invoice_text.splitlines(),
        "siret": order.customer.siret, "lines": _lines(order), "sums": _sums(order), "law": LAW,
        "taxes": [[format_bp(t.rate_bp), format_cents(t.net_cents), format_cents(t.tax_cents)] for t in orders.taxes_of_order(order)],
        "total": format_cents(order.total_incl_cents),
    }  # fmt: skip


def seller(company: Mapping[str, str]) -> dict[str, Any]:
    """Who makes the paper: name, address, legal line."""
    return {"name": company["raison_sociale"], "address": _address(company), "legal": _legal(company)}


def _address(company: Mapping[str, str]) -> list[str]:
    town = f"{company['code_postal']} {company['ville']}".strip()
    return [line for line in (company["siege"], town, company["telephone"], company["email"]) if line]


def _legal(company: Mapping[str, str]) -> str:
    capital = f" au capital de {company['capital']}" if company["capital"] else ""
    form = f"{company['forme']}{capital}" if company["forme"] else ""
    vat = f"TVA intracommunautaire {company['tva']}" if company["tva"] else ""
    return " · ".join(part for part in (company["raison_sociale"], form, company["rcs"], vat) if part)


def _lines(order: Order) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name, "notes": (line.customization or "").splitlines(), "reference": line.reference,
            "excl": format_cents(line.unit_excl_cents), "rate": format_bp(line.tax_bp), "incl": format_cents(line.unit_incl_cents),
            "quantity": str(line.quantity), "total": format_cents(line.quantity * line.unit_incl_cents),
        }
        for line in order.lines
    ]  # fmt: skip


def _sums(order: Order) -> list[list[str]]:
    carrier = f", {order.carrier.name}" if order.carrier else ""
    shipping = format_cents(order.shipping_incl_cents) if order.shipping_incl_cents else "Offerte"
    vouchers = [
        [f"{one.name} ({one.code})" if one.code else one.name, f"{MINUS}{format_cents(one.amount_cents)}"]
        for one in order.vouchers
    ]
    return [
        ["Produits TTC", format_cents(order.products_incl_cents)], *vouchers, [f"Livraison{carrier}", shipping],
        ["Total HT", format_cents(order.total_excl_cents)],
        ["TVA", format_cents(order.total_incl_cents - order.total_excl_cents)],
    ]  # fmt: skip
