"""Returns of goods: what may be sent back and until when, the list, one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.text import has_words
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import (
    CreditSlip,
    CreditSlipLine,
    MerchandiseReturn,
    MerchandiseReturnLine,
    Order,
    OrderLine,
)
from sandbox.shop.orders.queries.documents import was_paid
from sandbox.shop.orders.queries.return_states import keys_of, return_looks
from sandbox.shop.orders.rules import RELEASED_KEYS, is_wrapping, returns
from sandbox.shop.shops.queries import get_settings

REFUNDED = "rembourse"


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """A line of an order and how many of its units may still be sent back; `problem` says why none may."""

    line: OrderLine
    units: int
    problem: str


# may it be sent back -------------------------------------------------------------------------------------------------


def was_shipped(order: Order) -> bool:
    """Whether an order ever left."""
    return order.state.is_shipped or any(entry.state.is_shipped for entry in order.history)


def received_on(order: Order) -> date | None:
    """The day an order arrived, or was placed when there is nothing to carry; None as long as it has not arrived."""
    moments = [entry.set_at for entry in order.history if entry.state.is_delivered]
    if not moments:
        return clock.to_paris(order.placed_at).date() if order.carrier_id is None else None
    return clock.to_paris(min(moments)).date()


def return_until(order: Order) -> date | None:
    """The last day to ask for a return by the shop's own period; None as long as the order has not arrived."""
    arrived = received_on(order)
    return returns.last_day(arrived, int(get_settings()["retours_jours"])) if arrived else None


def withdrawal_until(order: Order) -> date | None:
    """The last day to withdraw by law, or by the shop's longer period; None as long as the order has not arrived."""
    settings, arrived = get_settings(), received_on(order)
    days = returns.withdrawal_days(is_open=bool(settings["retours_actifs"]), days=int(settings["retours_jours"]))
    return returns.last_day(arrived, days) if arrived else None


def is_late(order: Order) -> bool:
    """Whether the shop's period for returns has passed."""
    until = return_until(order)
    return until is not None and until < clock.today()


def return_problem(order: Order) -> str:
    """Why a customer can no longer, or not yet, ask for a return of this order; empty when they can."""
    until = return_until(order)
    if not get_settings()["retours_actifs"]:
        return "La boutique n’accepte pas les demandes de retour en ligne\u00a0: écrivez-nous."
    if not was_paid(order) or not was_shipped(order) or order.state.key in RELEASED_KEYS:
        return "Un retour se demande une fois la commande payée et expédiée."
    if order.state.key == REFUNDED:
        return "Cette commande est déjà remboursée."
    if until is not None and until < clock.today():
        return f"Le délai de retour a pris fin le {until:%d/%m/%Y}."
    return ""


def withdrawal_problem(order: Order) -> str:
    """Why one can no longer withdraw from this order, empty when one can."""
    until = withdrawal_until(order)
    if order.state.key in RELEASED_KEYS:
        return "Cette commande est annulée."
    if order.state.key == REFUNDED:
        return "Cette commande est déjà remboursée."
    if until is not None and until < clock.today():
        return f"Le délai de rétractation a pris fin le {until:%d/%m/%Y}."
    return ""


def returnable_lines(order: Order, *, apart: MerchandiseReturn | None = None) -> list[ReturnableLine]:
    """Every line of an order with the units that are in no return and no refund yet; `apart` is a return left out of the count."""
    gone = _units_gone(order, apart)
    return [_returnable(line, line.quantity - gone.get(line.id, 0)) for line in order.lines]


def _returnable(line: OrderLine, left: int) -> ReturnableLine:
    is_excluded = is_wrapping(line.product_id, line.reference) or (
        line.product is not None and line.product.is_withdrawal_excluded
    )
    problem = returns.exclusion_of(customization=line.customization, is_excluded=is_excluded)
    return ReturnableLine(line, max(left, 0), problem or ("" if left > 0 else returns.ALL_GONE))


def _units_gone(order: Order, apart: MerchandiseReturn | None) -> dict[int, int]:
    """Units in returns that were not refused, and units refunded outside of any return."""
    back = (
        sa.select(MerchandiseReturnLine.order_line_id, sa.func.sum(MerchandiseReturnLine.quantity))
        .join(MerchandiseReturn, MerchandiseReturn.id == MerchandiseReturnLine.return_id)
        .where(MerchandiseReturn.order_id == order.id, MerchandiseReturn.state.not_in(keys_of(returns.REFUSED)))
        .where(MerchandiseReturn.id != (apart.id if apart is not None else 0))
        .group_by(MerchandiseReturnLine.order_line_id)
    )
    paid_back = (
        sa.select(CreditSlipLine.order_line_id, sa.func.sum(CreditSlipLine.quantity))
        .join(CreditSlip, CreditSlip.id == CreditSlipLine.slip_id)
        .where(CreditSlip.order_id == order.id, CreditSlip.return_id.is_(None))
        .group_by(CreditSlipLine.order_line_id)
    )
    gone: dict[int, int] = {}
    for line_id, units in (*session.execute(back), *session.execute(paid_back)):
        gone[line_id] = gone.get(line_id, 0) + int(units)
    return gone


def open_return_of(rows: Iterable[MerchandiseReturn]) -> MerchandiseReturn | None:
    """The return that a refund would be of: the newest that is neither refused nor finished."""
    looks = return_looks()
    going = [row for row in rows if looks[row.state].step not in (returns.REFUSED, returns.DONE)]
    return going[-1] if going else None


def has_paper(row: MerchandiseReturn) -> bool:
    """Whether a return was accepted, and so has a paper for its parcel."""
    return return_looks()[row.state].step in returns.WITH_SLIP


# lists ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReturnFilter:
    """What the list of returns is narrowed by; days are of Paris, both included."""

    number_min: int | None = None
    number_max: int | None = None
    order_reference: str = ""
    customer: str = ""
    state: str = ""
    kind: str = ""
    asked_from: date | None = None
    asked_to: date | None = None


_SORTS: dict[str, Any] = {
    "id": MerchandiseReturn.id, "order": Order.reference, "customer": Customer.last_name, "state": MerchandiseReturn.state,
    "requested_at": MerchandiseReturn.requested_at,
}  # fmt: skip


def list_returns(
    wanted: ReturnFilter | None = None, *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[MerchandiseReturn]:
    """One page of returns. `sort`: id, order, customer, state, requested_at; with « - » the other way."""
    wanted = wanted or ReturnFilter()
    query = _narrowed(_joined(sa.select(MerchandiseReturn)), wanted)
    if wanted.order_reference or wanted.customer:
        query = query.where(MerchandiseReturn.id.in_(_ids_by_text(query, wanted)))
    counted = query.with_only_columns(MerchandiseReturn.id).subquery()
    total = session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    number = clamp(number, size, total)
    column = _SORTS.get(sort.lstrip("-"), MerchandiseReturn.id)
    order = (
        (column.desc(), MerchandiseReturn.id.desc()) if sort.startswith("-") else (column.asc(), MerchandiseReturn.id)
    )
    whose = contains_eager(MerchandiseReturn.order).contains_eager(Order.customer)
    shown = query.options(whose, selectinload(MerchandiseReturn.lines)).order_by(*order)
    rows = session.scalars(shown.offset((number - 1) * size).limit(size)).unique().all()
    return Page(list(rows), number, size, total)


def _joined(query: Any) -> Any:
    return query.join(Order, Order.id == MerchandiseReturn.order_id).join(Customer, Customer.id == Order.customer_id)


def _with_order(query: Any) -> Any:
    return _joined(query).options(contains_eager(MerchandiseReturn.order).contains_eager(Order.customer))


def _narrowed(query: Any, wanted: ReturnFilter) -> Any:
    asked: Any = MerchandiseReturn.requested_at
    number: Any = MerchandiseReturn.id
    for column, value in ((MerchandiseReturn.state, wanted.state), (MerchandiseReturn.kind, wanted.kind)):
        query = query.where(column == value) if value else query
    for bound, low, high in (
        (number, wanted.number_min, wanted.number_max),
        (asked, wanted.asked_from and clock.start_of_day(wanted.asked_from), wanted.asked_to and clock.end_of_day(wanted.asked_to)),
    ):  # fmt: skip
        query = query.where(bound >= low) if low is not None else query
        query = query.where(bound <= high) if high is not None else query
    return query


def _ids_by_text(query: Any, wanted: ReturnFilter) -> list[int]:
    """Matched in Python: neither database folds French accents by itself."""
    columns = (MerchandiseReturn.id, Order.reference, Customer.first_name, Customer.last_name)
    return [
        return_id for return_id, reference, first, last in session.execute(query.with_only_columns(*columns))
        if has_words(wanted.order_reference, reference) and has_words(wanted.customer, first, last)
    ]  # fmt: skip


def _full() -> Any:
    lines = selectinload(MerchandiseReturn.lines).selectinload(MerchandiseReturnLine.order_line)
    return _with_order(sa.select(MerchandiseReturn)).options(
        lines.selectinload(OrderLine.product).selectinload(Product.images), selectinload(MerchandiseReturn.history)
    )


def get_return(return_id: int) -> MerchandiseReturn:
    """A return with its lines, history and order; raises NotFound."""
    found = session.scalars(_full().where(MerchandiseReturn.id == return_id)).unique().first()
    if found is None:
        raise NotFound("Ce retour n’existe pas.")
    row: MerchandiseReturn = found
    return row


def find_return_by_reference(reference: str) -> MerchandiseReturn | None:
    """The return of a reference, case aside, or None."""
    query = _full().where(MerchandiseReturn.reference == reference.strip().upper())
    return session.scalars(query).unique().first()


def returns_of(order_id: int) -> Sequence[MerchandiseReturn]:
    """The returns of an order, oldest first."""
    query = _full().where(MerchandiseReturn.order_id == order_id).order_by(MerchandiseReturn.id)
    return session.scalars(query).unique().all()


def returns_of_customer(customer_id: int) -> Sequence[MerchandiseReturn]:
    """A customer's returns, newest first."""
    query = _full().where(Order.customer_id == customer_id)
    ordered = query.order_by(MerchandiseReturn.requested_at.desc(), MerchandiseReturn.id.desc())
    return session.scalars(ordered).unique().all()


def count_returns_to_handle() -> int:
    """Returns that wait for the shop: to be confirmed, or whose parcel arrived."""
    query = sa.select(sa.func.count(MerchandiseReturn.id))
    return session.scalar(query.where(MerchandiseReturn.state.in_(keys_of(returns.WAITING, returns.RECEIVED)))) or 0
