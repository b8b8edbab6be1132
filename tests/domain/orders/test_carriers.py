"""Removing a carrier: never what an order or a cart rule needs."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders import services
from sandbox.shop.orders.models import Cart
from sandbox.shop.orders.services import delete_carrier
from sandbox.shop.pricing.services import create_cart_rule
from sandbox.shop.shipping.models import Carrier, CarrierFee, ProductCarrier
from sandbox.shop.shipping.services import set_product_carriers


@pytest.fixture
def cart(trade) -> Cart:
    cart = services.open_cart(token="t1", customer=trade.customer)
    services.add_to_cart(cart=cart, product=trade.coffee)
    services.choose_delivery(
        cart=cart, carrier=trade.relay, delivery_address=trade.address, invoice_address=trade.address
    )
    return cart


def test_a_carrier_nobody_used_goes_with_its_fees(trade, cart):
    set_product_carriers(product=trade.mug, carriers=[trade.relay])
    delete_carrier(carrier=trade.relay)
    assert [c.name for c in session.query(Carrier)] == ["Retrait"]
    assert session.query(CarrierFee).count() == 1
    assert session.query(ProductCarrier).count() == 0
    assert cart.carrier_id is None


def test_refuses_a_carrier_that_delivered_an_order(trade, cart):
    payment = trade.card
    services.place_order(cart=cart, customer=trade.customer, payment=payment)
    with pytest.raises(RuleBroken, match="a déjà livré des commandes"):
        delete_carrier(carrier=trade.relay)


def test_refuses_a_carrier_that_a_cart_rule_is_limited_to(trade):
    create_cart_rule(name="Relais offert", is_free_shipping=True, carrier_ids=[trade.relay.id])
    with pytest.raises(RuleBroken, match="Relais offert"):
        delete_carrier(carrier=trade.relay)
