"""The customer's orders and messages."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import Order
from sandbox.shop.support import queries as support
from sandbox.shop.support import services as support_services
from sandbox.shop.support.models import Thread
from sandbox.shop.support.rules import MAX_FILE_BYTES
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.media import download, received
from sandbox.web.storefront import bp
from sandbox.web.storefront.forms_account import MessageForm
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
    found = orders.find_order_of_customer(reference, me().id)
    if found is None:
        abort(404)
    return render_template(
        "storefront/account/order.html", order=found, taxes=orders.taxes_of_order(found), **after_sale(found),
        threads=support.threads_of_order(found.id),
        payment=orders.find_payment_by_key(found.payment_key),
    )  # fmt: skip


def after_sale(found: Order) -> dict[str, Any]:
    """Until when one may change one's mind or send something back, and the returns and slips there are."""
    lines = orders.returnable_lines(found)
    can_choose = any(not row.problem for row in lines)
    return {
        "until": orders.withdrawal_until(found), "can_withdraw": can_choose and not orders.withdrawal_problem(found),
        "can_return": can_choose and not orders.return_problem(found), "return_until": orders.return_until(found),
        "returns": orders.returns_of(found.id), "slips": orders.slips_of(found.id),
    }  # fmt: skip


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
    if form.validate_on_submit():
        file = received(form, form.file, maximum=MAX_FILE_BYTES)
        values = {"thread": found, "body": form.body.data, "file": file}
        if not form.file.errors and attempt(form, support_services.write_again, **values) is not None:
            flash("Votre message est parti.", "success")
            return redirect(url_for("storefront.thread", thread_id=thread_id))
    return show_thread(found, form, 422)


@bp.get("/compte/messages/<int:thread_id>/fichiers/<int:file_id>")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def thread_file(thread_id: int, file_id: int) -> Any:
    """A file of one of the customer's threads, to save."""
    file = support.file_of(own_thread(thread_id), file_id, as_customer=True)
    return download(file.media, file.file_name)
