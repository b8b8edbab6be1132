"""What a cart says of its delivery before anybody said where they live, and how an order is corrected on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders.models import Order
from sandbox.shop.pricing.services import create_cart_rule, create_specific_price
from sandbox.shop.shipping.models import Carrier
from tests.web.storefront.conftest import ADDRESS, CAMILLE, HUGO, Buyer, error_at
from tests.web.storefront.test_checkout import last_order, values_of
from tests.web.storefront.test_home import shop_changed

# the estimate --------------------------------------------------------------------------------------------------------


SINCE = {"starts_at": clock.now() - timedelta(days=1)}


def test_the_cart_adds_up_with_its_estimated_delivery(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    page = buyer.read("/panier")
    for words in ("(estimée)", "34,70 €", "Détail de la TVA", "20 %"):
        assert page.says(words), words


def test_a_code_for_free_delivery_makes_the_estimate_free(buyer: Buyer) -> None:
    create_cart_rule(
        name="Port offert", code="PORT", is_free_shipping=True, quantity=10, quantity_per_customer=10, **SINCE
    )
    shop_changed(buyer)
    buyer.fill_cart(tasse_quai=2)
    page = buyer.save("/panier/code", code="PORT")
    assert page.says("Offerte")
    assert page.says("29,80 €")
    assert not page.says("34,70 €")


def test_carriers_are_told_for_a_place(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    page = buyer.read("/panier?pays=France&cp=56100")
    for carrier in db.session.query(Carrier).filter_by(is_active=True, key="relais-escale"):
        assert page.says(carrier.name)
    assert page.says("Livré entre") or page.says("Livré le")
    assert values_of(page, "cp") == ["56100"]


@pytest.mark.parametrize(("country", "postcode"), [("France", "ABC"), ("France", ""), ("Atlantide", "56100")])
def test_an_impossible_place_is_told_at_its_field(buyer: Buyer, country: str, postcode: str) -> None:
    buyer.fill_cart(tasse_quai=2)
    answer = buyer.visitor.get(f"{buyer.root}/panier?pays={country}&cp={postcode}")
    assert answer.status_code == 422
    assert 'id="cp-e"' in answer.text or 'id="pays-e"' in answer.text


def test_what_is_saved_is_told(buyer: Buyer) -> None:
    create_specific_price(product=buyer.product("tasse-quai"), kind="percent", value_bp=1000)
    shop_changed(buyer)
    buyer.fill_cart(tasse_quai=2)
    assert buyer.read("/panier").says("remise déjà déduite")


def test_a_proposed_code_is_taken_in_one_click(buyer: Buyer) -> None:
    create_cart_rule(
        name="Deux euros", code="DEUX", is_highlighted=True, reduction_kind="amount", reduction_cents=200, quantity=10,
        quantity_per_customer=10, **SINCE,
    )  # fmt: skip
    shop_changed(buyer)
    buyer.fill_cart(tasse_quai=2)
    page = buyer.read("/panier")
    form = next(f for f in page.forms.values() if f.fields.get("code") == ["DEUX"])
    assert buyer.save(form.action.removeprefix(buyer.root), **form.filled()).says("−2,00 €")


# correcting ----------------------------------------------------------------------------------------------------------


def test_a_guest_corrects_who_they_are(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest("nolwen@courriel.example")
    buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)
    guests = buyer.count(Customer, is_guest=True)
    page = buyer.be_guest("nolwenn@courriel.example")
    assert buyer.count(Customer, is_guest=True) == guests, "the same guest, not a second one"
    assert page.says("4, quai des Indes"), "and the address stays"
    buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    assert buyer.pay().status_code == 302
    assert last_order(buyer).customer.email == "nolwenn@courriel.example"


def test_a_guest_who_ordered_is_a_new_one_next_time(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    assert buyer.pay().status_code == 302
    first = last_order(buyer)
    buyer.read("/")
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest("autre@courriel.example")
    assert buyer.find(Order, id=first.id).customer.email == "nolwenn@courriel.example"


def test_an_address_is_corrected_without_leaving_the_order(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.be_guest()
    buyer.save("/commande/adresses", delivery="nouvelle", invoice="meme", **{**ADDRESS, "liv-city": "Lorien"})
    address = db.session.query(Address).order_by(Address.id.desc()).first()
    assert address is not None
    path = f"/commande/adresses/{address.id}"
    assert f'href="{buyer.root}{path}"' in buyer.html("/commande/adresses")
    form = next(f for f in buyer.read(path).forms.values() if "city" in f.fields)
    assert values_of(buyer.read(path), "city") == ["Lorien"]
    page = buyer.refused(path, **form.filled(city=""))
    assert error_at(page, "city")
    assert buyer.save(path, **form.filled(city="Lorient")).says("Lorient")
    assert buyer.count(Address, customer_id=address.customer_id) == 1


def test_somebody_elses_address_is_not_corrected(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    buyer.fill_cart(tasse_quai=1)
    theirs = buyer.find(Address, key="le-goff-camille-maison").id
    buyer.read(f"/commande/adresses/{theirs}", status=404)
    assert buyer.send(f"/commande/adresses/{theirs}", city="Ailleurs").status_code == 404


def test_the_last_step_shows_all_that_is_ordered(buyer: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=2, moulin_armen=1)
    buyer.save("/commande/adresses", delivery=values_of(buyer.read("/commande/adresses"), "delivery"), invoice="meme")
    page = buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
    html = buyer.html("/commande/paiement")
    fold = html[html.index('<details class="fold" open') : html.index("</details>")]
    for words in ("Tasse Quai", "Moulin", "Total TTC", "Modifier"):
        assert words in fold, words
    assert page.says("Commander avec obligation de paiement")
    assert buyer.html("/commande/livraison").count('<details class="fold">') == 1
