"""SEO et URL: what is chosen there, and what the shop does of it."""

from __future__ import annotations

import re

import pytest

from sandbox.shop.catalog.models import Product
from sandbox.shop.seo.rules import PAGES, RESERVED
from tests.web.backoffice.conftest import Desk

LIST = "/parametres/seo"


def title_of(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert found
    return found[1].strip()


def choose(desk: Desk, page: str, **values: object) -> None:
    desk.save(f"{LIST}/{page}", **desk.form(f"{LIST}/{page}", "seo-form").filled(**values))


def test_the_list_tells_every_page_and_robots(desk: Desk) -> None:
    page = desk.read(LIST)
    assert all(page.says(one.name) for one in PAGES.values())
    assert page.says("User-agent: *")


@pytest.mark.parametrize("code", [code for code in PAGES if code != "home"])
def test_the_usual_title_and_address_are_those_of_the_shop(desk: Desk, code: str) -> None:
    answer = desk.visitor.get(f"{desk.root}/{PAGES[code].slug}")
    assert answer.status_code == 200
    assert title_of(answer.text).startswith(PAGES[code].title)


def test_title_and_description_are_those_of_the_page(desk: Desk) -> None:
    choose(desk, "contact", title="Écrire à la brûlerie", description="Réponse sous un jour ouvré.")
    html = desk.visitor.get(f"{desk.root}/contact").text
    assert title_of(html) == "Écrire à la brûlerie"
    assert '<meta name="description" content="Réponse sous un jour ouvré.">' in html
    assert '<meta property="og:title" content="Écrire à la brûlerie">' in html
    assert desk.journal()[-1].startswith("seo.modifier:")


def test_a_rewritten_page_answers_there_and_its_old_address_leads_to_it(desk: Desk) -> None:
    choose(desk, "contact", slug="nous-ecrire")
    assert f'href="{desk.root}/nous-ecrire"' in desk.visitor.get(f"{desk.root}/").text
    page = desk.visitor.get(f"{desk.root}/nous-ecrire")
    assert page.status_code == 200
    assert title_of(page.text).startswith("Nous écrire")
    assert f'{desk.root}/nous-ecrire">' in page.text  # the canonical address
    old = desk.visitor.get(f"{desk.root}/contact?produit=3")
    assert (old.status_code, old.headers["Location"]) == (301, f"{desk.root}/nous-ecrire?produit=3")
    choose(desk, "contact", slug="bonjour")
    assert desk.visitor.get(f"{desk.root}/nous-ecrire").headers["Location"] == f"{desk.root}/bonjour"
    choose(desk, "contact", slug="")
    assert desk.visitor.get(f"{desk.root}/contact").status_code == 200
    assert desk.visitor.get(f"{desk.root}/bonjour").headers["Location"] == f"{desk.root}/contact"


def test_a_message_still_leaves_from_a_rewritten_page(desk: Desk) -> None:
    choose(desk, "contact", slug="nous-ecrire")
    form = desk.shop_page("/nous-ecrire").form(f"{desk.root}/contact")
    sent = form.filled(name="Ana", email="ana@exemple.example", body="Bonjour, vos horaires ?")
    answer = desk.visitor.post(form.action, **sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{desk.root}/nous-ecrire")


def test_a_cart_at_another_address_still_works(desk: Desk) -> None:
    choose(desk, "cart", slug="mon-panier", title="Mon panier")
    assert title_of(desk.visitor.get(f"{desk.root}/mon-panier").text) == "Mon panier"


def test_refuses_at_the_field_and_keeps_what_was_typed(desk: Desk) -> None:
    form = desk.form(f"{LIST}/contact", "seo-form")
    page = desk.refused(f"{LIST}/contact", **form.filled(title="Gardé", slug="Nous écrire"))
    assert "nous-ecrire" in page.error("slug")
    assert page.form("seo-form").fields["title"] == ["Gardé"]


def test_an_unknown_page_is_not_found(desk: Desk) -> None:
    assert desk.visitor.get(f"{desk.root}/admin{LIST}/ailleurs").status_code == 404


def settings(desk: Desk, **values: object) -> None:
    desk.save("/parametres/referencement", **desk.form(LIST, "settings-form").filled(**values))


def test_addresses_without_names(desk: Desk) -> None:
    product = desk.find(Product, key="gourde-orvance")
    settings(desk, url_simplifiees=None)
    bare, named = f"{desk.root}/produit/{product.id}", f"{desk.root}/produit/{product.id}-{product.slug}"
    assert desk.visitor.get(bare).status_code == 200
    assert desk.visitor.get(named).headers["Location"] == bare
    settings(desk, url_simplifiees="y")
    assert desk.visitor.get(bare).headers["Location"] == named


@pytest.mark.parametrize(("choice", "status"), [("none", 200), ("302", 302), ("301", 301)])
def test_what_another_address_of_a_product_does(desk: Desk, choice: str, status: int) -> None:
    product = desk.find(Product, key="gourde-orvance")
    settings(desk, redirection_canonique=choice)
    assert desk.visitor.get(f"{desk.root}/produit/{product.id}-ancien-nom").status_code == status


def test_no_page_may_hide_another_part_of_the_shop(desk: Desk) -> None:
    app = desk.visitor.client.application
    firsts = {rule.rule.split("/")[3] for rule in app.url_map.iter_rules() if rule.rule.startswith("/b/<shop_key>/")}
    words = {first for first in firsts if re.fullmatch(r"[a-z0-9-]+", first)}
    assert words <= RESERVED | {page.slug for page in PAGES.values()}
