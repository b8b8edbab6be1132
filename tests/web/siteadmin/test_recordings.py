"""Sounds and films of the library: sent, told by their content, played in parts, inserted, written in words, taken out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.library.models import Media
from sandbox.shop.posts.queries import get_post
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories import recordings as made
from tests.factories.site import read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the media library of her copy."""

    visitor: Visitor
    base: str
    shop_id: int

    def send(self, path: str, **fields: object) -> TestResponse:
        self.visitor.get(f"{self.base}/site-admin/medias/ajouter")
        answer = self.visitor.post(f"{self.base}/site-admin{path}", **fields)
        db.session.expire_all()
        return answer

    def upload(self, data: bytes, name: str) -> TestResponse:
        return self.send("/medias/ajouter", file=(BytesIO(data), name))

    def added(self, data: bytes, name: str) -> Media:
        answer = self.upload(data, name)
        assert answer.status_code == 302, answer.text[:2000]
        return db.session.query(Media).order_by(Media.id.desc()).first()

    def write(self, post_id: int, content: str) -> TestResponse:
        given = {"title": "Écouter", "template": "", "sidebar": "default", "status": "published"}
        return self.send(f"/contenu/{post_id}", content=content, **given)

    def read(self, path: str) -> str:
        return self.visitor.get(f"{self.base}/site-admin{path}").text


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", shop.id)


@pytest.mark.parametrize(
    ("data", "name", "kind", "file_name", "ms"),
    [(made.wav(), "Cloche.wav", "audio", "Cloche.wav", 500), (made.mp3(), "jingle.mp3", "audio", "jingle.mp3", 1303),
     (made.ogg(), "voix.opus", "audio", "voix.ogg", 2000), (made.mp4(has_picture=False), "mémo.m4a", "audio", "mémo.m4a", 3000),
     (made.mp4(), "film.mp4", "video", "film.mp4", 3000), (made.webm(), "film.webm", "video", "film.webm", 4000),
     (made.wav(), "renommé.png", "audio", "renommé.wav", 500), (made.webm(), "renommé.mp3", "video", "renommé.webm", 4000)],
)  # fmt: skip
def test_a_file_is_what_its_content_says(
    desk: Desk, data: bytes, name: str, kind: str, file_name: str, ms: int
) -> None:
    media = desk.added(data, name)
    assert (media.kind, media.file_name, media.duration_ms, media.size_bytes) == (kind, file_name, ms, len(data))
    assert media.title == file_name.rpartition(".")[0]
    page = desk.read(f"/medias/{media.id}")
    assert f'controls{" playsinline" if kind == "video" else ""} preload="metadata" src="/media/{media.name}"' in page
    assert "Texte alternatif" not in page


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(b"<script>alert(1)</script>", "chanson.mp3", "Ce fichier n’est pas lisible\u00a0: envoyez un son (MP3, OGG, WAV, M4A) ou vidéo"),
     (b"", "vide.webm", "Ce fichier n’est pas lisible"), (made.webm(doctype=b"matroska"), "film.mkv", "Ce type de fichier n’est pas accepté\u00a0: image"),
     (b"MZ...", "virus.exe", "PDF, CSV ou texte.")],
)  # fmt: skip
def test_what_is_not_one_is_refused_at_its_field(desk: Desk, data: bytes, name: str, words: str) -> None:
    count = db.session.query(Media).count()
    answer = desk.upload(data, name)
    assert answer.status_code == 422
    assert words in answer.text.partition('<span class="err-t" id="file-e">')[2].partition("</span>")[0]
    assert db.session.query(Media).count() == count


def test_a_player_may_ask_for_a_part(desk: Desk) -> None:
    media = desk.added(made.mp3(), "jingle.mp3")
    path = f"/media/{media.name}"
    with closing(desk.visitor.get(path)) as whole:
        assert (whole.status_code, whole.data, whole.content_type) == (200, made.mp3(), "audio/mpeg")
        assert (whole.headers["Accept-Ranges"], whole.headers["X-Content-Type-Options"]) == ("bytes", "nosniff")
    with closing(desk.visitor.get(path, headers={"Range": "bytes=100-199"})) as part:
        assert (part.status_code, part.data) == (206, made.mp3()[100:200])
        assert part.headers["Content-Range"] == f"bytes 100-199/{len(made.mp3())}"
    with closing(desk.visitor.get(path, headers={"Range": "bytes=999999-"})) as none:
        assert none.status_code == 416


def test_it_is_played_on_the_site_with_its_words_and_taken_out_of_it(desk: Desk) -> None:
    media = desk.added(made.mp3(), "jingle.mp3")
    words = "Une voix : bienvenue !\n\n<b>La porte claque.</b>"
    assert (
        desk.send(f"/medias/{media.id}", title="Le jingle", caption="", description="", transcript=words).status_code
        == 302
    )
    first = read_site().first
    content = json.dumps([{"kind": "audio", "attrs": {"media": media.id, "caption": "À écouter", "loop": True}}])
    assert desk.write(first.id, content).status_code == 302
    seen = desk.visitor.get(f"{desk.base}/site/{first.slug}/", follow_redirects=True).text
    assert f'<audio controls loop preload="metadata" src="/media/{media.name}" aria-label="Le jingle"></audio>' in seen
    assert "<p>Une voix : bienvenue !</p><p>&lt;b&gt;La porte claque.&lt;/b&gt;</p></details>" in seen
    assert "Écouter" in desk.read(f"/medias/{media.id}")
    rows = db.session.query(JournalEntry).filter_by(shop_id=desk.shop_id).order_by(JournalEntry.seq)
    assert [row.action for row in rows if row.action][-3:] == ["media.ajouter", "media.modifier", "article.modifier"]
    assert desk.send(f"/medias/{media.id}/supprimer").status_code == 302
    assert get_post(first.id).content[0]["kind"] == "audio"
    assert "<audio" not in desk.visitor.get(f"{desk.base}/site/{first.slug}/", follow_redirects=True).text


def test_a_widget_plays_it_and_is_told_where_it_stands(desk: Desk) -> None:
    media = desk.added(made.mp3(), "jingle.mp3")
    assert "Ni article, ni page, ni widget ne l’emploie." in desk.read(f"/medias/{media.id}")
    sent = {"b0-media": str(media.id), "b0-caption": "À écouter", "b0-loop": "y", "b0-preload": "none"}
    assert f'<option value="{media.id}">jingle</option>' in desk.read("/widgets/nouveau/sidebar?bloc=audio")
    assert desk.send("/widgets/nouveau/sidebar", parts="0:audio", **sent).status_code == 302
    seen = desk.visitor.get(f"{desk.base}/site/{read_site().first.slug}/", follow_redirects=True).text
    assert f'<audio controls loop preload="none" src="/media/{media.name}"' in seen
    page = desk.read(f"/medias/{media.id}")
    assert 'Colonne latérale</a> <span class="mut sm">widget</span>' in page


def test_the_library_tells_kinds_lengths_and_missing_words(desk: Desk) -> None:
    desk.added(made.wav(65.0, rate=100), "longue.wav")
    desk.added(made.webm(), "film.webm")
    sounds, films = desk.read("/medias?type=audio&mode=liste"), desk.read("/medias?type=video")
    assert "Sons (1)" in sounds
    assert "Vidéos (1)" in sounds
    assert "1:05" in sounds
    assert "Transcription manquante" in sounds
    assert "film.webm" not in sounds
    assert "Sans transcription" in films
    assert "0:04" in films


def test_words_that_are_too_long_are_refused_and_kept_on_the_page(desk: Desk) -> None:
    media = desk.added(made.wav(), "cloche.wav")
    answer = desk.send(f"/medias/{media.id}", title="Cloche", caption="", description="", transcript="x" * 20_001)
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.text
    assert db.session.query(Media).filter_by(id=media.id).one().transcript == ""


def test_a_block_for_another_kind_of_file_shows_nothing(desk: Desk) -> None:
    small = read_site()
    content = json.dumps([{"kind": "video", "attrs": {"media": small.picture.id}}])
    assert desk.write(small.first.id, content).status_code == 302
    assert "<video" not in desk.visitor.get(f"{desk.base}/site/{small.first.slug}/", follow_redirects=True).text
