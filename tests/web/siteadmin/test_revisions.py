"""Révisions: any two versions side by side, one restored from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import update_post
from sandbox.shop.shops.models import Shop
from tests.factories.site import read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice; an article whose text was changed twice."""

    visitor: Visitor
    path: str
    post: SitePost
    draft_id: int

    def page(self, query: str = "", *, expect: int = 200) -> str:
        answer = self.visitor.get(f"{self.path}/revisions{query}")
        assert answer.status_code == expect
        return answer.text


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        update_post(post=small.first, content="<h2>Le filtre</h2><p>Une mouture fine.</p>")
        update_post(post=small.first, content="<h2>Le filtre</h2><p>Une mouture fine.</p><p>Et <em>grosse</em>.</p>")
        db.session.flush()
        yield Desk(
            Visitor(world_app, "alice"),
            f"/b/{shop.key}/site-admin/contenu/{small.first.id}",
            small.first,
            small.draft.id,
        )


def test_shows_what_the_last_change_added(desk: Desk) -> None:
    page = desk.page()
    assert '<ins><span class="vh">ajouté&nbsp;: </span>Et grosse.</ins>' in page
    assert "<del>" not in page


def test_any_two_versions_are_compared_both_ways(desk: Desk) -> None:
    newest, oldest = (one.id for one in desk.post.revisions)
    page = desk.page(f"?de={oldest}&a={newest}")
    assert '<del><span class="vh">supprimé&nbsp;: </span>moyenne.</del>' in page
    assert '<ins><span class="vh">ajouté&nbsp;: </span>fine.</ins>' in page
    assert "Et grosse." not in page.partition("Toutes les versions")[0]
    assert "</span>fine.</del>" in desk.page(f"?de={newest}&a={oldest}")


def test_the_version_shown_is_restored(desk: Desk) -> None:
    oldest = desk.post.revisions[-1].id
    assert f"/revisions/{oldest}" in desk.page(f"?de={oldest}").partition("Toutes les versions")[0]
    assert desk.visitor.post(f"{desk.path}/revisions/{oldest}").status_code == 302
    db.session.expire_all()
    assert "moyenne" in str(desk.post.content)
    assert len(desk.post.revisions) == 3


def test_another_texts_revision_is_not_there(desk: Desk) -> None:
    desk.page(f"?de={desk.post.revisions[0].id + 1000}", expect=404)
    assert "Version actuelle" in desk.page("?de=x&a=y")


def test_a_text_never_changed_says_so(desk: Desk) -> None:
    page = desk.visitor.get(f"{desk.path.rpartition('/')[0]}/{desk.draft_id}/revisions").text
    assert "Aucune révision" in page
    assert "Comparer la version" not in page
