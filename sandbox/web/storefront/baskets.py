"""The visitor's cart in this shop."""

from __future__ import annotations

from flask import g

from sandbox.kernel.errors import NotFound
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders import services
from sandbox.shop.orders.models import Cart, CartLine
from sandbox.shop.orders.queries import CartTotals
from sandbox.shop.orders.queries.carts import Place
from sandbox.web.storefront import visitor


def current_cart() -> Cart | None:
    """The open cart, or None when nothing was ever put in it; read once a request."""
    if "cart" not in g:
        token = visitor.cart_token()
        g.cart = orders.find_cart(token) if token else None
    cart: Cart | None = g.cart
    return cart


def current_totals(
    *, with_suggestions: bool = True, place: Place | None = None, carrier_id: int | None = None
) -> CartTotals | None:
    """The open cart priced for this visitor; None for an empty one. `place` and `carrier_id` stand for those not chosen yet."""
    cart = current_cart()
    if cart is None or not cart.lines:
        return None
    return orders.cart_totals(
        cart, buyer=visitor.buyer(), with_suggestions=with_suggestions, address=place, carrier_id=carrier_id
    )


def cart_to_fill() -> Cart:
    """The open cart, made when there is none."""
    g.cart = services.open_cart(token=visitor.make_cart_token(), customer=visitor.person())
    cart: Cart = g.cart
    return cart


def own_line(line_id: int) -> tuple[Cart, CartLine]:
    """The open cart and one of its lines; somebody else's line does not exist."""
    cart = current_cart()
    line = next((line for line in cart.lines if line.id == line_id), None) if cart else None
    if cart is None or line is None:
        raise NotFound("Cette ligne n’est plus dans votre panier.")
    return cart, line


def adopt_cart(customer: Customer) -> None:
    """The visitor said who they are: the open cart is theirs."""
    cart = current_cart()
    if cart is not None:
        services.assign_customer(cart=cart, customer=customer)


def close_cart(reference: str) -> None:
    """The cart became an order: forget it, and remember the order's confirmation page."""
    visitor.keep(panier=None, derniere=reference)
    g.pop("cart", None)
