"""The lines of an order on its page: added, changed, taken out; refused in words once it is paid."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product, StockMovement
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Order, OrderState
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

MUG = "CAST-MUG-ESC"
CEILING = 75


def waiting() -> Order:
    """An order that waits for its cheque."""
    query = sa.select(Order).join(OrderState, OrderState.id == Order.state_id).where(OrderState.key == "attente-cheque")
    return db.session.scalars(query.order_by(Order.id.desc())).first() or pytest.fail("no order waits")


def sheet(order: Order) -> str:
    return f"/commandes/{order.id}"


def test_a_product_is_added(desk: Desk) -> None:
    order = waiting()
    number, before, count = order.id, order.total_incl_cents, len(order.lines)
    variant = desk.find(Product, reference=MUG).variants[0]
    form = desk.form(f"{sheet(order)}/produits/ajouter", "ajout")
    page = desk.save(
        f"/commandes/{number}/produits", **form.filled(item=variant.reference, quantity="2", unit_incl_cents="10,00")
    )
    assert page.says("est dans la commande. Le total passe de")
    saved = queries.get_order(number)
    line = saved.lines[-1]
    assert (len(saved.lines), line.reference, line.quantity, line.unit_incl_cents) == (
        count + 1,
        variant.reference,
        2,
        1000,
    )
    assert saved.total_incl_cents - saved.shipping_incl_cents > before - 1000
    assert sum(tax.gross_cents for tax in queries.taxes_of_order(saved)) == saved.total_incl_cents
    move = db.session.scalars(sa.select(StockMovement).order_by(StockMovement.id.desc())).first()
    assert move is not None
    assert (move.variant_id, move.delta, move.reason) == (variant.id, -2, "Commande modifiée")
    assert desk.journal()[-1].startswith("commande.ajouter_ligne: ")
    assert saved.reference in desk.journal()[-1]
    assert page.says(line.name)


def test_a_line_is_changed_then_taken_out(desk: Desk) -> None:
    order = waiting()
    number, line = order.id, order.lines[0]
    form = desk.form(f"{sheet(order)}/produits/{line.id}", "ligne")
    assert form.fields["quantity"] == [str(line.quantity)]
    desk.save(f"/commandes/{number}/produits/{line.id}", **form.filled(unit_incl_cents="1,00"))
    assert queries.get_order(number).lines[0].unit_incl_cents == 100
    variant = desk.find(Product, reference=MUG).variants[0]
    adding = desk.form(f"/commandes/{number}/produits/ajouter", "ajout")
    desk.save(f"/commandes/{number}/produits", **adding.filled(item=variant.reference))
    page = desk.read(f"/commandes/{number}")
    first = queries.get_order(number).lines[0].id
    page = desk.save(f"/commandes/{number}/produits/{first}/retirer", **page.form(f"{first}/retirer").filled())
    assert page.says("n’est plus dans la commande")
    assert first not in [line.id for line in queries.get_order(number).lines]
    assert [words.partition(":")[0] for words in desk.journal()[-3:]] == [
        "commande.modifier_ligne", "commande.ajouter_ligne", "commande.retirer_ligne",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "words"), [
    ("quantity", "", "Indiquez une quantité."), ("quantity", "0", "Entre 1 et 10000."), ("quantity", "deux", "nombre"),
    ("quantity", "9999", "il n’en reste que"), ("unit_incl_cents", "-1", "Un prix va de 0"), ("unit_incl_cents", "cher", ""),
])  # fmt: skip
def test_wrong_values_are_refused_at_their_field(desk: Desk, name: str, typed: str, words: str) -> None:
    order = waiting()
    line = next(one for one in order.lines if one.product is not None and one.product.out_of_stock != "allow")
    form = desk.form(f"{sheet(order)}/produits/{line.id}", "ligne")
    page = desk.refused(f"{sheet(order)}/produits/{line.id}", **form.filled(**{name: typed}))
    assert page.error(name)
    assert words in page.error(name)
    assert page.form("ligne").fields[name] == [typed]


@pytest.mark.parametrize("typed", ["", "Introuvable"])
def test_an_unknown_product_is_refused_at_its_field(desk: Desk, typed: str) -> None:
    order = waiting()
    form = desk.form(f"{sheet(order)}/produits/ajouter", "ajout")
    page = desk.refused(f"{sheet(order)}/produits", **form.filled(item=typed))
    assert page.error("item")


def test_a_form_drawn_before_somebody_else_s_change_says_so_then_may_be_confirmed(desk: Desk) -> None:
    order = waiting()
    number, line = order.id, order.lines[0].id
    path = f"/commandes/{number}/produits/{line}"
    mine, theirs = desk.form(path, "ligne"), desk.form(path, "ligne")
    desk.save(path, **theirs.filled(unit_incl_cents="2,00"))
    page = desk.refused(path, **mine.filled(unit_incl_cents="3,00"))
    assert page.says("Cette commande a changé depuis l’affichage")
    assert queries.get_order(number).lines[0].unit_incl_cents == 200
    desk.save(path, **page.form("ligne").filled())
    assert queries.get_order(number).lines[0].unit_incl_cents == 300


def test_a_paid_order_says_what_to_do_instead(desk: Desk) -> None:
    query = sa.select(Order).join(OrderState, OrderState.id == Order.state_id).where(OrderState.key == "preparation")
    order = db.session.scalars(query.order_by(Order.id.desc())).first()
    assert order is not None
    page = desk.read(sheet(order))
    assert page.says(f"La facture {order.invoice_number} est émise")
    assert page.says("faites un remboursement, qui crée un avoir")
    assert not page.says("Ajouter un produit")
    line = order.lines[0]
    page = desk.refused(f"{sheet(order)}/produits/{line.id}", quantity="1", unit_incl_cents="1,00")
    assert page.says("est émise")
    desk.refused(f"{sheet(order)}/produits/{line.id}/retirer")


def test_a_line_of_another_order_does_not_exist(desk: Desk) -> None:
    order = waiting()
    desk.read(f"{sheet(order)}/produits/999999", status=404)
    assert desk.send(f"{sheet(order)}/produits/999999/retirer").status_code == 404


def test_the_customer_sees_the_order_as_it_is_now(desk: Desk) -> None:
    order = waiting()
    number, line = order.id, order.lines[0].id
    form = desk.form(f"{sheet(order)}/produits/{line}", "ligne")
    desk.save(f"/commandes/{number}/produits/{line}", **form.filled(unit_incl_cents="7,77"))
    customer = db.session.get(Customer, (desk.shop_id, queries.get_order(number).customer_id))
    assert customer is not None
    assert queries.orders_of(customer.id)[0].total_incl_cents == queries.get_order(number).total_incl_cents


def test_whoever_only_looks_changes_nothing(onlooker: Desk) -> None:
    order = waiting()
    page = onlooker.read(sheet(order))
    assert not page.says("Ajouter un produit")
    assert onlooker.send(f"{sheet(order)}/produits/{order.lines[0].id}/retirer").status_code == 403


def test_the_forms_ask_few_statements(desk: Desk) -> None:
    order = waiting()
    path = f"{desk.root}/admin{sheet(order)}/produits"
    for part in ("ajouter", str(order.lines[0].id)):
        with counted() as statements:
            assert desk.visitor.get(f"{path}/{part}").status_code == 200
        assert len(statements) <= CEILING
