"""Giving money back: what is open, exact amounts, stock, vouchers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.modules import entities
from sandbox.shop.catalog.models import StockMovement
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import CreditSlip
from sandbox.shop.orders.queries import SlipFilter
from sandbox.shop.orders.services import OrderItem, RefundItem, ReturnItem
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import rules_of_customer
from sandbox.shop.pricing.services import create_cart_rule
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.models import Mail
from tests.factories.trade import NOW


@pytest.fixture
def trade(trade):
    set_settings(values={"retours_actifs": True, "retours_jours": 14})
    return trade


def ordered(trade, *, coffee=2, mug=1, state="paiement-accepte", codes=()):
    """An order of coffees at 12,90 € (5,5 %) and mugs at 19,90 € (20 %), postage 4,90 € (20 %)."""
    items = [OrderItem(product, count) for product, count in ((trade.coffee, coffee), (trade.mug, mug)) if count]
    order = services.create_order(
        customer=trade.customer, items=items, carrier=trade.relay, payment=trade.card, delivery_address=trade.address,
        state=trade.states["paiement-accepte"], codes=codes,
    )  # fmt: skip
    if state != "paiement-accepte":
        services.change_state(order=order, state=trade.states[state])
    return order


def refund(order, kind, *counts, cents=None, **kw):
    """Refund units of the order's lines, in their order."""
    items = [
        RefundItem(line, n, c) for line, n, c in zip(order.lines, counts, cents or [None] * 9, strict=False) if n or c
    ]
    return services.refund_order(order=order, kind=kind, items=items, **kw)


def test_a_standard_refund_before_shipping(trade):
    order = ordered(trade)
    slip = refund(order, "standard", 2, 1, shipping_cents=490, restocks=True, author="Soizic Hamon")
    assert (slip.reference, slip.kind, slip.total_incl_cents) == ("AV000001", "standard", order.total_incl_cents)
    assert slip.total_excl_cents == order.total_excl_cents
    assert queries.taxes_of_slip(slip) == queries.taxes_of_order(order)
    assert (trade.coffee.quantity, trade.mug.quantity) == (40, 12)
    assert session.query(StockMovement).filter_by(reason="Remboursement").count() == 2
    with pytest.raises(RuleBroken, match="déjà remboursée en entier"):
        refund(order, "partial", 0, 0, cents=[0, 1])
    done = take_performed()[-1]
    assert (done.name, done.entity, done.title) == ("commande.rembourser", "avoir", "AV000001")


def test_the_discount_s_share_is_not_refunded_twice(trade):
    create_cart_rule(name="Dix", code="DIX", quantity=9, reduction_kind="percent", reduction_bp=1000)
    order = ordered(trade, codes=["DIX"])
    assert order.discount_incl_cents == 457
    slip = refund(order, "partial", 1)
    assert slip.total_incl_cents == (2580 - order.lines[0].discount_cents) // 2
    rest = refund(order, "partial", 1, 1, shipping_cents=490)
    assert slip.total_incl_cents + rest.total_incl_cents == order.total_incl_cents
    assert slip.total_excl_cents + rest.total_excl_cents == order.total_excl_cents


def test_a_partial_refund_may_be_a_gesture_without_units(trade):
    order = ordered(trade, state="livre")
    slip = refund(order, "partial", 0, 0, cents=[0, 500], restocks=True)
    assert (slip.total_incl_cents, slip.lines[0].quantity, slip.lines[0].restocked) == (500, 0, 0)
    assert trade.mug.quantity == 11
    postage = refund(order, "partial", shipping_cents=490)
    assert (postage.lines, postage.shipping_incl_cents, postage.shipping_excl_cents) == ([], 490, 408)
    with pytest.raises(RuleBroken, match="14,90"):
        refund(order, "partial", 0, 0, cents=[0, 1491])
    with pytest.raises(RuleBroken, match="Livraison") as refusal:
        refund(order, "partial", 1, shipping_cents=1)
    assert refusal.value.field == "shipping_cents"


@pytest.mark.parametrize(("state", "kind", "words"), [
    ("annule", "return", "pas expédiée"), ("livre", "standard", "Retourner des produits"),
    ("paiement-accepte", "return", "Remboursement standard"), ("paiement-accepte", "autre", "Choisissez"),
])  # fmt: skip
def test_what_the_state_closes_is_said(trade, state, kind, words):
    order = ordered(trade, state=state)
    with pytest.raises(RuleBroken, match=words):
        refund(order, kind, 1)
    assert session.query(CreditSlip).count() == 0


def test_an_unpaid_order_has_nothing_to_refund(trade):
    order = services.create_order(
        customer=trade.customer, items=[OrderItem(trade.mug, 1)], carrier=trade.relay, payment=trade.cheque,
        delivery_address=trade.address,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="n’a pas été payée"):
        refund(order, "partial", 1)


def test_the_shop_s_settings_close_standard_refunds_and_returns(trade):
    set_settings(values={"retours_actifs": False})
    with pytest.raises(RuleBroken, match="Les retours sont désactivés"):
        refund(ordered(trade), "standard", 1)
    sent = ordered(trade, state="livre")
    with pytest.raises(RuleBroken, match="Les retours sont désactivés"):
        refund(sent, "return", 1)
    assert refund(sent, "partial", 1).total_incl_cents == 1290


def test_products_come_back_within_the_period_or_with_a_return(trade):
    order = ordered(trade, state="livre")
    with clock.frozen(NOW + timedelta(days=40)):
        with pytest.raises(RuleBroken, match="Le délai de retour est passé"):
            refund(order, "return", 1)
        back = services.record_return(order=order, items=[ReturnItem(order.lines[0], 1, "faulty")])
        slip = refund(order, "return", 1, restocks=True, merchandise_return=back)
    assert (slip.return_id, trade.coffee.quantity) == (back.id, 39)
    assert session.query(StockMovement).filter_by(reason="Retour").one().delta == 1


def test_cancelling_afterwards_gives_back_only_what_is_still_out(trade):
    order = ordered(trade)
    refund(order, "standard", 1, restocks=True)
    services.change_state(order=order, state=trade.states["annule"])
    assert (trade.coffee.quantity, trade.mug.quantity) == (40, 12)
    with pytest.raises(RuleBroken, match="déjà revenues en stock") as refusal:
        refund(order, "standard", 1, restocks=True)
    assert refusal.value.field == "restocks"
    services.change_state(order=order, state=trade.states["preparation"])
    assert (trade.coffee.quantity, trade.mug.quantity) == (39, 11)


def test_a_voucher_instead_of_the_money(trade):
    order = ordered(trade, state="livre")
    slip = refund(order, "partial", 1, as_voucher=True)
    rule = session.query(CartRule).filter_by(code=slip.voucher_code).one()
    assert slip.voucher_code == f"V{slip.id}C{trade.customer.id}O{order.id}"
    assert (rule.reduction_cents, rule.customer_id, rule.quantity) == (1290, trade.customer.id, 1)
    assert [r.code for r in rules_of_customer(trade.customer.id)] == [rule.code]
    cart = services.open_cart(token="t9", customer=trade.customer)
    services.add_to_cart(cart=cart, product=trade.mug)
    services.apply_code(cart=cart, code=rule.code)
    totals = queries.cart_totals(cart, buyer=buyer_of(trade.customer), with_suggestions=False)
    assert totals.discount_cents == 1290
    services.delete_cart_rule(rule=rule)
    session.expire_all()
    kept = queries.get_credit_slip(slip.id)
    assert (kept.rule_id, kept.voucher_code, kept.is_voucher) == (None, slip.voucher_code, True)


def test_the_customer_is_told_by_mail(trade):
    order = ordered(trade, state="livre")
    slip = refund(order, "partial", 1, as_voucher=True)
    mail = session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail.recipient == trade.customer.email
    assert [
        word
        for word in (slip.reference, order.reference, "12,90", slip.voucher_code)
        if word not in f"{mail.subject} {mail.body}"
    ] == []


def test_items_of_another_order_or_given_twice_are_refused(trade):
    order, other = ordered(trade, state="livre"), ordered(trade, state="livre")
    with pytest.raises(NotFound):
        services.refund_order(order=order, kind="partial", items=[RefundItem(other.lines[0], 1)])
    twice = [RefundItem(order.lines[0], 1), RefundItem(order.lines[0], 1)]
    with pytest.raises(RuleBroken, match="deux fois"):
        services.refund_order(order=order, kind="partial", items=twice)
    with pytest.raises(RuleBroken, match="au moins une quantité"):
        services.refund_order(order=order, kind="partial", items=[])
    back = services.record_return(order=other, items=[ReturnItem(other.lines[0], 1, "faulty")])
    with pytest.raises(RuleBroken, match="autre commande"):
        refund(order, "return", 1, merchandise_return=back)


def test_the_list_of_slips_is_narrowed_and_sorted(trade):
    first, second = ordered(trade, state="livre"), ordered(trade, state="livre")
    refund(first, "partial", 1)
    with clock.frozen(NOW + timedelta(days=3)):
        refund(second, "return", 1, 1, as_voucher=True)

    def found(**kw):
        return [slip.reference for slip in queries.list_credit_slips(SlipFilter(**kw), sort="reference").items]

    assert found() == ["AV000001", "AV000002"]
    assert found(customer="kerv ine", kind="partial") == ["AV000001"]
    assert found(order_reference=second.reference) == found(is_voucher=True) == found(total_min=2000) == ["AV000002"]
    assert found(made_to=NOW.date()) == ["AV000001"]
    assert found(made_from=(NOW + timedelta(days=2)).date()) == ["AV000002"]
    assert [s.reference for s in queries.slips_of_customer(trade.customer.id)] == ["AV000002", "AV000001"]
    with pytest.raises(NotFound):
        queries.get_credit_slip(99)


def test_evidence_reads_a_slip_its_return_and_what_the_order_gave_back(trade):
    order = ordered(trade, state="livre")
    back = services.record_return(order=order, items=[ReturnItem(order.lines[0], 2, "faulty")])
    slip = refund(order, "return", 2, shipping_cents=490, restocks=True, merchandise_return=back)
    session.expire_all()

    def told(name, row):
        return {field.name: field.value_of(row) for field in entities()[name].fields}

    seen = told("avoir", slip)
    assert (seen["numero"], seen["type"], seen["total_ttc"], seen["port"]) == ("AV000001", "return", 3070, 490)
    assert (seen["commande"], seen["retour"], seen["articles"], seen["remis_en_stock"]) == (order.id, back.id, 2, 2)
    assert told("commande", order)["rembourse"] == 3070
    assert (told("retour", back)["etat"], told("retour", back)["articles"]) == ("waiting", 2)


@settings(max_examples=20)
@given(data=st.data())
def test_whatever_the_steps_money_vat_and_stock_are_right(trade, data):
    """Random refunds of an order with a voucher, until nothing is left; each example starts from the same shop."""
    with db.session.begin_nested() as point:
        coffee, mug = data.draw(st.integers(1, 5)), data.draw(st.integers(0, 3))
        cut = data.draw(st.integers(0, 9_999))
        rule = (
            create_cart_rule(name="Remise", quantity=99, code="REMISE", reduction_kind="percent", reduction_bp=cut)
            if cut
            else None
        )
        before = (trade.coffee.quantity, trade.mug.quantity)
        order = ordered(trade, coffee=coffee, mug=mug, state="livre", codes=["REMISE"] if rule else ())
        for _ in range(6):
            balance = queries.balance_of(order)
            if balance.cents_left == 0:
                break
            counts = [data.draw(st.integers(0, one.paid.units_left)) for one in balance.lines]
            gifts = [data.draw(st.none() | st.integers(0, one.paid.cents_left)) for one in balance.lines]
            shipping = data.draw(st.integers(0, balance.shipping_left))
            if any(counts) or any(gifts) or shipping:
                slip = refund(order, "partial", *counts, cents=gifts, shipping_cents=shipping, restocks=True)
                assert slip.total_incl_cents == sum(x.amount_incl_cents for x in slip.lines) + slip.shipping_incl_cents
                assert slip.total_excl_cents == sum(x.amount_excl_cents for x in slip.lines) + slip.shipping_excl_cents
                assert all(0 <= x.amount_excl_cents <= x.amount_incl_cents for x in slip.lines)
        balance = queries.balance_of(order)
        if balance.cents_left:
            refund(
                order,
                "partial",
                *(x.paid.units_left for x in balance.lines),
                cents=[x.paid.cents_left for x in balance.lines],
                shipping_cents=balance.shipping_left,
                restocks=True,
            )
        slips = queries.slips_of(order.id)
        assert sum(slip.total_incl_cents for slip in slips) == order.total_incl_cents
        assert sum(slip.total_excl_cents for slip in slips) == order.total_excl_cents
        taxes: dict[int, int] = {}
        for line in (line for slip in slips for line in queries.taxes_of_slip(slip)):
            taxes[line.rate_bp] = taxes.get(line.rate_bp, 0) + line.tax_cents
        assert {r: t for r, t in taxes.items() if t} == {
            x.rate_bp: x.tax_cents for x in queries.taxes_of_order(order) if x.tax_cents
        }
        out = sum(line.quantity for line in order.lines) - sum(queries.restocked_units(order).values())
        assert sum(before) - trade.coffee.quantity - trade.mug.quantity == out
        point.rollback()
    db.session.expire_all()
