"""Taking a person out of carts, orders and returns: what they wrote goes away, what is printed on invoices stays."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.customers.services import Erased, when_erased
from sandbox.shop.orders.models import Cart, MerchandiseReturn, Order


@when_erased
def _forget_carts(erased: Erased) -> None:
    """Carts left behind go away; those that became orders stay without a word of the person."""
    ordered = set(session.scalars(sa.select(Order.cart_id).where(_mine(Order, erased), Order.cart_id.is_not(None))))
    for cart in session.scalars(sa.select(Cart).where(_mine(Cart, erased))):
        if cart.id in ordered:
            cart.message = cart.gift_message = ""
        else:
            session.delete(cart)


@when_erased
def _forget_words(erased: Erased) -> None:
    """Free texts of orders and returns: the customer's own and the team's note are erased, the shop's answers lose the name."""
    for order in session.scalars(sa.select(Order).where(_mine(Order, erased))):
        order.message = order.private_note = ""
    query = sa.select(MerchandiseReturn).join(Order, Order.id == MerchandiseReturn.order_id)
    for row in session.scalars(query.where(_mine(Order, erased))):
        row.reason, row.answer = "", erased.identity.hide_in(row.answer)


def _mine(model: Any, erased: Erased) -> sa.ColumnElement[bool]:
    condition: sa.ColumnElement[bool] = model.customer_id == erased.customer_id
    return condition
