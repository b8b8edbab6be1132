"""After a person was erased, nothing of the shop's rows names them or keeps what they wrote, but what invoices print."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import db, session
from sandbox.kernel.scoping import scoped_tables
from sandbox.kernel.unscoped import execute
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.services import erase_customer, subscribe, update_customer
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.services import OrderItem, RefundItem, ReturnItem
from sandbox.shop.pricing.services import create_cart_rule
from sandbox.shop.reviews.services import post_review, reply_to_review, report_review
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.models import Contact
from sandbox.shop.support.services import add_note, open_thread, record_mail, reply

NAME, STREET, EMAIL, PHONE = "Canaridelle", "12, allée des Volières", "z.canaridelle@mail.example", "06 39 98 00 11"
WORDS = "FUITE-CANARI"
"""Stands in every free text that the person wrote or that was written about them."""
KEPT = {
    ("orders", "delivery_text"),
    ("orders", "invoice_text"),
    ("order_lines", "customization"),
    ("order_vouchers", "name"),
}
"""What invoices and slips print stays as it was printed."""


def person(trade) -> Customer:
    """The customer of the shop under a name that nothing else bears."""
    customer = trade.customer
    update_customer(customer=customer, last_name=NAME, email=EMAIL, note=WORDS)
    trade.address.last_name, trade.address.line1, trade.address.phone = NAME, STREET, PHONE
    session.flush()
    return customer


def told(text: str = "") -> str:
    return f"{text} Inès {NAME}, {STREET}, {EMAIL}, {PHONE}."


def lived(trade) -> int:
    """A life in the shop that leaves a trace in every room; the number of the order that stays."""
    customer = person(trade)
    set_settings(
        values={"retours_actifs": True, "retours_jours": 14, "emballage_cadeau": True, "avis_validation": False}
    )
    contact = Contact(name="Service client", email="contact@brulerie.example")
    session.add(contact)
    session.flush()
    create_cart_rule(
        name=f"Geste pour {NAME}", code="GESTE", customer_id=customer.id, quantity=9, reduction_kind="amount", reduction_cents=9_000,
        allows_partial_use=True, description=told(),
    )  # fmt: skip
    order = services.create_order(
        customer=customer, items=[OrderItem(trade.coffee, 2)], carrier=trade.relay, payment=trade.card,
        delivery_address=trade.address, message=told(WORDS), private_note=told(WORDS), codes=["GESTE"],
    )  # fmt: skip
    second = services.create_order(
        customer=customer, items=[OrderItem(trade.mug, 1)], carrier=trade.relay, payment=trade.card,
        delivery_address=trade.address, message=WORDS,
    )  # fmt: skip
    services.change_state(order=second, state=trade.states["livre"])
    back = services.request_return(order=second, items=[ReturnItem(second.lines[0], 1, "mind")], reason=told(WORDS))
    services.change_return_state(merchandise_return=back, state="refused", answer=f"Non, Mme {NAME}.")
    services.refund_order(order=second, kind="partial", items=[RefundItem(second.lines[0], 0, 100)], as_voucher=True)
    left = services.open_cart(token="left", customer=customer)
    services.add_to_cart(cart=left, product=trade.mug)
    services.choose_delivery(cart=left, delivery_address=trade.address, message=told(WORDS))
    thread = open_thread(contact=contact, body=told(), customer=customer, order=order)
    reply(thread=thread, body=f"Bonjour Mme {NAME}, à l’adresse {STREET}\u00a0?")
    add_note(thread=thread, body=told("Appelée."))
    review = post_review(product=trade.mug, rating=5, title=NAME, body=told("Très bon."), customer=customer)
    reply_to_review(review=review, reply=f"Merci {NAME}\u00a0!")
    other = post_review(product=trade.coffee, rating=1, body="Trop amer pour moi, vraiment.", customer=customer)
    report_review(review=other, reporter=f"client-{customer.id}", reason="faux", details=told(WORDS))
    record_mail(recipient=EMAIL, subject=f"Bonjour {NAME}", body=told())
    subscribe(email=EMAIL)
    session.flush()
    return second.id


def leaks(shop_id: int) -> list[tuple[str, str, str]]:
    """(table, column, text) of every text of a shop in which the person or what they wrote is still found."""
    found = []
    for table in scoped_tables():
        texts = [c for c in table.columns if isinstance(c.type, (sa.String, sa.Text, sa.JSON))]
        query = sa.select(*texts).where(table.c.shop_id == shop_id)
        for row in execute(db.session(), query) if texts else ():
            for column, value in zip(texts, row, strict=True):
                said = str(value or "")
                if any(mark.lower() in said.lower() for mark in (NAME, STREET, EMAIL, PHONE, WORDS)):
                    found.append((table.name, column.name, said))
    return found


def test_the_canary_sings_everywhere_before(trade, shop):
    lived(trade)
    sung = {(table, column) for table, column, _ in leaks(shop.id)}
    assert {
        ("customers", "last_name"), ("customers", "note"), ("addresses", "line1"), ("carts", "message"), ("orders", "message"),
        ("orders", "private_note"), ("merchandise_returns", "reason"), ("merchandise_returns", "answer"), ("messages", "body"),
        ("threads", "email"), ("mails", "body"), ("reviews", "body"), ("reviews", "reply"), ("review_reports", "details"),
        ("cart_rules", "description"), ("orders", "invoice_text"),
    } <= sung  # fmt: skip


def test_nothing_is_left_but_what_invoices_print(trade, shop):
    number = lived(trade)
    order = queries.get_order(number)
    before = (order.invoice_text, order.delivery_text, order.invoice_number, order.total_incl_cents)
    erase_customer(customer=trade.customer)
    session.expire_all()
    assert [leak for leak in leaks(shop.id) if leak[:2] not in KEPT] == []
    order = queries.get_order(number)
    assert (order.invoice_text, order.delivery_text, order.invoice_number, order.total_incl_cents) == before
    assert NAME in order.invoice_text
    assert [slip.total_incl_cents for slip in queries.slips_of(number)] == [100]
