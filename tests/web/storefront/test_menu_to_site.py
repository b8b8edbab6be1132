"""The shop's menu and lists may lead to the company's site: chosen, pasted, drawn, hidden with what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.display.models import MenuItem
from sandbox.shop.display.queries import menu_tree, target_choices
from sandbox.shop.display.services import add_menu_item
from sandbox.shop.posts.models import SiteCategory, SitePost
from sandbox.shop.shops.models import Shop
from sandbox.training.contexts.services import check_context, load_context
from tests.factories.contexts import write_context
from tests.factories.site import SITE_FILES
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor


@pytest.fixture
def shop(world_app: Flask, world: World) -> Iterator[Shop]:
    found = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(found.id):
        yield found


def header(visitor: Visitor, shop: Shop) -> dict[str, str]:
    """Words -> address of the entries of the shop's menu."""
    html = visitor.get(f"/b/{shop.key}/").text
    menu = html.partition('aria-label="Rayons">')[2].partition("</nav>")[0]
    return {
        " ".join(re.sub(r"<[^>]+>", " ", words).split()): url
        for url, words in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', menu, re.DOTALL)
    }


def test_an_entry_of_the_menu_leads_to_a_page_an_article_a_category_of_the_site(world_app: Flask, shop: Shop) -> None:
    alice, root = Visitor(world_app, "alice"), f"/b/{shop.key}"
    category = db.session.query(SiteCategory).order_by(SiteCategory.id).first()
    assert category is not None
    alice.get(f"{root}/admin/modules/menu")
    for target, label in (
        ("page_site:journal", "Le journal"),
        ("article:huila-vingt-six-fermes", ""),
        (f"rubrique:{category.key}", "Nos idées"),
    ):
        answer = alice.post(f"{root}/admin/modules/menu/ajouter", target=target, label=label)
        assert answer.status_code == 302, Page(answer.text).text
    screen = Page(alice.get(f"{root}/admin/modules/menu").text)
    assert screen.says("Page du site")
    assert screen.says("Article du site")
    assert screen.says("Catégorie d’articles")
    links = header(alice, shop)
    assert links["Le journal"] == f"{root}/site/journal/"
    assert links["Nos idées"].startswith(f"{root}/site/categorie/")
    article = db.session.query(SitePost).filter_by(key="huila-vingt-six-fermes").one()
    assert links[" ".join(article.title.split())] == f"{root}/site/{article.slug}/"
    for url in (links["Le journal"], links["Nos idées"], links[" ".join(article.title.split())]):
        assert alice.get(url).status_code == 200


def test_a_text_that_visitors_do_not_see_takes_its_entry_away(world_app: Flask, shop: Shop) -> None:
    alice = Visitor(world_app, "alice")
    add_menu_item(target="page_site:journal", label="Le journal")
    db.session.commit()
    assert "Le journal" in header(alice, shop)
    root = f"/b/{shop.key}/site-admin"
    number = db.session.query(SitePost).filter_by(key="journal").one().id
    alice.get(f"{root}/")
    assert alice.post(f"{root}/contenu/{number}/trash").status_code == 302
    assert "Le journal" not in header(alice, shop)
    assert [node.label for node in menu_tree(only_live=False)][-1] == "Le journal"


def test_an_address_of_the_site_is_kept_as_the_thing_it_shows(world_app: Flask, shop: Shop) -> None:
    alice, root = Visitor(world_app, "alice"), f"/b/{shop.key}"
    alice.get(f"{root}/admin/modules/menu")
    for url in (f"http://localhost{root}/site/journal/", f"{root}/site/"):
        assert alice.post(f"{root}/admin/modules/menu/ajouter", target="", url=url, label="Lire").status_code == 302
    written = [item.target for item in db.session.query(MenuItem).order_by(MenuItem.id)][-2:]
    assert written == ["page_site:journal", "/site/"]


def test_a_context_may_say_so_and_an_unknown_page_is_a_fault(app: Flask, tmp_path: Path) -> None:
    folder, media = write_context(tmp_path / "contextes"), MediaStore(tmp_path / "magasin")
    for name, text in SITE_FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    head = folder / "context.yaml"
    kept = head.read_text("utf-8")
    head.write_text(
        kept
        + 'menu:\n  - {type: page_site, cible: blog, libelle: "Le journal"}\n  - {type: article, cible: "article:confiture"}\n',
        "utf-8",
    )
    pack = load_context(folder=folder, media=media)
    with shop_scope(pack.reference_shop_id):
        assert [(node.label, node.target.kind if node.target else "") for node in menu_tree()] == [
            ("Le journal", "site_page"), ("La confiture", "site_post"),
        ]  # fmt: skip
        assert [group for group, _ in target_choices()][3:] == [
            "Pages du site",
            "Articles du site",
            "Catégories d’articles",
        ]
    head.write_text(kept + "menu:\n  - {type: page_site, cible: journal}\n", "utf-8")
    assert [fault.message for fault in check_context(folder=folder, media=media)] == [
        "Page site « journal » inconnu(e)."
    ]
