"""Clients > a customer's personal data: given to the person who asks, erased when they ask."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries, rules, services
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.queries.carts import open_carts_of
from sandbox.shop.reviews.queries import reviews_of_customer
from sandbox.shop.support import queries as support
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_customers import EraseForm
from sandbox.web.forms.base import attempt
from sandbox.web.personal_data import export, readable


@bp.get("/clients/<int:customer_id>/donnees")
@allow(Permission.BACKOFFICE_READ)
def customer_data(customer_id: int) -> str:
    """Everything the shop keeps about a customer, to read and to print."""
    customer = queries.get_customer(customer_id)
    return render_template("backoffice/customers/data.html", customer=customer, kept=readable(export(customer)))


@bp.get("/clients/<int:customer_id>/donnees.json")
@allow(Permission.BACKOFFICE_READ)
def customer_data_file(customer_id: int) -> Response:
    """The same, as a file that another service can read."""
    body = json.dumps(export(queries.get_customer(customer_id)), ensure_ascii=False, indent=2)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="client-{customer_id}-donnees.json"'
    return response


@bp.get("/clients/<int:customer_id>/effacer")
@allow(Permission.BACKOFFICE_READ)
def customer_erasure(customer_id: int) -> str:
    """What would go away and what would stay, before it is done."""
    return _erasure(queries.get_customer(customer_id), EraseForm())


@bp.post("/clients/<int:customer_id>/effacer")
@allow(Permission.BACKOFFICE_WRITE)
def customer_erasure_delete(customer_id: int) -> Any:
    """Erase who a customer is."""
    customer, form = queries.get_customer(customer_id), EraseForm()
    if form.validate_on_submit() and attempt(form, services.erase_customer, customer=customer) is not None:
        toast("Les données personnelles du client sont effacées ; ses commandes et ses factures restent.")
        return redirect(url_for("backoffice.customer_view", customer_id=customer_id))
    return _erasure(customer, form), 422


def _erasure(customer: Customer, form: EraseForm) -> str:
    orders = support.orders_of_customer(customer.id)
    return render_template(
        "backoffice/customers/erasure.html",
        customer=customer, form=form, orders=orders, addresses=queries.addresses_of(customer.id),
        under_way=sum(order.state.is_paid and not order.state.is_delivered for order in orders), erased_name=rules.ERASED_NAME,
        invoices=sum(bool(order.invoice_number) for order in orders), carts=open_carts_of(customer.id),
        threads=support.threads_of_customer(customer.id), reviews=reviews_of_customer(customer.id),
        is_erased=rules.is_erased(customer.email),
    )  # fmt: skip
