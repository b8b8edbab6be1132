"""The states that a shop words itself: of orders, with what customers read of them, and of returns."""

from __future__ import annotations

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import OrderState, ReturnState
from sandbox.shop.orders.services import OrderItem, ReturnItem
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.models import Mail


@pytest.fixture
def delivered(trade):
    """An order of two coffees, delivered, in a shop that takes returns."""
    set_settings(values={"retours_actifs": True, "retours_jours": 14})
    order = services.create_order(
        customer=trade.customer, items=[OrderItem(trade.coffee, 2)], carrier=trade.relay, payment=trade.card,
        delivery_address=trade.address,
    )  # fmt: skip
    services.change_state(order=order, state=trade.states["livre"])
    return order


def ask(order):
    return services.request_return(order=order, items=[ReturnItem(order.lines[0], 1, "mind")])


def state_of(key):
    return session.query(ReturnState).filter_by(key=key).one()


# returns -------------------------------------------------------------------------------------------------------------


def test_a_shop_begins_with_a_state_a_step(trade):
    assert [(key, look.step, look.name) for key, look in queries.return_looks().items()][:2] == [
        ("waiting", "waiting", "En attente de confirmation"), ("parcel", "parcel", "En attente du colis"),
    ]  # fmt: skip
    assert len(queries.return_looks()) == 5


def test_a_state_of_one_s_own_does_what_its_step_says(trade, delivered):
    mine = services.create_return_state(name="Colis en consigne", step="parcel", color="#123abc")
    assert (mine.color, mine.position, mine.key) == ("#123ABC", 6, f"etat-{mine.id}")
    back = ask(delivered)
    assert not queries.has_paper(back)
    services.change_return_state(merchandise_return=back, state=mine.key)
    assert queries.has_paper(back)
    assert queries.open_return_of([back]) is back
    mail = session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail.subject.endswith(": Colis en consigne")
    assert "Renvoyez les articles" in mail.body
    refusal = services.create_return_state(name="Abandonné", step="refused")
    services.change_return_state(merchandise_return=back, state=refusal.key, answer="Plus de nouvelles.")
    assert (back.answer, queries.open_return_of([back])) == ("Plus de nouvelles.", None)
    assert queries.returnable_lines(delivered)[0].units == 2


def test_a_new_name_is_read_everywhere_at_once(trade, delivered):
    back = ask(delivered)
    take_performed()
    services.update_return_state(state=state_of("waiting"), name="Demande reçue", position=9)
    assert queries.return_looks()[back.state].name == "Demande reçue"
    assert list(queries.return_looks())[-1] == "waiting"
    assert take_performed()[-1].name == "etat_retour.modifier"


def test_a_return_begins_in_the_first_state_of_its_step(trade, delivered):
    services.create_return_state(name="À lire", step="waiting", position=0)
    assert queries.return_looks()[ask(delivered).state].name == "À lire"
    assert queries.count_returns_to_handle() == 1


def test_what_is_in_use_explains_why_it_stays(trade, delivered):
    mine = services.create_return_state(name="À lire", step="waiting", position=0)
    back = ask(delivered)
    with pytest.raises(RuleBroken, match=r"Un retour est passé par «.À lire.».: il ne se supprime pas"):
        services.delete_return_state(state=mine)
    with pytest.raises(RuleBroken, match="son étape ne change plus") as refusal:
        services.update_return_state(state=mine, step="done")
    assert refusal.value.field == "step"
    services.change_return_state(merchandise_return=back, state="parcel")
    with pytest.raises(RuleBroken, match="Un retour est passé"):
        services.delete_return_state(state=mine)
    services.delete_return_state(state=state_of("waiting"))
    with pytest.raises(RuleBroken, match=r"seul état de l’étape «.Retour terminé.»"):
        services.delete_return_state(state=state_of("done"))
    assert len(queries.return_looks()) == 5


@pytest.mark.parametrize(("values", "field"), [
    ({"name": " "}, "name"), ({"name": "x" * 65}, "name"), ({"name": "colis REÇU"}, "name"), ({"color": "rouge"}, "color"),
    ({"step": "ailleurs"}, "step"),
])  # fmt: skip
def test_a_wrong_state_of_returns_is_refused_at_its_field(trade, values, field):
    with pytest.raises(RuleBroken) as refusal:
        services.create_return_state(**{"name": "Autre", "step": "done", **values})
    assert refusal.value.field == field


def test_an_unknown_state_is_refused(trade, delivered):
    with pytest.raises(RuleBroken, match="Choisissez un état de retour"):
        services.change_return_state(merchandise_return=ask(delivered), state="etat-99")


# orders --------------------------------------------------------------------------------------------------------------


def test_a_state_of_orders_is_added_with_its_own_mail(trade, delivered):
    mine = services.create_state(
        name="Prêt au comptoir",
        color="#123abc",
        sends_mail=True,
        mail_text="Bonjour {prenom}, la commande {commande} vous attend. {suivi}",
    )
    assert (mine.color, mine.position, mine.is_paid) == ("#123ABC", 11, False)
    services.change_state(order=delivered, state=mine)
    mail = session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail.subject == f"Votre commande {delivered.reference} : Prêt au comptoir"
    assert mail.body == f"Bonjour Inès, la commande {delivered.reference} vous attend."


def test_a_hidden_state_is_not_told_to_customers(trade, delivered):
    hidden = services.create_state(name="Contrôle fraude", is_hidden=True)
    services.change_state(order=delivered, state=hidden)
    session.expire_all()
    order = queries.get_order(delivered.id)
    assert (order.state.name, queries.state_for_customer(order).name) == ("Contrôle fraude", "Livré")
    assert "Contrôle fraude" not in [entry.state.name for entry in queries.history_for_customer(order)]


def test_a_state_of_orders_in_use_or_of_the_shop_s_own_stays(trade, delivered):
    mine = services.create_state(name="Prêt")
    services.change_state(order=delivered, state=mine)
    with pytest.raises(RuleBroken, match=r"Une commande est passée par «.Prêt.»"):
        services.delete_state(state=mine)
    with pytest.raises(RuleBroken, match=r"La boutique a besoin de l’état «.Annulé.»"):
        services.delete_state(state=trade.states["annule"])
    unused = services.create_state(name="Inutile")
    services.delete_state(state=unused)
    assert session.query(OrderState).filter_by(name="Inutile").count() == 0


@pytest.mark.parametrize(("values", "field"), [
    ({"name": ""}, "name"), ({"name": "LIVRÉ"}, "name"), ({"color": "#12"}, "color"), ({"mail_text": "x" * 2001}, "mail_text"),
])  # fmt: skip
def test_a_wrong_state_of_orders_is_refused_at_its_field(trade, values, field):
    with pytest.raises(RuleBroken) as refusal:
        services.create_state(**{"name": "Autre", **values})
    assert refusal.value.field == field
