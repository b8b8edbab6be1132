"""The customer's returns and credit slips, and the withdrawal function that the law wants on line."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders import services
from sandbox.shop.orders.models import MerchandiseReturn, Order
from sandbox.web.access import allow
from sandbox.web.after_sale_papers import return_pdf, slip_pdf
from sandbox.web.forms.base import attempt
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.forms_returns import NOTHING, LinesForm, lines_form
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.named_order import NamedOrderForm, find_named
from sandbox.web.storefront.views_account import for_customers, me

bp.add_app_template_filter(orders.state_for_customer, "told_state")
bp.add_app_template_filter(orders.history_for_customer, "told_history")

# returns -------------------------------------------------------------------------------------------------------------


@bp.get("/compte/retours")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def own_returns() -> str:
    """The customer's returns and withdrawals."""
    return render_template("storefront/account/returns.html", rows=orders.returns_of_customer(me().id))


def find_own_return(reference: str) -> MerchandiseReturn:
    """One of the customer's returns; somebody else's does not exist."""
    found = orders.find_return_by_reference(reference)
    if found is None or found.order.customer_id != me().id:
        abort(404)
    return found


@bp.get("/compte/retours/<reference>")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def own_return(reference: str) -> str:
    """Where a return stands."""
    row = find_own_return(reference)
    return render_template("storefront/account/return.html", row=row, has_paper=orders.has_paper(row))


@bp.get("/compte/retours/<reference>/bon.pdf")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def return_paper(reference: str) -> Response:
    """The paper to put into the parcel, once the return is accepted."""
    row = find_own_return(reference)
    if not orders.has_paper(row):
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="retour-{row.reference}.pdf"'}
    return Response(return_pdf(row, front().company), mimetype="application/pdf", headers=headers)


def find_order(reference: str) -> Order:
    """One of the customer's orders; somebody else's does not exist."""
    found = orders.find_order_of_customer(reference, me().id)
    if found is None:
        abort(404)
    return found


def show_request(found: Order, form: LinesForm) -> str:
    """The form of a return, or why this order takes none."""
    return render_template(
        "storefront/account/ask_return.html", order=found, form=form, lines=orders.returnable_lines(found),
        problem=orders.return_problem(found), until=orders.return_until(found),
    )  # fmt: skip


@bp.get("/compte/commandes/<reference>/retour")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def ask_return(reference: str) -> str:
    """Ask for a return of an order."""
    found = find_order(reference)
    return show_request(found, lines_form(orders.returnable_lines(found), asks_why=True, formdata=None))


@bp.post("/compte/commandes/<reference>/retour")
@allow(Permission.STOREFRONT_ACT)
@for_customers
def send_return(reference: str) -> Any:
    """Send the request."""
    found = find_order(reference)
    lines = orders.returnable_lines(found)
    form = lines_form(lines, asks_why=True)
    row = form.validate_on_submit() and attempt(
        form, services.request_return, order=found, items=form.chosen(lines), reason=form.reason.data or ""
    )
    if not row:
        return show_request(found, form), 422
    flash(
        f"Votre demande de retour {row.reference} est enregistrée. Attendez notre réponse avant de renvoyer le colis.",
        "success",
    )
    return redirect(url_for("storefront.own_return", reference=row.reference))


# credit slips --------------------------------------------------------------------------------------------------------


@bp.get("/compte/avoirs")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def own_slips() -> str:
    """The customer's credit slips."""
    return render_template("storefront/account/slips.html", slips=orders.slips_of_customer(me().id))


@bp.get("/compte/avoirs/<reference>.pdf")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def slip_file(reference: str) -> Response:
    """A credit slip as a PDF file; somebody else's does not exist."""
    slip = orders.find_slip_by_reference(reference)
    if slip is None or slip.order.customer_id != me().id:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="avoir-{slip.reference}.pdf"'}
    return Response(slip_pdf(slip, front().company), mimetype="application/pdf", headers=headers)


# withdrawal ----------------------------------------------------------------------------------------------------------


@bp.get("/retractation")
@allow(Permission.STOREFRONT_VISIT)
def withdrawal() -> Any:
    """First step: which order, and who asks."""
    customer = visitor.current_customer()
    reference = request.args.get("commande", "")
    found = orders.find_order_of_customer(reference, customer.id) if customer else None
    if found is not None:
        return show_choice(found)
    form = NamedOrderForm(email=customer.email if customer else "", reference=reference)
    return render_template("storefront/account/withdrawal.html", form=form)


def show_choice(found: Order, form: LinesForm | None = None, status: int = 200) -> Any:
    """Second step: which articles, then « Confirmer la rétractation »."""
    lines = orders.returnable_lines(found)
    fresh = form or lines_form(
        lines, asks_why=False, formdata=None, data={"reference": found.reference, "email": found.customer.email}
    )
    return render_template(
        "storefront/account/withdrawal_lines.html", order=found, form=fresh, lines=lines, problem=orders.withdrawal_problem(found),
        can_choose=any(not row.problem for row in lines), until=orders.withdrawal_until(found),
    ), status  # fmt: skip


@bp.post("/retractation")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def find_withdrawal() -> Any:
    """Look the order up; the same words for an unknown one and for somebody else's."""
    form = NamedOrderForm()
    found = find_named(form)
    if found is None:
        return render_template("storefront/account/withdrawal.html", form=form), 422
    return show_choice(found)


@bp.post("/retractation/confirmer")
@allow(Permission.STOREFRONT_ACT)
def confirm() -> Any:
    """Confirm: the withdrawal is written down, the shop has a thread, the buyer an acknowledgement with its hour."""
    found = orders.find_order_of_address(request.form.get("reference", ""), request.form.get("email", ""))
    if found is None:
        abort(404)
    lines = orders.returnable_lines(found)
    form = lines_form(lines, asks_why=False)
    items = form.chosen(lines)
    if not items:
        form.refuse(NOTHING)
    row = items and form.validate_on_submit() and attempt(form, services.withdraw, order=found, items=items)
    if not row:
        return show_choice(found, form, 422)
    return render_template("storefront/account/withdrawal_done.html", order=found, row=row, items=items)
