"""The states of orders: added, changed, ordered, removed while no order speaks of them."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders import rules
from sandbox.shop.orders.models import OrderHistory, OrderState

COLOR = "#5B6770"


class StateValues(TypedDict, total=False):
    """What may be given of a state of orders."""

    name: str
    color: str
    is_paid: bool
    is_invoiced: bool
    is_shipped: bool
    is_delivered: bool
    sends_mail: bool
    is_hidden: bool
    mail_text: str
    position: int


@action("etat_commande.creer", entity="etat_commande", words="a créé l’état de commande")
def create_state(**values: Unpack[StateValues]) -> OrderState:
    """Add a state of orders, last of the list when no place is said."""
    last = session.scalar(sa.select(sa.func.max(OrderState.position))) or 0
    state = OrderState(name="", color=COLOR, position=last + 1)
    _apply(state, {"name": "", **values})
    session.add(state)
    session.flush()
    return state


@action("etat_commande.modifier", entity="etat_commande", words="a modifié l’état de commande")
def update_state(*, state: OrderState, **values: Unpack[StateValues]) -> OrderState:
    """Change a state's name, colour, flags or mail; orders that went through it before keep what it did."""
    _apply(state, values)
    session.flush()
    return state


@action("etat_commande.supprimer", entity="etat_commande", words="a supprimé l’état de commande")
def delete_state(*, state: OrderState) -> OrderState:
    """Remove a state that no order went through and that the shop does not need itself."""
    if state.key in rules.OWN_KEYS:
        raise RuleBroken(
            f"La boutique a besoin de l’état «\u00a0{state.name}\u00a0»\u00a0: il se renomme, mais ne se supprime pas."
        )
    query = sa.select(sa.func.count(sa.distinct(OrderHistory.order_id))).where(OrderHistory.state_id == state.id)
    uses = session.scalar(query) or 0
    if uses:
        many = f"{uses} commandes sont passées" if uses > 1 else "Une commande est passée"
        raise RuleBroken(
            f"{many} par «\u00a0{state.name}\u00a0»\u00a0: il ne se supprime pas. Masquez-le aux clients, ou renommez-le."
        )
    session.delete(state)
    session.flush()
    return state


def _apply(state: OrderState, values: StateValues) -> None:
    name, color = rules.clean_state(values.get("name", state.name), values.get("color", state.color))
    query = sa.select(OrderState.name).where(OrderState.id != (state.id or 0))
    if name.lower() in (taken.lower() for taken in session.scalars(query)):
        raise RuleBroken(f"Un état de commande s’appelle déjà «\u00a0{name}\u00a0».", field="name")
    text = rules.check_text(values.get("mail_text", state.mail_text or ""), field="mail_text")
    for field, value in {**values, "name": name, "color": color, "mail_text": text}.items():
        setattr(state, field, value)
