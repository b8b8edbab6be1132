"""Drill 10, what scripts send: after an answer that was lost they send it again under the same number, and it counts once.

Each is sent, sent again three seconds later as it was, then sent anew: the second changes nothing, the third what it should.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel import clock
from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import UNSCOPED
from sandbox.training.events.models import PersonaMessage
from sandbox.training.exams.models import EntryKind
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import subject_of
from tests.drills.hall import Candidate, Examiner, Hall, Person
from tests.factories.animated import HEAD, animated_subject
from tests.factories.world import World

LIFE = {("seats", "last_seen_at")}
"""What a sign of life is about: it moves with each, and nothing else may."""
WITH_A_NOTE = HEAD.replace(
    'consigne: "Traitez ce qui arrive."',
    'consigne: "Traitez ce qui arrive."\n    livrables: [{id: note, type: texte, mots_max: 50}, {id: tableau, type: fichier, titre: Tableau, formats: [csv]}]',
)


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of the session and of its shops: who sits, time, marks, drafts, notes, messages, journals."""
    named = (
        "seat",
        "clock",
        "observation",
        "level",
        "oral",
        "private",
        "event",
        "persona",
        "note",
        "journal",
        "sheet",
        "handed",
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    with db.engine.connect().execution_options(**{UNSCOPED: True}) as connection:
        for table in Base.metadata.sorted_tables:
            if table.name.startswith(named):
                columns = [column for column in table.c if (table.name, column.name) not in LIFE]
                rows = connection.execute(sa.select(*columns).order_by(*table.primary_key.columns))
                found[table.name] = [tuple(map(str, row)) for row in rows]
    return found


def changed(before: dict[str, list[tuple[Any, ...]]]) -> set[str]:
    """The tables that are not as they were."""
    db.session.rollback()
    return {name for name, rows in contents().items() if rows != before[name]}


@pytest.fixture
def room(world_app: Flask, world: World) -> Hall:
    """A session whose subject asks for a note, its three candidates at work for ten minutes."""
    assert world.session_id
    start = clock.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    return Hall(world_app, start, subject=animated_subject(head=WITH_A_NOTE))


Send = Callable[..., TestResponse]


def counts_once(room: Hall, send: Send, first: dict[str, Any], new: dict[str, Any], tables: set[str]) -> None:
    """`first` changes `tables`, its repetition nothing and is answered alike; `new` changes them again."""
    before = contents()
    answer = send(**first)
    assert answer.status_code == 200, answer.text
    assert changed(before) == tables
    room.now += timedelta(seconds=3)
    before = contents()
    again = send(**first)
    assert (again.status_code, again.mimetype) == (200, answer.mimetype)
    assert changed(before) == set()
    assert send(**new).status_code == 200
    assert changed(before) == tables


def test_what_the_candidates_frame_sends(room: Hall) -> None:
    ines = Candidate(room, 1)
    room.go(10)
    ines.pulse()
    shop = ines.path.partition("/admin")[0]

    def to(path: str) -> Send:
        return lambda **data: ines.fetch(path, **data)

    counts_once(room, to("/epreuve/pouls"), {"page": "Q1|Clients"}, {"page": "Q1|Avis"}, {"seats"})
    counts_once(room, to("/epreuve/main"), {"up": "1", "page": "Q1|Avis"}, {"up": "0"}, {"seats"})
    counts_once(
        room, to("/epreuve/reperes"), {"question": "q1", "done": "1"}, {"question": "q1", "done": "0"}, {"seats"}
    )
    draft = {"page": ines.path, "titre": "Balance", "age": "0"}
    typed = [json.dumps([["name", text, "Nom"]]) for text in ("Balance", "Balance à minuteur")]

    def keep(at: Any, **data: str) -> TestResponse:
        """The frame says the age of what it sends: it has grown when it is sent again."""
        return ines.fetch("/epreuve/brouillons", **{**draft, **data, "age": int((room.now - at).total_seconds())})

    counts_once(room, keep, {"at": room.now, "champs": typed[0]}, {"at": room.now, "champs": typed[1]}, {"seat_drafts"})
    counts_once(
        room, to(f"{shop}/notes/note"), {"texte": "Mon plan", "fini": "1"}, {"texte": "Mon plan, suite", "fini": "1"},
        {"notes", "journal_entries"},
    )  # fmt: skip
    seat = room.seat(1)
    assert (seat.current_page, seat.hand_raised_at, seat.ticked) == ("Q1|Avis", None, []), "the last of each stands"


def test_a_file_is_handed_in_once(room: Hall) -> None:
    """The very same file again is no other version; another one takes its place."""
    ines = Candidate(room, 1)
    room.go(10)
    path = f"{ines.path.partition('/admin')[0]}/notes/tableau/fichier"

    def hand(content: bytes) -> TestResponse:
        return ines.fetch(path, fichier=(io.BytesIO(content), "ventes.csv"))

    first, new = {"content": b"mois;ventes\nmai;12\n"}, {"content": b"mois;ventes\nmai;13\n"}
    counts_once(room, hand, first, new, {"handed_files", "journal_entries"})
    assert [row[-1] for row in contents()["handed_files"]] != []


def test_messages_are_read_once_in_a_session_and_in_a_run_alone(room: Hall, world: World) -> None:
    """The first reading counts, however often the frame says it."""
    alone = Person(room, "alice")
    run_seat = db.session.get_one(PracticeRun, world.alice_run_id).seat_id
    db.session.commit()
    ways: tuple[tuple[Person, str, int], ...] = (
        (Candidate(room, 1), "/epreuve/messages/lus", room.seat_ids[0]),
        (alone, f"/epreuve/entrainement/{world.alice_run_id}/messages/lus", run_seat),
    )
    room.go(10)
    for reader, path, seat_id in ways:
        numbers = [message(room, seat_id, rank) for rank in (1, 2)]
        first, new = ({"up_to": str(number)} for number in numbers)
        counts_once(room, partial(reader.fetch, path), first, new, {"persona_messages"})
        before = contents()
        assert reader.fetch(path, **first).status_code == 200
        assert changed(before) == set(), "what was read stays read"


def message(room: Hall, seat_id: int, rank: int) -> int:
    """Somebody of the story writes to a candidate; the number of the message."""
    made = PersonaMessage(
        seat_id=seat_id, event_id="essai", rank=rank, author="Armelle Guivarc’h", body="Où en est-on ?", sent_at=room.now, exam_ms=0
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    number = made.id
    db.session.commit()
    return number


def test_what_the_frame_of_a_run_alone_sends(room: Hall, world: World) -> None:
    """A sign of life says the page in view; a tick is kept as it was said last."""
    alone, root = Person(room, "alice"), f"/epreuve/entrainement/{world.alice_run_id}"
    alone.get("/entrainement")
    room.now = clock.now()
    task = subject_of(db.session.get_one(PracticeRun, world.alice_run_id)).tasks[0].id
    db.session.commit()

    def to(path: str) -> Send:
        return lambda **data: alone.fetch(f"{root}/{path}", **data)

    counts_once(room, to("pouls"), {"page": "Q1|Clients"}, {"page": "Q1|Avis"}, {"seats"})
    counts_once(room, to("reperes"), {"question": task, "done": "1"}, {"question": task, "done": "0"}, {"seats"})
    db.session.expire_all()
    seat = db.session.get_one(PracticeRun, world.alice_run_id).seat
    assert (seat.current_page, seat.ticked) == ("Q1|Avis", []), "the last of each stands"


def test_a_silence_is_measured_once_however_often_the_pulse_after_it_comes(room: Hall) -> None:
    ines = Candidate(room, 1)
    room.go(10)
    ines.pulse()
    room.alive.clear()
    room.go(11, 40)
    for _ in range(2):
        ines.pulse()
    assert [entry.kind for entry in room.seat(1).entries].count(EntryKind.CUT) == 1


def test_what_the_console_writes(room: Hall) -> None:
    for rank in (1, 2, 3):
        Candidate(room, rank)
    erin = Examiner(room)
    room.go(10)
    who = {"rank": 2, "seat": room.seat_ids[1]}

    def to(path: str) -> Send:
        return lambda **sent: erin.tell(path, **sent)

    noted = [{**who, "uuid": str(uuid.uuid4()), "line": "L1", "sign": "+", "text": "soigné"} for _ in range(2)]
    counts_once(room, to("observations"), noted[0], noted[1], {"observations"})
    taken = [{**who, "uuid": str(uuid.uuid4()), "target": one["uuid"]} for one in noted]
    counts_once(room, to("observations/annulation"), taken[0], taken[1], {"observations"})
    level = {**who, "line": "L1", "value": "S", "version": 0}
    counts_once(room, to("niveaux"), level, {**level, "value": "TS", "version": 1}, {"levels", "sheet_changes"})
    heard = {**who, "question": "o1", "heard": [], "note": "Ton juste", "version": 1}
    assert erin.tell("questions", **who, question="o1").status_code == 200
    before = contents()
    room.now += timedelta(seconds=3)
    assert erin.tell("questions", **who, question="o1").status_code == 200
    assert changed(before) == set(), "a question is put once"
    counts_once(room, to("reponses"), heard, {**heard, "note": "Ton juste, posé", "version": 2}, {"oral_answers"})
    back = {**who, "question": "o1", "version": 3}
    assert erin.tell("questions/annulation", **back).status_code == 200
    before = contents()
    room.now += timedelta(seconds=3)
    assert erin.tell("questions/annulation", **back).status_code == 200
    assert changed(before) == set(), "a question is taken back once"
    own = {**who, "text": "à revoir", "version": 0}
    counts_once(room, to("carnet"), own, {**own, "text": "revu", "version": 1}, {"private_notes"})


def test_an_event_happens_once_and_its_repetition_is_answered_like_the_first(room: Hall) -> None:
    """Once a candidate, under whatever number; the console that tries again is told what happened, not a refusal."""
    for rank in (1, 2, 3):
        Candidate(room, rank)
    erin = Examiner(room)
    room.go(5)
    path = f"{room.root}/evenements/rupture"
    first = erin.fetch(path, rank="2", _essai="essai-1")
    again = erin.fetch(path, rank="2", _essai="essai-1")
    assert (first.status_code, again.status_code, again.get_json()) == (200, 200, first.get_json())
    assert [room.events(rank).count("rupture") for rank in (1, 2, 3)] == [0, 1, 0]
    assert erin.fetch(path, rank="2", _essai="essai-2").status_code == 422
    every = erin.fetch(path, rank="tous", _essai="essai-3")
    assert (every.status_code, "déjà eu lieu" in every.get_json()["told"]) == (200, True)
    assert erin.fetch(path, rank="tous", _essai="essai-3").get_json() == every.get_json()
    assert [room.events(rank).count("rupture") for rank in (1, 2, 3)] == [1, 1, 1]
