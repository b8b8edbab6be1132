"""Invoices and delivery slips: which there are, and the orders to print them from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.text import has_words
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderHistory, OrderLine, OrderState

MAX_PRINTED = 100
"""Documents printed at once, at most."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed by. Amounts are cents with tax; days are of Paris, both included."""

    number: str = ""
    reference: str = ""
    customer: str = ""
    state_id: int | None = None
    total_min: int | None = None
    total_max: int | None = None
    made_from: date | None = None
    made_to: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its order, whose it is, and when it was made."""

    order: Order
    customer: Customer
    state: OrderState
    made_at: datetime

    @property
    def id(self) -> int:
        """The order's number."""
        return self.order.id

    @property
    def reference(self) -> str:
        """The order's reference."""
        return self.order.reference


@dataclass(frozen=True, slots=True)
class Document:
    """An order with all that its papers show."""

    order: Order
    made_at: datetime


_INVOICED, _PREPARED = OrderState.is_invoiced, OrderState.is_paid
_SORTS: dict[str, Any] = {
    "number": Order.invoice_number, "reference": Order.reference, "customer": Customer.last_name, "total": Order.total_incl_cents,
    "id": Order.id,
}  # fmt: skip


def _made_at(flag: Any) -> Any:
    """When an order was first in a state with that flag: its invoice's moment, or its slip's."""
    return (
        sa.select(OrderHistory.order_id, sa.func.min(OrderHistory.set_at).label("made_at"))
        .join(OrderState, OrderState.id == OrderHistory.state_id)
        .where(flag.is_(True))
        .group_by(OrderHistory.order_id)
        .subquery()
    )


def list_invoices(
    wanted: DocumentFilter | None = None, *, sort: str = "-number", number: int = 1, size: int = 20
) -> Page[DocumentRow]:
    """One page of invoices. `sort`: number, reference, customer, total, made_at; with « - » the other way."""
    return _listed(_INVOICED, [Order.invoice_number != ""], wanted or DocumentFilter(), sort, number, size)


def list_slips(
    wanted: DocumentFilter | None = None, *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[DocumentRow]:
    """One page of delivery slips: paid orders that a carrier takes. `sort`: id, reference, customer, total, made_at."""
    return _listed(_PREPARED, [Order.carrier_id.is_not(None)], wanted or DocumentFilter(), sort, number, size)


def _listed(
    flag: Any, always: Sequence[Any], wanted: DocumentFilter, sort: str, number: int, size: int
) -> Page[DocumentRow]:
    made = _made_at(flag)
    moment = sa.func.coalesce(made.c.made_at, Order.placed_at)
    query: Any = sa.select(Order, moment).join(Customer, Customer.id == Order.customer_id)
    # an invoice stays one even when its state's flags are changed afterwards; a slip needs its state
    query = query.join(made, made.c.order_id == Order.id, isouter=flag is _INVOICED).where(*always)
    for column, low, high in (
        (Order.total_incl_cents, wanted.total_min, wanted.total_max),
        (moment, wanted.made_from and clock.start_of_day(wanted.made_from), wanted.made_to and clock.end_of_day(wanted.made_to)),
    ):  # fmt: skip
        query = query.where(column >= low) if low is not None else query
        query = query.where(column <= high) if high is not None else query
    if wanted.state_id is not None:
        query = query.where(Order.state_id == wanted.state_id)
    if wanted.number or wanted.reference or wanted.customer:
        query = query.where(Order.id.in_(_ids_by_text(query, wanted)))
    total = session.scalar(sa.select(sa.func.count()).select_from(query.with_only_columns(Order.id).subquery())) or 0
    number = clamp(number, size, total)
    column = moment if sort.lstrip("-") == "made_at" else _SORTS.get(sort.lstrip("-"), Order.id)
    order = (column.desc(), Order.id.desc()) if sort.startswith("-") else (column.asc(), Order.id)
    shown = query.order_by(*order).offset((number - 1) * size).limit(size)
    shown = shown.options(selectinload(Order.customer), selectinload(Order.state))
    rows = [DocumentRow(o, o.customer, o.state, as_moment(at)) for o, at in session.execute(shown)]
    return Page(rows, number, size, total)


def _ids_by_text(query: Any, wanted: DocumentFilter) -> list[int]:
    """Matched in Python: neither database folds French accents by itself."""
    columns = (Order.id, Order.invoice_number, Order.reference, Customer.first_name, Customer.last_name)
    return [
        order_id for order_id, number, reference, first, last in session.execute(query.with_only_columns(*columns))
        if has_words(wanted.reference, reference) and has_words(wanted.customer, first, last)
        and has_words(wanted.number, number, f"BL{order_id:06d}")
    ]  # fmt: skip


def as_moment(value: Any) -> datetime:
    """SQLite gives the smallest moment of a group as text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


# printing ------------------------------------------------------------------------------------------------------------


def invoices_to_print(order_ids: Iterable[int]) -> list[Document]:
    """The invoices of these orders in the order of their numbers; orders without one are left out."""
    found = _documents(order_ids, _INVOICED)
    return sorted((d for d in found if d.order.invoice_number), key=lambda d: d.order.invoice_number)


def slips_to_print(order_ids: Iterable[int]) -> list[Document]:
    """The delivery slips of these orders by number; orders that have none are left out."""
    return [d for d in _documents(order_ids, _PREPARED) if d.order.carrier_id is not None and was_paid(d.order)]


def was_paid(order: Order) -> bool:
    """Whether an order was ever paid, and so prepared."""
    return order.state.is_paid or any(entry.state.is_paid for entry in order.history)


def has_slip(order: Order) -> bool:
    """Whether an order has a delivery slip: something to carry, and paid."""
    return order.carrier_id is not None and was_paid(order)


def _documents(order_ids: Iterable[int], flag: Any) -> list[Document]:
    query = sa.select(Order).where(Order.id.in_(list(order_ids)[:MAX_PRINTED])).order_by(Order.id).options(
        selectinload(Order.lines).selectinload(OrderLine.product).selectinload(Product.images), selectinload(Order.vouchers),
        selectinload(Order.history).selectinload(OrderHistory.state), selectinload(Order.state), selectinload(Order.carrier),
        selectinload(Order.customer).selectinload(Customer.title),
    )  # fmt: skip
    name = flag.key
    found = []
    for order in session.scalars(query):
        moments = [entry.set_at for entry in order.history if getattr(entry.state, name)]
        found.append(Document(order, min(moments, default=order.placed_at)))
    return found
