"""Commandes > Commandes > Ajouter une commande: for whom, then what, where and how it is paid."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from sandbox.kernel.text import has_words
from sandbox.policy.permissions import Permission
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.queries import CustomerFilter, addresses_of, get_address, get_customer, list_customers
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import Cart
from sandbox.shop.orders.queries import CartTotals
from sandbox.shop.pricing.queries import find_cart_rule_by_code
from sandbox.shop.shipping.queries import get_carrier
from sandbox.shop.team.queries import acting_name
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.choices import ALL
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_new_order import EMPTY_LINES, NewOrderForm
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole

FOUND = 20


@bp.get("/commandes/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def order_new() -> str:
    """For whom; then the form, filled from a cart that was left when one is given."""
    if not {"client", "panier"} & set(request.args):
        text = request.args.get("q", "").strip()
        return render_template(
            "backoffice/orders/new_customer.html", text=text, found=_customers(text) if text else None
        )
    customer, cart = _whose()
    return _page(customer, NewOrderForm(formdata=None, customer=customer, cart=cart), cart)


def _customers(text: str) -> list[Customer]:
    everybody = list_customers(CustomerFilter(), sort="nom", descending=False, size=ALL).items
    return [c for c in everybody if has_words(text, c.first_name, c.last_name, c.email, c.company)][:FOUND]


def _whose() -> tuple[Customer, Cart | None]:
    """Whose order it is, and the cart it begins in when there is one: one left by a customer, that no order came of."""
    number = request.args.get("panier", type=whole)
    if number is None:
        return get_customer(request.args.get("client", 0, type=whole)), None
    cart = queries.get_cart(number)
    if cart.customer_id is None or queries.get_cart_row(cart).order is not None:
        abort(404)
    return get_customer(cart.customer_id), cart


def _page(customer: Customer, form: NewOrderForm, cart: Cart | None, totals: CartTotals | None = None) -> str:
    return render_template(
        "backoffice/orders/new.html",
        customer=customer,
        form=form,
        cart=cart,
        totals=totals,
        addresses=addresses_of(customer.id),
    )


@bp.post("/commandes/nouvelle/calculer")
@allow(Permission.BACKOFFICE_WRITE, writes=False)
def order_new_quote() -> Any:
    """Price what is typed, or add empty lines; nothing is kept."""
    customer, cart = _whose()
    form = NewOrderForm(customer=customer, cart=cart)
    if "plus" in request.form:
        form.grow(EMPTY_LINES)
        return _page(customer, form, cart)
    totals = _quote(customer, form, cart) if form.validate_on_submit() else None
    return _page(customer, form, cart, totals), 422 if form.all_errors else 200


def _quote(customer: Customer, form: NewOrderForm, cart: Cart | None) -> CartTotals | None:
    items, code = form.items(), form.codes.data
    rule = find_cart_rule_by_code(code) if code else None
    if code and rule is None:
        form.refuse(f"Le code «\u00a0{code}\u00a0» n’existe pas.", "codes")
    if not items:
        form.refuse("Ajoutez au moins un produit à la commande.", "lines")
    if form.all_errors:
        return None
    form.spell_out()
    totals = queries.quote_order(
        customer=customer, items=[(x.product, x.variant, x.quantity) for x in items], carrier_id=form.carrier_id.data,
        address=get_address(form.delivery_id.data), rules=[rule] if rule else [], is_wrapped=cart is not None and cart.is_wrapped,
    )  # fmt: skip
    for refusal in totals.refused:
        form.refuse(refusal.message, "codes")
    return totals


@bp.post("/commandes/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def order_create() -> Any:
    """Enter the order."""
    customer, cart = _whose()
    form = NewOrderForm(customer=customer, cart=cart)
    if form.validate_on_submit():
        order = attempt(form, services.create_order, customer=customer, cart=cart, **_values(form))
        if order is not None:
            toast(f"La commande {order.reference} est enregistrée\u00a0: {order.state.name}.")
            return redirect(url_for("backoffice.order_view", order_id=order.id))
    return _page(customer, form, cart), 422


def _values(form: NewOrderForm) -> dict[str, Any]:
    return {
        "items": form.items(), "carrier": get_carrier(form.carrier_id.data), "payment": queries.get_payment(form.payment_id.data),
        "delivery_address": get_address(form.delivery_id.data),
        "invoice_address": get_address(form.invoice_id.data) if form.invoice_id.data else None,
        "state": queries.get_state(form.state_id.data) if form.state_id.data else None,
        "codes": [form.codes.data] if form.codes.data else [], "message": form.message.data or "",
        "private_note": form.private_note.data or "", "author": acting_name(),
    }  # fmt: skip
