"""« Pourquoi ce prix ? » of a cart rule: a real cart of the shop, priced with the rule and the codes one adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from sandbox.kernel import clock
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders.models import Cart
from sandbox.shop.orders.queries import CartFilter, CartRow, CartTotals, get_cart, list_carts, price_cart
from sandbox.shop.orders.queries.carts import address_of
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import find_cart_rule_by_code, list_automatic_rules
from sandbox.shop.pricing.queries.cart_rules import list_cart_rules_by_id

CARTS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Trial:
    """The panel: the carts one may choose, the one chosen, the codes entered, the price and the rules refused."""

    carts: list[CartRow]
    cart: Cart
    codes: list[str]
    totals: CartTotals
    unknown: str

    @property
    def before_cents(self) -> int:
        """What the cart would cost with its prices of the catalogue and the shipping asked."""
        regular = sum(line.price.regular_incl_cents * line.quantity for line in self.totals.lines)
        return regular + (self.totals.shipping_before_cents or 0)


def trial_of(rule: CartRule | None) -> Trial | None:
    """The trial of a saved rule, from the address: `panier`, `codes` (with commas), `code` to add; None without any cart."""
    if rule is None:
        return None
    rows = [row for row in list_carts(CartFilter(), sort="-updated_at", size=CARTS_SHOWN).items if row.order is None]
    chosen = next((row for row in rows if str(row.cart.id) == request.args.get("panier")), rows[0] if rows else None)
    if chosen is None:
        return None
    cart = get_cart(chosen.cart.id)
    codes = [code for code in request.args.get("codes", "").split(",") if code]
    added = request.args.get("code", "").strip()
    found = find_cart_rule_by_code(added)
    if found is not None and found.code not in codes:
        codes.append(found.code)
    totals = _price(cart, rule, codes)
    return Trial(rows, cart, codes, totals, added if added and found is None else "")


def _price(cart: Cart, rule: CartRule, codes: list[str]) -> CartTotals:
    held = list_cart_rules_by_id([voucher.rule_id for voucher in cart.vouchers])
    typed = [found for code in codes if (found := find_cart_rule_by_code(code)) is not None]
    rows: dict[int, Any] = {row.id: row for row in (*list_automatic_rules(), *held, *typed, rule)}
    return price_cart(
        cart,
        list(rows.values()),
        buyer=buyer_of(cart.customer),
        at=clock.now(),
        address=address_of(cart),
        tells_all=True,
    )
