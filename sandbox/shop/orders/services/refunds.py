"""Giving money back: a credit slip by line and postage, the units back in stock, a voucher instead of the money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import CreditSlip, CreditSlipLine, MerchandiseReturn, Order, OrderLine
from sandbox.shop.orders.queries import Balance
from sandbox.shop.orders.rules import RELEASED_KEYS, refunds
from sandbox.shop.orders.services.returns import hold
from sandbox.shop.orders.services.states import move_line
from sandbox.shop.pricing import services as pricing
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.rules.carts import AMOUNT

VOUCHER_LENGTH = timedelta(days=365)

SlipListener = Callable[[CreditSlip], None]
_listeners: list[SlipListener] = []


def when_slip_is_made(listener: SlipListener) -> SlipListener:
    """Have a room above this one act when a credit slip is made: customer service writes its mail so."""
    _listeners.append(listener)
    return listener


@dataclass(frozen=True, slots=True)
class RefundItem:
    """What to give back of a line: units, and an amount in cents with tax, or None for what those units were paid."""

    line: OrderLine
    quantity: int
    cents: int | None = None


@action("commande.rembourser", entity="avoir", words="a remboursé la commande")
def refund_order(
    *,
    order: Order,
    kind: str,
    items: Sequence[RefundItem],
    shipping_cents: int = 0,
    restocks: bool = False,
    as_voucher: bool = False,
    merchandise_return: MerchandiseReturn | None = None,
    author: str = "",
) -> CreditSlip:
    """Make a credit slip. `kind`: standard | partial | return, each under its own conditions (`rules.refunds.problem_of`).

    `restocks` puts the units back in stock; `as_voucher` gives a code of that amount to this customer instead of the money.
    Never more than was paid and is not given back yet: raises RuleBroken naming the line.
    """
    hold(order)
    balance = queries.balance_of(order)
    _check_kind(order, kind, balance, merchandise_return)
    if restocks and order.state.key in RELEASED_KEYS:
        raise RuleBroken("Les quantités de cette commande sont déjà revenues en stock.", field="restocks")
    lines = _lines(balance, items, kind)
    refunds.check_shipping(shipping_cents, balance.shipping_left)
    if not lines and not shipping_cents:
        raise RuleBroken("Indiquez au moins une quantité ou un montant à rembourser.", field="items")
    slip = _slip(order, kind, lines, shipping_cents, balance)
    slip.author, slip.is_voucher = author[:120], as_voucher
    slip.return_id = merchandise_return.id if merchandise_return is not None else None
    session.add(slip)
    session.flush()
    if restocks:
        _restock(order, slip)
    if as_voucher:
        _give_voucher(order, slip)
    session.flush()
    for listener in _listeners:
        listener(slip)
    return slip


def _check_kind(order: Order, kind: str, balance: Balance, of: MerchandiseReturn | None) -> None:
    if kind not in refunds.KINDS:
        raise RuleBroken("Choisissez un remboursement standard, partiel ou un retour de produits.", field="kind")
    if of is not None and of.order_id != order.id:
        raise RuleBroken("Ce retour est celui d’une autre commande.", field="merchandise_return")
    rows = queries.returns_of(order.id)
    if problem := queries.refund_problems(order, balance, rows)[kind]:
        raise RuleBroken(problem)


def _lines(balance: Balance, items: Sequence[RefundItem], kind: str) -> list[CreditSlipLine]:
    made = []
    for item in items:
        paid = balance.of(item.line)
        if item.quantity > 0:
            refunds.check_item(paid, name=item.line.name, quantity=item.quantity, cents=0)
        cents = paid.worth(item.quantity) if item.cents is None and item.quantity > 0 else item.cents or 0
        refunds.check_item(paid, name=item.line.name, quantity=item.quantity, cents=cents)
        if kind != refunds.PARTIAL and item.cents is not None and not item.quantity:
            raise RuleBroken("Un montant sans quantité demande un remboursement partiel.", field="items")
        if item.quantity or cents:
            made.append(
                CreditSlipLine(
                    order_line_id=item.line.id, quantity=item.quantity, restocked=0, amount_incl_cents=cents,
                    tax_bp=item.line.tax_bp,
                )
            )  # fmt: skip
    if len({row.order_line_id for row in made}) < len(made):
        raise RuleBroken("Une ligne de la commande est donnée deux fois.", field="items")
    return made


def _slip(
    order: Order, kind: str, lines: Sequence[CreditSlipLine], shipping_cents: int, balance: Balance
) -> CreditSlip:
    parts = [(row.amount_incl_cents, row.tax_bp) for row in lines]
    nets = refunds.nets_of([*parts, (shipping_cents, order.shipping_tax_bp)], balance.by_rate)
    for row, net in zip(lines, nets, strict=False):
        row.amount_excl_cents = net
    last = session.scalar(sa.select(sa.func.max(CreditSlip.reference)))
    return CreditSlip(
        reference=refunds.slip_number(refunds.next_rank(last)), order_id=order.id, kind=kind, rule_id=None, voucher_code="",
        shipping_incl_cents=shipping_cents, shipping_excl_cents=nets[-1], shipping_tax_bp=order.shipping_tax_bp,
        total_incl_cents=sum(cents for cents, _ in parts) + shipping_cents, total_excl_cents=sum(nets), made_at=clock.now(),
        lines=list(lines),
    )  # fmt: skip


def _restock(order: Order, slip: CreditSlip) -> None:
    reason = refunds.STOCK_RETURN if slip.kind == refunds.RETURN else refunds.STOCK_REFUND
    by_id = {line.id: line for line in order.lines}
    for row in slip.lines:
        if row.quantity and move_line(by_id[row.order_line_id], row.quantity, reason):
            row.restocked = row.quantity


def _give_voucher(order: Order, slip: CreditSlip) -> CartRule:
    """A code of the customer's own, good for a year on the whole shop, in several times when it is worth more than a cart."""
    if not slip.total_incl_cents:
        raise RuleBroken("Un bon de réduction d’un montant nul n’a pas de sens.", field="as_voucher")
    now = clock.now()
    rule = pricing.create_cart_rule(
        name=f"Avoir {slip.reference}, commande {order.reference}", code=f"V{slip.id}C{order.customer_id}O{order.id}",
        customer_id=order.customer_id, starts_at=now, ends_at=now + VOUCHER_LENGTH, quantity=1, quantity_per_customer=1,
        reduction_kind=AMOUNT, reduction_cents=slip.total_incl_cents, allows_partial_use=True,
        description=f"Remboursement de la commande {order.reference} sous forme de bon.",
    )  # fmt: skip
    slip.rule_id, slip.voucher_code = rule.id, rule.code
    return rule
