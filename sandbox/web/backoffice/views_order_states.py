"""Paramètres de la boutique > Commandes > États: the states of orders and what each does."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_orders import StateForm
from sandbox.web.forms.base import attempt


@bp.get("/parametres/commandes/etats")
@allow(Permission.BACKOFFICE_READ)
def order_states() -> str:
    """The states of orders."""
    return render_template("backoffice/order_states/list.html", states=queries.list_states())


@bp.get("/parametres/commandes/etats/<int:state_id>")
@allow(Permission.BACKOFFICE_READ)
def order_state_edit(state_id: int) -> str:
    """The form of a state."""
    state = queries.get_state(state_id)
    return render_template("backoffice/order_states/form.html", form=StateForm(obj=state), state=state)


@bp.post("/parametres/commandes/etats/<int:state_id>")
@allow(Permission.BACKOFFICE_WRITE)
def order_state_update(state_id: int) -> Any:
    """Change a state."""
    state, form = queries.get_state(state_id), StateForm()
    if form.validate_on_submit() and attempt(form, services.update_state, state=state, **form.values()):
        toast(f"L’état «\u00a0{state.name}\u00a0» est enregistré.")
        return redirect(url_for("backoffice.order_states"))
    return render_template("backoffice/order_states/form.html", form=form, state=state), 422
