"""The file that a question asks for: handed in from the frame, replaced, read again, seen by the examiner, looked at and never run."""

from __future__ import annotations

import copy
import io
import json
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.scope import shop_scope
from sandbox.shop.notes.queries import handed_files
from sandbox.training.evidence.findings import State
from sandbox.training.evidence.queries import evaluate_all
from sandbox.training.exams.models import ExamSession
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects import queries as subjects
from sandbox.training.subjects.calls import read_argument, written_argument
from sandbox.training.subjects.models import SubjectCopy
from sandbox.training.subjects.names import Names
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.exam.conftest import Join, seat_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def asked(world_app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world with a subject whose second question asks for a table."""
    monkeypatch.setattr(subjects, "_kept", {})
    digest = db.session.get_one(ExamSession, world.session_id).subject_hash
    data: dict[str, Any] = copy.deepcopy(db.session.get_one(SubjectCopy, digest).data)
    data["scenario"]["taches"][1]["livrables"] = [
        {"id": "tableau", "type": "fichier", "titre": "Tableau des ventes", "formats": ["csv", "xlsx", "pdf"]}
    ]
    data["scenario"]["preuves"] += [
        {"id": "rendu", "lignes": ["L5"], "libelle": "Tableau rendu", "type": "livrable", "livrable": "tableau"},
        {"id": "juste", "lignes": ["L5"], "libelle": "Total juste", "type": "livrable", "livrable": "tableau",
         "attend": {"chiffres": {"Total": {"valeur": "1 240,50 €", "tolerance": "0,5"}}}},
    ]  # fmt: skip
    db.session.execute(sa.update(SubjectCopy).where(SubjectCopy.digest == digest).values(data=data))
    db.session.commit()
    return world


def home(world: World, rank: int = 1) -> str:
    return f"/b/{world.shop_keys[rank - 1]}/"


def place(world: World, rank: int = 1) -> str:
    return f"{home(world, rank)}notes/tableau/fichier"


def hand(visitor: Visitor, world: World, content: bytes, name: str) -> Any:
    return visitor.fetch(place(world), fichier=(io.BytesIO(content), name))


def states(world: World) -> dict[str, tuple[State, str]]:
    seat = seat_of(world, 1)
    subject = subjects.subject_by_digest(seat.session.subject_hash)
    found = evaluate_all(subject, seat.shop_id, seat.session.baseline_shop_id, all_of(seat.shop_id))
    return {name: (found.proof(name).state, found.proof(name).note) for name in ("rendu", "juste")}


def test_a_table_is_handed_in_read_replaced_and_saved_again(asked: World, join: Join) -> None:
    ines = join(1)
    page = Page(ines.get(home(asked)).text)
    assert page.says("Tableau des ventes")
    assert page.says("Rien n’est déposé")
    assert {name: state for name, (state, _) in states(asked).items()} == {"rendu": State.MISSED, "juste": State.MISSED}
    answer = hand(ines, asked, b"Mois;Total\nNovembre;1240,00\n", "ventes novembre.csv")
    assert (answer.status_code, answer.get_json()["name"]) == (200, "ventes novembre.csv")
    assert {name: state for name, (state, _) in states(asked).items()} == {
        "rendu": State.REACHED,
        "juste": State.REACHED,
    }
    assert (
        hand(ines, asked, b"Mois;Total\nNovembre;980\n", "ventes novembre.csv").get_json()["words"].endswith("2e dépôt")
    )
    assert states(asked)["juste"][0] is State.MISSED
    saved = ines.get(place(asked))
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"980" in saved.data
    assert Page(ines.get(home(asked)).text).says("ventes novembre.csv")
    told = [entry.words for entry in all_of(seat_of(asked, 1).shop_id) if entry.action == "livrable.deposer"]
    assert len(told) == 2
    assert "ventes novembre.csv" in told[0]


def test_a_pdf_is_kept_and_left_to_the_examiner(asked: World, join: Join) -> None:
    assert hand(join(1), asked, PDF, "Synthèse.pdf").status_code == 200
    found = states(asked)
    assert found["rendu"][0] is State.REACHED
    assert found["juste"][0] is State.UNVERIFIABLE
    assert "ne lit pas un .pdf" in found["juste"][1]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "vide.csv", "est vide"),
        (b"<html>", "page.html", "n’est pas d’un format demandé"),
        (b"MZ", "virus.exe", "n’est pas d’un format demandé"),
        (b"PK\x03\x04", "faux.xlsx", "n’est pas un .xlsx lisible"),
        (b"%PDF-1.7 /JavaScript %%EOF", "actif.pdf", "contient un programme"),
    ],
)
def test_refuses_what_is_no_such_file(asked: World, join: Join, content: bytes, name: str, told: str) -> None:
    answer = hand(join(1), asked, content, name)
    assert answer.status_code == 422
    assert told in answer.get_json()["error"].replace("\u00a0", " ")
    with shop_scope(seat_of(asked, 1).shop_id):
        assert handed_files() == {}


def test_nothing_is_asked_where_the_subject_asks_for_nothing(asked: World, join: Join) -> None:
    ines = join(1)
    assert ines.fetch(f"{home(asked)}notes/autre/fichier", fichier=(io.BytesIO(b"a"), "a.csv")).status_code == 404
    assert ines.get(place(asked)).status_code == 404
    assert join(2).get(place(asked)).status_code == 404


def test_the_examiner_sees_the_file_on_the_page_of_its_line_and_saves_it(
    asked: World, join: Join, world_app: Flask
) -> None:
    hand(join(1), asked, b"Mois;Total\nNovembre;1240,00\n", "ventes.csv")
    line = f"/examinateur/sessions/{asked.session_id}/candidats/1/lignes/L5"
    anne = Visitor(world_app, "erin")
    page = Page(anne.get(line).text)
    assert page.says("Tableau des ventes")
    assert page.says("Novembre | 1240,00")
    assert page.says("ventes.csv")
    assert "contents" not in page.text
    assert "handed_files" not in page.text
    file = f"/examinateur/sessions/{asked.session_id}/candidats/1/fichiers/tableau"
    saved = anne.get(file)
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert anne.get(file.replace("candidats/1", "candidats/2")).status_code == 404
    assert anne.get(file.replace("tableau", "autre")).status_code == 404


def test_refuses_a_file_beyond_its_bound(asked: World, join: Join, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.web.exam.views_notes.MAX_FILE_BYTES", 1024)
    answer = hand(join(1), asked, b"a" * 1025, "gros.csv")
    assert (answer.status_code, "dépasse" in answer.get_json()["error"]) == (422, True)


def test_a_recorded_run_says_the_file_and_what_was_read_of_it() -> None:
    names, file = Names(date(2026, 11, 28)), StoredFile("a" * 32 + ".csv", "ventes.csv", 12)
    written = written_argument(names, "file", file)
    assert json.loads(json.dumps(written)) == written
    assert read_argument(names, written) == file
