"""An order's page: « Remboursement standard », « Remboursement partiel », « Retourner des produits ». Commandes > Avoirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for

from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import CreditSlip, MerchandiseReturn, Order
from sandbox.shop.orders.queries import SlipFilter
from sandbox.shop.orders.queries.documents import MAX_PRINTED
from sandbox.shop.orders.rules import refunds
from sandbox.shop.shops.queries import get_company, get_theme
from sandbox.shop.team.queries import acting_name
from sandbox.web.access import allow
from sandbox.web.after_sale_papers import slip_pdf
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_returns import RefundForm, refund_form
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing

PATHS = {"standard": refunds.STANDARD, "partiel": refunds.PARTIAL, "retour": refunds.RETURN}
SLIP = "avoir"
COLUMNS = (
    Column("numero", "Numéro", Filter.TEXT, is_sorted=True, css="c-nom"),
    Column("date", "Date d’émission", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
    Column("commande", "Commande", Filter.TEXT, is_sorted=True, css="c-ord"),
    Column("client", "Client", Filter.TEXT, is_sorted=True, css="c-cli"),
    Column("type", "Type", Filter.CHOICE, choices=refunds.KINDS, css="c-etat"),
    Column("total", "Total TTC", Filter.RANGE, Kind.CENTS, is_sorted=True, css="num c-ttc"),
)
SORTS = {"numero": "reference", "date": "made_at", "commande": "order", "client": "customer", "total": "total"}

bp.add_app_template_filter(refunds.KINDS.__getitem__, "refund_kind")


# refunding -----------------------------------------------------------------------------------------------------------


def _return_for(order: Order, kind: str) -> MerchandiseReturn | None:
    """The return that a refund is of: the one under way, once the goods are out."""
    return queries.open_return_of(queries.returns_of(order.id)) if kind != refunds.STANDARD else None


def _page(order: Order, path: str, form: RefundForm, back: MerchandiseReturn | None) -> str:
    balance = queries.balance_of(order)
    problem = queries.refund_problems(order, balance, queries.returns_of(order.id))[PATHS[path]]
    return render_template(
        "backoffice/refunds/form.html", order=order, path=path, form=form, back=back, balance=balance, problem=problem,
        title=refunds.KINDS[PATHS[path]], is_partial=PATHS[path] == refunds.PARTIAL,
    )  # fmt: skip


@bp.get("/commandes/<int:order_id>/remboursement/<any(standard, partiel, retour):path>")
@allow(Permission.BACKOFFICE_READ)
def order_view_refund(order_id: int, path: str) -> str:
    """The form of a refund, with what is left to give back of each line."""
    order = queries.get_order(order_id)
    back = _return_for(order, PATHS[path])
    return _page(order, path, refund_form(PATHS[path], queries.balance_of(order), back, formdata=None), back)


@bp.post("/commandes/<int:order_id>/remboursement/<any(standard, partiel, retour):path>")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_refund_make(order_id: int, path: str) -> Any:
    """Make the credit slip."""
    order, kind = queries.get_order(order_id), PATHS[path]
    balance, back = queries.balance_of(order), _return_for(order, kind)
    form = refund_form(kind, balance, back)
    slip = form.validate_on_submit() and attempt(
        form, services.refund_order, order=order, kind=kind, items=form.items(order), shipping_cents=form.shipping(balance),
        restocks=form.restocks.data, as_voucher=form.as_voucher.data, merchandise_return=back, author=acting_name(),
    )  # fmt: skip
    if not slip:
        return _page(order, path, form, back), 422
    given = f" Le bon {slip.voucher_code} est créé." if slip.is_voucher else ""
    toast(f"L’avoir {slip.reference} est créé, un e-mail est parti à {order.customer.email}.{given}")
    return redirect(url_for("backoffice.order_view", order_id=order.id, _anchor="documents"))


# Commandes > Avoirs --------------------------------------------------------------------------------------------------


def _read() -> tuple[Listing, SlipFilter]:
    listing = Listing.read(COLUMNS, request.args, "backoffice.credit_slips", default_sort="-numero")
    v = listing.values
    return listing, SlipFilter(
        reference=v.get("numero", ""), order_reference=v.get("commande", ""), customer=v.get("client", ""), kind=v.get("type", ""),
        total_min=v.get("total_min"), total_max=v.get("total_max"), made_from=v.get("date_min"), made_to=v.get("date_max"),
    )  # fmt: skip


@bp.get("/commandes/avoirs")
@allow(Permission.BACKOFFICE_READ)
def credit_slips() -> str:
    """The list of credit slips."""
    listing, wanted = _read()
    sort = ("-" if listing.sort.startswith("-") else "") + SORTS[listing.sort.lstrip("-")]
    page = queries.list_credit_slips(wanted, sort=sort, number=listing.number, size=listing.size)
    return render_template("backoffice/documents/credit_slips.html", listing=listing, page=page, most=MAX_PRINTED)


@bp.get("/commandes/avoirs/<int:slip_id>")
@allow(Permission.BACKOFFICE_READ)
def credit_slip_print(slip_id: int) -> str:
    """A credit slip on paper."""
    return _papers([queries.get_credit_slip(slip_id)])


@bp.get("/commandes/avoirs/<int:slip_id>.pdf")
@allow(Permission.BACKOFFICE_READ)
def credit_slip_file(slip_id: int) -> Response:
    """The same as a PDF file."""
    slip = queries.get_credit_slip(slip_id)
    headers = {"Content-Disposition": f'attachment; filename="avoir-{slip.reference}.pdf"'}
    return Response(slip_pdf(slip, get_company()), mimetype="application/pdf", headers=headers)


@bp.get("/commandes/avoirs/imprimer")
@allow(Permission.BACKOFFICE_READ)
def credit_slips_print() -> str:
    """The slips of the list, a period for example, all its pages, one a sheet."""
    _, wanted = _read()
    rows = queries.list_credit_slips(wanted, sort="reference", size=MAX_PRINTED).items
    return _papers(queries.credit_slips_to_print([row.id for row in rows]))


def _papers(slips: Sequence[CreditSlip]) -> str:
    if not slips:
        abort(404)
    return render_template(
        "backoffice/documents/after_sale.html", kind=SLIP, rows=slips, company=get_company(), logo=get_theme().get("logo"),
        taxes_of=queries.taxes_of_slip,
    )  # fmt: skip
