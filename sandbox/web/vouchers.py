"""A customer's vouchers as the account tells them: what each gives, from when to when, and whether it still serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.kernel import clock
from sandbox.kernel.money import format_bp, format_cents
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders import queries as orders
from sandbox.shop.pricing import queries as pricing
from sandbox.shop.pricing.models import CartRule

USABLE = "Utilisable"


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher: its rule, what it gives in words, its condition, its state."""

    rule: CartRule
    gives: str
    condition: str
    state: str

    @property
    def is_usable(self) -> bool:
        """Whether it can be entered in a cart now."""
        return self.state == USABLE


def vouchers_of(customer: Customer) -> list[Voucher]:
    """The vouchers made for a customer, those that serve first."""
    rules: Sequence[CartRule] = pricing.rules_of_customer(customer.id)
    uses = orders.uses_of([rule.id for rule in rules], customer_id=customer.id)
    now = clock.now()
    found = [Voucher(rule, gives(rule), condition(rule), state(rule, uses.get(rule.id, (0, 0)), now)) for rule in rules]
    return sorted(found, key=lambda voucher: not voucher.is_usable)


def gives(rule: CartRule) -> str:
    """« 8,00 € », « 10 % », « 10 % et livraison offerte »."""
    parts = []
    if rule.reduction_kind == "percent":
        parts.append(format_bp(rule.reduction_bp))
    elif rule.reduction_kind == "amount":
        parts.append(format_cents(rule.reduction_cents) + ("" if rule.reduction_is_tax_incl else " HT"))
    parts += ["livraison offerte"] if rule.is_free_shipping else []
    parts += ["un cadeau"] if rule.gift_product_id else []
    return " et ".join(parts) or "Avantage au panier"


def condition(rule: CartRule) -> str:
    """« Dès 40,00 € d’achat »; empty when there is none."""
    if not rule.minimum_cents:
        return ""
    return f"Dès {format_cents(rule.minimum_cents)}{'' if rule.minimum_is_tax_incl else ' HT'} d’achat"


def state(rule: CartRule, uses: tuple[int, int], now: datetime) -> str:
    """One word: what a cart would say of the code."""
    everyone, own = uses
    if own >= rule.quantity_per_customer or everyone >= rule.quantity:
        return "Utilisé"
    if not rule.is_active:
        return "Suspendu"
    if rule.ends_at < now:
        return "Expiré"
    return "À venir" if rule.starts_at > now else USABLE
