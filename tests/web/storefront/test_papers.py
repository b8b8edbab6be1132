"""What a customer takes from the account: invoices on paper and as PDF, vouchers with their state, all that is kept of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries import invoices_to_print
from sandbox.shop.pricing.services import create_cart_rule
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shops.queries import get_company
from sandbox.web.papers import invoice_facts
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer
from tests.web.storefront.test_checkout import values_of
from tests.web.storefront.test_home import shop_changed
from tests.web.storefront.test_invoice import buy

# invoices ------------------------------------------------------------------------------------------------------------


def test_the_invoice_is_a_pdf(buyer: Buyer) -> None:
    order = buy(buyer, "carte")
    path = f"/compte/commandes/{order.reference}/facture.pdf"
    assert f'href="{buyer.root}{path}"' in buyer.html(f"/compte/commandes/{order.reference}")
    answer = buyer.visitor.get(f"{buyer.root}{path}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert f"facture-{order.invoice_number}.pdf" in answer.headers["Content-Disposition"]


def test_the_pdf_says_what_the_page_says(buyer: Buyer) -> None:
    order = buy(buyer, "carte")
    facts = invoice_facts(invoices_to_print([order.id])[0], get_company())
    page = buyer.read(f"/compte/commandes/{order.reference}/facture")
    said = [facts["number"], facts["total"], *(cell for row in facts["taxes"] for cell in row), *facts["delivery"]]
    said += [cell for line in facts["lines"] for cell in (line["name"], line["reference"], line["excl"], line["total"])]
    said += [cell for label, amount in facts["sums"] for cell in (label, amount)]
    assert [words for words in said if words and not page.says(words)] == []


def test_somebody_elses_pdf_does_not_exist(buyer: Buyer) -> None:
    order = db.session.query(Order).filter(Order.invoice_number != "").order_by(Order.id.desc()).first()
    assert order is not None
    path = f"/compte/commandes/{order.reference}/facture.pdf"
    assert buyer.goes_to(path).startswith("/connexion")
    buyer.sign_in(HUGO if order.customer.key != HUGO else CAMILLE)
    buyer.read(path, status=404)


def test_invoices_are_listed(buyer: Buyer) -> None:
    order = buy(buyer, "carte")
    html = buyer.html("/compte/factures")
    assert order.invoice_number in html
    assert f"{order.reference}/facture.pdf" in html


# vouchers ------------------------------------------------------------------------------------------------------------


def voucher(buyer: Buyer, code: str, key: str = HUGO, **values) -> None:
    now = clock.now()
    create_cart_rule(**{
        "name": f"Bon {code}", "code": code, "customer_id": buyer.find(Customer, key=key).id, "reduction_kind": "amount",
        "reduction_cents": 800, "starts_at": now - timedelta(days=5), "ends_at": now + timedelta(days=30), "quantity": 1,
        "quantity_per_customer": 1, **values,
    })  # fmt: skip
    shop_changed(buyer)


def test_vouchers_say_their_value_and_their_end(buyer: Buyer) -> None:
    voucher(buyer, "MERCI1", minimum_cents=4000)
    voucher(buyer, "DIX", reduction_kind="percent", reduction_bp=1000, reduction_cents=0, is_free_shipping=True)
    voucher(buyer, "AUTRE", key=CAMILLE)
    buyer.sign_in(HUGO)
    page = buyer.read("/compte/bons")
    for words in ("MERCI1", "8,00 €", "Dès 40,00 € d’achat", "DIX", "10 %", "livraison offerte", "Utilisable"):
        assert page.says(words), words
    assert not page.says("AUTRE")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"ends_at": timedelta(days=-1)}, "Expiré"), ({"starts_at": timedelta(days=2)}, "À venir"),
        ({"is_active": False}, "Suspendu"),
    ],
)  # fmt: skip
def test_a_voucher_that_cannot_be_used_says_why(buyer: Buyer, values: dict, state: str) -> None:
    now = clock.now()
    voucher(buyer, "BON", **{k: now + v if isinstance(v, timedelta) else v for k, v in values.items()})
    buyer.sign_in(HUGO)
    page = buyer.read("/compte/bons")
    assert page.says(state)
    assert not page.says("Utilisable")


def test_a_used_voucher_is_used(buyer: Buyer) -> None:
    voucher(buyer, "UNSEUL", key=CAMILLE, allows_partial_use=False)
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=1)
    buyer.save("/panier/code", code="UNSEUL")
    buyer.save("/commande/adresses", delivery=values_of(buyer.read("/commande/adresses"), "delivery"), invoice="meme")
    buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    assert buyer.pay().status_code == 302
    page = buyer.read("/compte/bons")
    assert "Utilisé" in page.text.partition("UNSEUL")[2][:400]


# own data ------------------------------------------------------------------------------------------------------------


def test_the_same_data_is_readable_and_in_a_file(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    page = buyer.read("/compte/donnees/lire")
    for words in (
        "h.lemarchand@mail.example",
        "WPLNXDYAE",
        "Lettre d’information",
        "Identité",
        "Adresses",
        "Commandes",
    ):
        assert page.says(words), words
    for words in ("Camille", "password", "None", "{"):
        assert not page.says(words), words
    found = buyer.visitor.get(f"{buyer.root}/compte/donnees.json").json
    assert found is not None
    assert {
        "identite",
        "adresses",
        "consentements",
        "commandes",
        "messages",
        "avis",
        "bons",
        "paniers",
        "groupes",
    } <= set(found)
    line = found["commandes"][0]["articles"][0]
    assert set(line) == {"nom", "reference", "quantite", "prix_unitaire", "personnalisation"}


def test_consents_are_told_with_their_date_where_they_are_changed(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    form = next(f for f in buyer.read("/compte/identite").forms.values() if "last_name" in f.fields)
    was = buyer.find(Customer, key=HUGO).is_newsletter
    buyer.save("/compte/identite", **form.filled(is_newsletter=None if was else "y"))
    page = buyer.read("/compte/identite")
    assert page.says("compte client")
    assert page.says("Refusé ou retiré" if was else "Accepté")
