"""An order's page: what it shows, and what one does there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import StockMovement
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Order, OrderState, PaymentMethod
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.support.models import Mail, Message, PredefinedMessage, Thread
from sandbox.shop.team.queries import acting_employee
from sandbox.web.filters import NBSP
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

CEILING = 58


def in_state(key: str) -> Order:
    """The latest order in a state."""
    query = sa.select(Order).join(OrderState, OrderState.id == Order.state_id).where(OrderState.key == key)
    return db.session.scalars(query.order_by(Order.id.desc())).first() or pytest.fail(f"no order is {key}")


def sheet(order: Order) -> str:
    return f"/commandes/{order.id}"


def state(desk: Desk, key: str) -> OrderState:
    return desk.find(OrderState, key=key)


def euros(cents: int) -> str:
    return f"{cents / 100:.2f}".replace(".", ",") + f"{NBSP}€"


def test_the_page_shows_the_whole_order(desk: Desk) -> None:
    order = db.session.scalars(
        sa.select(Order).where(Order.discount_incl_cents > 0, Order.shipping_incl_cents > 0, Order.invoice_number != "")
    ).first()
    assert order is not None
    page = desk.read(sheet(order))
    words = [
        order.reference, order.customer.full_name, order.customer.email, order.state.name, order.payment_name, order.invoice_number,
        order.vouchers[0].name, order.delivery_text.splitlines()[2], euros(order.total_incl_cents), euros(order.total_excl_cents),
        euros(order.total_incl_cents - order.total_excl_cents), euros(order.discount_incl_cents), euros(order.shipping_incl_cents),
        *(line.name for line in order.lines), *(entry.state.name for entry in order.history),
    ]  # fmt: skip
    assert [word for word in words if not page.says(word)] == []
    for tax in queries.taxes_of_order(order):
        assert page.says(euros(tax.net_cents))
        assert page.says(euros(tax.tax_cents))


def test_an_order_that_does_not_exist_is_not_found(desk: Desk) -> None:
    desk.read("/commandes/99999", status=404)
    assert desk.send("/commandes/99999/etat", state_id=1).status_code == 404


def test_paying_a_cheque_makes_the_invoice_and_sends_a_mail(desk: Desk) -> None:
    order = in_state("attente-cheque")
    reference, email = order.reference, order.customer.email.lower()
    assert order.invoice_number == ""
    last = db.session.scalar(sa.select(sa.func.max(Order.invoice_number)))
    assert desk.read(sheet(order)).says("Pas encore de document")
    form = desk.form(sheet(order), "etat")
    page = desk.save(f"{sheet(order)}/etat", **form.filled(state_id=state(desk, "paiement-accepte").id))
    saved = desk.find(Order, reference=reference)
    number = f"FA{int(last[2:]) + 1:06d}"
    assert (saved.state.key, saved.invoice_number) == ("paiement-accepte", number)
    assert page.says(f"Un e-mail est parti à {saved.customer.email}.")
    assert page.says(number)
    employee = acting_employee()
    assert employee is not None
    assert saved.history[-1].author == employee.full_name
    mail = desk.find(Mail, recipient=email, subject=f"Votre commande {reference} : Paiement accepté")
    assert number in mail.body
    assert "Paiement accepté" in desk.journal()[-1]
    assert desk.journal()[-1].startswith("commande.changer_etat: ")


def test_cancelling_gives_the_stock_back_and_going_on_takes_it_again(desk: Desk) -> None:
    order = in_state("preparation")
    number = order.id
    units = sum(line.quantity for line in order.lines)

    def moved(reason: str) -> int:
        db.session.expire_all()
        total = sa.select(sa.func.coalesce(sa.func.sum(StockMovement.delta), 0)).where(StockMovement.reason == reason)
        return db.session.scalar(total) or 0

    before_back, before_again = moved("Commande annulée"), moved("Commande rétablie")
    desk.save(f"/commandes/{number}/etat", state_id=state(desk, "annule").id)
    assert moved("Commande annulée") - before_back == units
    assert desk.read(f"/commandes/{number}").says("Annulé")
    desk.save(f"/commandes/{number}/etat", state_id=state(desk, "preparation").id)
    assert moved("Commande rétablie") - before_again == -units


def test_the_choice_of_states_says_what_each_does(desk: Desk) -> None:
    order = in_state("attente-cheque")
    text = desk.visitor.get(f"{desk.root}/admin{sheet(order)}").text
    assert 'data-words="La facture est créée et un e-mail part au client.">Paiement accepté' in text
    assert 'data-words="Les quantités reviennent en stock et un e-mail part au client.">Annulé' in text
    assert 'data-words="C’est l’état actuel de la commande." selected>' in text


@pytest.mark.parametrize("typed", ["same", "99999", "", "livré"])
def test_a_wrong_state_is_refused_at_its_field(desk: Desk, typed: str) -> None:
    order = in_state("preparation")
    page = desk.refused(f"{sheet(order)}/etat", state_id=str(order.state_id) if typed == "same" else typed)
    assert page.error("state_id")
    assert in_state("preparation").id == order.id


def test_the_carrier_and_the_tracking_number_are_kept(desk: Desk) -> None:
    order = in_state("preparation")
    other = db.session.scalars(sa.select(Carrier).where(Carrier.id != order.carrier_id)).first()
    assert other is not None
    paid = order.shipping_incl_cents
    page = desk.save(f"{sheet(order)}/transport", carrier_id=other.id, tracking_number=" RE711  8512 586 FR ")
    saved = desk.find(Order, id=order.id)
    assert (saved.carrier_id, saved.tracking_number, saved.shipping_incl_cents) == (other.id, "RE711 8512 586 FR", paid)
    assert page.form("transport").fields["tracking_number"] == ["RE711 8512 586 FR"]
    assert "RE711 8512 586 FR" in desk.journal()[-1]


def test_a_wrong_tracking_number_is_refused_and_stays_typed(desk: Desk) -> None:
    order = in_state("preparation")
    page = desk.refused(f"{sheet(order)}/transport", carrier_id=order.carrier_id, tracking_number="<b>colis</b>")
    assert "64 lettres, chiffres ou tirets" in page.error("tracking_number")
    assert page.form("transport").fields["tracking_number"] == ["<b>colis</b>"]


def test_an_unpaid_order_changes_its_payment_and_a_paid_one_does_not(desk: Desk) -> None:
    order, transfer = in_state("attente-cheque"), desk.find(PaymentMethod, key="virement")
    desk.save(f"{sheet(order)}/paiement", payment_id=transfer.id)
    assert desk.find(Order, id=order.id).payment_key == "virement"
    paid = in_state("livre")
    assert not desk.read(sheet(paid)).says("Changer le mode de paiement")
    assert "déjà payée" in desk.send(f"{sheet(paid)}/paiement", payment_id=transfer.id).text
    assert desk.find(Order, id=paid.id).payment_key == paid.payment_key


def test_the_private_note_is_kept_and_one_too_long_comes_back(desk: Desk) -> None:
    order = in_state("livre")
    desk.save(f"{sheet(order)}/note", private_note="Client rappelé mardi.")
    assert desk.find(Order, id=order.id).private_note == "Client rappelé mardi."
    assert "Client rappelé mardi." in desk.journal()[-1]
    long = "a" * 2001
    page = desk.refused(f"{sheet(order)}/note", private_note=long)
    assert "2000" in page.error("private_note")
    assert page.form("note").fields["private_note"] == [long]


def test_a_message_reaches_the_customer_and_its_thread(desk: Desk) -> None:
    order = next(o for o in db.session.scalars(sa.select(Order)) if desk.count(Thread, order_id=o.id) == 0)
    page = desk.refused(f"{sheet(order)}/message", body="  ")
    assert page.error("body")
    page = desk.save(f"{sheet(order)}/message", body="Votre colis part ce soir.")
    assert page.says("Message envoyé à")
    thread = desk.find(Thread, order_id=order.id)
    assert desk.find(Message, thread_id=thread.id).body == "Votre colis part ce soir."
    assert desk.count(Mail, recipient=order.customer.email.lower(), body="Votre colis part ce soir.") == 1
    assert page.says("Messages (1)")


def test_a_predefined_message_is_put_in_the_text_and_nothing_is_sent(desk: Desk) -> None:
    order = in_state("expedie")
    db.session.add(PredefinedMessage(name="Parti", body="Bonjour {prenom}, la commande {commande} est partie."))
    db.session.commit()
    number, before = desk.find(PredefinedMessage, name="Parti").id, desk.journal()
    answer = desk.send(f"{sheet(order)}/message", predefined=number, body="", insert="1")
    assert answer.status_code == 200
    assert f"Bonjour {order.customer.first_name}, la commande {order.reference} est partie." in answer.text
    assert desk.journal() == before


def test_neighbours_lead_to_the_orders_before_and_after(desk: Desk) -> None:
    first, second = list(db.session.scalars(sa.select(Order.id).order_by(Order.id).limit(2)))
    page = desk.visitor.get(f"{desk.root}/admin/commandes/{first}").text
    assert f"Commande suivante, nᵒ {second}" in page
    assert "Commande précédente" not in page


def test_the_page_lights_its_entry_of_the_menu(desk: Desk) -> None:
    text = desk.visitor.get(f"{desk.root}/admin{sheet(in_state('livre'))}").text
    assert '/admin/commandes" aria-current="page">Commandes</a>' in text


def test_the_page_sends_few_statements(desk: Desk) -> None:
    order = in_state("livre")
    path = sheet(order)
    desk.read(path)
    with counted() as sent:
        desk.read(path)
    assert len(sent) <= CEILING, "\n".join(sent)


def test_who_only_looks_changes_nothing(onlooker: Desk) -> None:
    order = in_state("preparation")
    page = onlooker.read(sheet(order))
    assert page.says(order.reference)
    for words in ("Mettre à jour l’état", "Envoyer le message", "Enregistrer la note"):
        assert not page.says(words)
    before = onlooker.journal()
    target = state(onlooker, "expedie").id
    for part, data in (("etat", {"state_id": target}), ("transport", {"tracking_number": "X"}), ("note", {"private_note": "X"}),
                       ("paiement", {"payment_id": 1}), ("message", {"body": "X"})):  # fmt: skip
        assert onlooker.send(f"{sheet(order)}/{part}", **data).status_code == 403
    assert onlooker.journal() == before
    assert onlooker.find(Order, id=order.id).state_id == order.state_id
