"""Sixteen buyers at once and a few items left: exactly the stock is sold, on whatever database the tests run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries import get_product
from sandbox.shop.customers.queries import get_customer
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.pricing.services import create_cart_rule
from tests.factories.trade import make_trade

BUYERS = 16


def _buy(app: Flask, shop_id: int, cart_id: int, customer_id: int, together: Barrier) -> str:
    """What one buyer's request does, in its own session: the reference, or the words of the refusal."""
    with app.app_context(), shop_scope(shop_id):
        together.wait()
        try:
            payment = queries.find_payment_by_key("carte")
            assert payment is not None
            services.place_order(cart=queries.get_cart(cart_id), customer=get_customer(customer_id), payment=payment)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            return refusal.message
        finally:
            db.session.remove()
        return "ok"


def _together(app: Flask, shop_id: int, cart_ids: list[int], customer_id: int) -> list[str]:
    db.session.commit()
    db.session.remove()
    together = Barrier(len(cart_ids))
    with ThreadPoolExecutor(len(cart_ids)) as pool:
        jobs = [pool.submit(_buy, app, shop_id, cart_id, customer_id, together) for cart_id in cart_ids]
        return [job.result() for job in jobs]


def _carts(trade, **lines: int) -> list[int]:
    found = []
    for number in range(BUYERS):
        cart = services.open_cart(token=f"buyer-{number}", customer=trade.customer)
        for key, quantity in lines.items():
            services.add_to_cart(cart=cart, product=getattr(trade, key), quantity=quantity)
        services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.pickup)
        found.append(cart.id)
    return found


def test_exactly_the_stock_is_sold(app, shop):
    trade = make_trade()
    trade.mug.quantity = 5
    cart_ids = _carts(trade, mug=1)
    shop_id, mug_id, customer_id = shop.id, trade.mug.id, trade.customer.id
    said = _together(app, shop_id, cart_ids, customer_id)
    assert said.count("ok") == 5
    assert {words for words in said if words != "ok"} == {"«\u00a0Mug Escale\u00a0» n’est plus en stock."}
    assert get_product(mug_id).quantity == 0
    assert session.query(Order).count() == 5
    assert session.query(OrderLine).count() == 5
    assert len({number for (number,) in session.query(Order.invoice_number)}) == 5


def test_several_units_leave_the_rest_unsold(app, shop):
    trade = make_trade()
    trade.mug.quantity = 11
    cart_ids = _carts(trade, mug=2)
    shop_id, mug_id, customer_id = shop.id, trade.mug.id, trade.customer.id
    said = _together(app, shop_id, cart_ids, customer_id)
    assert said.count("ok") == 5
    assert session.query(Product).filter_by(id=mug_id).one().quantity == 1


def test_a_code_with_three_uses_left_serves_three_orders(app, shop):
    trade = make_trade()
    rule = create_cart_rule(
        name="Trois", code="TROIS", quantity=3, quantity_per_customer=3, reduction_kind="percent", reduction_bp=1000
    )
    trade.mug.quantity = 100
    cart_ids = _carts(trade, mug=1)
    for cart_id in cart_ids:
        services.apply_code(cart=queries.get_cart(cart_id), code="TROIS")
    shop_id, rule_id, customer_id = shop.id, rule.id, trade.customer.id
    said = _together(app, shop_id, cart_ids, customer_id)
    assert said.count("ok") == 3
    assert queries.uses_of([rule_id]) == {rule_id: (3, 0)}
