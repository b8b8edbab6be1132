"""What is left to give back of an order, and the credit slips already made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import CreditSlip, CreditSlipLine, MerchandiseReturn, Order, OrderLine
from sandbox.shop.orders.queries.documents import MAX_PRINTED, was_paid
from sandbox.shop.orders.queries.returns import is_late, open_return_of, was_shipped
from sandbox.shop.orders.rules import TaxLine, refunds
from sandbox.shop.shops.queries import get_settings


@dataclass(frozen=True, slots=True)
class LineBalance:
    """A line of an order and what was paid and given back of it."""

    line: OrderLine
    paid: refunds.PaidLine


@dataclass(frozen=True, slots=True)
class Balance:
    """An order before its next refund. `by_rate`: the cents with tax already given back, by VAT rate."""

    lines: tuple[LineBalance, ...]
    shipping_left: int
    refunded_cents: int
    by_rate: Mapping[int, int]
    cents_left: int

    def of(self, line: OrderLine) -> refunds.PaidLine:
        """The balance of a line; raises NotFound for another order's."""
        found = next((one.paid for one in self.lines if one.line.id == line.id), None)
        if found is None:
            raise NotFound("Cette ligne n’est pas de cette commande.")
        return found


def slips_of(order_id: int) -> Sequence[CreditSlip]:
    """The credit slips of an order, oldest first."""
    return session.scalars(_slips().where(CreditSlip.order_id == order_id).order_by(CreditSlip.id)).all()


def balance_of(order: Order, slips: Sequence[CreditSlip] | None = None) -> Balance:
    """What was paid of an order and what its slips gave back."""
    made = slips_of(order.id) if slips is None else slips
    units: dict[int, int] = {}
    cents: dict[int, int] = {}
    by_rate: dict[int, int] = {}
    for row in (row for slip in made for row in slip.lines):
        units[row.order_line_id] = units.get(row.order_line_id, 0) + row.quantity
        cents[row.order_line_id] = cents.get(row.order_line_id, 0) + row.amount_incl_cents
        by_rate[row.tax_bp] = by_rate.get(row.tax_bp, 0) + row.amount_incl_cents
    for slip in made:
        by_rate[slip.shipping_tax_bp] = by_rate.get(slip.shipping_tax_bp, 0) + slip.shipping_incl_cents
    lines = tuple(
        LineBalance(line, refunds.PaidLine(
            line.quantity, line.quantity * line.unit_incl_cents - line.discount_cents, line.tax_bp, units.get(line.id, 0),
            cents.get(line.id, 0),
        ))
        for line in order.lines
    )  # fmt: skip
    refunded = sum(slip.total_incl_cents for slip in made)
    shipping = order.shipping_incl_cents - sum(slip.shipping_incl_cents for slip in made)
    return Balance(lines, shipping, refunded, by_rate, order.total_incl_cents - refunded)


def restocked_units(order: Order) -> dict[int, int]:
    """Order line id -> units that refunds already put back in stock."""
    query = (
        sa.select(CreditSlipLine.order_line_id, sa.func.sum(CreditSlipLine.restocked))
        .where(CreditSlipLine.order_line_id.in_([line.id for line in order.lines]))
        .group_by(CreditSlipLine.order_line_id)
    )
    return {line_id: int(units) for line_id, units in session.execute(query)}


def refund_problems(order: Order, balance: Balance, returns: Sequence[MerchandiseReturn]) -> dict[str, str]:
    """Kind of refund -> why it is closed for this order now, empty when it is open."""
    facts = refunds.OrderFacts(
        was_paid=was_paid(order), was_shipped=was_shipped(order), takes_returns=bool(get_settings()["retours_actifs"]),
        is_late=is_late(order), has_return=open_return_of(returns) is not None, cents_left=balance.cents_left,
    )  # fmt: skip
    return {kind: refunds.problem_of(kind, facts) for kind in refunds.KINDS}


def taxes_of_slip(slip: CreditSlip) -> list[TaxLine]:
    """The VAT that a slip gives back, by rate; nets and VAT add up to its totals."""
    sums: dict[int, list[int]] = {}
    parts = [(row.tax_bp, row.amount_excl_cents, row.amount_incl_cents) for row in slip.lines]
    for rate, net, gross in (*parts, (slip.shipping_tax_bp, slip.shipping_excl_cents, slip.shipping_incl_cents)):
        own = sums.setdefault(rate, [0, 0])
        own[0] += net
        own[1] += gross
    return [TaxLine(rate, net, gross - net, gross) for rate, (net, gross) in sorted(sums.items()) if gross]


# lists ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlipFilter:
    """What the list of slips is narrowed by. Amounts are cents with tax; days are of Paris, both included."""

    reference: str = ""
    order_reference: str = ""
    customer: str = ""
    kind: str = ""
    is_voucher: bool | None = None
    total_min: int | None = None
    total_max: int | None = None
    made_from: date | None = None
    made_to: date | None = None


_SORTS: dict[str, Any] = {
    "reference": CreditSlip.reference, "order": Order.reference, "customer": Customer.last_name,
    "total": CreditSlip.total_incl_cents, "made_at": CreditSlip.made_at,
}  # fmt: skip


def _slips() -> sa.Select[CreditSlip]:
    return sa.select(CreditSlip).options(
        selectinload(CreditSlip.lines).selectinload(CreditSlipLine.order_line),
        selectinload(CreditSlip.merchandise_return),
    )


def _joined(query: Any) -> Any:
    return query.join(Order, Order.id == CreditSlip.order_id).join(Customer, Customer.id == Order.customer_id)


def _with_order(query: Any) -> Any:
    return _joined(query).options(contains_eager(CreditSlip.order).contains_eager(Order.customer))


def list_credit_slips(
    wanted: SlipFilter | None = None, *, sort: str = "-reference", number: int = 1, size: int = 20
) -> Page[CreditSlip]:
    """One page of slips. `sort`: reference, order, customer, total, made_at; with « - » the other way."""
    wanted = wanted or SlipFilter()
    query = _joined(sa.select(CreditSlip))
    for column, low, high in (
        (CreditSlip.total_incl_cents, wanted.total_min, wanted.total_max),
        (CreditSlip.made_at, wanted.made_from and clock.start_of_day(wanted.made_from), wanted.made_to and clock.end_of_day(wanted.made_to)),
    ):  # fmt: skip
        query = query.where(column >= low) if low is not None else query
        query = query.where(column <= high) if high is not None else query
    query = query.where(CreditSlip.kind == wanted.kind) if wanted.kind else query
    query = query.where(CreditSlip.is_voucher.is_(wanted.is_voucher)) if wanted.is_voucher is not None else query
    if wanted.reference or wanted.order_reference or wanted.customer:
        query = query.where(CreditSlip.id.in_(_ids_by_text(query, wanted)))
    counted = query.with_only_columns(CreditSlip.id).subquery()
    total = session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    number = clamp(number, size, total)
    column = _SORTS.get(sort.lstrip("-"), CreditSlip.reference)
    order = (column.desc(), CreditSlip.id.desc()) if sort.startswith("-") else (column.asc(), CreditSlip.id)
    shown = query.options(contains_eager(CreditSlip.order).contains_eager(Order.customer)).order_by(*order)
    rows = session.scalars(shown.offset((number - 1) * size).limit(size)).all()
    return Page(list(rows), number, size, total)


def _ids_by_text(query: Any, wanted: SlipFilter) -> list[int]:
    """Matched in Python: neither database folds French accents by itself."""
    columns = (CreditSlip.id, CreditSlip.reference, Order.reference, Customer.first_name, Customer.last_name)
    return [
        slip_id for slip_id, reference, order, first, last in session.execute(query.with_only_columns(*columns))
        if has_words(wanted.reference, reference) and has_words(wanted.order_reference, order)
        and has_words(wanted.customer, first, last)
    ]  # fmt: skip


def credit_slips_to_print(slip_ids: Iterable[int]) -> list[CreditSlip]:
    """The slips of these numbers with all that their papers show, oldest first."""
    query = _with_order(_slips()).where(CreditSlip.id.in_(list(slip_ids)[:MAX_PRINTED]))
    return list(session.scalars(query.order_by(CreditSlip.reference)).unique())


def get_credit_slip(slip_id: int) -> CreditSlip:
    """A slip with its lines and order; raises NotFound."""
    found = credit_slips_to_print([slip_id])
    if not found:
        raise NotFound("Cet avoir n’existe pas.")
    return found[0]


def slips_of_customer(customer_id: int) -> Sequence[CreditSlip]:
    """A customer's credit slips, newest first."""
    query = _with_order(_slips()).where(Order.customer_id == customer_id)
    return session.scalars(query.order_by(CreditSlip.made_at.desc(), CreditSlip.id.desc())).unique().all()


def find_slip_by_reference(reference: str) -> CreditSlip | None:
    """The slip of a reference, case aside, or None."""
    query = _with_order(_slips()).where(CreditSlip.reference == reference.strip().upper())
    return session.scalars(query).unique().first()
