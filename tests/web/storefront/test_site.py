"""What surrounds the catalogue: contact, pages, newsletter, cookies, maps, and the page of what is not there."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Subscriber
from sandbox.shop.site.models import InfoPage
from sandbox.shop.support.models import Contact, Mail, Thread
from tests.support.pages import Page
from tests.web.storefront.conftest import HUGO, Buyer, error_at
from tests.web.storefront.test_checkout import values_of

TRACKERS = ("googletagmanager", "analytics", "fbq(", "http://", "https://")


# contact -------------------------------------------------------------------------------------------------------------


def test_a_message_becomes_a_thread_of_the_back_office(buyer: Buyer) -> None:
    service = db.session.query(Contact).order_by(Contact.id).first()
    assert service is not None
    number = service.id
    page = buyer.save("/contact", contact_id=number, order_id=0, name="Nolwenn Le Bihan", email="nolwenn@courriel.example",
                      body="Le moulin convient-il au café turc ?")  # fmt: skip
    assert page.says("Votre message est parti.")
    thread = buyer.find(Thread, email="nolwenn@courriel.example")
    assert thread.contact_id == number
    assert buyer.read("/admin/sav").says("Nolwenn Le Bihan")
    assert buyer.read(f"/admin/sav/{thread.id}").says("Le moulin convient-il au café turc ?")


def test_a_message_without_words_or_address_is_refused_at_its_fields(buyer: Buyer) -> None:
    number = db.session.query(Contact.id).first()
    assert number is not None
    page = buyer.refused(
        "/contact", contact_id=number[0], order_id=0, name="Nolwenn", email="sans-arobase", body="Bonjour"
    )
    assert error_at(page, "email")
    assert values_of(page, "body") == ["Bonjour"]
    page = buyer.refused("/contact", contact_id=number[0], order_id=0, name="", email="a@courriel.example", body="")
    assert error_at(page, "name")
    assert error_at(page, "body")
    assert values_of(page, "email") == ["a@courriel.example"]
    page = buyer.refused("/contact", contact_id=number[0], order_id=0, name="A", email="a@courriel.example", body="  ")
    assert error_at(page, "body")
    page = buyer.refused("/contact", contact_id=9999, order_id=0, name="A", email="a@courriel.example", body="B")
    assert error_at(page, "contact_id")


def test_a_customer_is_known_to_the_form(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    page = buyer.read(f"/contact?produit={buyer.product('tasse-quai').id}")
    assert values_of(page, "name") == ["Hugo Lemarchand"]
    assert "Tasse Quai" in values_of(page, "body")[0]
    assert page.says("WPLNXDYAE")


# pages, newsletter ---------------------------------------------------------------------------------------------------


def test_pages_are_shown_and_lead_to_each_other(buyer: Buyer) -> None:
    for row in db.session.query(InfoPage).filter_by(is_displayed=True).all():
        path = f"/page/{row.id}-{row.slug}"
        answer = buyer.visitor.get(f"{buyer.root}{path}", follow_redirects=True)
        assert answer.status_code == 200, path
        assert row.title in answer.text
    one = db.session.query(InfoPage).filter_by(is_displayed=True, slug="livraison").first()
    if one is not None:
        assert buyer.goes_to(f"/page/{one.id}-ancien") == f"/page/{one.id}-livraison"


def test_a_hidden_page_does_not_exist(buyer: Buyer) -> None:
    row = db.session.query(InfoPage).filter_by(is_displayed=True).first()
    assert row is not None
    path = f"/page/{row.id}-{row.slug}"
    row.is_displayed = False
    db.session.commit()
    buyer.read(path, status=404)


def test_the_newsletter_wants_an_address_and_a_consent(buyer: Buyer) -> None:
    buyer.read("/")
    page = buyer.refused("/lettre", email="nolwenn@courriel.example")
    assert error_at(page, "accord")
    assert values_of(page, "email") == ["nolwenn@courriel.example"]
    page = buyer.refused("/lettre", email="nolwenn", accord="y")
    assert error_at(page, "email")
    before, mails = buyer.count(Subscriber), buyer.count(Mail)
    assert buyer.save("/lettre", email="nolwenn@courriel.example", accord="y").says("vous recevrez la prochaine lettre")
    assert buyer.count(Subscriber) == before + 1
    assert buyer.count(Mail) >= mails


# cookies -------------------------------------------------------------------------------------------------------------


def test_refusing_takes_as_much_as_accepting(buyer: Buyer) -> None:
    html = buyer.html("/")
    for choice in ("refuser", "accepter"):
        assert f'<button class="btn btn--s btn--line" name="choix" value="{choice}">' in html


@pytest.mark.parametrize(("choice", "words"), [("refuser", "refusée"), ("accepter", "acceptée")])
def test_a_choice_is_kept_and_can_be_changed(buyer: Buyer, choice: str, words: str) -> None:
    buyer.read("/")
    back = f"{buyer.root}{buyer.product_path('tasse-quai')}"
    answer = buyer.send("/cookies", choix=choice, retour=back)
    assert answer.headers["Location"] == back
    assert not buyer.read("/").says("Vos préférences de cookies")
    page = buyer.read("/cookies")
    assert page.says(f"mesure d’audience {words}")
    assert page.says("Tout refuser")


def test_a_choice_is_asked_again_after_six_months(buyer: Buyer) -> None:
    buyer.read("/")
    buyer.send("/cookies", choix="refuser")
    assert not buyer.read("/").says("Vos préférences de cookies")
    buyer.visitor.later = timedelta(days=181)
    answer = buyer.visitor.get(f"{buyer.root}/")
    assert "Vos préférences de cookies" in answer.text


def test_a_choice_leads_back_to_the_shop_only(buyer: Buyer) -> None:
    buyer.read("/")
    answer = buyer.send("/cookies", choix="refuser", retour="https://ailleurs.example/")
    assert answer.headers["Location"].rstrip("/") == buyer.root


# maps and what is not there ------------------------------------------------------------------------------------------


def test_the_map_has_categories_brands_and_pages(buyer: Buyer) -> None:
    page = buyer.read("/plan-du-site")
    for words in ("Cafés d’origine", "Mugs gravés", "Poterie du Môle", "Mentions légales"):
        assert page.says(words), words


def test_robots_stay_out_of_a_practice_shop(buyer: Buyer) -> None:
    assert "Disallow: /" in buyer.html("/robots.txt")
    text = buyer.html("/sitemap.xml")
    for kind in ("/produit/", "/categorie/", "/marque/", "/page/"):
        assert f"<loc>http://localhost{buyer.root}{kind}" in text, kind
    hidden = buyer.product("coffret-escale-hiver")
    assert f"/produit/{hidden.id}-" not in text
    assert ElementTree.fromstring(text).tag.endswith("urlset")


@pytest.mark.parametrize("path", ["/rien/du/tout", "/produit/9999-x", "/categorie/9999-x", "/page/9999-x"])
def test_what_is_not_there_helps(buyer: Buyer, path: str) -> None:
    page = buyer.read(path, status=404)
    assert page.says("Revenir à l’accueil")
    assert page.says("Cafés")
    assert any("q" in form.fields for form in page.forms.values())


def test_no_page_asks_anything_of_another_place(buyer: Buyer) -> None:
    for path in ("/", buyer.product_path("tasse-quai"), buyer.category_path("cafes"), "/contact", "/panier"):
        html = buyer.html(path)
        head = html[: html.index("<body")].replace("http://localhost/", "/")
        for word in TRACKERS:
            assert word not in head, (path, word)
        assert "<script>" not in html
        assert " style=" not in html
    assert Page(buyer.html("/")).text


def test_a_wide_table_scrolls_in_its_own_place(buyer: Buyer) -> None:
    row = buyer.find(InfoPage, slug="livraison")
    html = buyer.html(f"/page/{row.id}-livraison")
    html = html[html.index("<article") : html.index("</article>")]
    assert html.count("<table") == html.count('<div class="scroll" role="group" tabindex="0"') >= 1
    assert html.count("</table></div>") == html.count("</table>")


def test_the_contact_page_is_named_once_beside_a_page(buyer: Buyer) -> None:
    row = buyer.find(InfoPage, slug="livraison")
    html = buyer.html(f"/page/{row.id}-livraison")
    side = html[html.index('aria-label="Pages voisines"') : html.index("<article")]
    assert side.count("Nous écrire") == 1
