"""Paiement > Modes de paiement."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import PaymentMethod
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_shipping import PaymentForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.forms.base import BaseForm, attempt


@bp.get("/paiement/modes")
@allow(Permission.BACKOFFICE_READ)
def payment_methods() -> str:
    """The ways to pay, in the order in which customers are offered them."""
    return render_template("backoffice/payments/list.html", methods=queries.list_payments())


@bp.post("/paiement/modes/<int:payment_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def payment_switch(payment_id: int) -> Any:
    """Turn a way to pay on or off; one must stay on."""
    payment, form = queries.get_payment(payment_id), BaseForm()
    on = bool(request.form.get("value"))
    if attempt(form, services.update_payment_method, payment=payment, is_active=on) is None:
        toast(" ".join(form.general_errors), kind="bad")
    else:
        toast(
            f"«\u00a0{payment.name}\u00a0»\u00a0: {'proposé' if on else 'retiré'} au paiement.",
            view=shop_address("cart"),
        )
    return back("backoffice.payment_methods")


def _form(payment: PaymentMethod) -> PaymentForm:
    return PaymentForm(obj=payment, is_card=payment.key == "carte")


def _page(form: PaymentForm, payment: PaymentMethod) -> str:
    return render_template("backoffice/payments/edit.html", form=form, payment=payment)


@bp.get("/paiement/modes/<int:payment_id>")
@allow(Permission.BACKOFFICE_READ)
def payment_edit(payment_id: int) -> str:
    """The form of a way to pay."""
    payment = queries.get_payment(payment_id)
    return _page(_form(payment), payment)


@bp.post("/paiement/modes/<int:payment_id>")
@allow(Permission.BACKOFFICE_WRITE)
def payment_update(payment_id: int) -> Any:
    """Change a way to pay."""
    payment = queries.get_payment(payment_id)
    form = _form(payment)
    if form.validate_on_submit():
        values = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
        if attempt(form, services.update_payment_method, payment=payment, **values) is not None:
            toast(f"Le mode de paiement «\u00a0{payment.name}\u00a0» est enregistré.", view=shop_address("cart"))
            return redirect(url_for("backoffice.payment_methods"))
    return _page(form, payment), 422
