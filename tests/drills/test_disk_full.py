"""Drill 11: the disk is full. Writing is refused in words, reading goes on, nothing is half written, and room given is room used.

SQLite itself says « database or disk is full »: its file may not grow beyond the pages it has.
"""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from sandbox.kernel import media
from sandbox.kernel.db import db
from tests.drills.hall import Candidate, Examiner, Hall
from tests.support.pages import Page

WORDS = "Le disque ne permet plus d’enregistrer"
LONG = "<p>" + "Un café de fin d’année. " * 800 + "</p>"


@pytest.fixture
def room(hall: Hall) -> Hall:
    """SQLite only: PostgreSQL's disk is not ours."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the disk of PostgreSQL is another machine's matter")
    hall.app.config["PROPAGATE_EXCEPTIONS"] = False  # what breaks becomes a page, as in a centre
    return hall


class Disk:
    """The file of the database, which may be told not to grow."""

    def __init__(self, app: Flask) -> None:
        self.app, self.is_full = app, False
        sa.event.listen(db.engine, "begin", self._begin)

    def _begin(self, connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if self.is_full else 4_294_967_294
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill(self) -> None:
        """Not a page more."""
        db.session.commit()
        self.is_full = True

    def close(self) -> None:
        """As it was."""
        sa.event.remove(db.engine, "begin", self._begin)


def lines(model_table: str) -> int:
    """How many rows a table has."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {model_table}").scalar() or 0)


def test_writing_is_refused_in_words_and_reading_goes_on(room: Hall) -> None:
    ines, erin = Candidate(room, 1), Examiner(room)
    room.go(10)
    assert ines.save("AVANT") == 302
    journal, disk = lines("journal_entries"), Disk(room.app)
    disk.fill()
    form = Page(ines.get(ines.path).text).form("product-form")
    try:
        answer = ines.post(ines.path, **form.filled(reference="PENDANT", description=LONG))
        assert (answer.status_code, WORDS in answer.text) == (503, True)
        told = ines.fetch(ines.path, **form.filled(reference="PENDANT", description=LONG))
        assert (told.status_code, WORDS in told.get_json()["error"]) == (503, True)
        noted = [erin.observe(1, f"22222222-2222-4222-8222-{n:012}", "x" * 900) for n in range(40)]
        assert 503 in noted
        for path in ("/epreuve", ines.path, f"{ines.path.partition('/admin')[0]}/"):
            assert ines.get(path, follow_redirects=True).status_code == 200
        assert erin.get(f"{room.root}/console").status_code == 200
        assert len(erin.columns()) == 3
    finally:
        disk.is_full = False
    assert (ines.reference(), lines("journal_entries")) == ("AVANT", journal)
    assert lines("observations") == noted.count(200), "what was refused is not there, what was taken is"
    answer = ines.post(ines.path, **form.filled(reference="APRES", description=LONG))
    assert (answer.status_code, ines.reference()) == (302, "APRES")
    db.session.rollback()  # what the test itself was reading
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    disk.close()


def test_a_picture_that_finds_no_room_leaves_nothing(room: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    ines = Candidate(room, 1)
    store = room.app.extensions["e5_media"]
    before, images, reference = kept(store.root), lines("product_images"), ines.reference()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    form = Page(ines.get(ines.path).text).form("product-form")
    picture = io.BytesIO()
    Image.new("RGB", (41, 31), "red").save(picture, "PNG")
    monkeypatch.setattr(media.os, "fsync", full)
    file = (io.BytesIO(picture.getvalue()), "rouge.png")
    answer = ines.post(ines.path, **form.filled(reference="PENDANT", pictures=file))
    assert (answer.status_code, WORDS in answer.text) == (503, True)
    assert (kept(store.root), lines("product_images"), ines.reference()) == (before, images, reference)


def test_a_picture_is_shown_even_when_no_smaller_copy_can_be_kept(
    room: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert room
    store = media.MediaStore(tmp_path / "pictures")
    picture = io.BytesIO()
    Image.new("RGB", (900, 300), "blue").save(picture, "PNG")
    name = store.add_picture(picture.getvalue()).name

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(media.os, "fsync", full)
    assert store.sized(name, 400) == store.path(name)


def kept(folder: Path) -> list[str]:
    """The files of a folder."""
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())
