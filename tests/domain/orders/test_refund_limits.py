"""A refund never exceeds what was paid: whatever its kind, as money or as vouchers, asked too high, again, or by many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import CreditSlip, Order
from sandbox.shop.orders.services import OrderItem, RefundItem
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.services import create_cart_rule
from sandbox.shop.shops.services import set_settings

CLERKS = 8


@pytest.fixture
def trade(trade):
    set_settings(values={"retours_actifs": True, "retours_jours": 14})
    create_cart_rule(
        name="Dix", code="DIX", quantity=999, quantity_per_customer=999, reduction_kind="percent", reduction_bp=1000
    )
    return trade


def ordered(trade, *, coffee=3, mug=2, state="paiement-accepte", codes=("DIX",)):
    items = [OrderItem(product, count) for product, count in ((trade.coffee, coffee), (trade.mug, mug)) if count]
    order = services.create_order(
        customer=trade.customer,
        items=items,
        carrier=trade.relay,
        payment=trade.card,
        delivery_address=trade.address,
        codes=codes,
    )
    if state != order.state.key:
        services.change_state(order=order, state=trade.states[state])
    return order


def within(order: Order) -> None:
    """Nothing more was given back than was paid: in all, by line and for the postage."""
    slips = queries.slips_of(order.id)
    balance = queries.balance_of(order, slips)
    assert 0 <= sum(slip.total_incl_cents for slip in slips) <= order.total_incl_cents
    assert 0 <= sum(slip.total_excl_cents for slip in slips) <= order.total_excl_cents
    assert balance.shipping_left >= 0
    assert all(one.paid.cents_left >= 0 and one.paid.units_left >= 0 for one in balance.lines)


@settings(max_examples=20)
@given(data=st.data())
def test_whatever_is_asked_of_whatever_kind(trade, data):
    """Amounts and units are drawn beyond what is left on purpose; what passes stays within, and vouchers are worth their slips."""
    with db.session.begin_nested() as point:
        state = data.draw(st.sampled_from(["paiement-accepte", "livre", "annule"]))
        order = ordered(trade, coffee=data.draw(st.integers(1, 4)), mug=data.draw(st.integers(0, 3)), state=state)
        worth = 0
        for _ in range(7):
            kind = data.draw(st.sampled_from(["standard", "partial", "return"]))
            items = [
                RefundItem(
                    line, data.draw(st.integers(0, line.quantity + 1)), data.draw(st.none() | st.integers(0, 6_000))
                )
                for line in order.lines
            ]
            as_voucher = data.draw(st.booleans())
            try:
                with db.session.begin_nested():
                    slip = services.refund_order(
                        order=order, kind=kind, items=items, shipping_cents=data.draw(st.integers(0, 500)),
                        restocks=data.draw(st.booleans()), as_voucher=as_voucher,
                    )  # fmt: skip
            except RuleBroken:
                continue
            finally:
                within(order)
            worth += slip.total_incl_cents if as_voucher else 0
        given_back = session.query(CartRule.reduction_cents).filter(CartRule.customer_id == trade.customer.id)
        assert sum(cents for (cents,) in given_back) == worth
        point.rollback()
    db.session.expire_all()


def test_the_same_refund_again_is_refused(trade):
    order = ordered(trade)
    items = [RefundItem(line, line.quantity) for line in order.lines]
    services.refund_order(order=order, kind="standard", items=items, shipping_cents=order.shipping_incl_cents)
    for kind in ("standard", "partial"):
        with pytest.raises(RuleBroken, match="déjà remboursée en entier"):
            services.refund_order(order=order, kind=kind, items=items)
    within(order)


def test_an_order_paid_by_vouchers_alone_gives_no_money_back(trade):
    create_cart_rule(
        name="Tout", code="TOUT", quantity=9, reduction_kind="percent", reduction_bp=10_000, is_free_shipping=True
    )
    order = ordered(trade, codes=("TOUT",))
    assert order.total_incl_cents == 0
    with pytest.raises(RuleBroken, match="déjà remboursée en entier"):
        services.refund_order(order=order, kind="partial", items=[RefundItem(order.lines[0], 0, 1)])


def test_clerks_at_once_give_back_the_order_once(app, shop, trade):
    order = ordered(trade)
    shop_id, order_id, total = shop.id, order.id, order.total_incl_cents
    db.session.commit()
    db.session.remove()
    together = Barrier(CLERKS)
    with ThreadPoolExecutor(CLERKS) as pool:
        jobs = [pool.submit(_refund, app, shop_id, order_id, together, rank % 2 == 0) for rank in range(CLERKS)]
        said = [job.result() for job in jobs]
    assert said.count("ok") == 1
    assert sum(cents for (cents,) in session.query(CreditSlip.total_incl_cents)) == total
    assert session.query(CreditSlip).count() == 1
    within(queries.get_order(order_id))


def _refund(app: Flask, shop_id: int, order_id: int, together: Barrier, as_voucher: bool) -> str:
    """What one clerk's request does, in its own session."""
    with app.app_context(), shop_scope(shop_id):
        together.wait()
        try:
            order = queries.get_order(order_id)
            items = [RefundItem(line, line.quantity) for line in order.lines]
            services.refund_order(
                order=order,
                kind="standard",
                items=items,
                shipping_cents=order.shipping_incl_cents,
                as_voucher=as_voucher,
            )
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            return refusal.message
        finally:
            db.session.remove()
        return "ok"
