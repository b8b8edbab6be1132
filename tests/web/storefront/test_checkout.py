"""The checkout: each step keeps what was typed, each way to pay makes an order, the confirmation is its buyer's."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import CustomField
from sandbox.shop.catalog.services import update_product
from sandbox.shop.customers.models import Address
from sandbox.shop.orders.models import Order
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shops.services import set_setting
from sandbox.shop.support.models import Mail
from tests.support.pages import Page
from tests.web.storefront.conftest import ADDRESS, CAMILLE, HUGO, Buyer, error_at, faults
from tests.web.storefront.test_home import shop_changed


def last_order(buyer: Buyer) -> Order:
    db.session.expire_all()
    found = db.session.query(Order).order_by(Order.id.desc()).first()
    assert found is not None
    assert found.shop_id == buyer.shop_id
    return found


def values_of(page: Page, field: str) -> list[str]:
    return next(form.fields[field] for form in page.forms.values() if field in form.fields)


# the steps in their order --------------------------------------------------------------------------------------------


def test_a_step_waits_for_those_before_it(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    for step in ("/commande", "/commande/adresses", "/commande/livraison", "/commande/paiement"):
        assert buyer.goes_to(step) == "/commande/coordonnees", step
    buyer.be_guest()
    for step in ("/commande", "/commande/livraison", "/commande/paiement"):
        assert buyer.goes_to(step) == "/commande/adresses", step
    buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)
    assert buyer.goes_to("/commande/paiement") == "/commande/livraison"
    for step in ("/commande/livraison", "/commande/paiement"):
        assert buyer.send(step).status_code in (302, 422)


def test_who_keeps_what_was_typed(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    page = buyer.refused("/commande/coordonnees", first_name="Nolwenn", last_name="", email="pas-une-adresse")
    assert error_at(page, "last_name")
    assert values_of(page, "first_name") == ["Nolwenn"]
    page = buyer.refused("/commande/coordonnees", first_name="Nolwenn", last_name="Le Bihan", email="pas-une-adresse")
    assert error_at(page, "email")
    assert values_of(page, "last_name") == ["Le Bihan"]


def test_the_shop_may_ask_for_an_account(buyer: Buyer) -> None:
    set_setting(name="commande_invite", value=False)
    shop_changed(buyer)
    buyer.fill_cart(tasse_quai=1)
    assert not buyer.read("/commande/coordonnees").says("Commander sans compte")
    answer = buyer.send("/commande/coordonnees", first_name="A", last_name="B", email="a@courriel.example")
    assert answer.headers["Location"].startswith(f"{buyer.root}/connexion")


@pytest.mark.parametrize("field", ["line1", "postcode", "city", "last_name"])
def test_an_address_without_a_part_is_refused_at_it(buyer: Buyer, field: str) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest()
    sent = {**ADDRESS, f"liv-{field}": ""}
    page = buyer.refused("/commande/adresses", delivery="nouvelle", invoice="meme", **sent)
    assert error_at(page, f"liv-{field}")
    for name, value in sent.items():
        assert values_of(page, name) == [value], name


def test_a_wrong_postcode_is_refused_at_its_field(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest()
    page = buyer.refused(
        "/commande/adresses", delivery="nouvelle", invoice="meme", **{**ADDRESS, "liv-postcode": "ABC"}
    )
    assert error_at(page, "liv-postcode")
    assert values_of(page, "liv-postcode") == ["ABC"]


def test_another_invoice_address(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest()
    invoice = {name.replace("liv-", "fac-"): value for name, value in ADDRESS.items()}
    page = buyer.refused(
        "/commande/adresses", delivery="nouvelle", invoice="nouvelle", **ADDRESS, **{**invoice, "fac-city": ""}
    )
    assert error_at(page, "fac-city")
    buyer.save(
        "/commande/adresses", delivery="nouvelle", invoice="nouvelle", **ADDRESS, **{**invoice, "fac-city": "Vannes"}
    )
    buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    assert buyer.pay().status_code == 302
    order = last_order(buyer)
    assert "Lorient" in order.delivery_text
    assert "Vannes" in order.invoice_text


def test_somebody_elses_address_is_not_offered(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    buyer.fill_cart(tasse_quai=1)
    theirs = buyer.find(Address, key="le-goff-camille-maison")
    page = buyer.read("/commande/adresses")
    assert not page.says("rue de la Corderie")
    answer = buyer.send("/commande/adresses", delivery=theirs.id, invoice="meme")
    assert answer.status_code == 422


def test_a_carrier_must_be_one_of_those_offered(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest()
    buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)
    page = buyer.refused("/commande/livraison", message="Code 12A4")
    assert error_at(page, "carrier_id") == "Choisissez un mode de livraison."
    assert values_of(page, "message") == ["Code 12A4"]
    assert buyer.send("/commande/livraison", carrier_id=9999).status_code in (404, 422)
    page = buyer.refused("/commande/livraison", carrier_id="9" * 20)
    assert error_at(page, "carrier_id") == "Choisissez un mode de livraison."


def test_a_virtual_cart_has_no_delivery(buyer: Buyer) -> None:
    buyer.fill_cart(abonnement_cafe=1)
    buyer.be_guest()
    page = buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)
    assert page.says("Commander avec obligation de paiement")
    assert buyer.pay().status_code == 302
    assert last_order(buyer).shipping_incl_cents == 0


# paying --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "state", "words"),
    [
        ("carte", "paiement-accepte", "Merci, c’est commandé"),
        ("virement", "attente-virement", "IBAN"),
        ("cheque", "attente-cheque", "À l’ordre de"),
    ],
)
def test_each_payment_makes_an_order(buyer: Buyer, key: str, state: str, words: str) -> None:
    buyer.fill_cart(tasse_quai=2)
    buyer.reach_payment()
    stock = buyer.product("tasse-quai").quantity
    answer = buyer.pay(payment=key)
    assert answer.status_code == 302, faults(answer)
    order = last_order(buyer)
    assert (order.state.key, order.total_incl_cents) == (state, 2980 + 490)
    assert buyer.product("tasse-quai").quantity == stock - 2
    page = Page(buyer.visitor.get(answer.headers["Location"]).text)
    assert page.says(words)
    assert page.says(order.reference)
    assert page.says("nolwenn@courriel.example")
    assert buyer.read("/panier").says("Votre panier est vide")


def test_the_order_is_confirmed_by_mail(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    assert buyer.pay().status_code == 302
    order = last_order(buyer)
    mails = db.session.query(Mail).filter(Mail.subject.contains(order.reference)).all()
    assert {mail.recipient for mail in mails} == {"nolwenn@courriel.example"}
    assert any("19,80" in mail.body for mail in mails)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("card_number", ""),
        ("card_number", "4970 1000 0000 0007"),
        ("card_number", "4970 1000 0000 0014"),
        ("card_expiry", "13/30"),
        ("card_expiry", "01/20"),
        ("card_code", "1"),
    ],
)
def test_a_bad_card_is_refused_at_its_field(buyer: Buyer, field: str, value: str) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    orders = buyer.count(Order)
    answer = buyer.pay(**{field: value})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert error_at(page, field)
    assert values_of(page, field) == [value]
    assert values_of(page, "payment") == ["carte"]
    assert values_of(page, "accepts_terms") == ["y"]
    assert buyer.count(Order) == orders


def test_the_terms_must_be_accepted(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    page = buyer.reach_payment()
    assert "accepts_terms" not in str(page.forms["#1"].fields), "never ticked beforehand"
    page = buyer.refused("/commande/paiement", total=buyer.total(), payment="cheque")
    assert error_at(page, "accepts_terms") == "Acceptez les conditions générales de vente pour commander."
    assert values_of(page, "payment") == ["cheque"]


def test_a_way_to_pay_must_be_one_of_those_offered(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    for key in ("", "coquillages"):
        answer = buyer.pay(payment=key)
        assert answer.status_code == 422
        assert error_at(Page(answer.text), "payment") == "Choisissez un moyen de paiement."


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_paid(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    total, orders = buyer.total(), buyer.count(Order)
    update_product(product=buyer.product("tasse-quai"), price_excl_micros=20_000_000)
    shop_changed(buyer)
    answer = buyer.pay(total=total)
    assert answer.status_code == 422
    assert Page(answer.text).says("28,90 €")
    assert buyer.count(Order) == orders
    assert buyer.pay().status_code == 302


def test_the_last_article_is_sold_once(buyer: Buyer, other: Buyer) -> None:
    buyer.product("tasse-quai").quantity = 1
    shop_changed(buyer)
    for one in (buyer, other):
        one.fill_cart(tasse_quai=1)
        one.reach_payment()
    totals = [one.total() for one in (buyer, other)]
    assert buyer.pay(total=totals[0]).status_code == 302
    answer = other.pay(total=totals[1])
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/panier")
    assert buyer.product("tasse-quai").quantity == 0


def test_what_cannot_be_sent_back_is_told_before_paying(buyer: Buyer) -> None:
    own = buyer.find(CustomField, product_id=buyer.product("mug-grave").id, kind="text")
    buyer.add("mug-grave", **{f"custom-{own.id}": "Maëlle"})
    buyer.read("/panier")
    page = buyer.reach_payment()
    assert page.says("Le droit de rétractation de 14 jours ne s’y applique pas")
    assert page.says("Mug Escale gravé à votre texte")


# the confirmation ----------------------------------------------------------------------------------------------------


def test_the_confirmation_is_its_buyers(buyer: Buyer, other: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    assert buyer.pay().status_code == 302
    path = f"/commande/confirmation/{last_order(buyer).reference}"
    assert buyer.read(path).says("Nolwenn Le Bihan")
    assert other.goes_to(path) == "/"
    other.sign_in(CAMILLE)
    assert other.goes_to(path) == "/"


def test_signing_out_closes_the_confirmation(buyer: Buyer) -> None:
    """The next person at this workstation does not read the last order."""
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=1)
    page = buyer.read("/commande/adresses")
    address = values_of(page, "delivery")
    buyer.save("/commande/adresses", delivery=address, invoice="meme")
    buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    assert buyer.pay().status_code == 302
    path = f"/commande/confirmation/{last_order(buyer).reference}"
    buyer.read(path)
    buyer.save("/deconnexion")
    assert buyer.goes_to(path) == "/"


def test_a_customer_finds_the_order_in_the_account(buyer: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=1)
    buyer.save("/commande/adresses", delivery=values_of(buyer.read("/commande/adresses"), "delivery"), invoice="meme")
    buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    assert buyer.pay(payment="cheque").status_code == 302
    order = last_order(buyer)
    page = buyer.read(f"/compte/commandes/{order.reference}")
    assert page.says("En attente de paiement par chèque")
    assert page.says("Tasse Quai et sa soucoupe")
