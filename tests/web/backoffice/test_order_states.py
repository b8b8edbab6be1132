"""Paramètres de la boutique > Commandes > États: added, changed, removed, for orders and for returns."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import MerchandiseReturn, Order, OrderState, ReturnState
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

STATES = "/parametres/commandes/etats"
RETURN_STATES = f"{STATES}/retours"
CEILING = 24


def test_a_state_of_orders_is_added_used_and_explained(desk: Desk) -> None:
    form = desk.form(f"{STATES}/nouveau", "state-form")
    page = desk.save(f"{STATES}/nouveau", **form.filled(name="Prêt au comptoir", is_hidden="y"))
    assert page.says("L’état « Prêt au comptoir » est créé.")
    state = desk.find(OrderState, name="Prêt au comptoir")
    assert (state.is_hidden, state.is_paid) == (True, False)
    assert desk.journal()[-1].startswith("etat_commande.creer: ")
    order = db.session.query(Order).order_by(Order.id.desc()).first()
    assert order is not None
    number = order.id
    desk.save(f"/commandes/{number}/etat", state_id=state.id)
    page = desk.save(f"{STATES}/{state.id}/supprimer")
    assert page.says("Une commande est passée par « Prêt au comptoir »")
    assert desk.count(OrderState, name="Prêt au comptoir") == 1


def test_a_state_of_orders_is_changed_and_an_unused_one_goes(desk: Desk) -> None:
    form = desk.form(f"{STATES}/nouveau", "state-form")
    desk.save(f"{STATES}/nouveau", **form.filled(name="Inutile"))
    state = desk.find(OrderState, name="Inutile")
    edit = desk.form(f"{STATES}/{state.id}", "state-form")
    assert edit.fields["position"] == [str(state.position)]
    desk.save(
        f"{STATES}/{state.id}", **edit.filled(name="Tout aussi inutile", mail_text="Bonjour {prenom}", position="3")
    )
    state = desk.find(OrderState, name="Tout aussi inutile")
    assert (state.mail_text, state.position) == ("Bonjour {prenom}", 3)
    page = desk.save(f"{STATES}/{state.id}/supprimer")
    assert page.says("est supprimé")
    assert desk.count(OrderState, name="Tout aussi inutile") == 0


def test_wrong_values_are_refused_at_their_field(desk: Desk) -> None:
    form = desk.form(f"{STATES}/nouveau", "state-form")
    assert desk.refused(f"{STATES}/nouveau", **form.filled(name="")).error("name")
    page = desk.refused(f"{STATES}/nouveau", **form.filled(name="Autre", mail_text="Bonjour {prénon}"))
    assert "{prénon}" in page.error("mail_text")
    taken = desk.refused(f"{STATES}/nouveau", **form.filled(name="livré"))
    assert "s’appelle déjà" in taken.error("name")
    form = desk.form(f"{RETURN_STATES}/nouveau", "state-form")
    assert desk.refused(f"{RETURN_STATES}/nouveau", **form.filled(name="X", step="ailleurs")).error("step")
    assert desk.refused(f"{RETURN_STATES}/nouveau", **form.filled(name="X", position="-1")).error("position")


def test_a_state_of_returns_is_added_and_a_return_moves_to_it(desk: Desk) -> None:
    form = desk.form(f"{RETURN_STATES}/nouveau", "state-form")
    page = desk.save(
        f"{RETURN_STATES}/nouveau", **form.filled(name="Au service qualité", step="received", color="#123456")
    )
    assert page.says("L’état de retour « Au service qualité » est créé.")
    state = desk.find(ReturnState, name="Au service qualité")
    row = db.session.query(MerchandiseReturn).filter_by(state="parcel").first()
    assert row is not None
    number, reference = row.id, row.reference
    moving = desk.form(f"/sav/retours/{number}", "/etat")
    page = desk.save(f"/sav/retours/{number}/etat", **moving.filled(state=state.key))
    assert page.says("est à l’état « Au service qualité »")
    assert desk.read(f"/sav/retours?etat={state.key}").says(reference)
    page = desk.save(f"{RETURN_STATES}/{state.id}/supprimer")
    assert page.says("il ne se supprime pas")
    edit = desk.form(f"{RETURN_STATES}/{state.id}", "state-form")
    assert "son étape ne change plus" in desk.refused(f"{RETURN_STATES}/{state.id}", **edit.filled(step="done")).error(
        "step"
    )
    desk.save(f"{RETURN_STATES}/{state.id}", **edit.filled(name="À la qualité"))
    assert desk.read(f"/sav/retours/{number}").says("À la qualité")
    assert queries.return_looks()[state.key].name == "À la qualité"


def test_an_unused_state_of_returns_goes(desk: Desk) -> None:
    form = desk.form(f"{RETURN_STATES}/nouveau", "state-form")
    desk.save(f"{RETURN_STATES}/nouveau", **form.filled(name="Inutile", step="done"))
    number = desk.find(ReturnState, name="Inutile").id
    assert desk.save(f"{RETURN_STATES}/{number}/supprimer").says("est supprimé")
    assert desk.count(ReturnState, name="Inutile") == 0
    desk.read(f"{RETURN_STATES}/{number}", status=404)


def test_whoever_only_looks_changes_nothing(onlooker: Desk) -> None:
    page = onlooker.read(STATES)
    assert not page.says("Ajouter un état de commande")
    state = db.session.query(ReturnState).first()
    assert state is not None
    assert onlooker.send(f"{RETURN_STATES}/{state.id}/supprimer").status_code == 403


def test_the_page_asks_few_statements(desk: Desk) -> None:
    with counted() as statements:
        assert desk.visitor.get(f"{desk.root}/admin{STATES}").status_code == 200
    assert len(statements) <= CEILING
