"""What customer service does around orders: the mail of a new state, and writing to the customer about one."""

from __future__ import annotations

from datetime import datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders.services import OrderItem, change_state, create_order, set_tracking
from sandbox.shop.support import queries, services
from sandbox.shop.support.models import Mail, PredefinedMessage, Thread
from tests.factories.trade import make_trade

NOW = datetime(2026, 11, 23, 9, 0)


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def trade(shop):
    return make_trade()


@pytest.fixture
def order(trade):
    return create_order(
        customer=trade.customer, items=[OrderItem(trade.mug, 1)], carrier=trade.relay, payment=trade.card,
        delivery_address=trade.address,
    )  # fmt: skip


def test_a_state_that_says_so_sends_a_mail_with_what_is_known(trade, order):
    trade.states["expedie"].sends_mail = True
    set_tracking(order=order, tracking_number="RE711 8512 586 FR")
    change_state(order=order, state=trade.states["expedie"])
    mail = session.query(Mail).one()
    assert mail.recipient == trade.customer.email.lower()
    assert mail.subject == f"Votre commande {order.reference} : Expédié"
    for words in ("Bonjour Inès,", "« Expédié »", "Transporteur : Relais Escale", "RE711 8512 586 FR", "FA000001"):
        assert words in mail.body


def test_an_order_entered_by_the_team_is_told_to_the_customer(trade):
    trade.states["paiement-accepte"].sends_mail = True
    made = create_order(
        customer=trade.customer, items=[OrderItem(trade.mug, 1)], carrier=trade.relay, payment=trade.card,
        delivery_address=trade.address,
    )  # fmt: skip
    assert session.query(Mail).one().subject == f"Votre commande {made.reference} : Paiement accepté"


def test_a_state_without_the_flag_sends_none(trade, order):
    change_state(order=order, state=trade.states["preparation"])
    assert session.query(Mail).count() == 0


def test_a_cancelled_order_s_mail_speaks_of_no_parcel(trade, order):
    trade.states["annule"].sends_mail = True
    set_tracking(order=order, tracking_number="RE711")
    change_state(order=order, state=trade.states["annule"])
    body = session.query(Mail).one().body
    assert "RE711" not in body
    assert "FA000001" not in body


def test_writing_about_an_order_begins_a_thread_then_goes_on_in_it(trade, order):
    services.create_contact(name="Service client", email="aide@castelune.example")
    first = services.write_about_order(order=order, body="Votre mug part demain.", author="Soizic Hamon")
    assert (first.order_id, first.customer_id, first.status, first.is_read) == (
        order.id,
        trade.customer.id,
        "closed",
        True,
    )
    assert [(m.side, m.author, m.body) for m in first.messages] == [("team", "Soizic Hamon", "Votre mug part demain.")]
    again = services.write_about_order(order=order, body="Il est parti.", author="Soizic Hamon")
    assert again.id == first.id
    assert session.query(Thread).count() == 1
    assert [m.body for m in session.query(Mail).order_by(Mail.id)] == ["Votre mug part demain.", "Il est parti."]
    assert [done.name for done in take_performed()][-2:] == ["message.ecrire", "message.ecrire"]


def test_an_empty_message_is_refused_and_leaves_no_thread(order):
    services.create_contact(name="Service client", email="aide@castelune.example")
    with pytest.raises(RuleBroken) as refusal:
        services.write_about_order(order=order, body="  ")
    assert refusal.value.field == "body"
    assert session.query(Thread).count() == 0


def test_without_any_contact_the_message_says_where_to_make_one(order):
    with pytest.raises(RuleBroken, match="Créez d’abord un contact"):
        services.write_about_order(order=order, body="Bonjour")


def test_a_predefined_message_is_filled_from_an_order(order):
    message = PredefinedMessage(
        name="Suivi", body="Bonjour {prenom}, {commande} est « {etat_commande} », colis {suivi}."
    )
    filled = queries.fill_for_order(message, order)
    assert filled.text == f"Bonjour Inès, {order.reference} est « Paiement accepté », colis {{suivi}}."
    assert filled.missing == ("suivi",)
