"""What an order would cost before it is entered: nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.kernel import clock
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders.models import Cart, CartLine, CartVoucher
from sandbox.shop.orders.queries.carts import CartTotals, price_cart
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import list_automatic_rules


def quote_order(
    *, customer: Customer, items: Sequence[tuple[Product, Variant | None, int]], carrier_id: int | None, address: Address | None,
    rules: Sequence[CartRule] = (), is_wrapped: bool = False,
) -> CartTotals:  # fmt: skip
    """A customer's articles priced as `create_order` would price them, with the carriers that take them to the address."""
    lines = [
        CartLine(id=rank, product_id=product.id, variant_id=variant.id if variant else None, quantity=quantity, customization="",
                 product=product, variant=variant)
        for rank, (product, variant, quantity) in enumerate(items, 1)
    ]  # fmt: skip
    cart = Cart(
        token="", customer_id=customer.id, carrier_id=carrier_id, message="", is_wrapped=is_wrapped, lines=lines
    )
    cart.vouchers = [CartVoucher(rule_id=rule.id) for rule in rules]
    every = [*rules, *(rule for rule in list_automatic_rules() if rule not in rules)]
    return price_cart(cart, every, buyer=buyer_of(customer), at=clock.now(), address=address)
