"""The customer's orders, messages, and the withdrawal function that the law wants on line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.orders.rules import RELEASED_KEYS
from sandbox.shop.support import queries as support
from sandbox.shop.support import services as support_services
from sandbox.shop.support.models import Thread
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.forms_account import MessageForm, WithdrawalForm
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.mails import confirm_withdrawal
from sandbox.web.storefront.promises import withdrawal_days
from sandbox.web.storefront.views_account import for_customers, me


@bp.get("/compte/commandes", endpoint="orders")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def list_orders() -> str:
    """The customer's orders."""
    return render_template("storefront/account/orders.html", orders=orders.orders_of(me().id))


@bp.get("/compte/commandes/<reference>")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def order(reference: str) -> Any:
    """One of the customer's orders; somebody else's does not exist."""
    found = orders.find_order_by_reference(reference)
    if found is None or found.customer_id != me().id:
        abort(404)
    return render_template(
        "storefront/account/order.html", order=found, taxes=orders.taxes_of_order(found), until=withdrawal_until(found),
        returnable=returnable_lines(found), threads=support.threads_of_order(found.id),
        payment=orders.find_payment_by_key(found.payment_key),
    )  # fmt: skip


# messages ------------------------------------------------------------------------------------------------------------


@bp.get("/compte/messages")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def messages() -> str:
    """The customer's threads."""
    return render_template("storefront/account/messages.html", threads=support.threads_of_customer(me().id))


def own_thread(thread_id: int) -> Thread:
    """One of the customer's threads; somebody else's does not exist."""
    found = support.get_thread(thread_id)
    if found.customer_id != me().id:
        abort(404)
    return found


def show_thread(found: Thread, form: MessageForm, status: int = 200) -> Any:
    """A thread without the team's private messages."""
    public = [message for message in found.messages if not message.is_private]
    return render_template(
        "storefront/account/thread.html", thread=found, messages=public, subject=support.subject_of(found), form=form
    ), status


@bp.get("/compte/messages/<int:thread_id>")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def thread(thread_id: int) -> Any:
    """A thread and the form to go on."""
    return show_thread(own_thread(thread_id), MessageForm())


@bp.post("/compte/messages/<int:thread_id>")
@allow(Permission.STOREFRONT_ACT)
@for_customers
def write_again(thread_id: int) -> Any:
    """Write again in a thread."""
    found, form = own_thread(thread_id), MessageForm()
    if form.validate_on_submit() and attempt(form, support_services.write_again, thread=found, body=form.body.data):
        flash("Votre message est parti.", "success")
        return redirect(url_for("storefront.thread", thread_id=thread_id))
    return show_thread(found, form, 422)


# withdrawal ----------------------------------------------------------------------------------------------------------


def withdrawal_until(found: Order) -> Any:
    """The last day to withdraw, counted from the day after delivery; None while it is not delivered."""
    delivered = [entry.set_at for entry in found.history if entry.state.is_delivered]
    return clock.to_paris(min(delivered)).date() + timedelta(days=withdrawal_days()) if delivered else None


def returnable_lines(found: Order) -> list[OrderLine]:
    """The lines one may withdraw from: nothing made for the buyer, nothing excluded, nothing of a cancelled order, in time."""
    until = withdrawal_until(found)
    if (found.state.key in RELEASED_KEYS) or (until is not None and until < clock.today()):
        return []
    return [
        line
        for line in found.lines
        if not line.customization and not (line.product and line.product.is_withdrawal_excluded)
    ]


@bp.get("/retractation")
@allow(Permission.STOREFRONT_VISIT)
def withdrawal() -> Any:
    """First step: which order, and who asks."""
    customer = visitor.current_customer()
    found = orders.find_order_by_reference(request.args.get("commande", ""))
    if customer is not None and found is not None and found.customer_id == customer.id:
        return show_choice(found)
    form = WithdrawalForm(email=customer.email if customer else "", reference=request.args.get("commande", ""))
    return render_template("storefront/account/withdrawal.html", form=form)


def show_choice(found: Order, status: int = 200, **values: Any) -> Any:
    """Second step: which articles, then « Confirmer la rétractation »."""
    return render_template(
        "storefront/account/withdrawal_lines.html",
        order=found,
        lines=returnable_lines(found),
        until=withdrawal_until(found),
        **values,
    ), status


@bp.post("/retractation")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def find_withdrawal() -> Any:
    """Look the order up; the same words for an unknown one and for somebody else's."""
    form = WithdrawalForm()
    found = own_order(form.reference.data or "", form.email.data or "") if form.validate_on_submit() else None
    if found is None:
        if not form.all_errors:
            form.refuse("Aucune commande ne porte cette référence avec cette adresse e-mail.", "reference")
        return render_template("storefront/account/withdrawal.html", form=form), 422
    return show_choice(found)


def own_order(reference: str, email: str) -> Order | None:
    """The order of that reference when the address is its customer's."""
    found = orders.find_order_by_reference(reference)
    return found if found is not None and found.customer.email.lower() == email.strip().lower() else None


@bp.post("/retractation/confirmer")
@allow(Permission.STOREFRONT_ACT)
def confirm() -> Any:
    """Confirm: a thread for the shop, an acknowledgement for the buyer."""
    found = own_order(request.form.get("reference", ""), request.form.get("email", ""))
    if found is None:
        abort(404)
    chosen = [line for line in returnable_lines(found) if str(line.id) in request.form.getlist("ligne")]
    if not chosen:
        return show_choice(found, 422, error="Cochez au moins un article.")
    form, articles = BaseForm(), [f"{line.quantity} × {line.name}" for line in chosen]
    if not (form.validate_on_submit() and attempt(form, tell_shop, found=found, articles=articles)):
        return show_choice(found, 422, error=" ".join(message for _, message in form.all_errors))
    confirm_withdrawal(found, articles, front())
    return render_template("storefront/account/withdrawal_done.html", order=found, articles=articles, at=clock.now())


def tell_shop(*, found: Order, articles: Sequence[str]) -> Thread:
    """Open the thread in which the shop treats the withdrawal."""
    body = f"Rétractation de la commande {found.reference}\n\nJe renonce au contrat pour :\n" + "\n".join(
        f"- {a}" for a in articles
    )
    return support_services.open_thread(
        contact=support.list_contacts()[0], body=body, customer=found.customer, order=found
    )
