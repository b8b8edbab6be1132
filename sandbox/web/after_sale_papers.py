"""Credit slips and return slips as PDF files, in the words and amounts of their printed pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.kernel.money import format_bp, format_cents
from sandbox.kernel.typesetting import tagged_pdf
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import CreditSlip, MerchandiseReturn, Order
from sandbox.shop.orders.rules import refunds, returns
from sandbox.training.grading.exports import FONTS
from sandbox.web.filters import day_num
from sandbox.web.papers import FOLDER, seller

PAPER = FOLDER / "after_sale.typ"
RETURN_NOTE = (
    "Glissez ce bon dans le colis, avec les articles dans un emballage solide, et gardez la preuve de dépôt. "
    "Sans ce bon, nous ne saurions pas de qui vient le colis."
)


def slip_pdf(slip: CreditSlip, company: Mapping[str, str]) -> bytes:
    """A credit slip as a tagged PDF."""
    return tagged_pdf(PAPER, fonts=FONTS, paper=slip_facts(slip, company))


def return_pdf(row: MerchandiseReturn, company: Mapping[str, str]) -> bytes:
    """A return's paper as a tagged PDF."""
    return tagged_pdf(PAPER, fonts=FONTS, paper=return_facts(row, company))


def slip_facts(slip: CreditSlip, company: Mapping[str, str]) -> dict[str, Any]:
    """What a credit slip says, as texts."""
    rows = [
        [row.order_line.name, str(row.quantity or ""), format_bp(row.tax_bp), format_cents(row.amount_excl_cents),
         format_cents(row.amount_incl_cents)]
        for row in slip.lines
    ]  # fmt: skip
    if slip.shipping_incl_cents:
        amounts = [format_cents(slip.shipping_excl_cents), format_cents(slip.shipping_incl_cents)]
        rows.append(["Frais de livraison", "", format_bp(slip.shipping_tax_bp), *amounts])
    given = f"en bon de réduction, code {slip.voucher_code}" if slip.is_voucher else slip.order.payment_name
    facts = {
        "Numéro": slip.reference, "Date d’émission": day_num(slip.made_at), "Commande": slip.order.reference,
        "Facture": slip.order.invoice_number, "Type": refunds.KINDS[slip.kind], "Remboursement": given,
    }  # fmt: skip
    taxes = [
        [format_bp(t.rate_bp), format_cents(t.net_cents), format_cents(t.tax_cents)] for t in orders.taxes_of_slip(slip)
    ]
    sums = [
        ["Total HT", format_cents(slip.total_excl_cents)],
        ["TVA", format_cents(slip.total_incl_cents - slip.total_excl_cents)],
    ]
    return {
        **_head("Avoir", slip.reference, facts, slip.order, company),
        "columns": ["Désignation", "Qté", "TVA", "Montant HT", "Montant TTC"], "rows": rows, "taxes": taxes, "sums": sums,
        "total": format_cents(slip.total_incl_cents), "note": "",
    }  # fmt: skip


def return_facts(row: MerchandiseReturn, company: Mapping[str, str]) -> dict[str, Any]:
    """What a return's paper says, as texts."""
    facts = {
        "Numéro": row.reference, "Demandé le": day_num(row.requested_at), "Commande": row.order.reference,
        "Type": returns.KINDS[row.kind], "État": orders.return_looks()[row.state].name,
    }  # fmt: skip
    rows: Sequence[Sequence[str]] = [
        [line.order_line.name, line.order_line.reference, returns.REASONS.get(line.reason, ""), str(line.quantity)]
        for line in row.lines
    ]
    return {
        **_head("Bon de retour", row.reference, facts, row.order, company),
        "columns": ["Désignation", "Référence", "Motif", "Qté"], "rows": rows, "taxes": [], "sums": [], "total": "",
        "note": RETURN_NOTE,
    }  # fmt: skip


def _head(
    title: str, number: str, facts: Mapping[str, str], order: Order, company: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "title": title, "number": number, "facts": [[label, value] for label, value in facts.items() if value],
        "company": seller(company), "delivery": order.delivery_text.splitlines(), "invoice": order.invoice_text.splitlines(),
        "siret": order.customer.siret,
    }  # fmt: skip
