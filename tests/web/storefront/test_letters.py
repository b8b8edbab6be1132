"""What arrives by mail: a forgotten password, the newsletter's way out; read in the workstation's own mailbox."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Consent, Customer, Subscriber
from sandbox.shop.support.models import Mail
from tests.web.storefront.conftest import CAMILLE, HUGO, PASSWORD, Buyer, error_at

OTHER = "un-autre-mot-de-passe"
NEW = "nolwenn@courriel.example"


def link_in(buyer: Buyer, recipient: str, word: str) -> str:
    """The address of the last mail to somebody that holds a word, within the shop."""
    db.session.expire_all()
    mail = db.session.query(Mail).filter_by(recipient=recipient).order_by(Mail.id.desc()).first()
    assert mail is not None
    found = re.search(rf"https?://\S*?({re.escape(buyer.root)}\S*{word}\S*)", mail.body)
    assert found is not None, mail.body
    return found[1].removeprefix(buyer.root)


def address_of(buyer: Buyer, key: str) -> str:
    found: str = buyer.find(Customer, key=key).email
    return found


# forgotten password --------------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_chosen_anew(buyer: Buyer) -> None:
    email = address_of(buyer, HUGO)
    assert "/mot-de-passe-oublie" in buyer.html("/connexion")
    page = buyer.save("/mot-de-passe-oublie", email=f" {email.upper()} ")
    assert page.says("Si un compte existe à cette adresse")
    path = link_in(buyer, email, "mot-de-passe/")
    assert buyer.read(path).says("Choisir un nouveau mot de passe")
    assert error_at(buyer.refused(path, password="court"), "password")
    assert buyer.save(path, password=OTHER).says("Votre mot de passe est changé")
    assert buyer.read("/compte").says("Bonjour Hugo"), "and the customer is signed in"
    buyer.save("/deconnexion")
    assert buyer.send("/connexion", email=email, password=OTHER).status_code == 302


def test_a_link_serves_once_and_for_an_hour(buyer: Buyer) -> None:
    email = address_of(buyer, HUGO)
    buyer.read("/connexion")
    buyer.save("/mot-de-passe-oublie", email=email)
    path = link_in(buyer, email, "mot-de-passe/")
    buyer.save(path, password=OTHER)
    assert buyer.read(path, status=410).says("Ce lien ne sert plus")
    assert buyer.send(path, password=PASSWORD).status_code == 410
    buyer.save("/mot-de-passe-oublie", email=email)
    late = link_in(buyer, email, "mot-de-passe/")
    buyer.visitor.later = timedelta(minutes=61)
    assert buyer.visitor.get(f"{buyer.root}{late}").status_code == 410


@pytest.mark.parametrize("path", ["/mot-de-passe/x", "/mot-de-passe/eyJjIjoxfQ.xxxx", "/lettre/desinscription/x"])
def test_a_made_up_link_opens_nothing(buyer: Buyer, path: str) -> None:
    assert buyer.read(path, status=410).says("Ce lien ne sert plus")
    assert buyer.send(path, password=OTHER).status_code == 410


def test_a_link_of_one_kind_does_not_serve_for_the_other(buyer: Buyer) -> None:
    buyer.read("/")
    buyer.save("/lettre", email=NEW, accord="y")
    token = link_in(buyer, NEW, "desinscription/").rpartition("/")[2]
    assert buyer.read(f"/mot-de-passe/{token}", status=410).says("Ce lien ne sert plus")


def test_nothing_tells_who_has_an_account(buyer: Buyer) -> None:
    buyer.read("/connexion")
    mails = buyer.count(Mail)
    known = buyer.save("/mot-de-passe-oublie", email=address_of(buyer, HUGO)).text
    assert buyer.count(Mail) == mails + 1
    unknown = buyer.save("/mot-de-passe-oublie", email="personne@courriel.example").text
    assert buyer.count(Mail) == mails + 1
    said = re.compile(r"Si un compte existe à cette adresse[^.]*\.")
    assert said.findall(known) == said.findall(unknown) != []


def test_an_impossible_address_is_told_at_its_field(buyer: Buyer) -> None:
    buyer.read("/connexion")
    assert error_at(buyer.refused("/mot-de-passe-oublie", email="rien"), "email")


# the newsletter ------------------------------------------------------------------------------------------------------


def test_the_letter_has_its_way_out(buyer: Buyer) -> None:
    buyer.read("/")
    buyer.save("/lettre", email=NEW, accord="y")
    path = link_in(buyer, NEW, "desinscription/")
    page = buyer.read(path)
    assert page.says(NEW)
    assert buyer.find(Subscriber, email=NEW).unsubscribed_at is None, "opening the link changes nothing yet"
    assert buyer.save(path).says("Vous ne recevrez plus la lettre")
    assert buyer.find(Subscriber, email=NEW).unsubscribed_at is not None
    assert buyer.save(path).says("Vous ne recevrez plus la lettre"), "once more is no fault"


def test_the_way_out_is_a_dated_consent_for_a_customer(buyer: Buyer) -> None:
    row = buyer.find(Customer, key=CAMILLE)
    row.is_newsletter, number, email = False, row.id, row.email
    db.session.commit()
    buyer.read("/")
    buyer.save("/lettre", email=email, accord="y")
    assert buyer.find(Customer, key=CAMILLE).is_newsletter
    buyer.save(link_in(buyer, email, "desinscription/"))
    assert not buyer.find(Customer, key=CAMILLE).is_newsletter
    last = db.session.query(Consent).filter_by(customer_id=number).order_by(Consent.id.desc()).first()
    assert last is not None
    assert (last.is_given, last.source) == (False, "lien de désinscription")


# the mailbox ---------------------------------------------------------------------------------------------------------


def test_the_mailbox_is_of_this_workstation(buyer: Buyer, other: Buyer) -> None:
    assert buyer.read("/boite-aux-lettres").says("Aucun message")
    buyer.save("/lettre", email=NEW, accord="y")
    page = buyer.read("/boite-aux-lettres")
    assert page.says(NEW)
    assert "/lettre/desinscription/" in buyer.html("/boite-aux-lettres")
    assert not other.read("/boite-aux-lettres").says(NEW)


def test_an_order_is_read_in_the_mailbox(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    answer = buyer.pay()
    assert answer.status_code == 302
    page = buyer.visitor.get(answer.headers["Location"])
    assert "/boite-aux-lettres" in page.text
    assert buyer.read("/boite-aux-lettres").says("Votre commande")


def test_words_of_a_mail_are_no_html(buyer: Buyer) -> None:
    buyer.read("/")
    buyer.save("/lettre", email=NEW, accord="y")
    mail = db.session.query(Mail).filter_by(recipient=NEW).one()
    mail.body = '<script>alert(1)</script> http://ailleurs.example/x "onclick'
    db.session.commit()
    html = buyer.html("/boite-aux-lettres")
    assert "<script>alert" not in html
    assert 'href="http://ailleurs' not in html, "only the shop's own addresses are links"
