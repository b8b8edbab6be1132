"""Commandes > Commandes: the list, its bulk actions and its export; an order's page and what one does to it."""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import OrderFilter
from sandbox.shop.orders.rules.places import REGIONS, UNKNOWN_PLACE
from sandbox.shop.shipping.queries import get_carrier
from sandbox.shop.support import queries as support
from sandbox.shop.support.services import write_about_order
from sandbox.shop.team.queries import acting_name
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_orders import (
    OrderMessageForm,
    OrderNoteForm,
    OrderStateForm,
    PaymentForm,
    TrackingForm,
)
from sandbox.web.backoffice.links import back
from sandbox.web.backoffice.list_exports import EXPORTED, ORDERS, sheet
from sandbox.web.backoffice.order_page import order_context
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.nav import Badge, badge
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept

YES_NO = {"1": "Oui", "0": "Non"}
STEPS = {"a-traiter": "to_handle", "a-payer": "unpaid", "payees": "paid"}
SORTS = {
    "id": "id", "reference": "reference", "client": "customer", "total": "total", "paiement": "payment", "etat": "state",
    "date": "placed_at",
}  # fmt: skip


@badge("orders")
def _to_handle() -> Badge | None:
    count = queries.count_orders_to_handle()
    return Badge(count, f"{count} commande{'s' if count > 1 else ''} à traiter") if count else None


def _columns() -> tuple[Column, ...]:
    payments = {payment.key or "": payment.name for payment in queries.list_payments()}
    g.order_states = queries.list_states()
    states = {str(state.id): state.name for state in g.order_states}
    places = {name: name for name in (*queries.delivery_countries(), *REGIONS, UNKNOWN_PLACE)}
    return (
        Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-id"),
        Column("reference", "Référence", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("nouveau", "Nouveau client", Filter.CHOICE, choices=YES_NO, css="c-new"),
        Column("pays", "Livraison", Filter.CHOICE, choices=places, css="c-pays"),
        Column("client", "Client", Filter.TEXT, is_sorted=True, css="c-cli"),
        Column("total", "Total TTC", Filter.RANGE, Kind.CENTS, is_sorted=True, css="num c-ttc"),
        Column("paiement", "Paiement", Filter.CHOICE, choices=payments, is_sorted=True, css="c-pay"),
        Column("etat", "État", Filter.CHOICE, choices=states, is_sorted=True, css="c-etat"),
        Column("date", "Date", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
    )


def _read() -> tuple[Listing, OrderFilter, str]:
    """The list asked for, what it is narrowed by, and its sort in the words of the query."""
    step = request.args.get("vue", "")
    kept = {"vue": step} if step in STEPS else {}
    listing = Listing.read(_columns(), request.args, "backoffice.orders", kept=kept)
    v = listing.values
    place = v.get("pays", "")
    is_region = place in (*REGIONS, UNKNOWN_PLACE)
    wanted = OrderFilter(
        number_min=v.get("id_min"), number_max=v.get("id_max"), reference=v.get("reference", ""),
        is_new=v["nouveau"] == "1" if "nouveau" in v else None, country="" if is_region else place, region=place if is_region else "", customer=v.get("client", ""),
        total_min=v.get("total_min"), total_max=v.get("total_max"), payment_key=v.get("paiement", ""),
        state_id=int(v["etat"]) if "etat" in v else None, placed_from=v.get("date_min"), placed_to=v.get("date_max"),
        step=STEPS.get(step, ""),
    )  # fmt: skip
    sign = "-" if listing.sort.startswith("-") else ""
    return listing, wanted, sign + SORTS[listing.sort.lstrip("-")]


@bp.get("/commandes")
@allow(Permission.BACKOFFICE_READ)
@kept
def orders() -> str:
    """The list of orders."""
    listing, wanted, sort = _read()
    page = queries.list_orders(wanted, sort=sort, number=listing.number, size=listing.size)
    counts = queries.count_by_step()
    return render_template(
        "backoffice/orders/list.html", listing=listing, page=page, states=g.order_states,
        counts={"": counts[""], **{name: counts[step] for name, step in STEPS.items()}},
    )  # fmt: skip


@bp.get("/commandes/export.csv")
@allow(Permission.BACKOFFICE_READ)
def orders_export() -> Response:
    """The orders of the list, all its pages, for a spreadsheet."""
    _, wanted, sort = _read()
    return sheet("commandes", ORDERS, queries.list_orders(wanted, sort=sort, size=EXPORTED).items)


@bp.post("/commandes/selection")
@allow(Permission.BACKOFFICE_WRITE)
def orders_bulk() -> Any:
    """Move the selected orders to a state."""
    number = request.form.get("action", "").removeprefix("etat-")
    chosen = queries.get_orders(request.form.getlist("ids", type=whole))
    if not chosen or not number.isdecimal() or len(number) > 9:
        toast("Cochez des commandes, puis choisissez une action.", kind="warn")
        return back("backoffice.orders")
    state = queries.get_state(int(number))
    moving = [order for order in chosen if order.state_id != state.id]
    for order in moving:
        try:
            services.change_state(order=order, state=state, author=acting_name())
        except RuleBroken as refused:
            raise RuleBroken(f"Rien n’a été changé. Commande {order.reference}\u00a0: {refused.message}") from refused
    same = len(chosen) - len(moving)
    already = f" {same} l’étai{'en' if same > 1 else ''}t déjà." if same else ""
    toast(f"{len(moving)} commande{'s' if len(moving) > 1 else ''} à l’état «\u00a0{state.name}\u00a0».{already}")
    return back("backoffice.orders")


# one order -----------------------------------------------------------------------------------------------------------


@bp.get("/commandes/<int:order_id>")
@allow(Permission.BACKOFFICE_READ)
def order_view(order_id: int) -> str:
    """An order's page."""
    return _page(queries.get_order(order_id))


def _page(order: Order, **forms: Any) -> str:
    return render_template("backoffice/orders/view.html", **order_context(order, **forms))


def _to(order: Order, part: str = "") -> Any:
    return redirect(url_for("backoffice.order_view", order_id=order.id, _anchor=part or None))


@bp.post("/commandes/<int:order_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_state(order_id: int) -> Any:
    """Move an order to a state."""
    order, form = queries.get_order(order_id), OrderStateForm()
    if form.validate_on_submit():
        state = queries.get_state(form.state_id.data)
        if attempt(form, services.change_state, order=order, state=state, author=acting_name()):
            mailed = f" Un e-mail est parti à {order.customer.email}." if state.sends_mail else ""
            toast(f"La commande {order.reference} est à l’état «\u00a0{state.name}\u00a0».{mailed}")
            return _to(order)
    return _page(order, state_form=form), 422


@bp.post("/commandes/<int:order_id>/transport")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_tracking(order_id: int) -> Any:
    """Keep the carrier and the parcel's number."""
    order = queries.get_order(order_id)
    form = TrackingForm(order=order)
    if form.validate_on_submit():
        carrier = get_carrier(form.carrier_id.data) if form.carrier_id.data else None
        number = form.tracking_number.data or ""
        if attempt(form, services.set_tracking, order=order, tracking_number=number, carrier=carrier):
            toast("Le transport de la commande est enregistré.")
            return _to(order, "transport")
    return _page(order, tracking=form), 422


@bp.post("/commandes/<int:order_id>/paiement")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_payment(order_id: int) -> Any:
    """Change how an unpaid order is to be paid."""
    order = queries.get_order(order_id)
    form = PaymentForm(order=order)
    if form.validate_on_submit():
        payment = queries.get_payment(form.payment_id.data)
        if attempt(form, services.change_payment, order=order, payment=payment):
            toast(f"La commande se paie maintenant par «\u00a0{payment.name}\u00a0».")
            return _to(order, "paiement")
    return _page(order, payment=form), 422


@bp.post("/commandes/<int:order_id>/note")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_note(order_id: int) -> Any:
    """Keep the private note."""
    order, form = queries.get_order(order_id), OrderNoteForm()
    note = form.private_note.data or ""
    if form.validate_on_submit() and attempt(form, services.set_private_note, order=order, private_note=note):
        toast("La note privée est enregistrée.")
        return _to(order)
    return _page(order, note=form), 422


@bp.post("/commandes/<int:order_id>/message")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_message(order_id: int) -> Any:
    """Write to the customer; or, by its own button, put a predefined message in the text without sending anything."""
    order, form = queries.get_order(order_id), OrderMessageForm()
    if "insert" in request.form:
        return _insert(order, form)
    if form.validate_on_submit() and attempt(form, write_about_order, order=order, body=form.body.data):
        toast(f"Message envoyé à {order.customer.full_name}.")
        return _to(order, "messages")
    return _page(order, message=form), 422


def _insert(order: Order, form: OrderMessageForm) -> str:
    message = support.get_predefined(form.predefined.data or 0)
    filled = support.fill_for_order(message, order, author=acting_name(), shop_name=g.shop.name)
    form.body.raw_data, form.body.data = [filled.text], filled.text
    return _page(order, message=form, filled=filled)
