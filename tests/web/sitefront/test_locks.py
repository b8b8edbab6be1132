"""A text behind a password: closed, opened to who gives it, closed again when it changes; calendar and feed of the sidebar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import create_post, update_post
from sandbox.shop.shops.models import Shop
from sandbox.shop.widgets.services import add_widget
from tests.factories.world import World
from tests.support.visitor import Visitor


@pytest.fixture
def root(world_app: Flask, world: World) -> Iterator[str]:
    """Alice's site, where one article asks for « marée »."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        create_post(
            title="Avant-première", content="<p>Le moulin sort en mars.</p>", status="published", password="marée"
        )
        add_widget(
            area="sidebar",
            content='<!-- wp:calendar {"title":"Le mois"} /--><!-- wp:rss {"url":"https://port.example/flux"} /-->',
        )
        db.session.commit()
        yield f"/b/{shop.key}/site"


def locked_post() -> SitePost:
    """The article behind its password."""
    return db.session.query(SitePost).filter_by(slug="avant-premiere").one()


def test_closed_nothing_of_it_is_read_anywhere(root: str, world_app: Flask) -> None:
    visitor = Visitor(world_app, "alice")
    for path in ("/avant-premiere/", "/", "/recherche?s=moulin"):
        page = visitor.get(f"{root}{path}").text
        assert "Le moulin sort en mars." not in page
    assert "Protégé" in visitor.get(f"{root}/avant-premiere/").text
    assert "Ce contenu est protégé par un mot de passe." in visitor.get(f"{root}/").text


def test_the_password_opens_it_to_who_gives_it(root: str, world_app: Flask) -> None:
    visitor, number = Visitor(world_app, "alice"), locked_post().id
    wrong = visitor.post(f"{root}/mot-de-passe/{number}", mot_de_passe="tempête")
    assert wrong.status_code == 422
    assert "Ce n’est pas le bon mot de passe." in wrong.text
    assert visitor.post(f"{root}/mot-de-passe/{number}", mot_de_passe=" marée ").status_code == 302
    assert "Le moulin sort en mars." in visitor.get(f"{root}/avant-premiere/").text
    assert "Le moulin sort en mars." not in Visitor(world_app, "alice").get(f"{root}/avant-premiere/").text


def test_another_password_closes_it_again(root: str, world_app: Flask) -> None:
    visitor = Visitor(world_app, "alice")
    visitor.post(f"{root}/mot-de-passe/{locked_post().id}", mot_de_passe="marée")
    update_post(post=locked_post(), password="écume")
    db.session.query(Shop).filter_by(key=root.split("/")[2]).one().revision += 1
    db.session.commit()
    assert "Le moulin sort en mars." not in visitor.get(f"{root}/avant-premiere/").text


def test_a_text_without_password_has_none_to_give(root: str, world_app: Flask) -> None:
    other = db.session.query(SitePost).filter_by(slug="quelle-mouture").one().id
    assert Visitor(world_app, "alice").post(f"{root}/mot-de-passe/{other}", mot_de_passe="x").status_code == 404


def test_the_calendar_shows_the_month_and_the_feed_says_it_is_out_of_reach(root: str, world_app: Flask) -> None:
    page = Visitor(world_app, "alice").get(f"{root}/quelle-mouture/").text
    assert '<table class="w-cal">' in page
    assert 'aria-current="date"' in page
    assert 'aria-label="Articles du ' in page
    assert 'href="https://port.example/flux"' in page
