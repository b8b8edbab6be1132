"""The note that a question asks for: written in the frame, kept at once, closed with the clock, read by the examiner."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.notes.queries import bodies
from sandbox.training.exams.models import ExamSession
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects import queries as subjects
from sandbox.training.subjects.models import SubjectCopy
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.exam.conftest import Join, seat_of


@pytest.fixture
def noted(world_app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world with a subject whose second question asks for a note, and for something that only a person sees."""
    monkeypatch.setattr(subjects, "_kept", {})
    digest = db.session.get_one(ExamSession, world.session_id).subject_hash
    kept = db.session.get_one(SubjectCopy, digest)
    data: dict[str, Any] = copy.deepcopy(kept.data)
    data["scenario"]["taches"][1]["livrables"] = [{"id": "note", "type": "texte", "mots_max": 5}]
    data["scenario"]["preuves"] += [
        {
            "id": "lu",
            "lignes": ["L5"],
            "libelle": "Note lue",
            "type": "livrable",
            "livrable": "note",
            "attend": {"mots": [3, 5]},
        },
        {"id": "dit", "lignes": ["L5"], "libelle": "Choix expliqué à voix haute", "type": "manuelle"},
    ]
    db.session.execute(sa.update(SubjectCopy).where(SubjectCopy.digest == digest).values(data=data))
    db.session.commit()
    return world


def home(world: World, rank: int = 1) -> str:
    return f"/b/{world.shop_keys[rank - 1]}/"


def note(world: World, rank: int = 1) -> str:
    return f"{home(world, rank)}notes/note"


def kept(world: World, rank: int = 1) -> dict[str, tuple[str, int]]:
    seat = seat_of(world, rank)
    with shop_scope(seat.shop_id):
        return bodies()


def test_the_note_is_offered_kept_and_there_again_after_a_reload(noted: World, join: Join) -> None:
    ines = join(1)
    page = ines.get(home(noted))
    assert re.search(r'data-note="note" data-url="[^"]*/notes/note" data-max="5"', page.text)
    assert Page(page.text).says("5 mots au plus")
    answer = ines.fetch(note(noted), texte="Une note\nà moi", fini="0")
    assert (answer.status_code, answer.get_json()["words"]) == (200, 4)
    assert kept(noted) == {"note": ("Une note\nà moi", 1)}
    again = ines.get(home(noted)).text
    assert "Une note\nà moi</textarea>" in again
    assert "4\u00a0mots" in again
    assert ines.get(note(noted)).get_json() == {"texte": "Une note\nà moi", "version": 1}


def test_typing_on_is_told_by_the_journal_once_in_a_while(noted: World, join: Join) -> None:
    ines = join(1)
    ines.get(home(noted))
    for words in ("Une", "Une note", "Une note à moi"):
        assert ines.fetch(note(noted), texte=words, fini="0").status_code == 200
    entries = all_of(seat_of(noted).shop_id)
    assert [e.action for e in entries] == ["livrable.ecrire"]
    assert entries[0].title == "Note de la question 2"
    ines.fetch(note(noted), texte="Une note à moi", fini="1")
    assert [e.action for e in all_of(seat_of(noted).shop_id)] == ["livrable.ecrire"] * 2
    assert kept(noted)["note"][0] == "Une note à moi"


def test_a_note_is_written_at_ones_own_seat_only_and_only_when_it_is_asked_for(
    noted: World, join: Join, erin: Visitor
) -> None:
    ines, malo = join(1), join(2)
    for visitor in (malo, erin):
        visitor.get("/")
        assert visitor.fetch(note(noted), texte="à la place d’une autre").status_code in (403, 404)
        assert visitor.get(note(noted)).status_code in (403, 404)
    ines.get(home(noted))
    assert ines.fetch(f"{home(noted)}notes/autre", texte="rien").status_code == 404
    assert kept(noted) == {}
    assert kept(noted, 2) == {}


def test_the_note_closes_with_the_test(noted: World, join: Join, erin: Visitor) -> None:
    ines = join(1)
    ines.get(home(noted))
    ines.fetch(note(noted), texte="avant", fini="0")
    ines.get("/epreuve")
    assert ines.post("/epreuve/rendre").status_code == 302
    page = ines.get(home(noted))
    assert page.status_code == 200
    assert re.search(r"<textarea[^>]* readonly>avant</textarea>", page.text)
    refused = ines.fetch(note(noted), texte="après", fini="1")
    assert refused.status_code == 403
    assert kept(noted)["note"][0] == "avant"


def test_too_long_a_note_is_refused_and_the_earlier_one_stays(noted: World, join: Join) -> None:
    ines = join(1)
    ines.get(home(noted))
    ines.fetch(note(noted), texte="court", fini="0")
    assert ines.fetch(note(noted), texte="x" * 20_001, fini="0").status_code >= 400
    assert kept(noted)["note"][0] == "court"


def test_the_examiner_reads_the_note_and_ticks_what_only_a_person_sees(noted: World, join: Join, erin: Visitor) -> None:
    ines = join(1)
    ines.get(home(noted))
    ines.fetch(note(noted), texte="Trois mots <b>ici</b>", fini="1")
    file = f"/examinateur/sessions/{noted.session_id}/candidats/1/lignes/L5"
    page = erin.get(file)
    assert "Trois mots &lt;b&gt;ici&lt;/b&gt;" in page.text
    seen = Page(page.text)
    assert seen.says("de 3 à 5 mots")
    assert seen.says("Choix expliqué à voix haute")
    assert seen.says("à constater par l’examinateur")
    tick = f"/examinateur/sessions/{noted.session_id}/candidats/1/preuves/dit"
    answer = erin.post(tick, verdict="oui", note="clairement", line="L5")
    assert (answer.status_code, answer.location.endswith("/lignes/L5")) == (302, True)
    assert "clairement" in erin.get(file).text
    entry = all_of(seat_of(noted).shop_id)[-1]
    assert (entry.action, entry.entity_key, entry.seat_id) == ("preuve.constater", "dit", noted.seat_ids[0])
    assert erin.post(tick, verdict="autre", line="L5").status_code == 422
    assert erin.post(tick.replace("dit", "lu"), verdict="oui", line="L5").status_code == 422
    assert json.dumps(entry.as_dict(), default=str)


def test_a_subject_without_note_asks_for_none(world: World, join: Join) -> None:
    ines = join(1)
    page = ines.get(home(world))
    assert "data-note=" not in page.text
    assert ines.fetch(note(world), texte="rien").status_code == 404
