"""Archives on the web: made by the examiner or the administrator, opened again elsewhere, looked at and never written in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from sandbox.accounts.models import Role
from sandbox.accounts.services import create_user
from sandbox.kernel.db import db
from tests.domain.training.test_archives import empty, installation
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner

ARCHIVES = "/administration/archives"
READ = ("", "/proces-verbal", "/equite", "/console", "/candidats/1/fiche", "/candidats/1/rejeu", "/candidats/1/lignes/L1",
        "/candidats/1/fiche.pdf", "/candidats/1/journal.json", "/proces-verbal.pdf", "/equite.pdf", "/session.csv")  # fmt: skip
WRITTEN = ("/candidats/1/fiche", "/candidats/1/signature", "/proces-verbal", "/cloture", "/depart", "/candidats/2/papier",
           "/candidats/2/absence", "/candidats/1/code")  # fmt: skip


_made: list[bytes] = []


@pytest.fixture
def archive(request: pytest.FixtureRequest) -> bytes:
    """The archive of a closed session, made by the first test that asks."""
    if not _made:
        _made.append(request.getfixturevalue("downloaded"))
    return _made[0]


@pytest.fixture
def downloaded(world_app: Flask, world: World) -> bytes:
    """The archive of erin's closed session, as she downloads it."""
    erin = Examiner(world_app, "erin", world)
    erin.get(f"{erin.root}/console")
    erin.observe(1, "méthodique", line="L1")
    erin.sign(1)
    assert erin.post(f"{erin.root}/cloture").status_code == 302
    answer = erin.get(f"{erin.root}/archive.zip")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    return answer.data


@pytest.fixture
def there(archive: bytes, tmp_path: Path) -> Iterator[Flask]:
    """Another installation with an examiner, lena, and an administrator, paul."""
    assert archive
    with installation(empty(tmp_path / "ailleurs")) as other:
        create_user(login="paul", name="Paul Gère", password="motdepasse1", role=Role.ADMINISTRATOR)
        db.session.commit()
        yield other


def sign_in(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app)
    visitor.get("/connexion")
    assert visitor.post("/connexion", login=login, password="motdepasse1").status_code == 302
    return visitor


def hand_in(paul: Visitor, archive: bytes) -> Page:
    choices = Page(paul.get(ARCHIVES).text).form(ARCHIVES).fields["examiner"]
    fields = {
        "csrf_token": paul.token,
        "examiner": choices[0],
        "archive": FileStorage(io.BytesIO(archive), "archive.zip"),
    }
    boundary, body = encode_multipart(fields)  # in memory: the test client leaves the file of a large body open
    answer = paul.open(ARCHIVES, method="POST", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return Page(paul.get(ARCHIVES).text if answer.status_code == 302 else answer.text)


def test_a_session_under_way_has_no_archive(world_app: Flask, world: World) -> None:
    erin = Examiner(world_app, "erin", world)
    answer = erin.get(f"{erin.root}/archive.zip")
    assert answer.status_code == 422
    assert "quand elle est close" in answer.text


def test_the_administrator_lists_and_downloads_closed_sessions(
    downloaded: bytes, world_app: Flask, world: World
) -> None:
    ada = Visitor(world_app, "ada")
    page = Page(ada.get(ARCHIVES).text)
    assert downloaded
    assert page.says(f"session n° {world.session_id}")
    answer = ada.get(f"{ARCHIVES}/session-{world.session_id}.zip")
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
    assert ada.get(f"{ARCHIVES}/session-999.zip").status_code == 404


def test_it_is_looked_at_elsewhere_and_nothing_is_written(archive: bytes, there: Flask) -> None:
    paul = sign_in(there, "paul")
    assert hand_in(paul, archive).says("Archive rouverte, en lecture seule.")
    assert hand_in(paul, archive).says("était déjà rouverte : rien n’a changé")
    lena = sign_in(there, "lena")
    listed = Page(lena.get("/examinateur/sessions").text)
    assert listed.says("Archive rouverte")
    root = "/examinateur/sessions/1"
    for path in READ:
        assert lena.get(root + path).status_code == 200, path
    for path in ("", "/proces-verbal", "/candidats/1/fiche"):
        assert Page(lena.get(root + path).text).says("Cette session se lit, rien ne s’y écrit")
    sheet = Page(lena.get(f"{root}/candidats/1/fiche").text)
    assert sheet.says("13,5")
    assert not any("/fiche" in form.action for form in sheet.forms.values()), "nothing to fill in"
    for path in WRITTEN:
        answer = lena.post(root + path)
        assert answer.status_code == 403, path
        assert "elle se lit, rien ne s’y écrit" in answer.text
    answer = lena.post(f"{root}/candidats/1/rejeu", n=0, comme="candidat")
    assert answer.status_code == 303
    assert lena.get(answer.headers["Location"], follow_redirects=True).status_code == 200


def test_an_altered_archive_is_refused_with_the_name_of_its_file(archive: bytes, there: Flask) -> None:
    paul = sign_in(there, "paul")
    place = len(archive) // 2
    page = hand_in(paul, archive[:place] + bytes([archive[place] ^ 1]) + archive[place + 1 :])
    assert page.says("Archive refusée :")
    assert page.says("Aucune.")


def test_no_archive_and_no_zip_are_told_at_the_field(there: Flask) -> None:
    paul = sign_in(there, "paul")
    choices = Page(paul.get(ARCHIVES).text).form(ARCHIVES).fields["examiner"]
    for sent in ({}, {"archive": (io.BytesIO(b"x"), "notes.txt")}):
        answer = paul.post(ARCHIVES, examiner=choices[0], **sent)
        assert answer.status_code == 422
