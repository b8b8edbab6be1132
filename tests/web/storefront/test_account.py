"""The customer's account: signing in and up, what is theirs and nobody else's, their rights over their data."""

from __future__ import annotations

import json

import pytest

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders.models import Order
from sandbox.shop.support.models import Thread
from tests.web.storefront.conftest import CAMILLE, HUGO, PASSWORD, Buyer, error_at
from tests.web.storefront.test_checkout import values_of

PRIVATE = ("/compte", "/compte/identite", "/compte/commandes", "/compte/adresses", "/compte/adresses/nouvelle", "/compte/messages",
           "/compte/avis", "/compte/donnees", "/compte/donnees.json")  # fmt: skip


def customer(buyer: Buyer, key: str) -> Customer:
    found: Customer = buyer.find(Customer, key=key)
    return found


@pytest.mark.parametrize("path", PRIVATE)
def test_a_visitor_is_led_to_the_door_and_back(buyer: Buyer, path: str) -> None:
    door = buyer.goes_to(path)
    assert door.startswith("/connexion?suite=")
    row = customer(buyer, HUGO)
    buyer.sign_in(HUGO)
    buyer.save("/deconnexion")
    answer = buyer.send("/connexion", email=row.email, password=PASSWORD, suite=f"{buyer.root}{path}")
    assert answer.headers["Location"] == f"{buyer.root}{path}"


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "/b/autre/", "/connexion", "\\\\x"]
)
def test_the_door_leads_nowhere_else(buyer: Buyer, elsewhere: str) -> None:
    row = customer(buyer, HUGO)
    buyer.sign_in(HUGO)
    buyer.save("/deconnexion")
    answer = buyer.send("/connexion", email=row.email, password=PASSWORD, suite=elsewhere)
    assert answer.headers["Location"] == f"{buyer.root}/compte"


def test_a_wrong_password_says_as_little_as_an_unknown_address(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    buyer.save("/deconnexion")
    known = buyer.refused("/connexion", email=customer(buyer, HUGO).email, password="pas-le-bon")
    unknown = buyer.refused("/connexion", email="personne@courriel.example", password="pas-le-bon")
    words = "Adresse e-mail ou mot de passe incorrect."
    assert error_at(known, "password") == error_at(unknown, "password") == words
    assert values_of(known, "email") == [customer(buyer, HUGO).email]
    assert "pas-le-bon" not in str(known.forms)


def test_an_account_is_opened_and_its_cart_kept(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=2)
    buyer.read("/inscription")
    sent = {
        "title_id": 0,
        "first_name": "Maël",
        "last_name": "Quéré",
        "email": "mael@courriel.example",
        "password": "court",
    }
    page = buyer.refused("/inscription", **sent)
    assert error_at(page, "accepts_terms")
    assert values_of(page, "first_name") == ["Maël"]
    page = buyer.refused("/inscription", **sent, accepts_terms="y")
    assert error_at(page, "password")
    assert values_of(page, "last_name") == ["Quéré"]
    page = buyer.save("/inscription", **{**sent, "password": PASSWORD, "accepts_terms": "y"})
    assert page.says("Bienvenue Maël")
    made = buyer.find(Customer, email="mael@courriel.example")
    assert (made.is_newsletter, made.is_partner_offers) == (False, False)
    assert buyer.read("/panier").says("2 articles")


def test_an_address_that_has_an_account_opens_no_second_one(buyer: Buyer) -> None:
    buyer.read("/inscription")
    page = buyer.refused(
        "/inscription", title_id=0, first_name="Faux", last_name="Hugo", email=customer(buyer, HUGO).email.upper(),
        password=PASSWORD, accepts_terms="y",
    )  # fmt: skip
    assert error_at(page, "email") == "Un compte client utilise déjà cette adresse e-mail."


def test_a_customer_switched_off_is_out_at_once(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    buyer.read("/compte")
    row = customer(buyer, HUGO)
    row.is_active = False
    db.session.commit()
    assert buyer.goes_to("/compte").startswith("/connexion")
    assert buyer.send("/connexion", email=row.email, password=PASSWORD).status_code == 422


def test_what_is_a_customers_does_not_exist_for_another(buyer: Buyer) -> None:
    """Every number and reference of Camille's, asked for by Hugo."""
    camille = customer(buyer, CAMILLE)
    orders = [row.reference for row in db.session.query(Order).filter_by(customer_id=camille.id)]
    addresses = [row.id for row in db.session.query(Address).filter_by(customer_id=camille.id)]
    threads = [row.id for row in db.session.query(Thread).filter_by(customer_id=camille.id)]
    assert orders
    assert addresses
    buyer.sign_in(HUGO)
    for reference in orders[:5]:
        buyer.read(f"/compte/commandes/{reference}", status=404)
    for number in addresses:
        buyer.read(f"/compte/adresses/{number}", status=404)
        assert buyer.send(f"/compte/adresses/{number}", alias="À moi").status_code == 404
        assert buyer.send(f"/compte/adresses/{number}/supprimer").status_code == 404
    for number in threads:
        buyer.read(f"/compte/messages/{number}", status=404)
        assert buyer.send(f"/compte/messages/{number}", body="Bonjour").status_code == 404
    for path in PRIVATE:
        assert "camille.legoff" not in buyer.html(path), path
    assert buyer.count(Address, customer_id=camille.id) == len(addresses)


def test_private_messages_of_the_team_stay_private(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    thread = db.session.query(Thread).filter_by(customer_id=customer(buyer, HUGO).id).first()
    assert thread is not None
    number = thread.id
    buyer.read(f"/admin/sav/{number}")
    assert buyer.send(f"/admin/sav/{number}/noter", body="Client à ménager.").status_code == 302
    page = buyer.read(f"/compte/messages/{number}")
    assert page.says("La théière Tuilerie a un éclat sur le bec")
    assert not page.says("Client à ménager.")


def test_a_customer_writes_again_in_a_thread(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    thread = db.session.query(Thread).filter_by(customer_id=customer(buyer, HUGO).id).first()
    assert thread is not None
    number, count = thread.id, len(thread.messages)
    assert error_at(buyer.refused(f"/compte/messages/{number}", body="  "), "body")
    assert buyer.save(f"/compte/messages/{number}", body="Merci encore !").says("Merci encore !")
    assert len(buyer.find(Thread, id=number).messages) == count + 1


def test_addresses_are_kept_changed_and_removed(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    sent = {"alias": "Bureau", "first_name": "Hugo", "last_name": "Lemarchand", "line1": "2, quai Nord", "postcode": "56100",
            "city": "Lorient", "country": "France"}  # fmt: skip
    page = buyer.refused("/compte/adresses/nouvelle", **{**sent, "city": ""})
    assert error_at(page, "city")
    assert values_of(page, "line1") == ["2, quai Nord"]
    assert buyer.save("/compte/adresses/nouvelle", **sent).says("2, quai Nord")
    number = buyer.find(Address, alias="Bureau", customer_id=customer(buyer, HUGO).id).id
    assert buyer.save(f"/compte/adresses/{number}", **{**sent, "city": "Vannes"}).says("Vannes")
    assert not buyer.save(f"/compte/adresses/{number}/supprimer").says("2, quai Nord")


def test_identity_consents_and_password_change(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    form = next(f for f in buyer.read("/compte/identite").forms.values() if "last_name" in f.fields)
    page = buyer.refused("/compte/identite", **form.filled(email="rien", first_name="Ugo"))
    assert error_at(page, "email")
    assert values_of(page, "first_name") == ["Ugo"]
    assert buyer.save("/compte/identite", **form.filled(first_name="Ugo", is_newsletter=None)).says(
        "Vos informations sont à jour."
    )
    row = customer(buyer, HUGO)
    assert (row.first_name, row.is_newsletter) == ("Ugo", False)
    assert error_at(buyer.refused("/compte/mot-de-passe", current="non", password="un-autre-mot-de-passe"), "current")
    buyer.save("/compte/mot-de-passe", current=PASSWORD, password="un-autre-mot-de-passe")
    buyer.save("/deconnexion")
    assert buyer.send("/connexion", email=row.email, password=PASSWORD).status_code == 422
    assert buyer.send("/connexion", email=row.email, password="un-autre-mot-de-passe").status_code == 302


def test_a_customer_takes_their_data_along(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    answer = buyer.visitor.get(f"{buyer.root}/compte/donnees.json")
    found = json.loads(answer.text)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "h.lemarchand@mail.example" in answer.text
    assert "WPLNXDYAE" in answer.text
    assert "password" not in answer.text
    assert "camille" not in answer.text.lower()
    assert isinstance(found, dict)
