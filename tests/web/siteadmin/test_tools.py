"""Outils and Extensions: the site out and in again, files that are none, blocks that an extension brings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.wxr.reading import read_wxr
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.models import Shop
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the tools of her site."""

    visitor: Visitor
    root: str
    small: SmallSite

    def export(self) -> bytes:
        answer = self.visitor.get(f"{self.root}/outils/export.xml")
        assert "le-journal.wordpress." in answer.headers["Content-Disposition"]
        return answer.data

    def send(self, content: bytes, *, name: str = "export.xml", expect: int = 200) -> str:
        answer = self.visitor.post(f"{self.root}/outils/import", file=(io.BytesIO(content), name))
        assert answer.status_code == expect
        db.session.rollback()
        return answer.text


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}/site-admin", small)


def test_what_goes_out_is_the_site_and_coming_back_changes_nothing(desk: Desk) -> None:
    content = desk.export()
    assert [item.title for item in read_wxr(content).items if item.kind == "post"] == ["Quelle mouture ?", "Ébauche"]
    page = desk.send(content)
    assert "Import terminé" in page
    assert "Tout était déjà là" in page


def test_what_is_new_is_read_on_the_site_and_what_is_missing_is_told(desk: Desk) -> None:
    content = (
        desk.export()
        .decode()
        .replace("quelle-mouture", "nouvelle-mouture")
        .replace("Quelle mouture", "Nouvelle mouture")
    )
    page = desk.send(content.replace("medias/tasses.webp", "medias/quai.webp").encode())
    assert "1\u00a0article" in page
    assert "quai.webp" in page
    front = desk.visitor.get(f"{desk.root.removesuffix('-admin')}/nouvelle-mouture/")
    assert "Nouvelle mouture" in front.text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"<rss></channel>", "export.xml", "Ligne 1"), (b"<rss/>", "export.xml", "n’est pas un export de WordPress"),
     (b"PK", "export.zip", "Un export de WordPress est un fichier .xml."), (b"", "", "Choisissez un fichier.")],
)  # fmt: skip
def test_another_file_is_refused_at_its_field_and_nothing_comes_in(
    desk: Desk, content: bytes, name: str, words: str
) -> None:
    before = db.session.query(SitePost).count()
    db.session.rollback()
    page = desk.send(content, name=name, expect=422)
    assert words in page
    assert 'aria-describedby="file-e"' in page
    assert db.session.query(SitePost).count() == before


def test_the_richer_blocks_are_offered_once_their_extension_is_on(desk: Desk) -> None:
    editor = f"{desk.root}/contenu/{desk.small.first.id}"
    assert "Témoignages" not in desk.visitor.get(editor).text
    assert desk.visitor.post(f"{desk.root}/extensions/blocs/activation").status_code == 302
    assert "Blocs enrichis » activée" in desk.visitor.get(f"{desk.root}/extensions").text.replace("\u00a0", " ")
    assert "T\\u00e9moignages" in desk.visitor.get(editor).text or "Témoignages" in desk.visitor.get(editor).text
    desk.visitor.post(f"{desk.root}/extensions/blocs/desactivation")
    assert "Témoignages" not in desk.visitor.get(editor).text


def test_an_extension_that_is_not_offered_is_not_found(desk: Desk) -> None:
    assert desk.visitor.post(f"{desk.root}/extensions/inconnue/activation").status_code == 404
