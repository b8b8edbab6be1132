"""A person's data: given on request, erased on request while the accounts stay."""

from __future__ import annotations

import json

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Address, Consent, Customer
from sandbox.shop.customers.rules import ERASED_NAME, Identity
from sandbox.shop.orders.models import Cart, Order
from sandbox.shop.reviews.models import Review
from sandbox.shop.support.models import Mail, Message, Thread
from tests.web.backoffice.conftest import Desk


def somebody(desk: Desk) -> Customer:
    """A customer who bought and wrote."""
    wrote = sa.select(Thread.customer_id).where(Thread.customer_id.is_not(None))
    bought = sa.select(Order.customer_id).where(Order.invoice_number != "")
    query = sa.select(Customer).where(Customer.id.in_(wrote), Customer.id.in_(bought)).order_by(Customer.id)
    return db.session.scalars(query).first()


def test_everything_kept_is_read_and_taken_away_as_a_file(desk: Desk) -> None:
    person = somebody(desk)
    email, order = person.email, db.session.scalars(sa.select(Order).where(Order.customer_id == person.id)).first()
    path = f"/clients/{person.id}"
    assert desk.read(path).says("Données personnelles")
    page = desk.read(f"{path}/donnees")
    assert page.says(email)
    assert page.says(order.reference)
    answer = desk.visitor.get(f"{desk.root}/admin{path}/donnees.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="client-{person.id}-donnees.json"'
    data = json.loads(answer.text)
    assert data["identite"]["email"] == email
    assert order.reference in [told["reference"] for told in data["commandes"]]


def test_erasure_asks_first_and_says_what_will_happen(desk: Desk) -> None:
    person = somebody(desk)
    path = f"/clients/{person.id}/effacer"
    page = desk.read(path)
    assert page.says("Ce qui est effacé")
    assert page.says("Ce qui reste")
    assert page.says("L123-22")
    assert "Cochez la case" in desk.refused(path).error("is_sure")
    assert desk.find(Customer, id=person.id).email == person.email


def test_the_person_goes_and_the_accounts_stay(desk: Desk) -> None:
    person = somebody(desk)
    number, email, first, last = person.id, person.email, person.first_name, person.last_name
    before = {o.id: (o.invoice_text, o.delivery_text, o.total_incl_cents) for o in orders_of(number)}
    threads = [thread.id for thread in db.session.scalars(sa.select(Thread).where(Thread.customer_id == number))]
    db.session.add(
        Mail(recipient=email, subject=f"Bonjour {first}", body=f"{first} {last}, {email}", sent_at=person.registered_at)
    )
    db.session.commit()
    page = desk.save(f"/clients/{number}/effacer", is_sure="y")
    assert page.says("sont effacées")
    db.session.expire_all()
    gone = desk.find(Customer, id=number)
    assert (gone.full_name, gone.email) == (ERASED_NAME, f"client-{number}@efface.invalid")
    assert (gone.birth_on, gone.title_id, gone.password_hash, gone.note, gone.is_active) == (
        None,
        None,
        None,
        "",
        False,
    )
    assert (gone.is_newsletter, gone.is_partner_offers) == (False, False)
    assert {(a.is_deleted, a.line1, a.phone) for a in addresses_of(number)} <= {(True, "Effacée", "")}
    assert {o.id: (o.invoice_text, o.delivery_text, o.total_incl_cents) for o in orders_of(number)} == before
    assert {t.name for t in db.session.scalars(sa.select(Thread).where(Thread.id.in_(threads)))} == {ERASED_NAME}
    bodies = db.session.scalars(sa.select(Message.body).where(Message.thread_id.in_(threads))).all()
    assert not [body for body in bodies if email in body or f"{first} {last}" in body]
    mail = desk.find(Mail, recipient=gone.email, subject="Bonjour [effacé]")
    assert mail.body == "[effacé], [effacé]"
    assert desk.count(Mail, recipient=email) == 0
    assert {r.author for r in db.session.scalars(sa.select(Review).where(Review.customer_id == number))} <= {
        ERASED_NAME
    }


def orders_of(number: int) -> list[Order]:
    """A customer's orders."""
    return list(db.session.scalars(sa.select(Order).where(Order.customer_id == number)))


def addresses_of(number: int) -> list[Address]:
    """A customer's addresses."""
    return list(db.session.scalars(sa.select(Address).where(Address.customer_id == number)))


def test_consents_end_with_their_date_and_carts_left_go(desk: Desk) -> None:
    person = db.session.scalars(sa.select(Customer).where(Customer.is_newsletter).order_by(Customer.id)).first()
    number = person.id
    cart = Cart(token="x" * 32, customer_id=number, created_at=person.registered_at, updated_at=person.registered_at)
    db.session.add(cart)
    db.session.commit()
    desk.save(f"/clients/{number}/effacer", is_sure="y")
    last = db.session.scalars(
        sa.select(Consent).where(Consent.customer_id == number).order_by(Consent.id.desc())
    ).first()
    assert (last.is_given, last.source) == (False, "demande d’effacement")
    assert desk.count(Cart, token="x" * 32) == 0


def test_the_journal_tells_it_and_it_is_done_once(desk: Desk) -> None:
    person = somebody(desk)
    number, first = person.id, person.first_name
    desk.save(f"/clients/{number}/effacer", is_sure="y")
    told = desk.journal()[-1]
    assert told.startswith("client.effacer: ")
    assert f"Prénom {first} → {ERASED_NAME.split(' ')[0]}" in told
    assert told.endswith(f"· {ERASED_NAME}")
    assert desk.read(f"/clients/{number}/effacer").says("déjà effacées")
    desk.refused(f"/clients/{number}/effacer", is_sure="y")


def test_only_who_works_in_this_shop(desk: Desk, onlooker: Desk, stranger: Desk) -> None:
    number = somebody(desk).id
    stranger.read(f"/clients/{number}/donnees", status=404)
    assert onlooker.send(f"/clients/{number}/effacer", is_sure="y").status_code == 403


def test_words_that_name_somebody_are_hidden_and_no_others() -> None:
    rose = Identity.of("Rose", "Le Goff", "rose@courriel.example", ["06 39 98 00 00"])
    text = "Rose Le Goff (ROSE@courriel.example, 06 39 98 00 00) aime le thé rose et la Roseraie."
    assert rose.hide_in(text) == "[effacé] ([effacé], [effacé]) aime le thé rose et la Roseraie."


def test_the_number_that_invoices_print_stays(desk: Desk) -> None:
    professional = db.session.scalars(sa.select(Customer).where(Customer.siret != "").order_by(Customer.id)).first()
    number, siret = professional.id, professional.siret
    assert desk.read(f"/clients/{number}/effacer").says("Le numéro SIRET")
    desk.save(f"/clients/{number}/effacer", is_sure="y")
    gone = desk.find(Customer, id=number)
    assert (gone.siret, gone.company) == (siret, "")
