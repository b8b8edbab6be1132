"""Threads: heard, answered, noted, transferred; predefined messages."""

from __future__ import annotations

from datetime import datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderHistory, OrderLine, OrderState
from sandbox.shop.support import queries, services
from sandbox.shop.support.models import Mail
from sandbox.shop.support.queries import ThreadFilter
from sandbox.shop.team.models import Employee, Profile

MOMENT = datetime(2026, 11, 23, 13, 5)


@pytest.fixture
def contact(shop):
    profile = Profile(key="vendeur", name="Vendeur")
    db.session.add(profile)
    db.session.flush()
    db.session.add(
        Employee(
            first_name="Inès", last_name="Baudry", email="i@castelune.example", profile_id=profile.id, hired_at=MOMENT
        )
    )
    return services.create_contact(name="Service client", email="aide@castelune.example")


def customer():
    return db.session.query(Customer).filter_by(key="ines").one()


def order_of(person):
    state = OrderState(key="livre", name="Livré", is_paid=True)
    db.session.add(state)
    db.session.flush()
    order = Order(
        reference="WPLNXDYAE", customer_id=person.id, state_id=state.id, payment_key="carte", payment_name="Carte bancaire",
        delivery_text="", invoice_text="", products_incl_cents=1990, products_excl_cents=1658, total_incl_cents=2480,
        total_excl_cents=2067, tracking_number="LP123", placed_at=MOMENT,
    )  # fmt: skip
    db.session.add(order)
    db.session.flush()
    db.session.add_all([
        OrderLine(order_id=order.id, product_id=3, name="Mug", quantity=1, unit_incl_cents=1990, unit_excl_cents=1658, tax_bp=2000),
        OrderHistory(order_id=order.id, state_id=state.id, set_at=MOMENT),
    ])  # fmt: skip
    db.session.flush()
    return order


def test_a_contact_form_makes_a_thread_unread_and_open(contact):
    with clock.frozen(MOMENT):
        thread = services.open_thread(
            contact=contact, name="Paul Quintin", email="Paul@Mail.example", body="Bonjour,\n\nOù est mon colis ?"
        )
    assert (thread.status, thread.is_read, thread.email, thread.updated_at) == (
        "open",
        False,
        "paul@mail.example",
        MOMENT,
    )
    assert queries.subject_of(thread) == "Où est mon colis ?"
    assert queries.count_unread() == 1
    assert queries.count_by_status() == {"open": 1}


def test_a_customer_need_not_type_name_and_address(contact):
    person = customer()
    thread = services.open_thread(contact=contact, customer=person, order=order_of(person), body="Merci")
    assert (thread.name, thread.email, thread.order.reference) == ("Inès Kervella", "ines@exemple.example", "WPLNXDYAE")


@pytest.mark.parametrize(("field", "value"), [("body", " "), ("email", "paul@"), ("name", " ")])
def test_a_wrong_message_is_refused_at_its_field(contact, field, value):
    good = {"name": "Paul", "email": "paul@mail.example", "body": "Bonjour"}
    with pytest.raises(RuleBroken) as refusal:
        services.open_thread(contact=contact, **(good | {field: value}))
    assert refusal.value.field == field


def test_somebody_elses_order_is_refused(contact):
    order = order_of(customer())
    with pytest.raises(RuleBroken):
        services.open_thread(contact=contact, name="Paul", email="p@mail.example", body="Bonjour", order=order)


def test_a_reply_makes_a_mail_and_moves_the_thread(contact):
    thread = services.open_thread(contact=contact, name="Paul", email="paul@mail.example", body="Où est mon colis ?")
    take_performed()
    with clock.frozen(MOMENT):
        services.reply(thread=thread, body="Il part demain.", status="closed")
    mail = db.session.query(Mail).one()
    assert (mail.recipient, mail.subject, mail.body) == (
        "paul@mail.example",
        f"Re : Où est mon colis ? [fil nᵒ {thread.id}]",
        "Il part demain.",
    )
    assert (thread.status, thread.is_read, thread.messages[-1].author) == ("closed", True, "Inès Baudry")
    assert [done.name for done in take_performed()] == ["message.repondre"]
    services.write_again(thread=thread, body="Toujours rien !")
    assert (thread.status, thread.is_read) == ("open", False)


def test_a_private_message_makes_no_mail_and_is_not_seen(contact):
    thread = services.open_thread(contact=contact, name="Paul", email="paul@mail.example", body="Où est mon colis ?")
    services.add_note(thread=thread, body="Colis perdu par le transporteur.")
    assert db.session.query(Mail).count() == 0
    assert [message.is_private for message in thread.messages] == [False, True]


def test_states_transfer_and_reading(contact):
    thread = services.open_thread(contact=contact, name="Paul", email="paul@mail.example", body="Devis ?")
    other = services.create_contact(name="Professionnels", email="pro@castelune.example")
    services.mark_read(thread=thread)
    assert queries.count_unread() == 0
    services.mark_unread(thread=thread)
    services.set_status(thread=thread, status="pending1")
    services.transfer(thread=thread, contact=other, note="Pour vous")
    assert (thread.contact.name, thread.status, thread.messages[-1].is_private) == ("Professionnels", "pending1", True)
    for refused in (
        lambda: services.transfer(thread=thread, contact=other),
        lambda: services.set_status(thread=thread, status="clos"),
    ):
        with pytest.raises(RuleBroken):
            refused()


def test_threads_are_listed_found_and_filtered(contact):
    with clock.frozen(datetime(2026, 11, 20, 8, 0)):
        one = services.open_thread(
            contact=contact, name="Zoé Ménard", email="z@mail.example", body="Une théière cassée"
        )
    with clock.frozen(MOMENT):
        two = services.open_thread(contact=contact, name="Paul", email="p@mail.example", body="Un devis")
    assert [row.thread.id for row in queries.list_threads(ThreadFilter()).items] == [two.id, one.id]
    assert [row.subject for row in queries.list_threads(ThreadFilter(text="menard theiere")).items] == [
        "Une théière cassée"
    ]
    services.set_status(thread=one, status="closed")
    assert queries.list_threads(ThreadFilter(status="closed")).total == 1
    assert queries.list_threads(ThreadFilter(is_read=False)).total == 1
    with pytest.raises(NotFound):
        queries.get_thread(999)


def test_the_timeline_tells_orders_and_messages(contact):
    person = customer()
    order = order_of(person)
    with clock.frozen(datetime(2026, 11, 24, 8, 0)):
        thread = services.open_thread(contact=contact, customer=person, body="Éclat sur le bec")
    with clock.frozen(datetime(2026, 11, 24, 9, 0)):
        services.reply(thread=thread, body="Nous échangeons.")
    words = [(event.words, event.order.reference if event.order else None) for event in queries.timeline_of(thread)]
    assert words == [("Réponse envoyée", None), ("Ouverture du fil", None), ("Livré", "WPLNXDYAE")]
    figures = queries.customer_figures([person.id])[person.id]
    assert (figures.orders, figures.spent_cents, figures.threads, figures.open_threads) == (1, 2480, 1, 1)
    services.attach_order(thread=thread, order=order)
    assert queries.threads_of_order(order.id)[0].thread is thread


def test_predefined_messages_are_filled_from_the_thread(contact):
    person = customer()
    thread = services.open_thread(contact=contact, customer=person, order=order_of(person), body="Où en est-elle ?",
                                  product=db.session.query(Product).filter_by(key="mug").one())  # fmt: skip
    message = services.create_predefined(
        name="Suivi", body="Bonjour {civilité} {nom}, commande {commande}, colis {suivi}, {transporteur}. {employé}"
    )
    filled = queries.fill_predefined(message, thread, author="Inès Baudry")
    assert filled.text == "Bonjour Mme Kervella, commande WPLNXDYAE, colis LP123, {transporteur}. Inès Baudry"
    assert filled.missing == ("transporteur",)


def test_predefined_messages_have_a_name_of_their_own(contact):
    message = services.create_predefined(name="Rupture", body="Bonjour {prenom}")
    with pytest.raises(RuleBroken) as refusal:
        services.create_predefined(name="rupture", body="x")
    assert refusal.value.field == "name"
    with pytest.raises(RuleBroken, match="pointure"):
        services.update_predefined(predefined=message, body="{pointure}")
    services.update_predefined(predefined=message, name="Rupture de stock")
    assert [m.name for m in queries.list_predefined("rupture")] == ["Rupture de stock"]
    services.delete_predefined(predefined=message)
    assert queries.list_predefined() == []
