"""Changing one's mind: found from every page, two steps, an acknowledgement; never from another's order, nor too late."""

from __future__ import annotations

import re

from sandbox.kernel.db import db
from sandbox.shop.orders.models import MerchandiseReturn, Order
from sandbox.shop.support.models import Mail, Thread
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer, error_at
from tests.web.storefront.test_checkout import values_of

RECENT, OLD = "WPLNXDYAE", "VXOIBXJWR"
HUGO_MAIL, CAMILLE_MAIL = "h.lemarchand@mail.example", "camille.legoff@courriel.example"


def test_every_page_leads_there(buyer: Buyer) -> None:
    for path in ("/", "/panier", "/contact", buyer.product_path("tasse-quai")):
        assert f'href="{buyer.root}/retractation"' in buyer.html(path), path


def test_an_unknown_order_and_somebody_elses_get_the_same_words(buyer: Buyer) -> None:
    said = set()
    for reference, email in (("AAAAAAAAA", HUGO_MAIL), (RECENT, CAMILLE_MAIL)):
        page = buyer.refused("/retractation", reference=reference, email=email)
        said.add(error_at(page, "reference"))
        assert values_of(page, "reference") == [reference]
        assert values_of(page, "email") == [email]
    assert said == {"Aucune commande ne porte cette référence avec cette adresse e-mail."}
    assert buyer.send("/retractation/confirmer", reference=RECENT, email=CAMILLE_MAIL).status_code == 404


def test_two_steps_then_an_acknowledgement(buyer: Buyer) -> None:
    answer = buyer.send("/retractation", reference=RECENT.lower(), email=HUGO_MAIL.upper())
    assert answer.status_code == 200
    assert "Confirmer la rétractation" in answer.text
    order = buyer.find(Order, reference=RECENT)
    order_id = order.id
    lines, threads, mails = [line.id for line in order.lines], buyer.count(Thread), buyer.count(Mail)
    page = buyer.refused("/retractation/confirmer", reference=RECENT, email=HUGO_MAIL)
    assert page.says("Cochez au moins un article.")
    answer = buyer.send("/retractation/confirmer", reference=RECENT, email=HUGO_MAIL, **{f"l{lines[0]}": "y"})
    assert answer.status_code == 200
    assert "Rétractation reçue" in answer.text
    row = buyer.find(MerchandiseReturn, order_id=order_id, kind="withdrawal")
    assert (row.state, [line.order_line_id for line in row.lines]) == ("parcel", [lines[0]])
    assert buyer.read(f"/admin/sav/retours/{row.id}").says("Rétractation : un droit du client")
    assert (buyer.count(Thread), buyer.count(Mail)) == (threads + 1, mails + 1)
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert mail.recipient == HUGO_MAIL
    assert RECENT in mail.subject
    assert re.search(r"le \d\d/\d\d/\d{4} à \d\d\sh\s\d\d, de votre décision", mail.body)
    listed = buyer.read("/admin/sav")
    assert listed.says("Hugo Lemarchand")


def test_an_order_delivered_long_ago_is_too_late(buyer: Buyer) -> None:
    answer = buyer.send("/retractation", reference=OLD, email=CAMILLE_MAIL)
    assert "ne peut plus faire l’objet d’une rétractation" in answer.text
    line = buyer.find(Order, reference=OLD).lines[0].id
    assert (
        buyer.send("/retractation/confirmer", reference=OLD, email=CAMILLE_MAIL, **{f"l{line}": "y"}).status_code == 422
    )


def test_a_customer_starts_from_the_order(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    assert buyer.read(f"/compte/commandes/{RECENT}").says("Renoncer au contrat ici")
    assert buyer.read(f"/retractation?commande={RECENT}").says("Confirmer la rétractation")
    buyer.save("/deconnexion")
    buyer.sign_in(CAMILLE)
    assert not buyer.read(f"/retractation?commande={RECENT}").says("Confirmer la rétractation")
