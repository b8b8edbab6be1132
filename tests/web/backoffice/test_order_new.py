"""Entering an order in the back office."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Cart, Order, OrderState, PaymentMethod
from sandbox.shop.shipping.models import Carrier
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

NEW = "/commandes/nouvelle"
MUG = "CAST-MUG-ESC"


@pytest.fixture
def buyer(desk: Desk) -> Customer:
    """A customer of the shop with an address in France."""
    query = sa.select(Customer).join(Address, Address.customer_id == Customer.id).where(Address.country == "France")
    return db.session.scalars(
        query.where(Customer.company == "", Address.is_deleted.is_(False)).order_by(Customer.id)
    ).first()  # type: ignore[return-value]


def label_of(desk: Desk) -> str:
    """What the form calls a variant of the mug."""
    variant = desk.find(Product, reference=MUG).variants[0]
    return variant.reference


def path_of(buyer: Customer) -> str:
    return f"{NEW}?client={buyer.id}"


def filled(desk: Desk, buyer: Customer, **changes: object) -> dict[str, object]:
    form = desk.form(path_of(buyer), "order-form")
    return form.filled(**{"lines-0-item": label_of(desk), "lines-0-quantity": "2", **changes})


def test_the_customer_is_searched_then_chosen(desk: Desk, buyer: Customer) -> None:
    page = desk.read(f"{NEW}?q={buyer.last_name}")
    assert page.says(buyer.email)
    assert desk.read(f"{NEW}?q=introuvable").says("Aucun client ne correspond")
    assert desk.read(path_of(buyer)).says(buyer.full_name)
    desk.read(f"{NEW}?client=99999", status=404)


def test_an_order_is_entered_like_one_of_the_shop(desk: Desk, buyer: Customer) -> None:
    mug = desk.find(Product, reference=MUG)
    variant_id, left = mug.variants[0].id, mug.variants[0].quantity
    cheque = desk.find(PaymentMethod, key="cheque")
    page = desk.save(
        f"{NEW}?client={buyer.id}", **filled(desk, buyer, payment_id=cheque.id, private_note="Par téléphone")
    )
    order = db.session.scalars(sa.select(Order).order_by(Order.id.desc())).first()
    assert order is not None
    assert page.says(f"La commande {order.reference} est enregistrée")
    assert (order.customer_id, order.state.key, order.private_note) == (buyer.id, "attente-cheque", "Par téléphone")
    assert [(line.variant_id, line.quantity) for line in order.lines] == [(variant_id, 2)]
    assert next(v.quantity for v in desk.find(Product, reference=MUG).variants if v.id == variant_id) == left - 2
    assert desk.journal()[-1].startswith("commande.creer: ")


def test_the_state_chosen_begins_the_history(desk: Desk, buyer: Customer) -> None:
    paid = desk.find(OrderState, key="paiement-distance")
    desk.save(path_of(buyer), **filled(desk, buyer, state_id=paid.id))
    order = db.session.scalars(sa.select(Order).order_by(Order.id.desc())).first()
    assert order is not None
    assert [entry.state.key for entry in order.history] == ["paiement-distance"]
    assert order.invoice_number


def test_calculating_shows_the_total_and_keeps_nothing(desk: Desk, buyer: Customer) -> None:
    before, orders = desk.journal(), desk.count(Order)
    answer = desk.send(f"{NEW}/calculer?client={buyer.id}", **filled(desk, buyer))
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.says("Transporteurs possibles")
    assert page.form("order-form").fields["lines-0-quantity"] == ["2"]
    assert page.form("order-form").fields["lines-0-item"][0].startswith("Mug Escale")
    assert (desk.journal(), desk.count(Order)) == (before, orders)
    desk.save(path_of(buyer), **filled(desk, buyer))
    order = db.session.scalars(sa.select(Order).order_by(Order.id.desc())).first()
    assert order is not None
    assert page.says(f"{order.total_incl_cents / 100:.2f} €".replace(".", ","))  # what was told is what it costs


def test_lines_are_added_without_losing_what_is_typed(desk: Desk, buyer: Customer) -> None:
    answer = desk.send(f"{NEW}/calculer?client={buyer.id}", **filled(desk, buyer, plus="1", message="Sonner deux fois"))
    fields = Page(answer.text).form("order-form").fields
    assert fields["lines-0-item"] == [label_of(desk)]
    assert fields["message"] == ["Sonner deux fois"]
    assert "lines-5-item" in fields


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"lines-0-item": "rien de tel"}, "lines-0-item", "Aucun produit"), ({"lines-0-item": "mug"}, "lines-0-item", "plusieurs"),
        ({"lines-0-quantity": "beaucoup"}, "lines-0-quantity", "beaucoup"), ({"lines-0-quantity": "0"}, "lines-0-quantity", "Entre 1"),
        ({"codes": "NEXISTEPAS"}, "codes", "n’existe pas"), ({"carrier_id": "99999"}, "carrier_id", "valide"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [NEW, f"{NEW}/calculer"])
def test_what_is_wrong_is_said_at_its_field(
    desk: Desk, buyer: Customer, address: str, changes: dict[str, object], field: str, words: str
) -> None:
    sent = filled(desk, buyer, private_note="Gardée", **changes)
    page = desk.refused(f"{address}?client={buyer.id}", **sent)
    assert words in page.error(field)
    assert page.form("order-form").fields["private_note"] == ["Gardée"]


def test_an_empty_order_and_one_beyond_the_stock_are_refused(desk: Desk, buyer: Customer) -> None:
    page = desk.refused(path_of(buyer), **filled(desk, buyer, **{"lines-0-item": "", "lines-0-quantity": ""}))
    assert page.says("Ajoutez au moins un produit")
    page = desk.refused(path_of(buyer), **filled(desk, buyer, **{"lines-0-quantity": "9999"}))
    assert page.says("il n’en reste que")


def test_a_cart_left_behind_becomes_an_order(desk: Desk) -> None:
    row = next(
        r for r in queries.list_carts().items if r.status == "left" and r.customer and has_address(r.customer.id)
    )
    path = f"{NEW}?panier={row.id}"
    form = desk.form(path, "order-form")
    assert form.fields["lines-0-quantity"] == [str(row.cart.lines[0].quantity)]
    carrier = next(c for c in db.session.scalars(sa.select(Carrier)) if c.is_active and not c.is_pickup)
    desk.save(path, **form.filled(carrier_id=carrier.id))
    order = desk.find(Order, cart_id=row.id)
    assert [line.quantity for line in order.lines] == [line.quantity for line in desk.find(Cart, id=row.id).lines]
    assert desk.read(f"/commandes/paniers/{row.id}").says(f"Voir la commande {order.reference}")
    desk.read(path, status=404)


def has_address(customer_id: int) -> bool:
    return db.session.query(Address).filter_by(customer_id=customer_id, is_deleted=False).count() > 0


def test_who_only_looks_enters_no_order(onlooker: Desk) -> None:
    before = onlooker.count(Order)
    assert onlooker.send(f"{NEW}?client=1").status_code == 403
    assert onlooker.send(f"{NEW}/calculer?client=1").status_code == 403
    assert onlooker.count(Order) == before
