"""Modifier l’image: cut, turned, scaled, given back; told by the journal; what is wrong is said at its field."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from PIL import Image

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.library.models import Media
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories.site import read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice in front of a picture of 120 × 80 that she sent, which the first article shows forward."""

    visitor: Visitor
    path: str
    media_id: int
    shop_id: int

    def act(self, act: str, *, expect: int = 302, **fields: object) -> str:
        self.visitor.get(self.path)
        answer = self.visitor.post(self.path, act=act, **fields)
        assert answer.status_code == expect, answer.text[:400]
        db.session.expire_all()
        return answer.text

    @property
    def media(self) -> Media:
        return db.session.query(Media).filter_by(id=self.media_id).one()


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    out = io.BytesIO()
    Image.new("RGB", (120, 80), (90, 60, 30)).save(out, "PNG")
    out.seek(0)
    with shop_scope(shop.id):
        small = read_site()
        visitor, root = Visitor(world_app, "alice"), f"/b/{shop.key}/site-admin"
        visitor.get(f"{root}/medias/ajouter")
        assert visitor.post(f"{root}/medias/ajouter", file=(out, "sac.png")).status_code == 302
        db.session.expire_all()
        made = db.session.query(Media).filter_by(title="sac").one()
        small.first.picture_id = made.id
        yield Desk(visitor, f"{root}/medias/{made.id}/image", made.id, shop.id)


def test_cuts_turns_scales_and_gives_the_first_picture_back(desk: Desk) -> None:
    first = desk.media.name
    desk.act("crop", x=10, y=5, width=60, height=40)
    assert (desk.media.width, desk.media.height, desk.media.original) == (60, 40, first)
    desk.act("left")
    desk.act("scale", new_width=20)
    assert (desk.media.width, desk.media.height, desk.media.original) == (20, 30, first)
    assert "Restaurer l’original" in desk.visitor.get(desk.path).text
    desk.act("restore")
    assert (desk.media.name, desk.media.width, desk.media.height, desk.media.original) == (first, 120, 80, None)
    assert "Restaurer l’original" not in desk.visitor.get(desk.path).text
    rows = db.session.query(JournalEntry).filter_by(shop_id=desk.shop_id).order_by(JournalEntry.seq)
    told = [row.action for row in rows if row.action.startswith("media.")]
    assert told[-4:] == ["media.retoucher"] * 3 + ["media.restaurer"]


def test_where_it_stands_shows_the_retouched_picture(desk: Desk) -> None:
    first = desk.media.name
    desk.act("right")
    post = db.session.query(SitePost).filter_by(picture_id=desk.media_id).one()
    page = desk.visitor.get(f"{desk.path.partition('/site-admin')[0]}/site/{post.slug}/", follow_redirects=True).text
    assert desk.media.name in page
    assert first not in page
    assert post.title in desk.visitor.get(desk.path.removesuffix("/image")).text


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [("crop", {"x": 100, "y": 0, "width": 40, "height": 10}, "La largeur va de 1 à 20 pixels."), ("crop", {}, "La largeur va de 1"),
     ("crop", {"x": "ici"}, "err-t"), ("scale", {"new_width": 200}, "une image ne s’agrandit pas"),
     ("restore", {}, "Cette image n’a pas été retouchée."), ("peindre", {}, "Choisissez ce qu’il faut faire")],
)  # fmt: skip
def test_refuses_and_changes_nothing(desk: Desk, act: str, fields: dict[str, object], words: str) -> None:
    first = desk.media.name
    assert words in desk.act(act, expect=422, **fields)
    assert (desk.media.name, desk.media.original) == (first, None)


def test_a_file_that_is_no_picture_has_no_such_page(desk: Desk) -> None:
    desk.media.name, desk.media.kind = "a" * 32 + ".pdf", "document"
    assert desk.visitor.get(desk.path).status_code == 404
