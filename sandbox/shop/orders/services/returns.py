"""Returns of goods: asked for, recorded for a customer, withdrawn from, and moved from state to state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import (
    MerchandiseReturn,
    MerchandiseReturnLine,
    MerchandiseReturnStep,
    Order,
    OrderLine,
)
from sandbox.shop.orders.rules import check_text, refunds, returns

ReturnListener = Callable[[MerchandiseReturn], None]
_listeners: list[ReturnListener] = []


def when_return_changes(listener: ReturnListener) -> ReturnListener:
    """Have a room above this one act when a return is asked for or changes state: customer service writes its mails so."""
    _listeners.append(listener)
    return listener


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """Units of a line to send back, and why: a code of `rules.returns.REASONS`, empty for a withdrawal."""

    line: OrderLine
    quantity: int
    reason: str = ""


@action("retour.demander", entity="retour", words="a demandé un retour")
def request_return(*, order: Order, items: Sequence[ReturnItem], reason: str = "") -> MerchandiseReturn:
    """A customer asks to send goods back: within the shop's period, and never what was made for them.

    Raises RuleBroken naming the line at fault, or saying why this order takes no return.
    """
    hold(order)
    if problem := queries.return_problem(order):
        raise RuleBroken(problem)
    _check_items(order, items, may_be_excluded=False)
    return _make(order, items, returns.RETURN, returns.WAITING, reason, author="")


@action("retour.enregistrer", entity="retour", words="a enregistré une demande de retour")
def record_return(
    *, order: Order, items: Sequence[ReturnItem], reason: str = "", author: str = ""
) -> MerchandiseReturn:
    """The team enters what a customer asked by telephone or in a message: the shop may accept after its own period.

    What is faulty or not what was ordered is taken back whatever it is; anything else personalised is refused.
    """
    hold(order)
    if not queries.was_shipped(order):
        raise RuleBroken("Un retour s’enregistre une fois la commande expédiée.", field="items")
    _check_items(order, items, may_be_excluded=True)
    return _make(order, items, returns.RETURN, returns.WAITING, reason, author=author)


@action("retour.retracter", entity="retour", words="a exercé son droit de rétractation")
def withdraw(*, order: Order, items: Sequence[ReturnItem]) -> MerchandiseReturn:
    """A customer withdraws: a right, which asks for no reason and no consent. The parcel is awaited at once."""
    hold(order)
    if problem := queries.withdrawal_problem(order):
        raise RuleBroken(problem, field="items")
    _check_items(order, [ReturnItem(item.line, item.quantity) for item in items], is_withdrawal=True)
    return _make(order, items, returns.WITHDRAWAL, returns.PARCEL, "", author="")


@action("retour.changer_etat", entity="retour", words="a changé l’état du retour")
def change_return_state(
    *, merchandise_return: MerchandiseReturn, state: str, answer: str = "", author: str = ""
) -> MerchandiseReturn:
    """Move a return to a state and tell the customer; `answer` says why it is refused.

    One taken up again after a refusal must still find its units: they may be in another return since.
    """
    row, looks = merchandise_return, queries.return_looks()
    if state not in looks:
        raise RuleBroken("Choisissez un état de retour.", field="state")
    if row.state == state:
        raise RuleBroken(f"Le retour est déjà dans l’état «\u00a0{looks[state].name}\u00a0».", field="state")
    step, before = looks[state].step, looks[row.state].step
    if row.kind == returns.WITHDRAWAL and step == returns.REFUSED:
        raise RuleBroken("Une rétractation ne se refuse pas\u00a0: c’est un droit du client.", field="state")
    if before == returns.REFUSED and step != returns.REFUSED:
        _check_room(row)
    text = check_text(answer, field="answer")
    row.answer = text if step == returns.REFUSED else ""
    _enter(row, state, author)
    return row


def hold(order: Order) -> None:
    """Two acts on one order pass one after the other; SQLite already lets one writer in at a time."""
    query = sa.select(Order.id).where(Order.id == order.id).with_for_update()
    session.execute(query)


def _check_items(
    order: Order, items: Sequence[ReturnItem], *, may_be_excluded: bool = False, is_withdrawal: bool = False
) -> None:
    if not items:
        raise RuleBroken("Choisissez au moins un article.", field="items")
    left = {row.line.id: row for row in queries.returnable_lines(order)}
    for item in items:
        row = left.get(item.line.id)
        if row is None:
            raise RuleBroken("Cette ligne n’est pas de cette commande.", field="items")
        if not is_withdrawal:
            returns.check_reason(item.reason)
        is_owed = may_be_excluded and item.reason in returns.WARRANTY and row.units > 0
        if row.problem and not is_owed:
            raise RuleBroken(f"«\u00a0{item.line.name}\u00a0»\u00a0: {row.problem}", field="items")
        if not 1 <= item.quantity <= row.units:
            raise RuleBroken(f"«\u00a0{item.line.name}\u00a0»\u00a0: de 1 à {row.units}.", field="items")


def _check_room(row: MerchandiseReturn) -> None:
    left = {one.line.id: one.units for one in queries.returnable_lines(row.order, apart=row)}
    for line in row.lines:
        if line.quantity > left.get(line.order_line_id, 0):
            raise RuleBroken(
                f"«\u00a0{line.order_line.name}\u00a0» est dans un autre retour ou déjà remboursé.", field="state"
            )


def _make(
    order: Order, items: Sequence[ReturnItem], kind: str, step: str, reason: str, *, author: str
) -> MerchandiseReturn:
    text = check_text(reason, field="reason")
    state = next(key for key, look in queries.return_looks().items() if look.step == step)
    last = session.scalar(sa.select(sa.func.max(MerchandiseReturn.reference)))
    row = MerchandiseReturn(
        reference=returns.return_number(refunds.next_rank(last)), order_id=order.id, kind=kind, state=state, reason=text,
        answer="", requested_at=clock.now(),
    )  # fmt: skip
    row.lines = [
        MerchandiseReturnLine(
            order_line_id=item.line.id, quantity=item.quantity, reason=item.reason if kind == returns.RETURN else ""
        )
        for item in items
    ]
    session.add(row)
    session.flush()
    _enter(row, state, author)
    return row


def _enter(row: MerchandiseReturn, state: str, author: str) -> None:
    row.state = state
    row.history.append(MerchandiseReturnStep(state=state, set_at=clock.now(), author=author[:120]))
    session.flush()
    for listener in _listeners:
        listener(row)
