"""Apparence > Widgets: added, written, moved, taken out, with what visitors then see in the sidebar and the footer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.identity.services import update_site
from sandbox.shop.posts.services.writing import update_page
from sandbox.shop.shops.models import Shop
from sandbox.shop.widgets.models import SiteWidget
from sandbox.shop.widgets.queries import widgets_by_area
from sandbox.shop.widgets.services import add_widget
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the widgets of her site: the sidebar holds a search field, then « Le comptoir » with its hours."""

    visitor: Visitor
    root: str
    small: SmallSite

    def page(self, path: str = "") -> str:
        answer = self.visitor.get(f"{self.root}/site-admin/widgets{path}")
        assert answer.status_code == 200
        return answer.text

    def send(self, path: str, *, expect: int = 302, **fields: object) -> str:
        answer = self.visitor.post(f"{self.root}/site-admin/widgets{path}", **fields)
        assert answer.status_code == expect, answer.text[:500]
        db.session.rollback()
        return answer.text

    def kinds(self, area: str = "sidebar") -> list[list[str]]:
        return [[block["kind"] for block in row.content] for row in widgets_by_area()[area]]

    def widget(self, kind: str) -> SiteWidget:
        rows = [row for rows in widgets_by_area().values() for row in rows]
        return next(row for row in rows if any(block["kind"] == kind for block in row.content))

    def front(self, start: str, end: str) -> str:
        page = self.visitor.get(f"{self.root}/site/{self.small.first.slug}/", follow_redirects=True).text
        return page[page.index(start) : page.index(end, page.index(start))]

    def sidebar(self) -> str:
        return self.front('<aside class="ws-side"', "</aside>")

    def footer(self) -> str:
        return self.front("<footer", "</footer>")


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send back of the form of a widget."""
    hidden = re.findall(r'<input type="hidden" name="(parts|b\d+-old)" value="([^"]*)"', page)
    found: dict[str, Any] = {name: html.unescape(value) for name, value in hidden if name != "parts"}
    found["parts"] = [value for name, value in hidden if name == "parts"]
    for name, value in re.findall(r'<input class="in[^>]* name="(b[^"]*)" value="([^"]*)"', page):
        found[name] = html.unescape(value)
    for name, value in re.findall(r'<textarea [^>]*name="(b[^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = html.unescape(value)
    for name, inside in re.findall(r'<select [^>]*name="(b[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        found[name] = chosen[1] if chosen else ""
    for name in re.findall(r'<input type="checkbox" class="chk" name="(b[^"]*)" value="y" checked', page):
        found[name] = "y"
    return found


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        update_site(site=small.site, sidebar_posts="right", footer_columns=2)
        add_widget(area="sidebar", content=[{"kind": "search", "attrs": {"title": "Chercher"}}])
        add_widget(area="sidebar", content=[
            {"kind": "heading", "attrs": {"text": "Le comptoir", "level": 3}}, {"kind": "paragraph", "attrs": {"text": "De 8 h à 12 h."}},
        ])  # fmt: skip
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", small)


def test_shows_the_areas_and_their_widgets_in_order(desk: Desk) -> None:
    page = desk.page()
    assert page.index("Colonne latérale</h2>") < page.index("<b>Recherche</b>") < page.index("<b>Paragraphe</b>")
    assert page.index("<b>Paragraphe</b>") < page.index("Pied de page, colonne 1</h2>")
    assert '<span class="mut sm">Le comptoir</span>' in page


def test_adds_latest_posts_that_visitors_see(desk: Desk) -> None:
    fields = fields_of(desk.page("/nouveau/sidebar?bloc=latest-posts"))
    assert fields["b0-count"] == "5"
    desk.send("/nouveau/sidebar", **fields | {"b0-title": "À lire", "b0-count": "2", "b0-date": "y"})
    assert desk.kinds() == [["search"], ["heading", "paragraph"], ["latest-posts"]]
    assert desk.widget("latest-posts").content[0]["attrs"] == {"title": "À lire", "count": 2, "date": True}
    sidebar = desk.sidebar()
    assert "À lire" in sidebar
    assert "Quelle mouture ?" in sidebar


def test_a_gallery_in_the_footer(desk: Desk) -> None:
    fields = fields_of(desk.page("/nouveau/footer-2?bloc=gallery"))
    desk.send("/nouveau/footer-2", **fields | {"b0-pictures": [str(desk.small.picture.id)], "b0-caption": "Nos tasses"})
    footer = desk.footer()
    assert "Nos tasses" in footer
    assert 'alt="Trois tasses"' in footer


def test_a_list_and_buttons_are_written_line_by_line(desk: Desk) -> None:
    fields = fields_of(desk.page("/nouveau/footer-1?bloc=list"))
    desk.send("/nouveau/footer-1", **fields | {"b0-items": "Moudre\r\n\r\nInfuser\r\n"})
    fields = fields_of(desk.page("/nouveau/footer-1?bloc=buttons"))
    desk.send("/nouveau/footer-1", **fields | {"b0-text-0": "Le port", "b0-url-0": "https://port.example/"})
    assert [row["attrs"]["text"] for row in desk.widget("list").content[0]["inner"]] == ["Moudre", "Infuser"]
    assert len(desk.widget("buttons").content[0]["inner"]) == 1
    assert 'href="https://port.example/"' in desk.footer()


@pytest.mark.parametrize("kind", [
    "paragraph", "heading", "quote", "html", "latest-comments", "categories", "archives", "tag-cloud", "search", "calendar", "rss", "social",
])  # fmt: skip
def test_every_simple_kind_may_be_added_as_it_comes(desk: Desk, kind: str) -> None:
    desk.send("/nouveau/footer-1", **fields_of(desk.page(f"/nouveau/footer-1?bloc={kind}")))
    assert desk.kinds("footer-1") == [[kind]]


def test_changes_a_widget_of_several_blocks(desk: Desk) -> None:
    path = f"/{desk.widget('heading').id}"
    fields = fields_of(desk.page(path))
    desk.send(path, **fields | {"b1-text": "Fermé le lundi.\r\nOuvert sinon."})
    assert desk.kinds() == [["search"], ["heading", "paragraph"]]
    assert "Fermé le lundi.<br>Ouvert sinon." in desk.sidebar()


def test_a_text_is_shown_as_people_type_it_and_comes_back_the_same(desk: Desk) -> None:
    made = add_widget(
        area="footer-1", content=[{"kind": "paragraph", "attrs": {"text": "Moulu\u00a0: fin & <strong>frais</strong>"}}]
    )
    db.session.commit()
    path, before = f"/{made.id}", made.content
    fields = fields_of(desk.page(path))
    assert fields["b0-text"] == "Moulu\u00a0: fin & <strong>frais</strong>"
    desk.send(path, **fields)
    assert widgets_by_area()["footer-1"][0].content == before


def test_a_block_is_added_to_the_form_or_taken_out_of_it_before_it_is_saved(desk: Desk) -> None:
    path = f"/{desk.widget('heading').id}"
    longer = desk.send(
        path, expect=200, **fields_of(desk.page(path)) | {"add": "1", "more": "social", "b1-text": "Déjà tapé"}
    )
    assert "Déjà tapé" in longer
    shorter = desk.send(path, expect=200, **fields_of(longer) | {"drop": "0"})
    assert desk.kinds()[1] == ["heading", "paragraph"]
    desk.send(path, **fields_of(shorter))
    assert desk.kinds()[1] == ["paragraph", "social"]


def test_a_block_that_holds_others_is_kept_as_it_is(desk: Desk) -> None:
    column = {"kind": "column", "inner": [{"kind": "paragraph", "attrs": {"text": "À gauche"}}]}
    whole = [{"kind": "columns", "inner": [column]}]
    made = add_widget(area="footer-1", content=whole)
    db.session.commit()
    number = made.id
    desk.send(f"/{number}", **fields_of(desk.page(f"/{number}")))
    assert desk.widget("columns").content == whole


def test_moves_up_and_down(desk: Desk) -> None:
    desk.send(f"/{desk.widget('heading').id}/up")
    assert desk.kinds() == [["heading", "paragraph"], ["search"]]
    desk.send(f"/{desk.widget('heading').id}/up")
    desk.send(f"/{desk.widget('heading').id}/down")
    assert desk.kinds() == [["search"], ["heading", "paragraph"]]


def test_moves_to_another_area_and_takes_out(desk: Desk) -> None:
    desk.send(f"/{desk.widget('heading').id}/zone", area="footer-1")
    assert (desk.kinds(), desk.kinds("footer-1")) == ([["search"]], [["heading", "paragraph"]])
    assert "Le comptoir" in desk.footer()
    desk.send(f"/{desk.widget('heading').id}/suppression")
    assert desk.kinds("footer-1") == []
    assert "Le comptoir" not in desk.footer()


@pytest.mark.parametrize(
    ("kind", "changed", "words"),
    [("latest-posts", {"b0-count": "50", "b0-title": "Gardé"}, "Entrez un nombre de 1 à 20."),
     ("latest-posts", {"b0-count": "deux", "b0-title": "Gardé"}, "Entrez un nombre de 1 à 20."),
     ("rss", {"b0-url": "javascript:alert(1)", "b0-title": "Gardé"}, "Indiquez une adresse (https://…), ou rien."),
     ("image", {"b0-media": "", "b0-title": "Gardé"}, "Choisissez un fichier de la médiathèque."),
     ("search", {"b0-title": "x" * 201, "b0-placeholder": "Gardé"}, "200 caractères au plus.")],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(
    desk: Desk, kind: str, changed: dict[str, str], words: str
) -> None:
    fields = fields_of(desk.page(f"/nouveau/sidebar?bloc={kind}"))
    page = desk.send("/nouveau/sidebar", expect=422, **fields | changed)
    assert re.search(rf'id="{next(iter(changed))}-e">{re.escape(words)}', page)
    assert "Gardé" in page
    assert desk.kinds() == [["search"], ["heading", "paragraph"]]


def test_a_widget_without_a_block_is_refused(desk: Desk) -> None:
    assert "Un widget a au moins un bloc." in desk.send(f"/{desk.widget('search').id}", expect=422)
    assert desk.kinds()[0] == ["search"]


def test_an_unknown_area_or_kind_or_widget(desk: Desk) -> None:
    assert "Cette zone n’existe pas." in desk.send(f"/{desk.widget('search').id}/zone", expect=422, area="toit")
    for path in ("/nouveau/toit?bloc=search", "/nouveau/sidebar?bloc=columns", "/999999"):
        assert desk.visitor.get(f"{desk.root}/site-admin/widgets{path}").status_code == 404


def test_a_link_names_its_page_and_follows_it_when_its_address_changes(desk: Desk) -> None:
    home = desk.small.home
    form = desk.page("/nouveau/sidebar?bloc=buttons")
    assert f'"url": "page_site:{home.id}"' in form
    assert '"kind": "Produit"' in form
    assert 'id="link-targets"' not in desk.page("/nouveau/sidebar?bloc=search")
    sent = {"b0-text-0": "Entrer", "b0-url-0": f"page_site:{home.id}", "b0-look-0": "fill"}
    desk.send("/nouveau/sidebar", parts="0:buttons", **sent)
    assert f'href="{desk.root}/site/{home.slug}/"' in desk.sidebar()
    update_page(post=home, slug="entrez-donc")
    db.session.commit()
    assert f'href="{desk.root}/site/entrez-donc/"' in desk.sidebar()


def test_a_company_without_a_shop_has_no_product_to_lead_to(desk: Desk, world: World) -> None:
    db.session.query(Shop).filter_by(key=world.alice_shop_key).one().has_storefront = False
    db.session.commit()
    form = desk.page("/nouveau/sidebar?bloc=buttons")
    assert '"kind": "Page"' in form
    assert '"kind": "Produit"' not in form
    assert '"kind": "Cat\\u00e9gorie de la boutique"' not in form
