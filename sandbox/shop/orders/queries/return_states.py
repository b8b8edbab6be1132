"""The states of returns: their names and colours, and what each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.steady import steady
from sandbox.shop.orders.models import MerchandiseReturn, MerchandiseReturnStep, ReturnState


@dataclass(frozen=True, slots=True)
class ReturnLook:
    """A state of returns as it is read: its name, its colour, its step."""

    id: int
    name: str
    color: str
    step: str
    position: int


@steady
def return_looks() -> Mapping[str, ReturnLook]:
    """The states by the key that returns carry, in their order."""
    query = sa.select(ReturnState).order_by(ReturnState.position, ReturnState.id)
    return {
        row.key or "": ReturnLook(row.id, row.name, row.color, row.step, row.position) for row in session.scalars(query)
    }


def keys_of(*steps: str) -> sa.Select[str | None]:
    """The keys of the states that mean one of these steps, for a condition of a query."""
    return sa.select(ReturnState.key).where(ReturnState.step.in_(steps))


def get_return_state(state_id: int) -> ReturnState:
    """A state of returns; raises NotFound."""
    found = session.scalars(sa.select(ReturnState).where(ReturnState.id == state_id)).first()
    if found is None:
        raise NotFound("Cet état de retour n’existe pas.")
    return found


def count_uses_of_return_state(state: ReturnState) -> int:
    """How many returns are in a state or went through it."""
    now = sa.select(MerchandiseReturn.id).where(MerchandiseReturn.state == state.key)
    before = sa.select(MerchandiseReturnStep.return_id).where(MerchandiseReturnStep.state == state.key)
    return session.scalar(sa.select(sa.func.count()).select_from(now.union(before).subquery())) or 0
