"""The gift wrapping: proposed when the shop says so, counted in the total and its VAT, on every paper, refunded with the rest."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import balance_of, find_order_by_reference, returnable_lines, taxes_of_order
from sandbox.shop.orders.rules import WRAPPING
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.models import Mail
from tests.web.storefront.conftest import ADDRESS, CARD, Buyer, error_at
from tests.web.storefront.test_checkout import last_order, values_of
from tests.web.storefront.test_home import shop_changed

WISH = {"is_wrapped": "y", "gift_message": "Joyeux Noël,\n  mamie !  "}


def offer(buyer: Buyer, price: str = "3,50", tax: str = "20 %") -> None:
    """The shop proposes a gift wrapping."""
    set_settings(values={"emballage_cadeau": True, "emballage_cadeau_prix": price, "emballage_cadeau_taxe": tax})
    shop_changed(buyer)


def reach_delivery(buyer: Buyer, **quantities: int) -> None:
    """Go from an empty cart to the delivery step."""
    buyer.fill_cart(**(quantities or {"tasse_quai": 2}))
    buyer.be_guest()
    buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)


def ask(buyer: Buyer, **data: str) -> int:
    """Choose the delivery with the wrapping; what the order costs then, in cents."""
    carrier = buyer.find(Carrier, key="relais-escale").id
    buyer.save("/commande/livraison", carrier_id=carrier, **(data or WISH))
    return int(buyer.total())


def order_wrapped(buyer: Buyer) -> Order:
    """An order whose wrapping was asked for."""
    reach_delivery(buyer)
    ask(buyer)
    assert buyer.pay(**CARD).status_code == 302
    return last_order(buyer)


def test_is_not_proposed_unless_the_shop_says_so(buyer: Buyer) -> None:
    reach_delivery(buyer)
    assert not buyer.read("/commande/livraison").says("Emballer ma commande")
    before = ask(buyer, message="")
    assert ask(buyer) == before
    assert not buyer.read("/panier").says(WRAPPING)


@pytest.mark.parametrize(("price", "words"), [("3,50", "3,50"), ("0", "offert")])
def test_its_price_is_said_before_it_is_chosen(buyer: Buyer, price: str, words: str) -> None:
    offer(buyer, price)
    reach_delivery(buyer)
    page = buyer.read("/commande/livraison")
    assert page.says("Emballer ma commande pour l’offrir")
    assert page.says(words)


def test_adds_its_price_to_the_total_and_can_be_given_up(buyer: Buyer) -> None:
    offer(buyer)
    reach_delivery(buyer)
    before = ask(buyer, message="")
    assert ask(buyer) == before + 350
    assert buyer.read("/panier").says(WRAPPING)
    assert buyer.read("/commande/paiement").says("mamie")
    assert values_of(buyer.read("/commande/livraison"), "is_wrapped") == ["y"]
    assert ask(buyer, message="") == before


def test_a_message_too_long_is_refused_and_kept(buyer: Buyer) -> None:
    offer(buyer)
    reach_delivery(buyer)
    carrier = buyer.find(Carrier, key="relais-escale").id
    page = buyer.refused("/commande/livraison", carrier_id=carrier, is_wrapped="y", gift_message="a" * 501)
    assert error_at(page, "gift_message")
    assert values_of(page, "is_wrapped") == ["y"]


def test_a_virtual_cart_is_not_wrapped(buyer: Buyer) -> None:
    offer(buyer)
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest()
    buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)
    ask(buyer)
    line = buyer.read("/panier")
    assert line.says(WRAPPING)
    other = buyer.form("/panier", "/retirer")
    buyer.save(other.action.removeprefix(buyer.root), **other.filled())
    buyer.fill_cart(abonnement_cafe=1)
    assert not buyer.read("/panier").says(WRAPPING)


def test_a_price_changed_meanwhile_is_said_before_paying(buyer: Buyer) -> None:
    offer(buyer)
    reach_delivery(buyer)
    total = ask(buyer)
    offer(buyer, "5")
    answer = buyer.pay(total=str(total))
    assert answer.status_code == 422
    assert "Le total a changé" in answer.text


@pytest.mark.parametrize(("tax", "rate"), [("20 %", 2000), ("5,5 %", 550), ("aucune taxe", 0)])
def test_its_vat_is_in_the_order(buyer: Buyer, tax: str, rate: int) -> None:
    offer(buyer, tax=tax)
    order = order_wrapped(buyer)
    wrapping = order.lines[-1]
    assert (wrapping.name, wrapping.unit_incl_cents, wrapping.tax_bp) == (WRAPPING, 350, rate)
    assert wrapping.customization == "Message\u00a0: Joyeux Noël,\nmamie !"
    assert sum(tax.gross_cents for tax in taxes_of_order(order)) == order.total_incl_cents
    assert sum(tax.net_cents for tax in taxes_of_order(order)) == order.total_excl_cents
    parts = order.products_incl_cents - order.discount_incl_cents + order.shipping_incl_cents
    assert parts == order.total_incl_cents
    assert order.products_incl_cents == sum(line.quantity * line.unit_incl_cents for line in order.lines)


def test_is_on_the_confirmation_the_mail_and_the_teams_papers(buyer: Buyer) -> None:
    offer(buyer)
    order = order_wrapped(buyer)
    assert buyer.read(f"/commande/confirmation/{order.reference}").says(WRAPPING)
    mail = db.session.query(Mail).filter(Mail.subject.contains(order.reference)).first()
    assert mail is not None
    assert WRAPPING in mail.body
    for path in ("", "/facture", "/bon-de-livraison"):
        answer = buyer.visitor.get(f"{buyer.root}/admin/commandes/{order.id}{path}")
        assert answer.status_code == 200, path
        assert WRAPPING in answer.text, path
        assert "mamie" in answer.text, path


def test_can_be_refunded_but_not_sent_back(buyer: Buyer) -> None:
    offer(buyer)
    found = find_order_by_reference(order_wrapped(buyer).reference)
    assert found is not None
    wrapping = found.lines[-1]
    assert balance_of(found).of(wrapping).cents_left == 350
    assert next(one for one in returnable_lines(found) if one.line.id == wrapping.id).problem
