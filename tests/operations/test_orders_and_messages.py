"""Orders entered and followed, customers answered."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderState, PaymentMethod
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.support.models import Mail, PredefinedMessage, Thread
from tests.operations.at_work import latest
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk

NEW = "/commandes/nouvelle"


def order_in(desk: Desk, key: str) -> Order:
    """The last order that is in a state."""
    found = sa.select(Order).where(Order.state_id == desk.find(OrderState, key=key).id).order_by(Order.id.desc())
    order: Order = db.session.scalars(found.limit(1)).one()
    return order


@performs("order.customer", "order.lines", "order.carrier", "order.payment", screen="order_create")
def test_an_order_is_entered_for_a_customer(desk: Desk) -> None:
    buyer = desk.find(Customer, key="lemarchand-hugo").id
    carrier, transfer = desk.find(Carrier, key="littoral-poste").id, desk.find(PaymentMethod, key="virement").id
    path = f"{NEW}?client={buyer}"
    form = desk.form(path, "order-form")
    desk.save(path, **form.filled(**{
        "lines-0-item": "CAST-TAS-QUA", "lines-0-quantity": "2", "lines-1-item": "CAST-PRE-MOU", "lines-1-quantity": "1",
        "carrier_id": carrier, "payment_id": transfer,
    }))  # fmt: skip
    made = latest(Order)
    assert (made.customer_id, made.carrier_id, made.state.key) == (buyer, carrier, "attente-virement")
    assert [(line.reference, line.quantity) for line in made.lines] == [("CAST-TAS-QUA", 2), ("CAST-PRE-MOU", 1)]
    assert desk.read("/commandes").says(made.reference)


@performs("order.delivered", screen="order_view_state")
def test_an_order_is_marked_as_delivered(desk: Desk) -> None:
    number = order_in(desk, "expedie").id
    delivered = desk.find(OrderState, key="livre").id
    desk.save(f"/commandes/{number}/etat", state_id=delivered)
    assert db.session.get_one(Order, (desk.shop_id, number)).state_id == delivered


@performs("order.message", screen="order_view_message")
def test_the_customer_is_told_that_the_order_is_under_way(desk: Desk) -> None:
    order = order_in(desk, "preparation")
    desk.save(f"/commandes/{order.id}/message", body="Votre commande est au four, elle part demain matin.")
    mail = latest(Mail)
    assert "elle part demain matin" in mail.body
    assert order.customer is not None
    assert mail.recipient == order.customer.email


# customer service ------------------------------------------------------------------------------------------------------


@performs("customer.readmsg", screen="thread_view")
def test_an_unread_message_is_opened(desk: Desk) -> None:
    waiting = desk.find(Thread, key="changement-adresse")
    assert not waiting.is_read
    page = desk.read(f"/sav/{waiting.id}")
    assert page.says(waiting.messages[-1].body.splitlines()[0])


@performs("thread.answer", "return.message", "PS-19", screen="thread_reply")
def test_a_customer_is_answered(desk: Desk) -> None:
    thread = desk.find(Thread, key="theiere-ebrechee").id
    desk.save(f"/sav/{thread}/repondre", body="Bonjour,\n\nLe carton abîmé suffira.", status="closed")
    kept = desk.find(Thread, key="theiere-ebrechee")
    assert (kept.status, kept.messages[-1].side) == ("closed", "team")
    assert "Le carton abîmé suffira." in latest(Mail).body


@performs("predef.create", screen="predefined_message_create")
def test_a_predefined_message_is_created_and_offered(desk: Desk) -> None:
    path = "/sav/messages-predefinis/nouveau"
    desk.save(path, name="Colis en retard", body="Bonjour {prenom},\n\nVotre colis a pris du retard.")
    assert desk.count(PredefinedMessage, name="Colis en retard") == 1
    thread = desk.find(Thread, key="theiere-ebrechee").id
    assert desk.read(f"/sav/{thread}").says("Colis en retard")
