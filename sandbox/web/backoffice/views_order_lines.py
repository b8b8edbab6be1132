"""Commandes > a commande > Produits: adding a product, changing a line or taking it out while nothing is paid nor sent."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for

from sandbox.kernel.money import format_cents
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_order_lines import AddLineForm, LineForm, MarkedForm
from sandbox.web.backoffice.order_page import order_context
from sandbox.web.forms.base import attempt


def _line_of(order: Order, line_id: int) -> OrderLine:
    return next((line for line in order.lines if line.id == line_id), None) or abort(404)


def _page(order: Order, **shown: Any) -> str:
    return render_template("backoffice/orders/view.html", **order_context(order, **shown))


@bp.get("/commandes/<int:order_id>/produits/ajouter")
@allow(Permission.BACKOFFICE_READ)
def order_view_lines(order_id: int) -> str:
    """The order's page with the form of a product to add."""
    order = queries.get_order(order_id)
    return _page(order, adding=AddLineForm(formdata=None, order=order))


@bp.get("/commandes/<int:order_id>/produits/<int:line_id>")
@allow(Permission.BACKOFFICE_READ)
def order_view_line(order_id: int, line_id: int) -> str:
    """The order's page with the form of one of its lines."""
    order = queries.get_order(order_id)
    line = _line_of(order, line_id)
    return _page(order, editing=line, line_form=LineForm(formdata=None, order=order, line=line))


@bp.post("/commandes/<int:order_id>/produits")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_lines_save(order_id: int) -> Any:
    """Add a product."""
    order = queries.get_order(order_id)
    before, form = _Before(order), AddLineForm(order=order)
    if form.validate_on_submit():
        product, variant = form.chosen()
        values = {"quantity": form.quantity.data, "unit_incl_cents": form.unit_incl_cents.data, "mark": form.mark.data}
        if attempt(form, services.add_line, order=order, product=product, variant=variant, **values):
            return before.told(f"«\u00a0{product.name}\u00a0» est dans la commande.")
    return _refused(order, form, adding=form)


@bp.post("/commandes/<int:order_id>/produits/<int:line_id>")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_line_save(order_id: int, line_id: int) -> Any:
    """Change the quantity or the price of a line."""
    order = queries.get_order(order_id)
    line = _line_of(order, line_id)
    before, form = _Before(order), LineForm(order=order, line=line)
    if form.validate_on_submit():
        values = {"quantity": form.quantity.data, "unit_incl_cents": form.unit_incl_cents.data, "mark": form.mark.data}
        if attempt(form, services.change_line, order=order, line=line, **values):
            return before.told(f"«\u00a0{line.name}\u00a0» est modifié.")
    return _refused(order, form, editing=line, line_form=form)


@bp.post("/commandes/<int:order_id>/produits/<int:line_id>/retirer")
@allow(Permission.BACKOFFICE_WRITE)
def order_view_line_drop(order_id: int, line_id: int) -> Any:
    """Take a line out."""
    order = queries.get_order(order_id)
    line = _line_of(order, line_id)
    before, form, name = _Before(order), MarkedForm(), line.name
    if attempt(form, services.drop_line, order=order, line=line, mark=form.mark.data):
        return before.told(f"«\u00a0{name}\u00a0» n’est plus dans la commande.")
    return _refused(order, form, dropping=form)


def _refused(order: Order, form: MarkedForm, **shown: Any) -> tuple[str, int]:
    form.draw_again(order)
    return _page(order, **shown), 422


class _Before:
    """An order before its lines changed, to tell what the change did beside."""

    def __init__(self, order: Order) -> None:
        self.order, self.total, self.shipping = order, order.total_incl_cents, order.shipping_incl_cents
        self.codes = {voucher.id: voucher.name for voucher in order.vouchers}

    def told(self, words: str) -> Any:
        """Say it all, and show the order again."""
        order, said = self.order, [words]
        if order.total_incl_cents != self.total:
            said.append(f"Le total passe de {format_cents(self.total)} à {format_cents(order.total_incl_cents)}.")
        if order.shipping_incl_cents != self.shipping:
            said.append(
                f"La livraison passe de {format_cents(self.shipping)} à {format_cents(order.shipping_incl_cents)}."
            )
        held = {voucher.id for voucher in order.vouchers}
        said += [
            f"La réduction «\u00a0{name}\u00a0» ne s’applique plus."
            for key, name in self.codes.items()
            if key not in held
        ]
        toast(" ".join(said))
        return redirect(url_for("backoffice.order_view", order_id=order.id, _anchor="produits"))
