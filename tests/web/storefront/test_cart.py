"""The cart: quantities, what happens to the stock meanwhile, promo codes accepted or refused with the reason."""

from __future__ import annotations

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.shop.catalog.services import update_product
from sandbox.shop.orders.models import Cart, CartLine
from sandbox.shop.shops.services import set_setting
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer, error_at
from tests.web.storefront.test_home import shop_changed


def line(buyer: Buyer, key: str) -> CartLine:
    found: CartLine = buyer.find(CartLine, product_id=buyer.product(key).id, cart_id=open_cart().id)
    return found


def open_cart() -> Cart:
    found = db.session.query(Cart).order_by(Cart.id.desc()).first()
    assert found is not None
    return found


def test_an_empty_cart_leads_on(buyer: Buyer) -> None:
    page = buyer.read("/panier")
    assert page.says("Votre panier est vide")
    assert page.says("Les plus achetés en ce moment")
    assert buyer.goes_to("/commande") == "/panier"


def test_adds_up(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    buyer.fill_cart(tasse_quai=1, moulin_armen=1)
    page = buyer.read("/panier")
    assert page.says("4 articles")
    assert page.says("123,70 €")
    assert page.says("La livraison est offerte")


def test_says_what_is_missing_for_a_free_delivery(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    assert buyer.read("/panier").says("Plus que 30,20 € et la livraison est offerte")


def test_a_quantity_is_typed_or_stepped_and_zero_takes_out(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    path = f"/panier/ligne/{line(buyer, 'tasse-quai').id}"
    assert buyer.save(path, quantity="5").says("5 articles")
    assert buyer.save(path, quantity="5", pas="1").says("6 articles")
    assert buyer.save(path, quantity="6", pas="-1").says("5 articles")
    assert buyer.save(path, quantity="0").says("Votre panier est vide")


@pytest.mark.parametrize("typed", ["", "-1", "deux", "1.5", "123456", "99999"])
def test_an_impossible_quantity_is_told_at_its_line(buyer: Buyer, typed: str) -> None:
    buyer.fill_cart(tasse_quai=2)
    number = line(buyer, "tasse-quai").id
    page = buyer.refused(f"/panier/ligne/{number}", quantity=typed)
    assert page.form(f"/panier/ligne/{number}").fields["quantity"] == [typed]
    assert line(buyer, "tasse-quai").quantity == 2


def test_a_line_is_taken_out(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1, moulin_armen=1)
    page = buyer.save(f"/panier/ligne/{line(buyer, 'tasse-quai').id}/retirer")
    assert page.says("« Tasse Quai et sa soucoupe » n’est plus dans votre panier.")
    assert page.says("1 article")


def test_somebody_elses_line_does_not_exist(buyer: Buyer, other: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    number = line(buyer, "tasse-quai").id
    other.fill_cart(moulin_armen=1)
    for path, data in ((f"/panier/ligne/{number}", {"quantity": "9"}), (f"/panier/ligne/{number}/retirer", {})):
        assert other.send(path, **data).status_code == 404
    assert buyer.read("/panier").says("2 articles")


def test_stock_that_went_meanwhile_stops_the_order(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=4)
    buyer.product("tasse-quai").quantity = 3
    shop_changed(buyer)
    page = buyer.read("/panier")
    assert page.says("Corrigez les lignes signalées pour passer commande.")
    assert buyer.goes_to("/commande") == "/panier"


def test_the_price_is_the_one_of_now(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    update_product(product=buyer.product("tasse-quai"), price_excl_micros=20_000_000)
    shop_changed(buyer)
    assert buyer.read("/panier").says("24,00 €")


def test_catalogue_mode_sells_nothing(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    set_setting(name="mode_catalogue", value=True)
    shop_changed(buyer)
    path = buyer.product_path("tasse-quai")
    assert "Ajouter au panier" not in buyer.html(path)
    assert buyer.goes_to("/commande") == "/panier"
    product = buyer.product("tasse-quai")
    assert buyer.send(f"/panier/ajouter/{product.id}", quantity=1).status_code == 422


def test_a_minimum_is_told_and_holds(buyer: Buyer) -> None:
    set_setting(name="minimum_commande", value=3000)
    shop_changed(buyer)
    buyer.fill_cart(tasse_quai=1)
    assert buyer.read("/panier").says("Le minimum d’une commande est de 30,00 € : il manque 15,10 € d’articles.")
    assert buyer.goes_to("/commande") == "/panier"
    buyer.fill_cart(tasse_quai=2)
    assert buyer.goes_to("/commande") == "/commande/coordonnees"


def test_who_may_only_look_buys_nothing(world_app: Flask, world: World) -> None:
    """The examiner in a candidate's shop."""
    looking = Buyer(Visitor(world_app, "erin"), world.shop_keys[0])
    html = looking.html("/")
    assert "Brûlerie" in html
    answer = looking.send("/panier/ajouter/19", quantity=1)
    assert answer.status_code == 403


# codes ---------------------------------------------------------------------------------------------------------------


def test_a_code_takes_its_amount_off_and_can_be_taken_back(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=3)
    page = buyer.save("/panier/code", code="bienvenue5")
    assert page.says("5 € de bienvenue")
    assert page.says("−5,00 €")
    rule = next(form.action for form in page.forms.values() if "/panier/code/" in form.action)
    page = buyer.save(rule.removeprefix(buyer.root))
    assert page.says("Le code est retiré.")
    assert not page.says("−5,00 €")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("RIEN-DU-TOUT", "n’existe pas"),
        ("", "Saisissez un code."),
        ("FETEDUPORT", "n’est plus valable"),
        ("QUAI10", "il manque 10,20 €"),
        ("MERCI-HALO", "client"),
    ],
)
def test_a_refused_code_says_why(buyer: Buyer, code: str, reason: str) -> None:
    buyer.fill_cart(tasse_quai=2)
    page = buyer.refused("/panier/code", code=code)
    assert reason in error_at(page, "code").replace("\u00a0", " "), error_at(page, "code")
    assert page.form("/panier/code").fields["code"] == [code]


def test_a_code_below_its_minimum_says_what_is_missing_then_works(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    assert "il manque" in error_at(buyer.refused("/panier/code", code="QUAI10"), "code").replace("\u00a0", " ")
    buyer.fill_cart(tasse_quai=1)
    assert buyer.save("/panier/code", code="QUAI10").says("−4,47 €")


def test_a_code_for_one_customer_works_for_them_only(buyer: Buyer, other: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=1)
    assert buyer.save("/panier/code", code="MERCI-HALO").says("−8,00 €")
    other.sign_in(HUGO)
    other.fill_cart(tasse_quai=1)
    assert error_at(other.refused("/panier/code", code="MERCI-HALO"), "code")


def test_a_code_twice_is_refused(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=3)
    buyer.save("/panier/code", code="BIENVENUE5")
    assert "déjà dans votre panier" in error_at(buyer.refused("/panier/code", code="BIENVENUE5"), "code")


def test_a_code_that_no_longer_holds_is_told_in_the_cart(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=3)
    buyer.save("/panier/code", code="BIENVENUE5")
    page = buyer.save(f"/panier/ligne/{line(buyer, 'tasse-quai').id}", quantity="1")
    assert page.says("BIENVENUE5 n’est pas appliqué.")
    assert page.says("14,90 €")
