"""Apparence > Menus: chosen, made, filled, arranged, placed, with what visitors then see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem
from sandbox.shop.navigation.queries import Entry, get_menu, menu_at, tree_of
from sandbox.shop.shops.models import Shop
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the menus of her site: « Principal » holds the page Bienvenue and the category Conseils."""

    visitor: Visitor
    root: str
    small: SmallSite

    def page(self, query: str = "") -> str:
        answer = self.visitor.get(f"{self.root}/site-admin/menus{query}")
        assert answer.status_code == 200
        return answer.text

    def send(self, path: str, *, expect: int = 302, **fields: object) -> str:
        answer = self.visitor.post(f"{self.root}/site-admin/menus{path}", **fields)
        assert answer.status_code == expect, answer.text[:500]
        db.session.rollback()
        return answer.text

    def tree(self) -> list[object]:
        return [shape(entry) for entry in tree_of(get_menu(self.small.menu.id))]

    def item(self, label: str) -> int:
        entries = [*tree_of(get_menu(self.small.menu.id))]
        while entries:
            entry = entries.pop()
            entries += entry.children
            if entry.label == label:
                return entry.item.id
        raise AssertionError(f"no item {label}")

    def header(self) -> str:
        page = self.visitor.get(f"{self.root}/site/").text
        return page[page.index("<header") : page.index("</header>")]


def shape(entry: Entry) -> object:
    """« Conseils », or (« Conseils », what is under it)."""
    return (entry.label, [shape(child) for child in entry.children]) if entry.children else entry.label


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", small)


def test_shows_the_tree_and_what_may_be_added(desk: Desk) -> None:
    page = desk.page()
    assert re.search(r'<option value="\d+" selected>Principal \(Menu principal\)</option>', page)
    assert page.index("<b>Bienvenue</b>") < page.index("<b>Conseils</b>")
    assert '<span class="wm-kind">Catégorie</span>' in page
    assert "Quelle mouture ?" in page


def test_adds_contents_and_links_which_visitors_see(desk: Desk) -> None:
    menu = desk.small.menu.id
    desk.send(f"/{menu}/ajout/article", ids=[desk.small.first.id])
    desk.send(f"/{menu}/ajout/lien", target="https://port.example/", label="Le port")
    assert desk.tree() == ["Bienvenue", "Conseils", "Quelle mouture ?", "Le port"]
    header = desk.header()
    assert "Quelle mouture ?" in header
    assert 'href="https://port.example/"' in header


def test_a_draft_in_a_menu_is_told_and_not_shown(desk: Desk) -> None:
    desk.send(f"/{desk.small.menu.id}/ajout/article", ids=[desk.small.draft.id])
    assert "Non visible" in desk.page()
    assert "Ébauche" not in desk.header()


def test_arranges_by_arrows(desk: Desk) -> None:
    menu = desk.small.menu.id
    desk.send(f"/{menu}/ajout/article", ids=[desk.small.first.id])
    desk.send(f"/{menu}/elements/{desk.item('Quelle mouture ?')}/indent")
    assert desk.tree() == ["Bienvenue", ("Conseils", ["Quelle mouture ?"])]
    desk.send(f"/{menu}/elements/{desk.item('Conseils')}/up")
    assert desk.tree() == [("Conseils", ["Quelle mouture ?"]), "Bienvenue"]
    desk.send(f"/{menu}/elements/{desk.item('Conseils')}/down")
    desk.send(f"/{menu}/elements/{desk.item('Quelle mouture ?')}/outdent")
    assert desk.tree() == ["Bienvenue", "Conseils", "Quelle mouture ?"]


def test_what_moves_nowhere_changes_nothing(desk: Desk) -> None:
    for label, act in (("Bienvenue", "up"), ("Bienvenue", "indent"), ("Bienvenue", "outdent"), ("Conseils", "down")):
        desk.send(f"/{desk.small.menu.id}/elements/{desk.item(label)}/{act}")
    assert desk.tree() == ["Bienvenue", "Conseils"]


def test_takes_an_item_out_and_what_is_under_it_moves_up(desk: Desk) -> None:
    menu = desk.small.menu.id
    desk.send(f"/{menu}/elements/{desk.item('Conseils')}/indent")
    desk.send(f"/{menu}/elements/{desk.item('Bienvenue')}/remove")
    assert desk.tree() == ["Conseils"]


def test_renames_an_item_and_opens_it_in_a_tab(desk: Desk) -> None:
    desk.send(f"/{desk.small.menu.id}/elements/{desk.item('Conseils')}", label="Nos conseils", is_new_tab="y")
    header = desk.header()
    assert "Nos conseils" in header
    assert 'target="_blank"' in header


def test_makes_places_and_deletes_a_menu(desk: Desk) -> None:
    desk.send("", name="Pied")
    made = db.session.query(SiteMenu).filter_by(name="Pied").one().id
    desk.send(f"/{made}/ajout/lien", target="https://port.example/", label="Le port")
    desk.send(f"/{made}", name="Bas de page", places=["principal"])
    assert "Le port" in desk.header()
    assert [entry.label for entry in menu_at("principal")] == ["Le port"]
    desk.send(f"/{made}/suppression")
    assert menu_at("principal") == []
    assert db.session.query(SiteMenuItem).filter_by(menu_id=made).count() == 0


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [("", {"name": ""}, "Donnez un nom au menu."), ("", {"name": "Principal"}, "Un menu s’appelle déjà «\u00a0Principal\u00a0»."),
     ("/{menu}/ajout/lien", {"target": "javascript:alert(1)", "label": "Piège"}, "Indiquez une adresse (https://…)"),
     ("/{menu}/ajout/lien", {"target": "https://port.example/", "label": ""}, "Indiquez le texte du lien."),
     ("/{menu}", {"name": "x" * 81}, "80 caractères")],
)  # fmt: skip
def test_refuses_at_the_field(desk: Desk, path: str, fields: dict[str, str], words: str) -> None:
    page = desk.send(path.format(menu=desk.small.menu.id), expect=422, **fields)
    assert words in page
    assert "alert(1)" not in desk.header()
    assert desk.tree() == ["Bienvenue", "Conseils"]


def test_nothing_ticked_is_told(desk: Desk) -> None:
    desk.send(f"/{desk.small.menu.id}/ajout/page_site")
    assert "Cochez ce que vous voulez ajouter au menu." in desk.page()


def test_an_item_of_another_menu_is_not_found(desk: Desk) -> None:
    desk.send("", name="Autre")
    other = db.session.query(SiteMenu).filter_by(name="Autre").one().id
    desk.send(f"/{other}/elements/{desk.item('Conseils')}/up", expect=404)
    assert desk.tree() == ["Bienvenue", "Conseils"]
