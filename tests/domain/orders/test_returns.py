"""Returns: who may ask for what and until when, the states, withdrawals, the list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import MerchandiseReturn
from sandbox.shop.orders.queries import ReturnFilter
from sandbox.shop.orders.services import OrderItem, RefundItem, ReturnItem
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.models import Contact, Mail, Thread
from tests.factories.trade import NOW

LAST = date(2026, 12, 7)
"""Fourteen days after `NOW`, a Monday like it."""


@pytest.fixture
def trade(trade):
    set_settings(values={"retours_actifs": True, "retours_jours": 14})
    if session.query(Contact).count() == 0:
        session.add(Contact(name="Service client", email="contact@brulerie.example"))
        session.flush()
    return trade


def ordered(trade, state="livre", customization=""):
    """Two coffees and a mug, delivered now unless told otherwise."""
    items = [OrderItem(trade.coffee, 2), OrderItem(trade.mug, 1, customization=customization)]
    order = services.create_order(
        customer=trade.customer, items=items, carrier=trade.relay, payment=trade.card, delivery_address=trade.address
    )
    if state != "paiement-accepte":
        services.change_state(order=order, state=trade.states[state])
    return order


def ask(order, *counts, reason="mind", **kw):
    items = [ReturnItem(line, n, reason) for line, n in zip(order.lines, counts, strict=False) if n]
    return services.request_return(order=order, items=items, **kw)


def last_mail():
    return session.query(Mail).order_by(Mail.id.desc()).first()


def test_a_customer_asks_and_the_shop_follows_it_to_its_end(trade):
    order = ordered(trade)
    row = ask(order, 1, 1, reason="fit")
    assert (row.reference, row.state, row.kind) == ("RE000001", "waiting", "return")
    assert "En attente de confirmation" in last_mail().subject
    for state in ("parcel", "received", "done"):
        services.change_return_state(merchandise_return=row, state=state, author="Soizic Hamon")
    assert [(step.state, step.author) for step in row.history] == [
        ("waiting", ""), ("parcel", "Soizic Hamon"), ("received", "Soizic Hamon"), ("done", "Soizic Hamon"),
    ]  # fmt: skip
    assert last_mail().subject == "Votre retour RE000001 : Retour terminé"
    done = take_performed()[-1]
    assert (done.name, done.words, done.title) == ("retour.changer_etat", "a changé l’état du retour", "RE000001")
    with pytest.raises(RuleBroken, match="déjà dans l’état"):
        services.change_return_state(merchandise_return=row, state="done")
    with pytest.raises(RuleBroken, match="Choisissez un état"):
        services.change_return_state(merchandise_return=row, state="perdu")


def test_units_are_counted_over_returns_and_a_refused_one_frees_them(trade):
    order = ordered(trade)
    first = ask(order, 2)
    with pytest.raises(RuleBroken, match="Déjà renvoyé ou remboursé"):
        ask(order, 1)
    services.change_return_state(merchandise_return=first, state="refused", answer="Le paquet est ouvert.")
    assert "Le paquet est ouvert." in last_mail().body
    second = ask(order, 2)
    with pytest.raises(RuleBroken, match="dans un autre retour") as refusal:
        services.change_return_state(merchandise_return=first, state="waiting")
    assert refusal.value.field == "state"
    services.change_return_state(merchandise_return=second, state="refused")
    services.change_return_state(merchandise_return=first, state="waiting")
    assert first.answer == ""


def test_units_already_refunded_are_not_sent_back(trade):
    order = ordered(trade)
    services.refund_order(order=order, kind="partial", items=[RefundItem(order.lines[0], 1)])
    with pytest.raises(RuleBroken, match="de 1 à 1"):
        ask(order, 2)
    assert ask(order, 1).lines[0].quantity == 1


@pytest.mark.parametrize(("state", "words"), [("paiement-accepte", "payée et expédiée"), ("annule", "payée et expédiée"),
                                              ("rembourse", "expédiée")])  # fmt: skip
def test_only_an_order_paid_and_sent_takes_returns(trade, state, words):
    with pytest.raises(RuleBroken, match=words):
        ask(ordered(trade, state), 1)


def test_the_shop_s_settings_open_and_limit_returns(trade):
    order = ordered(trade)
    assert queries.return_until(order) == LAST
    set_settings(values={"retours_jours": 30})
    assert (queries.return_until(order), queries.withdrawal_until(order)) == (date(2026, 12, 23), date(2026, 12, 23))
    set_settings(values={"retours_jours": 2})
    assert (queries.return_until(order), queries.withdrawal_until(order)) == (date(2026, 11, 25), LAST)
    with clock.frozen(NOW + timedelta(days=3)), pytest.raises(RuleBroken, match="a pris fin le 25/11/2026"):
        ask(order, 1)
    set_settings(values={"retours_actifs": False})
    with pytest.raises(RuleBroken, match="n’accepte pas"):
        ask(order, 1)


def test_what_was_made_for_somebody_is_refused_with_the_reason_but_its_faults_are_the_seller_s(trade):
    order = ordered(trade, customization="Gravure : Mamie")
    for reason in ("mind", "faulty"):
        with pytest.raises(RuleBroken, match="Fait pour vous") as refusal:
            ask(order, 0, 1, reason=reason)
        assert refusal.value.field == "items"
    with pytest.raises(RuleBroken, match="Fait pour vous"):
        services.withdraw(order=order, items=[ReturnItem(order.lines[1], 1)])
    with pytest.raises(RuleBroken, match="Fait pour vous"):
        services.record_return(order=order, items=[ReturnItem(order.lines[1], 1, "mind")])
    assert services.record_return(order=order, items=[ReturnItem(order.lines[1], 1, "faulty")]).state == "waiting"


def test_an_excluded_product_is_refused_with_the_reason(trade):
    order = ordered(trade)
    trade.mug.is_withdrawal_excluded = True
    session.flush()
    assert [row.problem[:12] for row in queries.returnable_lines(order)] == ["", "Ni retour ni"]
    with pytest.raises(RuleBroken, match="Ni retour ni rétractation"):
        ask(order, 0, 1)


def test_the_team_records_a_return_after_the_period(trade):
    order = ordered(trade)
    with clock.frozen(NOW + timedelta(days=60)):
        row = services.record_return(
            order=order, items=[ReturnItem(order.lines[0], 1, "other")], reason="Au téléphone", author="Soizic Hamon"
        )
    assert (row.reason, row.history[0].author) == ("Au téléphone", "Soizic Hamon")
    with pytest.raises(RuleBroken, match="une fois la commande expédiée"):
        services.record_return(order=ordered(trade, "preparation"), items=[ReturnItem(order.lines[0], 1, "other")])


@pytest.mark.parametrize(
    ("count", "reason", "words"),
    [(3, "mind", "de 1 à 2"), (1, "", "Dites pourquoi"), (0, "mind", "au moins un article")],
)
def test_refuses_too_many_units_no_reason_or_nothing(trade, count, reason, words):
    with pytest.raises(RuleBroken, match=words):
        ask(ordered(trade), count, reason=reason)
    assert session.query(MerchandiseReturn).count() == 0


def test_a_withdrawal_needs_no_consent_and_is_acknowledged_with_its_hour(trade):
    order, threads = ordered(trade), session.query(Thread).count()
    row = services.withdraw(order=order, items=[ReturnItem(order.lines[0], 2)])
    assert (row.kind, row.state, row.lines[0].reason) == ("withdrawal", "parcel", "")
    mail = last_mail()
    assert mail.recipient == trade.customer.email
    assert "23/11/2026 à 10\u00a0h\u00a000" in mail.body
    assert "2 × Éthiopie Yirgacheffe" in mail.body
    assert session.query(Thread).count() == threads + 1
    with pytest.raises(RuleBroken, match="ne se refuse pas"):
        services.change_return_state(merchandise_return=row, state="refused")
    services.change_return_state(merchandise_return=row, state="received")
    assert last_mail().subject == "Votre retour RE000001 : Colis reçu"


def test_one_may_withdraw_before_reception_and_not_after_the_period(trade):
    order = ordered(trade, "preparation")
    assert (queries.withdrawal_until(order), queries.withdrawal_problem(order)) == (None, "")
    services.withdraw(order=order, items=[ReturnItem(order.lines[0], 1)])
    arrived = ordered(trade)
    with clock.frozen(NOW + timedelta(days=15)), pytest.raises(RuleBroken, match="a pris fin le 07/12/2026") as refusal:
        services.withdraw(order=arrived, items=[ReturnItem(arrived.lines[0], 1)])
    assert refusal.value.field == "items"


def test_lines_of_another_order_are_refused(trade):
    order, other = ordered(trade), ordered(trade)
    with pytest.raises(RuleBroken, match="pas de cette commande"):
        services.request_return(order=order, items=[ReturnItem(other.lines[0], 1, "mind")])


def test_the_list_is_narrowed_and_counts_what_waits_for_the_shop(trade):
    first, second = ordered(trade), ordered(trade)
    row = ask(first, 1)
    with clock.frozen(NOW + timedelta(days=2)):
        services.withdraw(order=second, items=[ReturnItem(second.lines[0], 1)])

    def found(**kw):
        return [r.reference for r in queries.list_returns(ReturnFilter(**kw), sort="id").items]

    assert found() == ["RE000001", "RE000002"]
    assert found(state="waiting") == found(kind="return") == found(order_reference=first.reference) == ["RE000001"]
    assert found(asked_from=(NOW + timedelta(days=1)).date()) == found(number_min=row.id + 1) == ["RE000002"]
    assert found(customer="kerv") == ["RE000001", "RE000002"]
    assert queries.count_returns_to_handle() == 1
    assert [r.reference for r in queries.returns_of_customer(trade.customer.id)] == ["RE000002", "RE000001"]
    assert queries.get_return(row.id).order.reference == first.reference
    with pytest.raises(NotFound):
        queries.get_return(99)
