"""The invoice of a customer's order, to print."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.shop.orders.models import Order
from sandbox.shop.shipping.models import Carrier
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer
from tests.web.storefront.test_checkout import last_order, values_of


def buy(buyer: Buyer, payment: str) -> Order:
    """An order of Camille's."""
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=2)
    buyer.save("/commande/adresses", delivery=values_of(buyer.read("/commande/adresses"), "delivery"), invoice="meme")
    buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    assert buyer.pay(payment=payment).status_code == 302
    return last_order(buyer)


def test_a_paid_order_has_its_invoice(buyer: Buyer) -> None:
    order = buy(buyer, "carte")
    assert order.invoice_number
    path = f"/compte/commandes/{order.reference}"
    assert f'href="{buyer.root}{path}/facture"' in buyer.html(path)
    page = buyer.read(f"{path}/facture")
    assert page.says(order.invoice_number)
    assert page.says("Tasse Quai et sa soucoupe")
    assert page.says("Le Goff")
    assert page.says("TVA")


def test_an_order_that_waits_for_its_cheque_has_none(buyer: Buyer) -> None:
    order = buy(buyer, "cheque")
    path = f"/compte/commandes/{order.reference}"
    assert f"{path}/facture" not in buyer.html(path)
    buyer.read(f"{path}/facture", status=404)


def test_somebody_elses_invoice_does_not_exist(buyer: Buyer) -> None:
    order = db.session.query(Order).filter(Order.invoice_number != "").order_by(Order.id.desc()).first()
    assert order is not None
    path = f"/compte/commandes/{order.reference}/facture"
    assert buyer.goes_to(path).startswith("/connexion")
    buyer.sign_in(HUGO if order.customer.key != HUGO else CAMILLE)
    buyer.read(path, status=404)
