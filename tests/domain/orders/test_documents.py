"""Invoices, delivery slips, steps of orders, carts of the back office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders import queries, rules, services
from sandbox.shop.orders.queries import CartFilter, DocumentFilter, OrderFilter
from sandbox.shop.orders.services import OrderItem
from tests.factories.trade import NOW


def made(trade, *, payment=None, at=NOW, product=None):
    with clock.frozen(at):
        return services.create_order(
            customer=trade.customer, items=[OrderItem(product or trade.mug, 1)], carrier=trade.relay,
            payment=payment or trade.card, delivery_address=trade.address,
        )  # fmt: skip


def test_an_invoice_is_dated_when_the_order_was_first_invoiced(trade):
    order = made(trade, payment=trade.cheque)
    assert queries.list_invoices().total == 0
    with clock.frozen(NOW + timedelta(days=3)):
        services.change_state(order=order, state=trade.states["paiement-accepte"])
    row = queries.list_invoices().items[0]
    assert (row.order.invoice_number, row.made_at) == ("FA000001", NOW + timedelta(days=3))
    assert [d.made_at for d in queries.invoices_to_print([order.id])] == [NOW + timedelta(days=3)]


def test_an_invoice_stays_when_its_state_no_longer_makes_one(trade):
    order = made(trade)
    services.update_state(state=trade.states["paiement-accepte"], is_invoiced=False)
    assert [row.id for row in queries.list_invoices().items] == [order.id]


def test_lists_of_documents_are_narrowed_sorted_and_paged(trade):
    first, second = made(trade), made(trade, at=NOW + timedelta(days=1), product=trade.coffee)

    def found(**wanted):
        return [row.id for row in queries.list_invoices(DocumentFilter(**wanted), sort="number").items]

    assert found() == [first.id, second.id]
    assert found(number="fa000002") == [second.id]
    assert found(reference=first.reference.lower()) == [first.id]
    assert found(customer="ines") == [first.id, second.id]
    assert found(total_min=first.total_incl_cents) == [first.id]
    assert found(made_from=date(2026, 11, 24)) == [second.id]
    assert found(made_to=date(2026, 11, 23)) == [first.id]
    assert found(state_id=trade.states["livre"].id) == []
    page = queries.list_invoices(sort="-made_at", number=2, size=1)
    assert ([row.id for row in page.items], page.total) == ([first.id], 2)


def test_a_slip_is_for_what_is_paid_and_carried(trade):
    waiting, paid = made(trade, payment=trade.cheque), made(trade)
    assert [row.id for row in queries.list_slips().items] == [paid.id]
    assert [d.order.id for d in queries.slips_to_print([waiting.id, paid.id])] == [paid.id]
    paid.carrier_id = None
    session.flush()
    assert queries.list_slips().total == 0
    assert not queries.has_slip(paid)
    assert rules.slip_number(12) == "BL000012"


def test_steps_of_orders_are_counted_and_listed(trade):
    waiting, paid, cancelled = made(trade, payment=trade.cheque), made(trade), made(trade)
    services.change_state(order=cancelled, state=trade.states["annule"])
    assert queries.count_by_step() == {"": 3, "to_handle": 1, "unpaid": 1, "paid": 1}
    assert [row.id for row in queries.list_orders(OrderFilter(step="to_handle")).items] == [paid.id]
    assert [row.id for row in queries.list_orders(OrderFilter(step="unpaid")).items] == [waiting.id]
    assert queries.neighbours_of(paid.id) == (waiting.id, cancelled.id)
    assert [order.id for order in queries.get_orders([cancelled.id, paid.id, 999])] == [paid.id, cancelled.id]


def test_the_carrier_changes_with_the_tracking_and_what_was_paid_stays(trade):
    order = made(trade)
    services.set_tracking(order=order, tracking_number="AB 12", carrier=trade.pickup)
    assert (order.carrier.name, order.tracking_number, order.shipping_incl_cents) == ("Retrait", "AB 12", 490)
    services.set_tracking(order=order, tracking_number="")
    assert (order.carrier.name, order.tracking_number) == ("Retrait", "")
    order.carrier_id = None
    session.flush()
    with pytest.raises(RuleBroken) as refusal:
        services.set_tracking(order=order, tracking_number="", carrier=trade.relay)
    assert refusal.value.field == "carrier_id"


def test_carts_are_worth_their_order_or_the_catalogues_price(trade):
    order = made(trade)
    with clock.frozen(NOW):
        cart = services.open_cart(token="t1", customer=trade.customer)
        services.add_to_cart(cart=cart, product=trade.coffee, quantity=2)
        rows = {row.id: row for row in queries.list_carts(CartFilter()).items}
    assert (rows[order.cart_id].status, rows[order.cart_id].value_cents) == ("ordered", order.total_incl_cents)
    assert (rows[cart.id].status, rows[cart.id].value_cents) == ("open", 2580)


def test_a_quote_is_what_the_order_then_costs_and_writes_nothing(trade):
    with clock.frozen(NOW):
        told = queries.quote_order(
            customer=trade.customer, items=[(trade.coffee, None, 2), (trade.mug, None, 1)], carrier_id=trade.relay.id,
            address=trade.address,
        )  # fmt: skip
        assert not session.new
        assert queries.list_carts().total == 0
        order = services.create_order(
            customer=trade.customer, items=[OrderItem(trade.coffee, 2), OrderItem(trade.mug, 1)], carrier=trade.relay,
            payment=trade.card, delivery_address=trade.address,
        )  # fmt: skip
    assert (told.total_incl_cents, told.total_excl_cents) == (order.total_incl_cents, order.total_excl_cents)
    assert {option.carrier.name for option in told.carriers} == {"Relais Escale", "Retrait"}


def test_a_quote_says_what_stands_in_the_way(trade):
    with clock.frozen(NOW):
        told = queries.quote_order(
            customer=trade.customer, items=[(trade.mug, None, 50)], carrier_id=None, address=trade.address
        )
    assert "il n’en reste que 12" in told.problems[0]
    assert told.shipping_incl_cents is None


def test_an_order_may_begin_in_a_cart_that_was_left(trade):
    with clock.frozen(NOW):
        left = services.open_cart(token="t1", customer=trade.customer)
        services.add_to_cart(cart=left, product=trade.mug, quantity=3)
        order = services.create_order(
            customer=trade.customer, items=[OrderItem(trade.coffee, 1)], carrier=trade.relay, payment=trade.card,
            delivery_address=trade.address, cart=left,
        )  # fmt: skip
        assert (order.cart_id, [line.name for line in order.lines]) == (left.id, ["Éthiopie Yirgacheffe"])
        assert queries.find_cart("t1") is None
        assert queries.get_cart_row(left).status == "ordered"
        with pytest.raises(RuleBroken, match="déjà devenu une commande"):
            services.create_order(
                customer=trade.customer, items=[OrderItem(trade.coffee, 1)], carrier=trade.relay, payment=trade.card,
                delivery_address=trade.address, cart=left,
            )  # fmt: skip


def test_a_cart_of_somebody_else_is_refused(trade):
    with clock.frozen(NOW):
        other = services.open_cart(token="t2")
        with pytest.raises(RuleBroken, match="autre client"):
            services.create_order(
                customer=trade.customer, items=[OrderItem(trade.coffee, 1)], carrier=trade.relay, payment=trade.card,
                delivery_address=trade.address, cart=other,
            )  # fmt: skip


def test_effects_are_told_in_the_order_they_happen():
    words = rules.effects_of(sends_mail=True, makes_invoice=True, gives_stock_back=False, takes_stock=False)
    assert words == ["la facture est créée", "un e-mail part au client"]
