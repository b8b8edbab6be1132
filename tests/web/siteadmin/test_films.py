"""The picture and the subtitles of a film: chosen, written, sent, taken from the transcript, refused by line, served, taken out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.subtitles import cues_of
from sandbox.shop.library.models import Media
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories import recordings as made
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor

WORDS = "WEBVTT\n\n00:00.000 --> 00:02.000\nLe grain brunit.\n"


@dataclass
class Desk:
    """Alice at the page of a film of her copy; `site` is the small site of the copy."""

    visitor: Visitor
    base: str
    shop_id: int
    film: Media
    site: SmallSite

    @property
    def path(self) -> str:
        return f"{self.base}/site-admin/medias/{self.film.id}"

    def send(self, **fields: object) -> TestResponse:
        self.visitor.get(self.path)
        given = {
            "title": "La fournée",
            "caption": "",
            "description": "",
            "transcript": "",
            "poster_id": "",
            "subtitles": "",
        }
        answer = self.visitor.post(self.path, **{**given, **fields})
        db.session.expire_all()
        return answer

    def shown(self, **attrs: object) -> str:
        """The article that shows the film, as a visitor reads it."""
        content = json.dumps([{"kind": "video", "attrs": {"media": self.film.id, **attrs}}])
        given = {"title": "Écouter", "template": "", "sidebar": "default", "status": "published", "content": content}
        self.visitor.get(self.path)
        assert self.visitor.post(f"{self.base}/site-admin/contenu/{self.site.first.id}", **given).status_code == 302
        return self.visitor.get(f"{self.base}/site/{self.site.first.slug}/", follow_redirects=True).text


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk, a film of four seconds sent."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    visitor, base = Visitor(world_app, "alice"), f"/b/{shop.key}"
    with shop_scope(shop.id):
        visitor.get(f"{base}/site-admin/medias/ajouter")
        visitor.post(f"{base}/site-admin/medias/ajouter", file=(BytesIO(made.webm()), "fournee.webm"))
        film = db.session.query(Media).filter_by(kind="video").one()
        yield Desk(visitor, base, shop.id, film, read_site())


def test_written_and_chosen_they_are_played_on_the_site_and_told_in_the_journal(desk: Desk) -> None:
    picture = desk.site.picture
    assert desk.send(subtitles=WORDS, poster_id=str(picture.id)).status_code == 302
    assert (desk.film.subtitles, desk.film.poster_id) == (WORDS, picture.id)
    track = f"{desk.base}/site/fichier/{desk.film.id}/sous-titres.vtt"
    seen = desk.shown()
    assert f' poster="/media/{picture.name}" src="/media/{desk.film.name}"' in seen
    assert f'<track kind="subtitles" srclang="fr" label="Français" src="{track}">' in seen
    page = desk.visitor.get(desk.path).text
    assert f'<option value="{picture.id}" selected>' in page
    assert f'src="{track}" default>' in page
    entry = db.session.query(JournalEntry).filter_by(shop_id=desk.shop_id, action="media.modifier").one()
    (change,) = entry.changes
    assert change["after"] == {"title": "La fournée", "subtitles": WORDS, "poster_id": picture.id}


def test_a_block_has_its_own_picture_and_shows_subtitles_at_once_or_not(desk: Desk) -> None:
    assert desk.send(subtitles=WORDS).status_code == 302
    assert 'poster="' not in desk.shown()
    picture = desk.site.picture
    seen = desk.shown(poster=picture.id, subtitles="shown")
    assert f'poster="/media/{picture.name}"' in seen
    assert 'sous-titres.vtt" default>' in seen
    assert "Écouter" in desk.visitor.get(f"{desk.base}/site-admin/medias/{picture.id}").text
    assert "<track" not in desk.shown(subtitles="none")


def test_they_are_served_as_what_they_are_and_run_nothing(desk: Desk) -> None:
    address = f"{desk.base}/site/fichier/{desk.film.id}/sous-titres.vtt"
    assert desk.visitor.get(address).status_code == 404
    assert desk.send(subtitles=WORDS).status_code == 302
    answer = desk.visitor.get(address)
    assert (answer.status_code, answer.text) == (200, WORDS)
    assert answer.content_type == "text/vtt; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "media-src 'self'" in desk.visitor.get(f"{desk.base}/site/").headers["Content-Security-Policy"]


def test_a_file_takes_the_place_of_what_is_written(desk: Desk) -> None:
    sent = (BytesIO("\ufeff".encode() + WORDS.replace("\n", "\r\n").encode()), "fournee.vtt")
    assert desk.send(subtitles="n’importe quoi", subtitles_file=sent).status_code == 302
    assert desk.film.subtitles == WORDS


def test_the_transcript_gives_them_and_its_times_are_then_set(desk: Desk) -> None:
    answer = desk.send(transcript="Le grain brunit.\n\nIl craque : <crac> !", act="compose")
    assert answer.status_code == 302
    cues = cues_of(desk.film.subtitles)
    assert [cue.text for cue in cues] == ["Le grain brunit.", "Il craque : &lt;crac&gt; !"]
    assert (cues[0].begin_ms, cues[-1].end_ms) == (0, 4000)
    assert "placez maintenant chacun à son moment" in desk.visitor.get(desk.path).text
    lost = desk.send(transcript=" ", act="compose")
    assert lost.status_code == 422
    assert "Écrivez d’abord la transcription" in lost.text


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [({"subtitles": WORDS.replace("02.000", "02,000")}, "subtitles", "Ligne 3\u00a0: ces temps ne se lisent pas"),
     ({"subtitles": WORDS.replace("00:00.000", "00:05.000").replace("00:02", "00:06")}, "subtitles", "après la fin de la vidéo (00:04.000)"),
     ({"subtitles_file": (BytesIO(b"\xff\xfe\x00"), "f.vtt")}, "subtitles_file", "Ligne 1\u00a0: ce fichier n’est pas un texte en UTF-8"),
     ({"subtitles_file": (BytesIO(b"1\n00:01"), "f.srt")}, "subtitles_file", "Ligne 1\u00a0: la première ligne est"),
     ({"poster_id": "999999"}, "poster_id", "L’image d’aperçu est une image de la médiathèque"),
     ({"poster_id": "film"}, "poster_id", "")],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_loses_nothing(
    desk: Desk, sent: dict[str, object], field: str, words: str
) -> None:
    answer = desk.send(**{"transcript": "Gardez-moi.", **sent})
    assert answer.status_code == 422
    assert words in answer.text.partition(f'<span class="err-t" id="{field}-e">')[2].partition("</span>")[0]
    assert "Gardez-moi." in answer.text
    assert (desk.film.subtitles, desk.film.transcript, desk.film.poster_id) == ("", "", None)


def test_a_picture_that_is_deleted_leaves_its_film(desk: Desk) -> None:
    picture = desk.site.picture
    assert desk.send(poster_id=str(picture.id)).status_code == 302
    place = f"{desk.base}/site-admin/medias/{picture.id}"
    assert "image d’aperçu de la vidéo" in desk.visitor.get(place).text
    assert desk.visitor.post(f"{place}/supprimer").status_code == 302
    db.session.expire_all()
    assert desk.film.poster_id is None
    assert 'poster="' not in desk.shown()


def test_a_sound_has_neither(desk: Desk) -> None:
    desk.visitor.get(f"{desk.base}/site-admin/medias/ajouter")
    desk.visitor.post(f"{desk.base}/site-admin/medias/ajouter", file=(BytesIO(made.mp3()), "jingle.mp3"))
    sound = db.session.query(Media).filter_by(kind="audio").one()
    page = desk.visitor.get(f"{desk.base}/site-admin/medias/{sound.id}").text
    assert "Sous-titres" not in page
    refused = desk.visitor.post(f"{desk.base}/site-admin/medias/{sound.id}", title="Jingle", subtitles=WORDS)
    assert refused.status_code == 422


def test_a_widget_chooses_the_picture_of_its_film(desk: Desk) -> None:
    picture = desk.site.picture
    page = desk.visitor.get(f"{desk.base}/site-admin/widgets/nouveau/sidebar?bloc=video").text
    box = page.partition('name="b0-poster"')[2].partition("</select>")[0]
    assert "— Aucune —" in box
    assert f'<option value="{picture.id}">' in box
    assert f'<option value="{desk.film.id}">' not in box
    sent = {"b0-media": str(desk.film.id), "b0-poster": str(picture.id), "b0-caption": "", "b0-preload": "none", "b0-subtitles": "", "b0-controls": "y"}  # fmt: skip
    answer = desk.visitor.post(f"{desk.base}/site-admin/widgets/nouveau/sidebar", parts="0:video", **sent)
    assert answer.status_code == 302
    seen = desk.visitor.get(f"{desk.base}/site/{desk.site.first.slug}/", follow_redirects=True).text
    assert f'poster="/media/{picture.name}"' in seen
    without = {**sent, "b0-poster": ""}
    assert (
        desk.visitor.post(f"{desk.base}/site-admin/widgets/nouveau/sidebar", parts="0:video", **without).status_code
        == 302
    )
