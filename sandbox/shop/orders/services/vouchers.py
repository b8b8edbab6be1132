"""What orders do to cart rules: the rest of an amount becomes a new voucher; a deleted rule leaves the orders that held it."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import CartVoucher, CreditSlip, OrderVoucher
from sandbox.shop.pricing import services as pricing
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import get_cart_rule
from sandbox.shop.pricing.rules import checks
from sandbox.shop.pricing.rules.carts import AMOUNT, Applied


def keep_leftover(applied: Applied, customer: Customer) -> CartRule | None:
    """The new voucher of what a larger amount could not take off, when the rule allows partial use."""
    if applied.leftover_cents <= 0 or not applied.rule.code:
        return None
    rule = get_cart_rule(applied.rule.id)
    if not rule.allows_partial_use:
        return None
    return pricing.create_cart_rule(
        name=f"Reste du bon {rule.code}", code=checks.generate_code(), customer_id=customer.id, starts_at=rule.starts_at,
        ends_at=rule.ends_at, quantity=1, quantity_per_customer=1, reduction_kind=AMOUNT, reduction_cents=applied.leftover_cents,
        allows_partial_use=True, priority=rule.priority, description="Créé par la commande qui a utilisé ce bon.",
    )  # fmt: skip


@action("regle_panier.supprimer", entity="regle_panier", words="a supprimé la règle panier")
def delete_cart_rule(*, rule: CartRule) -> CartRule:
    """Remove a cart rule: orders and credit slips keep its code and amount; carts that held it lose it."""
    for voucher in session.scalars(sa.select(CartVoucher).where(CartVoucher.rule_id == rule.id)):
        session.delete(voucher)
    for held in session.scalars(sa.select(OrderVoucher).where(OrderVoucher.rule_id == rule.id)):
        held.rule_id = None
    for slip in session.scalars(sa.select(CreditSlip).where(CreditSlip.rule_id == rule.id)):
        slip.rule_id = None
    session.flush()
    session.delete(rule)
    session.flush()
    return rule
