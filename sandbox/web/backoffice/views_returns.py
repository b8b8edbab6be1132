"""SAV > Retours produits: the list with the shop's period at its foot, a return and its states, its paper; one entered for a customer."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for

from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import MerchandiseReturn, Order
from sandbox.shop.orders.queries import ReturnFilter
from sandbox.shop.orders.rules import returns as rules
from sandbox.shop.shops.queries import get_company, get_settings, get_theme
from sandbox.shop.shops.rules import SETTINGS
from sandbox.shop.shops.services import set_settings
from sandbox.shop.team.queries import acting_name
from sandbox.web.access import allow
from sandbox.web.after_sale_papers import return_pdf
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_returns import ReturnForm, ReturnSettingsForm, ReturnStateForm, return_form
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing

SORTS = {"id": "id", "commande": "order", "client": "customer", "etat": "state", "date": "requested_at"}
SETTING_NAMES = ("retours_actifs", "retours_jours")

bp.add_app_template_filter(lambda key: queries.return_looks()[key], "return_look")
bp.add_app_template_filter(lambda code: rules.REASONS.get(code, ""), "return_reason")
bp.add_app_template_filter(rules.refund_before, "refund_before")


def _columns() -> tuple[Column, ...]:
    states = {key: look.name for key, look in queries.return_looks().items()}
    return (
        Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-id"),
        Column("commande", "Commande", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("client", "Client", Filter.TEXT, is_sorted=True, css="c-cli"),
        Column("type", "Type", Filter.CHOICE, choices=rules.KINDS, css="c-type"),
        Column("produits", "Produits", css="num c-q"),
        Column("etat", "État", Filter.CHOICE, choices=states, is_sorted=True, css="c-etat"),
        Column("date", "Demandé le", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
    )


@bp.get("/sav/retours")
@allow(Permission.BACKOFFICE_READ)
def returns() -> str:
    """The list of returns, and the shop's settings for them."""
    return _list(ReturnSettingsForm(formdata=None, data={name: get_settings()[name] for name in SETTING_NAMES}))


def _list(form: ReturnSettingsForm) -> str:
    listing = Listing.read(_columns(), request.args, "backoffice.returns")
    v = listing.values
    wanted = ReturnFilter(
        number_min=v.get("id_min"), number_max=v.get("id_max"), order_reference=v.get("commande", ""), customer=v.get("client", ""),
        state=v.get("etat", ""), kind=v.get("type", ""), asked_from=v.get("date_min"), asked_to=v.get("date_max"),
    )  # fmt: skip
    sort = ("-" if listing.sort.startswith("-") else "") + SORTS[listing.sort.lstrip("-")]
    page = queries.list_returns(wanted, sort=sort, number=listing.number, size=listing.size)
    return render_template("backoffice/returns/list.html", listing=listing, page=page, form=form, settings=SETTINGS)


@bp.post("/sav/retours/options")
@allow(Permission.BACKOFFICE_WRITE)
def return_settings() -> Any:
    """« Activer les retours » and their period."""
    form = ReturnSettingsForm()
    values = {name: form[name].data for name in SETTING_NAMES}
    if form.validate_on_submit() and attempt(form, set_settings, values=values) is not None:
        toast("Les options de retour sont enregistrées.")
        return redirect(url_for("backoffice.returns"))
    return _list(form), 422


# one return ----------------------------------------------------------------------------------------------------------


@bp.get("/sav/retours/<int:return_id>")
@allow(Permission.BACKOFFICE_READ)
def return_view(return_id: int) -> str:
    """A return's page."""
    row = queries.get_return(return_id)
    return _page(row, ReturnStateForm(formdata=None, data={"state": row.state, "answer": row.answer, "was": row.state}))


def _page(row: MerchandiseReturn, form: ReturnStateForm) -> str:
    order = queries.get_order(row.order_id)
    slips = [slip for slip in queries.slips_of(order.id) if slip.return_id == row.id]
    return render_template(
        "backoffice/returns/view.html", row=row, order=order, form=form, slips=slips, has_paper=queries.has_paper(row),
        kinds=rules.KINDS, withdrawal=rules.WITHDRAWAL, until=queries.return_until(order),
    )  # fmt: skip


@bp.post("/sav/retours/<int:return_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def return_state(return_id: int) -> Any:
    """Move a return to a state; a page drawn before somebody else moved it says so."""
    row, form = queries.get_return(return_id), ReturnStateForm()
    if form.was.data and form.was.data != row.state:
        form.refuse(f"Ce retour est passé entre-temps à l’état « {queries.return_looks()[row.state].name} ».", "state")
        form.was.data = row.state
        form.was.raw_data = [row.state]
    elif form.validate_on_submit() and attempt(
        form, services.change_return_state, merchandise_return=row, state=form.state.data, answer=form.answer.data or "",
        author=acting_name(),
    ):  # fmt: skip
        toast(
            f"Le retour {row.reference} est à l’état « {queries.return_looks()[row.state].name} ». Un e-mail est parti au client."
        )
        return redirect(url_for("backoffice.return_view", return_id=row.id))
    return _page(row, form), 422


def _with_paper(return_id: int) -> MerchandiseReturn:
    """A return that was accepted; another has no paper."""
    row = queries.get_return(return_id)
    if not queries.has_paper(row):
        abort(404)
    return row


@bp.get("/sav/retours/<int:return_id>/bon")
@allow(Permission.BACKOFFICE_READ)
def return_print(return_id: int) -> str:
    """The return's paper, for the parcel."""
    row = _with_paper(return_id)
    return render_template(
        "backoffice/documents/after_sale.html",
        kind="retour",
        rows=[row],
        company=get_company(),
        logo=get_theme().get("logo"),
    )


@bp.get("/sav/retours/<int:return_id>/bon.pdf")
@allow(Permission.BACKOFFICE_READ)
def return_file(return_id: int) -> Response:
    """The same as a PDF file."""
    row = _with_paper(return_id)
    headers = {"Content-Disposition": f'attachment; filename="retour-{row.reference}.pdf"'}
    return Response(return_pdf(row, get_company()), mimetype="application/pdf", headers=headers)


# for a customer ------------------------------------------------------------------------------------------------------


@bp.get("/commandes/<int:order_id>/retour")
@allow(Permission.BACKOFFICE_READ)
def order_view_return(order_id: int) -> str:
    """The form of a return that a customer asked for by telephone or in a message."""
    order = queries.get_order(order_id)
    return _form(order, return_form(queries.returnable_lines(order), formdata=None))


def _form(order: Order, form: ReturnForm) -> str:
    return render_template(
        "backoffice/returns/form.html", order=order, form=form, lines=queries.returnable_lines(order)
    )


@bp.post("/commandes/<int:order_id>/retour")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_return_record(order_id: int) -> Any:
    """Record it."""
    order = queries.get_order(order_id)
    lines = queries.returnable_lines(order)
    form = return_form(lines)
    row = form.validate_on_submit() and attempt(
        form,
        services.record_return,
        order=order,
        items=form.items(lines),
        reason=form.reason.data or "",
        author=acting_name(),
    )
    if not row:
        return _form(order, form), 422
    toast(f"Le retour {row.reference} est enregistré, en attente de confirmation.")
    return redirect(url_for("backoffice.return_view", return_id=row.id))
