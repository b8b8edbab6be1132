"""Paramètres de la boutique > Commandes > États: the states of orders and of returns, and what each does."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from sandbox.kernel.errors import RuleBroken
from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import OrderState, ReturnState
from sandbox.shop.orders.rules import OWN_KEYS
from sandbox.shop.orders.rules import returns as return_rules
from sandbox.shop.orders.services.order_states import COLOR
from sandbox.shop.support.rules import VARIABLES
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_orders import StateForm
from sandbox.web.backoffice.forms_returns import ReturnStateEditForm
from sandbox.web.forms.base import attempt


def _to_list(words: str, kind: str = "ok") -> Any:
    toast(words, kind=kind)
    return redirect(url_for("backoffice.order_states"))


@bp.get("/parametres/commandes/etats")
@allow(Permission.BACKOFFICE_READ)
def order_states() -> str:
    """The states of orders, then those of returns."""
    return render_template(
        "backoffice/order_states/list.html", states=queries.list_states(), looks=queries.return_looks(),
        steps=return_rules.STEPS, own=OWN_KEYS,
    )  # fmt: skip


# orders --------------------------------------------------------------------------------------------------------------


def _page(form: StateForm, state: OrderState | None) -> str:
    return render_template("backoffice/order_states/form.html", form=form, state=state, variables=VARIABLES)


@bp.get("/parametres/commandes/etats/nouveau")
@allow(Permission.BACKOFFICE_READ)
def order_state_new() -> str:
    """The form of a new state of orders."""
    return _page(StateForm(formdata=None, data={"color": COLOR}), None)


@bp.post("/parametres/commandes/etats/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_create() -> Any:
    """Add a state of orders."""
    form = StateForm()
    state = form.validate_on_submit() and attempt(form, services.create_state, **form.values())
    return _to_list(f"L’état «\u00a0{state.name}\u00a0» est créé.") if state else (_page(form, None), 422)


@bp.get("/parametres/commandes/etats/<int:state_id>")
@allow(Permission.BACKOFFICE_READ)
def order_state_edit(state_id: int) -> str:
    """The form of a state of orders."""
    state = queries.get_state(state_id)
    return _page(StateForm(formdata=None, obj=state), state)


@bp.post("/parametres/commandes/etats/<int:state_id>")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_update(state_id: int) -> Any:
    """Change a state of orders."""
    state, form = queries.get_state(state_id), StateForm()
    if form.validate_on_submit() and attempt(form, services.update_state, state=state, **form.values()):
        return _to_list(f"L’état «\u00a0{state.name}\u00a0» est enregistré.")
    return _page(form, state), 422


@bp.post("/parametres/commandes/etats/<int:state_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_delete(state_id: int) -> Any:
    """Remove a state of orders, or say why it stays."""
    state = queries.get_state(state_id)
    try:
        services.delete_state(state=state)
    except RuleBroken as refused:
        return _to_list(refused.message, kind="warn")
    return _to_list(f"L’état «\u00a0{state.name}\u00a0» est supprimé.")


# returns -------------------------------------------------------------------------------------------------------------


def _return_page(form: ReturnStateEditForm, state: ReturnState | None) -> str:
    return render_template("backoffice/order_states/return_form.html", form=form, state=state)


@bp.get("/parametres/commandes/etats/retours/nouveau")
@allow(Permission.BACKOFFICE_READ)
def order_state_return_new() -> str:
    """The form of a new state of returns."""
    color = return_rules.COLORS[return_rules.WAITING]
    return _return_page(ReturnStateEditForm(formdata=None, data={"color": color}), None)


@bp.post("/parametres/commandes/etats/retours/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_return_create() -> Any:
    """Add a state of returns."""
    form = ReturnStateEditForm()
    state = form.validate_on_submit() and attempt(form, services.create_return_state, **form.values())
    return (
        _to_list(f"L’état de retour «\u00a0{state.name}\u00a0» est créé.") if state else (_return_page(form, None), 422)
    )


@bp.get("/parametres/commandes/etats/retours/<int:state_id>")
@allow(Permission.BACKOFFICE_READ)
def order_state_return_edit(state_id: int) -> str:
    """The form of a state of returns."""
    state = queries.get_return_state(state_id)
    return _return_page(ReturnStateEditForm(formdata=None, obj=state), state)


@bp.post("/parametres/commandes/etats/retours/<int:state_id>")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_return_update(state_id: int) -> Any:
    """Change a state of returns."""
    state, form = queries.get_return_state(state_id), ReturnStateEditForm()
    if form.validate_on_submit() and attempt(form, services.update_return_state, state=state, **form.values()):
        return _to_list(f"L’état de retour «\u00a0{state.name}\u00a0» est enregistré.")
    return _return_page(form, state), 422


@bp.post("/parametres/commandes/etats/retours/<int:state_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_return_delete(state_id: int) -> Any:
    """Remove a state of returns, or say why it stays."""
    state = queries.get_return_state(state_id)
    try:
        services.delete_return_state(state=state)
    except RuleBroken as refused:
        return _to_list(refused.message, kind="warn")
    return _to_list(f"L’état de retour «\u00a0{state.name}\u00a0» est supprimé.")
