"""Carts, invoices, delivery slips, states of orders."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Cart, Order, OrderState
from sandbox.shop.orders.queries import CartFilter, DocumentFilter
from sandbox.shop.shops.queries import get_company
from sandbox.web.filters import number
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

CARTS, INVOICES, SLIPS, STATES = (
    "/commandes/paniers", "/commandes/factures", "/commandes/bons-de-livraison", "/parametres/commandes/etats",
)  # fmt: skip
CEILING = 24


def in_state(key: str) -> Order:
    """An order in a state."""
    query = sa.select(Order).join(OrderState, OrderState.id == Order.state_id).where(OrderState.key == key)
    return db.session.scalars(query.order_by(Order.id)).first() or pytest.fail(f"no order is {key}")


# carts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "status"), [("en-cours", "open"), ("abandonne", "left")])
def test_carts_are_narrowed_by_their_state(desk: Desk, asked: str, status: str) -> None:
    page = desk.read(f"{CARTS}?etat={asked}")
    expected = queries.list_carts(CartFilter(status=status))
    assert 0 < expected.total < queries.list_carts().total
    assert page.says(f"Paniers ({number(expected.total)})")


def test_carts_are_narrowed_by_customer_and_day(desk: Desk) -> None:
    row = next(r for r in queries.list_carts().items if r.customer)
    assert row.customer is not None
    page = desk.read(f"{CARTS}?client={row.customer.last_name}&id_min={row.id}&id_max={row.id}")
    assert page.says("Paniers (1)")
    assert desk.read(f"{CARTS}?date_max=01/01/2020").says("Paniers (0)")


def test_a_cart_shows_what_it_would_cost_now(desk: Desk) -> None:
    cart = db.session.scalars(sa.select(Cart).where(Cart.customer_id.is_not(None))).first()
    assert cart is not None
    page = desk.read(f"{CARTS}/{cart.id}")
    assert cart.customer is not None
    words = [
        cart.customer.full_name,
        "Abandonné",
        "Créer une commande depuis ce panier",
        *(x.product.name for x in cart.lines),
    ]
    assert [word for word in words if not page.says(word)] == []
    desk.read(f"{CARTS}/99999", status=404)


def test_the_list_of_carts_sends_as_many_statements_whatever_its_rows(desk: Desk) -> None:
    desk.read(f"{CARTS}?par=50")
    with counted() as few:
        desk.read(f"{CARTS}?etat=en-cours")
    with counted() as many:
        desk.read(f"{CARTS}?par=50")
    assert len(many) == len(few)
    assert len(many) <= CEILING, "\n".join(many)


# invoices and slips --------------------------------------------------------------------------------------------------


def test_invoices_are_listed_narrowed_and_sorted(desk: Desk) -> None:
    expected = queries.list_invoices(size=20)
    page = desk.read(INVOICES)
    assert page.says(f"Factures ({number(expected.total)})")
    assert all(page.says(row.order.invoice_number) for row in expected.items)
    row = expected.items[3]
    page = desk.read(f"{INVOICES}?numero={row.order.invoice_number.lower()}")
    assert page.says("Factures (1)")
    assert page.says("Imprimer les 1 facture")
    page = desk.read(f"{INVOICES}?total_min=cher&date_max=01/01/2020")
    assert page.texts["fault-total_min"]
    assert page.says("Factures (0)")
    assert not page.says("Imprimer les")


def test_the_list_of_fifty_invoices_sends_few_statements(desk: Desk) -> None:
    desk.read(f"{INVOICES}?par=50")
    with counted() as sent:
        page = desk.read(f"{INVOICES}?par=50")
    assert page.says("1-50")
    assert len(sent) <= CEILING, "\n".join(sent)


def test_an_invoice_carries_what_the_law_wants(desk: Desk) -> None:
    order = in_state("livre")
    page = desk.read(f"/commandes/{order.id}/facture")
    company = get_company()
    words = [
        order.invoice_number, order.reference, company["raison_sociale"], company["siege"], company["rcs"], company["tva"],
        "Total HT", "TVA", "Total TTC", "indemnité forfaitaire de 40 €", *(line.name for line in order.lines),
        *order.invoice_text.splitlines(),
    ]  # fmt: skip
    assert [word for word in words if not page.says(word)] == []


def test_an_order_without_invoice_has_none_to_open(desk: Desk) -> None:
    order = in_state("attente-cheque")
    for paper in ("facture", "bon-de-livraison"):
        assert desk.visitor.get(f"{desk.root}/admin/commandes/{order.id}/{paper}").status_code == 404


def test_a_slip_names_the_goods_and_no_price(desk: Desk) -> None:
    order = in_state("expedie")
    page = desk.read(f"/commandes/{order.id}/bon-de-livraison")
    assert order.carrier is not None
    words = [f"BL{order.id:06d}", order.carrier.name, *(line.name for line in order.lines)]
    assert [word for word in words if not page.says(word)] == []
    assert not page.says(f"{order.total_incl_cents / 100:.2f}".replace(".", ","))
    assert not page.says("Total TTC")


@pytest.mark.parametrize(("path", "listed"), [(INVOICES, queries.list_invoices), (SLIPS, queries.list_slips)])
def test_a_filtered_list_is_printed_one_sheet_each(desk: Desk, path: str, listed: object) -> None:
    state = in_state("expedie").state_id
    expected = listed(DocumentFilter(state_id=state), size=100)  # type: ignore[operator]
    text = desk.visitor.get(f"{desk.root}/admin{path}/imprimer?etat={state}").text
    assert text.count('<article class="sheet"') == expected.total > 1
    assert desk.visitor.get(f"{desk.root}/admin{path}/imprimer?date_max=01/01/2020").status_code == 404


def test_printing_many_sheets_sends_few_statements(desk: Desk) -> None:
    path = f"{INVOICES}/imprimer"
    desk.read(path)
    with counted() as sent:
        text = desk.visitor.get(f"{desk.root}/admin{path}").text
    assert text.count('<article class="sheet"') == 100
    assert len(sent) <= CEILING + 6, "\n".join(sent)


# states --------------------------------------------------------------------------------------------------------------


def test_states_are_listed_and_one_is_changed(desk: Desk) -> None:
    state = desk.find(OrderState, key="livre")
    assert desk.read(STATES).says("En attente de paiement par chèque")
    path = f"{STATES}/{state.id}"
    form = desk.form(path, "state-form")
    page = desk.save(path, **form.filled(name="Livré au client", color="#225588", sends_mail="y"))
    saved = desk.find(OrderState, key="livre")
    assert (saved.name, saved.color, saved.sends_mail, saved.is_delivered) == ("Livré au client", "#225588", True, True)
    assert page.says("L’état « Livré au client » est enregistré.")
    assert "Livré au client" in desk.journal()[-1]


@pytest.mark.parametrize(
    ("name", "typed", "words"), [("name", "", "obligatoire"), ("name", "x" * 65, "64"), ("color", "bleu", "#rrggbb")]
)
def test_a_wrong_state_form_comes_back(desk: Desk, name: str, typed: str, words: str) -> None:
    path = f"{STATES}/{desk.find(OrderState, key='livre').id}"
    form = desk.form(path, "state-form")
    page = desk.refused(path, **form.filled(**{name: typed}))
    assert words in page.error(name)
    assert page.form("state-form").fields[name] == [typed]


def test_who_only_looks_changes_no_state(onlooker: Desk) -> None:
    state = onlooker.find(OrderState, key="livre")
    assert onlooker.read(f"{STATES}/{state.id}").says("Consultation seule")
    assert onlooker.send(f"{STATES}/{state.id}", name="X", color="#000000").status_code == 403
    assert onlooker.find(OrderState, key="livre").name == state.name
