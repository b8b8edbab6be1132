"""Filling a cart and pricing it."""

from __future__ import annotations

from datetime import datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import CustomField, Variant
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders import queries, services
from sandbox.shop.pricing.services import create_cart_rule, create_specific_price
from sandbox.shop.shipping.models import ProductCarrier


@pytest.fixture
def cart(trade):
    return services.open_cart(token="t1", customer=trade.customer)


def totals(cart, customer=None):
    return queries.cart_totals(cart, buyer=buyer_of(customer))


def code(**values):
    return create_cart_rule(
        **{
            "name": "Noël",
            "code": "NOEL10",
            "reduction_kind": "percent",
            "reduction_bp": 1000,
            "quantity": 100,
            **values,
        }
    )


def test_the_open_cart_of_a_session_is_one(trade, cart):
    assert services.open_cart(token="t1") is cart
    assert services.open_cart(token="t2") is not cart
    assert queries.find_cart("") is None


def test_the_same_product_adds_to_its_line(trade, cart):
    services.add_to_cart(cart=cart, product=trade.coffee, quantity=2)
    services.add_to_cart(cart=cart, product=trade.coffee)
    assert [(line.product_id, line.quantity) for line in cart.lines] == [(trade.coffee.id, 3)]
    assert queries.count_units("t1") == 3
    services.set_quantity(cart=cart, line=cart.lines[0], quantity=0)
    assert cart.lines == []


def test_nothing_is_sold_beyond_the_stock(trade, cart):
    with pytest.raises(RuleBroken, match="n’est plus en stock"):
        services.add_to_cart(cart=cart, product=trade.empty)
    with pytest.raises(RuleBroken, match="il n’en reste que 12, vous en demandez 13"):
        services.add_to_cart(cart=cart, product=trade.mug, quantity=13)
    trade.empty.out_of_stock = "allow"
    services.add_to_cart(cart=cart, product=trade.empty, quantity=3)
    assert totals(cart).problems == []


def test_a_product_taken_offline_stops_the_order_not_the_cart(trade, cart):
    services.add_to_cart(cart=cart, product=trade.mug)
    trade.mug.is_online = False
    assert totals(cart).problems == ["«\u00a0Mug Escale\u00a0» n’est plus en vente."]


def test_customisation_is_asked_and_makes_its_own_line(trade, cart):
    trade.mug.custom_fields = [CustomField(label="Gravure", is_required=True, max_length=24)]
    session.flush()
    with pytest.raises(RuleBroken, match="à remplir"):
        services.add_to_cart(cart=cart, product=trade.mug)
    with pytest.raises(RuleBroken, match="24 caractères"):
        services.add_to_cart(cart=cart, product=trade.mug, customization={"Gravure": "x" * 25})
    for text in ("Capitaine Mamie", "Lundi, non."):
        services.add_to_cart(cart=cart, product=trade.mug, customization={"Gravure": text})
    assert [line.customization for line in cart.lines] == [
        "Gravure\u00a0: Capitaine Mamie",
        "Gravure\u00a0: Lundi, non.",
    ]


def test_a_variant_is_the_default_one_and_never_another_product_s(trade, cart):
    grains = Variant(product_id=trade.mug.id, reference="V1", is_default=True, quantity=5)
    session.add(grains)
    session.flush()
    session.refresh(trade.mug)
    services.add_to_cart(cart=cart, product=trade.mug)
    assert cart.lines[0].variant_id == grains.id
    with pytest.raises(RuleBroken, match="n’est pas celle du produit"):
        services.add_to_cart(cart=cart, product=trade.coffee, variant=grains)


def test_totals_with_two_rates_and_shipping(trade, cart):
    services.add_to_cart(cart=cart, product=trade.coffee, quantity=2)
    services.add_to_cart(cart=cart, product=trade.mug)
    found = totals(cart)
    assert (found.products_incl_cents, found.shipping_incl_cents, found.total_incl_cents) == (4570, None, 4570)
    services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    found = totals(cart)
    assert (found.shipping_incl_cents, found.total_incl_cents) == (490, 5060)
    assert found.taxes == {550: 135, 2000: 413}
    assert found.total_excl_cents + sum(found.taxes.values()) == found.total_incl_cents
    assert found.free_shipping_missing_cents == 1430
    assert [(o.carrier.name, o.price_cents) for o in found.carriers] == [("Relais Escale", 490), ("Retrait", 0)]


def test_free_shipping_threshold_is_met_after_reductions(trade, cart):
    services.add_to_cart(cart=cart, product=trade.mug, quantity=4)
    services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    assert totals(cart).shipping_incl_cents == 0
    code(reduction_bp=5000)
    services.apply_code(cart=cart, code="NOEL10")
    assert totals(cart).shipping_incl_cents == 490


def test_a_product_bound_to_a_carrier_goes_by_no_other(trade, cart):
    session.add(ProductCarrier(product_id=trade.coffee.id, carrier_id=trade.pickup.id))
    services.add_to_cart(cart=cart, product=trade.coffee)
    assert [o.carrier.name for o in queries.carriers_for(cart, buyer_of(None))] == ["Retrait"]
    with pytest.raises(RuleBroken, match="ne livre pas ce panier"):
        services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)


def test_a_stopped_carrier_and_a_parcel_too_heavy_are_not_proposed(trade, cart):
    services.add_to_cart(cart=cart, product=trade.coffee, quantity=21)
    assert [o.carrier.name for o in totals(cart).carriers] == ["Retrait"]
    trade.pickup.is_active = False
    assert totals(cart).carriers == ()


def test_a_quantity_tier_lowers_the_whole_line(trade, cart):
    create_specific_price(product=trade.coffee, value_bp=1000, from_quantity=3)
    services.add_to_cart(cart=cart, product=trade.coffee, quantity=2)
    assert totals(cart).products_incl_cents == 2580
    services.add_to_cart(cart=cart, product=trade.coffee)
    assert totals(cart).products_incl_cents == 3 * 1161


# codes ---------------------------------------------------------------------------------------------------------------


def test_a_code_is_refused_with_what_is_missing_and_accepted_then(trade, cart):
    code(minimum_cents=4000)
    services.add_to_cart(cart=cart, product=trade.coffee)
    with pytest.raises(RuleBroken) as refusal:
        services.apply_code(cart=cart, code="noel10")
    assert refusal.value.field == "code"
    assert "il manque 27,10\u00a0€" in refusal.value.message
    assert cart.vouchers == []
    services.add_to_cart(cart=cart, product=trade.mug, quantity=2)
    services.apply_code(cart=cart, code="noel10")
    found = totals(cart)
    assert (found.discount_cents, [(rule.code, cents) for rule, cents in found.vouchers]) == (527, [("NOEL10", 527)])
    assert sum(line.discount_cents for line in found.lines) == 527


def test_an_entered_code_is_looked_at_again_at_each_change(trade, cart):
    rule = code(minimum_cents=4000)
    services.add_to_cart(cart=cart, product=trade.mug, quantity=3)
    services.apply_code(cart=cart, code="NOEL10")
    services.set_quantity(cart=cart, line=cart.lines[0], quantity=1)
    found = totals(cart)
    assert (found.discount_cents, found.vouchers) == (0, ())
    assert "il manque" in found.refused[0].message
    services.remove_code(cart=cart, rule=rule)
    assert totals(cart).refused == ()


@pytest.mark.parametrize(
    ("typed", "words"), [("RIEN", "n’existe pas"), ("", "Saisissez"), ("NOEL10", "déjà dans votre panier")]
)
def test_codes_that_cannot_be_entered(trade, cart, typed, words):
    code()
    services.add_to_cart(cart=cart, product=trade.mug)
    services.apply_code(cart=cart, code="NOEL10")
    with pytest.raises(RuleBroken, match=words):
        services.apply_code(cart=cart, code=typed)


def test_products_in_promotion_can_be_left_out(trade, cart):
    create_specific_price(product=trade.coffee, value_bp=2000)
    code(excludes_discounted=True)
    services.add_to_cart(cart=cart, product=trade.coffee)
    services.add_to_cart(cart=cart, product=trade.mug)
    services.apply_code(cart=cart, code="NOEL10")
    assert totals(cart).discount_cents == 199


def test_automatic_and_highlighted_rules(trade, cart):
    code(code="", name="Frais de port offerts", reduction_kind="none", is_free_shipping=True, minimum_cents=3000)
    code(code="PANIER5", is_highlighted=True, minimum_cents=3000)
    services.add_to_cart(cart=cart, product=trade.coffee)
    services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    assert (totals(cart).shipping_incl_cents, totals(cart).suggestions) == (490, ())
    services.add_to_cart(cart=cart, product=trade.mug)
    found = totals(cart)
    assert (found.shipping_incl_cents, found.shipping_before_cents) == (0, 490)
    assert [rule.code for rule in found.suggestions] == ["PANIER5"]


def test_a_gift_is_a_line_at_its_price_reduced_by_all_of_it(trade, cart):
    code(code="", reduction_kind="none", gift_product_id=trade.mug.id)
    services.add_to_cart(cart=cart, product=trade.coffee)
    found = totals(cart)
    assert (found.products_incl_cents, found.discount_cents, found.total_incl_cents) == (1290 + 1990, 1990, 1290)


def test_a_personal_code_asks_to_sign_in(trade):
    cart = services.open_cart(token="visitor")
    code(customer_id=trade.customer.id)
    services.add_to_cart(cart=cart, product=trade.mug)
    with pytest.raises(RuleBroken, match="connectez-vous"):
        services.apply_code(cart=cart, code="NOEL10")
    services.assign_customer(cart=cart, customer=trade.customer)
    services.apply_code(cart=cart, code="NOEL10")
    assert totals(cart, trade.customer).discount_cents == 199


def test_an_address_of_somebody_else_is_refused(trade, cart):
    other = session.query(Customer).first()
    assert other is not None
    trade.address.customer_id = 999
    with session.no_autoflush, pytest.raises(RuleBroken, match="n’est pas celle du client"):
        services.choose_delivery(cart=cart, delivery_address=trade.address)
    session.rollback()


def test_the_list_of_carts_says_what_became_of_them(trade, cart):
    services.add_to_cart(cart=cart, product=trade.mug)
    services.open_cart(token="vide")
    with clock.frozen(datetime(2026, 11, 25, 9, 0)):
        fresh = services.open_cart(token="frais")
        services.add_to_cart(cart=fresh, product=trade.coffee)
        rows = queries.list_carts()
        assert [(row.cart.token, row.status, row.units) for row in rows.items] == [
            ("frais", "open", 1),
            ("t1", "left", 1),
        ]
        assert queries.list_carts(queries.CartFilter(status="left")).total == 1
        assert queries.list_carts(queries.CartFilter(customer="kervella ines")).total == 1
