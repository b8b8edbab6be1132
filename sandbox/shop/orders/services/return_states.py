"""The states of returns: added, renamed, coloured, ordered, removed while no return speaks of them."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders.models import ReturnState
from sandbox.shop.orders.queries import count_uses_of_return_state, return_looks
from sandbox.shop.orders.rules import clean_state
from sandbox.shop.orders.rules.returns import COLORS, STEPS, check_step


def begin_return_states() -> None:
    """The states that a shop begins with, one a step."""
    session.add_all(
        ReturnState(key=step, name=name, color=COLORS[step], step=step, position=position)
        for position, (step, name) in enumerate(STEPS.items(), 1)
    )
    session.flush()


@action("etat_retour.creer", entity="etat_retour", words="a créé l’état de retour")
def create_return_state(*, name: str, step: str, color: str = "", position: int | None = None) -> ReturnState:
    """Add a state. `step` is what it means: whether the parcel is awaited, the return refused, finished…"""
    check_step(step)
    name, color = clean_state(name, color or COLORS[step])
    _refuse_taken(name, None)
    last = max((look.position for look in return_looks().values()), default=0)
    state = ReturnState(name=name, color=color, step=step, position=last + 1 if position is None else position)
    session.add(state)
    session.flush()
    state.key = f"etat-{state.id}"
    session.flush()
    return state


@action("etat_retour.modifier", entity="etat_retour", words="a modifié l’état de retour")
def update_return_state(
    *,
    state: ReturnState,
    name: str | None = None,
    step: str | None = None,
    color: str | None = None,
    position: int | None = None,
) -> ReturnState:
    """Rename a state, colour it, move it; what it means changes only while no return speaks of it."""
    wanted = state.step if step is None else check_step(step)
    if wanted != state.step:
        _check_free(state, "son étape ne change plus", field="step")
    clean, tint = clean_state(state.name if name is None else name, state.color if color is None else color)
    _refuse_taken(clean, state.id)
    state.name, state.color, state.step = clean, tint, wanted
    state.position = state.position if position is None else position
    session.flush()
    return state


@action("etat_retour.supprimer", entity="etat_retour", words="a supprimé l’état de retour")
def delete_return_state(*, state: ReturnState) -> ReturnState:
    """Remove a state that no return speaks of; each step keeps one."""
    _check_free(state, "il ne se supprime pas")
    session.delete(state)
    session.flush()
    return state


def _check_free(state: ReturnState, refused: str, *, field: str | None = None) -> None:
    uses = count_uses_of_return_state(state)
    if uses:
        many = f"{uses} retours sont passés" if uses > 1 else "Un retour est passé"
        raise RuleBroken(f"{many} par «\u00a0{state.name}\u00a0»\u00a0: {refused}. Renommez-le plutôt.", field=field)
    if not any(look.step == state.step and look.id != state.id for look in return_looks().values()):
        raise RuleBroken(
            f"«\u00a0{state.name}\u00a0» est le seul état de l’étape «\u00a0{STEPS[state.step]}\u00a0»\u00a0: {refused}.",
            field=field,
        )


def _refuse_taken(name: str, but: int | None) -> None:
    query = sa.select(ReturnState.name).where(ReturnState.id != (but or 0))
    if name.lower() in (taken.lower() for taken in session.scalars(query)):
        raise RuleBroken(f"Un état de retour s’appelle déjà «\u00a0{name}\u00a0».", field="name")
