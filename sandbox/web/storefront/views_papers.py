"""What a customer takes from the account: invoices, vouchers, and what the shop keeps about them."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, json, render_template

from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.queries import Document
from sandbox.web.access import allow
from sandbox.web.papers import invoice_pdf
from sandbox.web.personal_data import export, readable
from sandbox.web.storefront import bp
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.views_account import for_customers, me
from sandbox.web.vouchers import vouchers_of


def own_invoice(reference: str) -> Document:
    """The invoice of one of the customer's orders; somebody else's does not exist, nor that of an unpaid order."""
    found = orders.find_order_of_customer(reference, me().id)
    documents = orders.invoices_to_print([found.id]) if found is not None else []
    if not documents:
        abort(404)
    return documents[0]


@bp.get("/compte/factures")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def invoices() -> str:
    """The customer's invoices."""
    own = [order for order in orders.orders_of(me().id) if order.invoice_number]
    documents = orders.invoices_to_print([order.id for order in own])
    return render_template("storefront/account/invoices.html", documents=documents[::-1])


@bp.get("/compte/commandes/<reference>/facture")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def invoice(reference: str) -> Any:
    """The invoice of one of the customer's orders, to print; the same paper as the shop's."""
    document = own_invoice(reference)
    return render_template(
        "storefront/account/invoice.html", document=document, order=document.order, company=front().company,
        logo=front().logo, taxes_of=orders.taxes_of_order,
    )  # fmt: skip


@bp.get("/compte/commandes/<reference>/facture.pdf")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def invoice_file(reference: str) -> Response:
    """The same invoice as a PDF file."""
    document = own_invoice(reference)
    response = Response(invoice_pdf(document, front().company), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="facture-{document.order.invoice_number}.pdf"'
    return response


@bp.get("/compte/bons")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def vouchers() -> str:
    """The customer's vouchers."""
    return render_template("storefront/account/vouchers.html", vouchers=vouchers_of(me()))


# own data ------------------------------------------------------------------------------------------------------------


@bp.get("/compte/donnees")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def personal_data() -> str:
    """What the shop keeps about the customer, and their rights."""
    return render_template("storefront/account/data.html", customer=me())


@bp.get("/compte/donnees/lire")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def read_data() -> str:
    """Everything the shop keeps about the customer, to read and to print."""
    return render_template("storefront/account/read_data.html", sections=readable(export(me())))


@bp.get("/compte/donnees.json")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def export_data() -> Response:
    """The same, as a file that another service can read."""
    body = json.dumps(export(me()), ensure_ascii=False, indent=2)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response
