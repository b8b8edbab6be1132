"""Links of the shop: main menu and lists of links; and the pages they lead to."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.display.models import LinkList, ListLink, MenuItem
from sandbox.shop.site.models import InfoPage
from tests.web.backoffice.conftest import Desk

MENU = "/modules/menu"
LISTS = "/apparence/liens"
PAGES = "/apparence/pages"


def test_an_entry_of_the_menu_is_added_named_moved_taken_out(desk: Desk) -> None:
    page = desk.save(f"{MENU}/ajouter", target="", url=f"/b/{desk.shop_key}/nouveautes", label="Nouveautés du quai")
    assert page.says("ajoutée au menu principal")
    made = db.session.query(MenuItem).order_by(MenuItem.id.desc()).first()
    assert made is not None
    number = made.id
    assert desk.shop_page().says("Nouveautés du quai")
    desk.save(f"{MENU}/{number}/deplacer", position=1)
    assert desk.find(MenuItem, id=number).position == 1
    desk.save(f"{MENU}/{number}/libelle", label="Arrivages")
    assert desk.shop_page().says("Arrivages")
    desk.save(f"{MENU}/{number}/retirer")
    assert not desk.shop_page().says("Arrivages")
    assert desk.journal()[0].startswith("menu")


def test_an_entry_needs_a_link_of_the_shop(desk: Desk) -> None:
    page = desk.refused(f"{MENU}/ajouter", target="", url="https://ailleurs.example", label="Ailleurs")
    assert "n’est pas dans la boutique" in page.error("url")
    assert page.form("/ajouter").fields["label"] == ["Ailleurs"]
    page = desk.refused(f"{MENU}/ajouter", target="", url="", label="Rien")
    assert page.error("target")


def test_a_list_of_links_is_made_filled_and_read_in_the_footer(desk: Desk) -> None:
    page = desk.refused(f"{LISTS}/nouvelle", name=" ")
    assert page.error("name")
    desk.save(f"{LISTS}/nouvelle", name="Pour Noël")
    made = desk.find(LinkList, name="Pour Noël").id
    page = desk.refused(f"{LISTS}/{made}/ajouter", target="", url="", label="Vide")
    assert page.error("target")
    for path, label in (("/nouveautes", "Nouveautés"), ("/promotions", "Bonnes affaires")):
        desk.save(f"{LISTS}/{made}/ajouter", target="", url=f"/b/{desk.shop_key}{path}", label=label)
    shown = desk.shop_page()
    assert shown.says("Pour Noël")
    assert shown.says("Bonnes affaires")
    second = desk.find(ListLink, list_id=made, label="Bonnes affaires").id
    desk.save(f"{LISTS}/lien/{second}/deplacer", position=1)
    assert [link.label for link in desk.find(LinkList, id=made).links] == ["Bonnes affaires", "Nouveautés"]
    desk.save(f"{LISTS}/lien/{second}/retirer")
    desk.save(f"{LISTS}/{made}", name="Fêtes")
    desk.save(f"{LISTS}/{made}/deplacer", position=1)
    assert desk.find(LinkList, id=made).position == 1
    desk.save(f"{LISTS}/{made}/supprimer")
    assert desk.count(ListLink, list_id=made) == 0


def test_a_page_is_written_and_read_in_the_shop(desk: Desk) -> None:
    form = desk.form(f"{PAGES}/nouvelle", "page-form")
    desk.save(f"{PAGES}/nouvelle", **form.filled(
        title="Offrir un coffret", content="<h2>Comment choisir</h2><p>Par la mouture.</p><script>x()</script>", meta_title="Offrir",
    ))  # fmt: skip
    made = desk.find(InfoPage, title="Offrir un coffret")
    assert (made.slug, "<script>" in made.content) == ("offrir-un-coffret", False)
    number, address = made.id, f"/page/{made.id}-{made.slug}"
    assert desk.shop_page(address).says("Par la mouture.")
    form = desk.form(f"{PAGES}/{number}", "page-form")
    desk.save(f"{PAGES}/{number}", **form.filled(is_displayed=None, content="<p>Bientôt.</p>"))
    assert desk.visitor.get(f"{desk.root}{address}").status_code == 404
    assert "page_info" in " ".join(desk.journal()) or "page." in " ".join(desk.journal())
    desk.save(f"{PAGES}/{number}/supprimer")
    assert desk.count(InfoPage, id=number) == 0


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("title", "", "obligatoire"),
        ("slug", "a-propos", "déjà"),
        ("meta_title", "t" * 256, "255"),
        ("group", "rien", "choix valide"),
    ],
)
def test_a_page_is_refused_at_its_field(desk: Desk, name: str, typed: str, words: str) -> None:
    form = desk.form(f"{PAGES}/nouvelle", "page-form")
    page = desk.refused(
        f"{PAGES}/nouvelle", **form.filled(**{"title": "Essai", "content": "<p>Gardé</p>", name: typed})
    )
    assert words in page.error(name)
    assert page.form("page-form").fields["content"] == ["<p>Gardé</p>"]
