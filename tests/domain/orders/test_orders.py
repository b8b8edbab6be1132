"""Ordering, and the life of an order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import StockMovement
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import OrderFilter
from sandbox.shop.orders.services import OrderItem
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.services import create_cart_rule, update_cart_rule
from tests.factories.trade import NOW


def ready(trade, *lines, token="t1"):
    cart = services.open_cart(token=token, customer=trade.customer)
    for product, quantity in lines:
        services.add_to_cart(cart=cart, product=product, quantity=quantity)
    services.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    return cart


def place(trade, *lines, payment=None, token="t1", **kw):
    return services.place_order(
        cart=ready(trade, *lines, token=token), customer=trade.customer, payment=payment or trade.card, **kw
    )


def test_an_order_is_a_snapshot_and_the_stock_is_taken(trade):
    order = place(trade, (trade.coffee, 2), (trade.mug, 1), source="email", campaign="fetes")
    assert (order.products_incl_cents, order.shipping_incl_cents, order.total_incl_cents) == (4570, 490, 5060)
    assert order.total_incl_cents - order.total_excl_cents == 135 + 413
    assert (order.state.key, order.invoice_number, [h.state.key for h in order.history]) == (
        "paiement-accepte",
        "FA000001",
        ["paiement-accepte"],
    )
    assert len(order.reference) == 9
    assert order.delivery_text.splitlines()[0] == "Inès Kervella"
    assert (trade.coffee.quantity, trade.mug.quantity) == (38, 11)
    assert session.query(StockMovement).filter_by(reason="Commande").count() == 2
    trade.coffee.name, trade.coffee.price_excl_micros, trade.address.city = "Renommé", 1, "Ailleurs"
    session.flush()
    again = queries.get_order(order.id)
    assert [line.name for line in again.lines] == ["Éthiopie Yirgacheffe", "Mug Escale"]
    assert "Concarneau" in again.delivery_text
    assert sum(x.gross_cents for x in queries.taxes_of_order(again)) == again.total_incl_cents
    assert "commande.passer" in [done.name for done in take_performed()]


def test_a_cart_that_became_an_order_is_no_longer_open(trade):
    place(trade, (trade.mug, 1))
    assert queries.find_cart("t1") is None


def test_a_cheque_waits_and_has_no_invoice_until_it_is_paid(trade):
    order = place(trade, (trade.mug, 1), payment=trade.cheque)
    assert (order.state.key, order.invoice_number) == ("attente-cheque", "")
    services.change_state(order=order, state=trade.states["paiement-accepte"], author="Soizic Hamon")
    assert order.invoice_number == "FA000001"
    assert [(h.state.key, h.author) for h in order.history] == [
        ("attente-cheque", ""),
        ("paiement-accepte", "Soizic Hamon"),
    ]
    second = place(trade, (trade.mug, 1), token="t2")
    assert second.invoice_number == "FA000002"


def test_the_line_without_enough_stock_is_named_and_nothing_is_taken(trade):
    cart = ready(trade, (trade.coffee, 1), (trade.mug, 12))
    trade.mug.quantity = 3
    session.flush()
    with pytest.raises(RuleBroken, match=r"Mug Escale.*il n’en reste que 3, vous en demandez 12"):
        services.place_order(cart=cart, customer=trade.customer, payment=trade.card)
    assert trade.coffee.quantity == 40
    assert session.query(Order).count() == 0


def test_stock_may_go_under_zero_only_when_the_product_allows_it(trade):
    trade.empty.out_of_stock = "allow"
    place(trade, (trade.empty, 2))
    assert trade.empty.quantity == -2


def test_a_total_that_changed_is_told_before_paying(trade):
    cart = ready(trade, (trade.mug, 1))
    trade.relay.fees[0].price_cents = 990
    session.flush()
    with pytest.raises(RuleBroken, match="Le total a changé") as refusal:
        services.place_order(cart=cart, customer=trade.customer, payment=trade.card, expected_total_cents=2480)
    assert refusal.value.field == "total"


def test_what_is_missing_to_order_is_said_at_its_field(trade):
    cart = services.open_cart(token="t1", customer=trade.customer)
    fields = []
    for step in (
        lambda: services.add_to_cart(cart=cart, product=trade.mug),
        lambda: services.choose_delivery(cart=cart, delivery_address=trade.address),
        lambda: services.choose_delivery(cart=cart, carrier=trade.relay),
    ):
        with pytest.raises(RuleBroken) as refusal:
            services.place_order(cart=cart, customer=trade.customer, payment=trade.card)
        fields.append(refusal.value.field)
        step()
    assert fields == ["items", "delivery_address_id", "carrier_id"]
    trade.card.is_active = False
    with pytest.raises(RuleBroken, match="n’est plus proposé"):
        services.place_order(cart=cart, customer=trade.customer, payment=trade.card)


# vouchers ------------------------------------------------------------------------------------------------------------


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


def with_code(trade, token, typed="NOEL10"):
    cart = ready(trade, (trade.mug, 1), token=token)
    services.apply_code(cart=cart, code=typed)
    return services.place_order(cart=cart, customer=trade.customer, payment=trade.card)


def test_discounts_are_shared_once_and_add_up(trade):
    code(reduction_kind="amount", reduction_cents=1000)
    cart = ready(trade, (trade.coffee, 1), (trade.mug, 1))
    services.apply_code(cart=cart, code="NOEL10")
    order = services.place_order(cart=cart, customer=trade.customer, payment=trade.card)
    assert order.discount_incl_cents == sum(line.discount_cents for line in order.lines) == 1000
    assert [(v.code, v.amount_cents) for v in order.vouchers] == [("NOEL10", 1000)]
    assert order.total_incl_cents == order.products_incl_cents - 1000 + order.shipping_incl_cents


def test_once_per_customer_and_a_cancelled_order_gives_the_use_back(trade):
    rule = code()
    order = with_code(trade, "t1")
    assert queries.uses_of([rule.id], customer_id=trade.customer.id) == {rule.id: (1, 1)}
    with pytest.raises(RuleBroken, match="une fois par client"):
        with_code(trade, "t2")
    services.change_state(order=order, state=trade.states["annule"])
    assert queries.uses_of([rule.id]) == {}
    with_code(trade, "t2")


def test_the_total_available_is_for_everybody(trade):
    rule = code(quantity=1)
    with_code(trade, "t1")
    update_cart_rule(rule=rule, quantity_per_customer=1)
    with pytest.raises(RuleBroken, match="autant de fois que prévu"):
        with_code(trade, "t2")


def test_what_an_amount_leaves_over_becomes_a_voucher_of_the_customer(trade):
    code(reduction_kind="amount", reduction_cents=5000)
    order = with_code(trade, "t1")
    assert (order.discount_incl_cents, order.total_incl_cents) == (1990, 490)
    rest = session.query(CartRule).filter(CartRule.name.startswith("Reste du bon")).one()
    assert (rest.reduction_cents, rest.customer_id, rest.quantity) == (3010, trade.customer.id, 1)


def test_without_partial_use_the_rest_is_lost(trade):
    code(reduction_kind="amount", reduction_cents=5000, allows_partial_use=False)
    with_code(trade, "t1")
    assert session.query(CartRule).count() == 1


def test_a_gift_leaves_the_stock(trade):
    code(reduction_kind="none", gift_product_id=trade.coffee.id)
    order = with_code(trade, "t1")
    assert [(line.name, line.discount_cents) for line in order.lines] == [
        ("Mug Escale", 0),
        ("Cadeau\u00a0: Éthiopie Yirgacheffe", 1290),
    ]
    assert trade.coffee.quantity == 39
    assert order.total_incl_cents == 1990 + 490


def test_a_deleted_rule_leaves_the_orders_that_held_it(trade):
    rule = code()
    order = with_code(trade, "t1")
    services.delete_cart_rule(rule=rule)
    assert session.query(CartRule).count() == 0
    assert [(v.rule_id, v.code, v.amount_cents) for v in queries.get_order(order.id).vouchers] == [
        (None, "NOEL10", 199)
    ]


# life ----------------------------------------------------------------------------------------------------------------


def test_cancelling_gives_the_stock_back_and_restoring_takes_it_again(trade):
    order = place(trade, (trade.mug, 2))
    services.change_state(order=order, state=trade.states["annule"])
    assert trade.mug.quantity == 12
    services.change_state(order=order, state=trade.states["erreur-paiement"])
    assert trade.mug.quantity == 12
    services.change_state(order=order, state=trade.states["preparation"])
    assert trade.mug.quantity == 10
    assert [h.state.key for h in order.history] == ["paiement-accepte", "annule", "erreur-paiement", "preparation"]


def test_the_same_state_twice_is_refused(trade):
    order = place(trade, (trade.mug, 1))
    with pytest.raises(RuleBroken, match="déjà dans l’état") as refusal:
        services.change_state(order=order, state=trade.states["paiement-accepte"])
    assert refusal.value.field == "state_id"


def test_tracking_note_and_payment(trade):
    order = place(trade, (trade.mug, 1), payment=trade.cheque)
    services.set_tracking(order=order, tracking_number="  RE711 8512  586 FR ")
    services.set_private_note(order=order, private_note="Rappelée mardi.")
    services.change_payment(order=order, payment=trade.card)
    assert (order.tracking_number, order.private_note, order.payment_name) == (
        "RE711 8512 586 FR",
        "Rappelée mardi.",
        "Carte bancaire",
    )
    with pytest.raises(RuleBroken) as refusal:
        services.set_tracking(order=order, tracking_number="<script>")
    assert refusal.value.field == "tracking_number"
    services.change_state(order=order, state=trade.states["paiement-accepte"])
    with pytest.raises(RuleBroken, match="déjà payée"):
        services.change_payment(order=order, payment=trade.cheque)


def test_an_order_typed_for_a_customer(trade):
    code()
    order = services.create_order(
        customer=trade.customer, items=[OrderItem(trade.coffee, 3), OrderItem(trade.mug, 1)], carrier=trade.pickup,
        payment=trade.cheque, delivery_address=trade.address, codes=["NOEL10"], state=trade.states["preparation"],
        private_note="Salon du livre", author="Inès Baudry",
    )  # fmt: skip
    assert (order.discount_incl_cents, order.shipping_incl_cents, order.state.key) == (586, 0, "preparation")
    assert (order.history[0].author, order.private_note, order.invoice_number) == (
        "Inès Baudry",
        "Salon du livre",
        "FA000001",
    )
    assert "commande.creer" in [done.name for done in take_performed()]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"items": []}, "items"), ({"codes": ["RIEN"]}, "codes"), ({"carrier": None}, "carrier_id")],
)
def test_an_order_that_cannot_be_typed(trade, change, field):
    values = {"customer": trade.customer, "items": [OrderItem(trade.mug, 1)], "carrier": trade.relay, "payment": trade.card,
              "delivery_address": trade.address, **change}  # fmt: skip
    with pytest.raises(RuleBroken) as refusal:
        services.create_order(**values)
    assert refusal.value.field == field


def test_the_last_active_payment_stays(trade):
    services.update_payment_method(payment=trade.card, is_active=False)
    with pytest.raises(RuleBroken, match="au moins un mode") as refusal:
        services.update_payment_method(payment=trade.cheque, is_active=False)
    assert refusal.value.field == "is_active"
    services.update_payment_method(payment=trade.cheque, payee="Brûlerie Castelune", address="3, venelle du Four")
    assert (trade.cheque.payee, trade.cheque.address) == ("Brûlerie Castelune", "3, venelle du Four")


def test_the_list_is_filtered_and_sorted(trade):
    first = place(trade, (trade.mug, 1))
    with clock.frozen(NOW + timedelta(days=1)):
        second = place(trade, (trade.coffee, 5), payment=trade.cheque, token="t2")
    rows = queries.list_orders(sort="-total").items
    assert [(row.order.id, row.is_new, row.country) for row in rows] == [
        (second.id, False, "France"),
        (first.id, True, "France"),
    ]

    def found(**wanted):
        return [row.order.id for row in queries.list_orders(OrderFilter(**wanted), sort="id").items]

    assert found(customer="ines KERV") == [first.id, second.id]
    assert found(is_new=True) == [first.id]
    assert found(payment_key="cheque") == [second.id]
    assert found(reference=first.reference[:4].lower()) == [first.id]
    assert found(total_min=3000) == [second.id]
    assert found(placed_to=date(2026, 11, 23)) == [first.id]
    assert found(state_id=trade.states["livre"].id) == []
    assert queries.count_orders_to_handle() == 1
