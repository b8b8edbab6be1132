"""Events seen from both sides: who looks makes them happen, the candidate reads, the examiner's hand, the console's panel."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.reviews.models import Review
from sandbox.training.events.models import EventMark, PersonaMessage
from sandbox.training.events.queries import seats_of_session
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import EntryKind, ExamSession, Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.journal.models import JournalEntry
from sandbox.web.due_events import happen
from tests.factories.animated import animated_session, animated_subject
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor

WORKED = timedelta(minutes=2)
AFTER_TWELVE = timedelta(minutes=11)
"""Far from what came before and from what comes next: a slow machine changes nothing."""
PEOPLE = (
    exams.Candidate(last_name="Kervella", first_name="Inès"),
    exams.Candidate(last_name="Tréguier", first_name="Malo"),
    exams.Candidate(last_name="Benhamou", first_name="Sarah"),
)


@pytest.fixture
def room(world_app: Flask, world: World) -> ExamSession:
    """Three candidates at work for two minutes: nothing happened yet."""
    assert world_app
    assert world.session_id
    erin = find_user("erin")
    assert erin is not None
    return animated_session(animated_subject(), erin, clock.now() - WORKED, *PEOPLE)


@pytest.fixture
def erin(world_app: Flask) -> Visitor:
    """The examiner."""
    return Visitor(world_app, "erin")


@pytest.fixture
def sit(world_app: Flask, room: ExamSession) -> Callable[[int], Visitor]:
    """A workstation at the seat of that rank."""

    def seated(rank: int) -> Visitor:
        visitor = Visitor(world_app)
        room.seats[rank - 1].last_seen_at = None  # nobody waited for the workstation
        visitor.get("/epreuve/rejoindre")
        assert visitor.post("/epreuve/rejoindre", code=room.seats[rank - 1].resume_code).status_code == 302
        visitor.get("/epreuve/rejoindre")
        return visitor

    return seated


def marks(name: str = "%") -> list[tuple[int, str]]:
    """(rank, event) of what was decided, in order; of one event when it is named."""
    db.session.rollback()
    query = (
        sa.select(Seat.rank, EventMark.event_id).join(EventMark, EventMark.seat_id == Seat.id).order_by(EventMark.id)
    )
    return [(rank, event) for rank, event in db.session.execute(query.where(EventMark.event_id.like(name)))]


def events_of(erin: Visitor, room: ExamSession) -> Page:
    """The panel as the live script is told."""
    return Page(erin.get(f"/examinateur/sessions/{room.id}/etat").get_json()["events"])


# whoever looks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/admin", "/epreuve"])
def test_any_page_of_the_candidate_brings_what_is_due(
    room: ExamSession, sit: Callable[[int], Visitor], path: str
) -> None:
    ines = sit(1)
    assert marks() == []
    ines.later = AFTER_TWELVE
    ines.get(path if path == "/epreuve" else f"/b/{room.seats[0].shop.key}{path.removesuffix('/')}/")
    assert marks() == [(1, "avis_casse")]
    ines.get("/epreuve")
    assert marks() == [(1, "avis_casse")]


def test_the_pulse_brings_it_for_its_candidate_and_the_console_for_all(
    room: ExamSession, sit: Callable[[int], Visitor], erin: Visitor
) -> None:
    ines = sit(1)
    ines.later = erin.later = AFTER_TWELVE
    assert ines.fetch("/epreuve/pouls", page="Q1|Avis").status_code == 200
    assert marks() == [(1, "avis_casse")]
    erin.get(f"/examinateur/sessions/{room.id}/etat")
    assert marks() == [(1, "avis_casse"), (2, "avis_casse"), (3, "avis_casse")]
    for seat in room.seats:
        with shop_scope(seat.shop_id):
            assert len(db.session.scalars(sa.select(Review).where(Review.key == "avis-hugo")).all()) == 1


def test_a_refused_form_takes_no_event_back(room: ExamSession, sit: Callable[[int], Visitor]) -> None:
    ines = sit(1)
    ines.later = AFTER_TWELVE
    address = f"/b/{room.seats[0].shop.key}/admin/modules/avis/999999/publier"
    assert ines.post(address).status_code == 404
    assert marks() == [(1, "avis_casse")]


def test_what_nobody_looked_at_comes_late_and_says_so(room: ExamSession, erin: Visitor) -> None:
    erin.later = timedelta(minutes=14)
    told = erin.get(f"/examinateur/sessions/{room.id}/etat").get_json()["events"]
    assert re.search(r"Reçu</b> <span class=\"ex-evt__w\">1[6-9]:\d\d</span><small>retard 0[4-7]:\d\d", told)


def test_two_that_look_at_once_bring_it_once(world_app: Flask, room: ExamSession) -> None:
    number = room.id
    db.session.commit()
    with clock.shifted(AFTER_TWELVE):
        for _ in range(3):
            happen(f"session {number}", partial(seats_of_session, number))
    assert marks() == [(1, "avis_casse"), (2, "avis_casse"), (3, "avis_casse")]
    assert world_app


def test_two_threads_of_the_server_bring_it_once(world_app: Flask, room: ExamSession) -> None:
    number, ready = room.id, Barrier(2)
    db.session.commit()

    def look(_thread: int) -> None:
        with world_app.app_context(), clock.shifted(AFTER_TWELVE):
            ready.wait()
            happen(f"session {number}", partial(seats_of_session, number))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(look, range(2))) == [None, None]
    assert sorted(marks()) == [(1, "avis_casse"), (2, "avis_casse"), (3, "avis_casse")]
    entries = sa.select(sa.func.count()).select_from(JournalEntry).where(JournalEntry.event == "avis_casse")
    assert db.session.scalar(entries) == 3


def test_a_subject_without_events_is_asked_about_once(world_app: Flask, world: World) -> None:
    asked = []

    def find() -> list[Seat]:
        asked.append(1)
        return list(seats_of_session(world.session_id))

    for _ in range(3):
        happen(f"session {world.session_id}", find)
    assert asked == [1]
    assert world_app


# messages --------------------------------------------------------------------------------------------------------------------


def test_the_candidate_reads_messages_and_they_are_marked(room: ExamSession, sit: Callable[[int], Visitor]) -> None:
    ines = sit(1)
    assert ines.fetch("/epreuve/pouls", page="").get_json()["messages"] == []
    ines.later = timedelta(minutes=23, seconds=30)
    assert ines.fetch("/epreuve/pouls", page="").get_json()["messages"] == []
    ines.later = timedelta(minutes=24)
    told = ines.fetch("/epreuve/pouls", page="").get_json()["messages"]
    assert [(m["who"], m["role"], m["text"], m["unread"]) for m in told] == [
        ("Maëlle Quéré", "Cliente", "Toujours rien ?", True)
    ]
    page = Page(ines.get(f"/b/{room.seats[0].shop.key}/admin/").text)
    assert page.says("Messages")
    assert Page(ines.get("/epreuve").text).says("Toujours rien ?")
    assert ines.fetch("/epreuve/messages/lus", up_to=str(told[0]["id"])).status_code == 200
    assert [m["unread"] for m in ines.fetch("/epreuve/pouls", page="").get_json()["messages"]] == [False]


def test_messages_are_their_candidates_alone(room: ExamSession, sit: Callable[[int], Visitor]) -> None:
    ines, malo = sit(1), sit(2)
    ines.later = malo.later = timedelta(minutes=23, seconds=30)
    ines.fetch("/epreuve/pouls", page="")
    ines.later = timedelta(minutes=24)
    number = ines.fetch("/epreuve/pouls", page="").get_json()["messages"][0]["id"]
    assert malo.fetch("/epreuve/messages/lus", up_to=str(number)).status_code == 200
    db.session.rollback()
    message = db.session.get_one(PersonaMessage, number)
    assert (message.seat_id, message.read_at) == (room.seats[0].id, None)


def test_a_subject_without_messages_shows_no_button(world_app: Flask, world: World) -> None:
    visitor = Visitor(world_app)
    visitor.get("/epreuve/rejoindre")
    visitor.post("/epreuve/rejoindre", code=world.join_codes[0])
    assert "data-frame-mail" not in visitor.get(f"/b/{world.shop_keys[0]}/admin/").text


# the examiner's hand ---------------------------------------------------------------------------------------------------------


def test_the_console_shows_events_by_candidate_with_what_they_will_do(room: ExamSession, erin: Visitor) -> None:
    page = Page(erin.get(f"/examinateur/sessions/{room.id}/console").text)
    assert page.says("Événements du sujet")
    assert page.says("À venir 12:00")
    assert page.says("à 25:00, sauf si « Réponse à l’avis »")
    assert page.says("2 min après l’action « a modifié le produit »")
    assert page.says("Veille tarifaire écrit au candidat : « Stock épuisé chez le fournisseur. »")
    assert page.says("Produit « Balance minuteur Sonde » : modification (Quantité 0)")
    assert page.says("dès l’état attendu de Produit « Balance minuteur Sonde » (Prix TTC au plus 10), jusqu’à 35:00")
    assert page.says("Pour les trois")


def test_the_examiner_fires_for_one_then_for_the_others(
    room: ExamSession, erin: Visitor, sit: Callable[[int], Visitor]
) -> None:
    root = f"/examinateur/sessions/{room.id}"
    erin.get(f"{root}/console")
    assert erin.fetch(f"{root}/evenements/rupture", rank="2").get_json() == {"ok": True, "told": ""}
    assert marks("rupture") == [(2, "rupture")]
    told = sit(2).fetch("/epreuve/pouls", page="").get_json()["messages"]
    assert told[-1]["who"] == "Veille tarifaire"
    assert sit(1).fetch("/epreuve/pouls", page="").get_json()["messages"] == []
    page = events_of(erin, room)
    assert page.says("par Erin Examinatrice")
    assert page.says("À venir 12:00")
    answer = erin.fetch(f"{root}/evenements/rupture", rank="tous")
    assert answer.status_code == 200
    assert "Malo Tréguier\u00a0: cet événement a déjà eu lieu" in answer.get_json()["told"]
    assert marks("rupture") == [(2, "rupture"), (1, "rupture"), (3, "rupture")]
    again = erin.fetch(f"{root}/evenements/rupture", rank="tous")
    assert again.status_code == 422
    assert "déjà eu lieu" in again.get_json()["error"]


@pytest.mark.parametrize(
    ("name", "rank", "status"),
    [("avis_casse", "1", 422), ("rupture", "7", 404), ("rupture", "", 404), ("rien", "1", 422)],
)
def test_nothing_else_is_fired(room: ExamSession, erin: Visitor, name: str, rank: str, status: int) -> None:
    erin.get(f"/examinateur/sessions/{room.id}/console")
    assert erin.fetch(f"/examinateur/sessions/{room.id}/evenements/{name}", rank=rank).status_code == status
    assert marks() == []


def test_another_examiner_has_no_hand_here(world_app: Flask, room: ExamSession) -> None:
    oscar = Visitor(world_app, "oscar")
    oscar.get("/examinateur/sessions")
    assert oscar.fetch(f"/examinateur/sessions/{room.id}/evenements/rupture", rank="1").status_code == 404
    assert marks() == []


# practice --------------------------------------------------------------------------------------------------------------------


def test_events_come_in_practice_alone_too(world_app: Flask, room: ExamSession) -> None:
    from sandbox.training.practice.services import start_run

    alice = find_user("alice")
    assert alice is not None
    run = start_run(user=alice, subject=animated_subject())
    db.session.commit()
    visitor = Visitor(world_app, "alice")
    visitor.get(f"/entrainement/essais/{run.id}")
    visitor.later = timedelta(minutes=12, seconds=5)
    visitor.fetch(f"/epreuve/entrainement/{run.id}/pouls", page="")
    visitor.later = timedelta(minutes=26)
    told = visitor.fetch(f"/epreuve/entrainement/{run.id}/pouls", page="").get_json()["messages"]
    assert [m["text"] for m in told] == ["Toujours rien ?"]
    assert visitor.fetch(f"/epreuve/entrainement/{run.id}/messages/lus", up_to=str(told[0]["id"])).status_code == 200
    assert room.id


# cuts ------------------------------------------------------------------------------------------------------------------------


def test_a_cut_is_measured_and_given_back_with_its_hours(
    room: ExamSession, erin: Visitor, sit: Callable[[int], Visitor]
) -> None:
    root = f"/examinateur/sessions/{room.id}"
    ines = sit(1)
    ines.fetch("/epreuve/pouls", page="Q1|Avis")
    erin.get(f"{root}/console")
    ines.later = erin.later = timedelta(seconds=100)
    ines.fetch("/epreuve/pouls", page="Q1|Avis")
    todo = erin.get(f"{root}/etat").get_json()["seats"][0]["todo"]
    assert "Accorder 1\u00a0min\u00a0" in todo
    start, end = re.findall(r"\d\d:\d\d:\d\d", todo.partition("data-arg")[2])
    refused = erin.fetch(f"{root}/candidats/1/compensation", from_at=start, to_at=end, reason="")
    assert (refused.status_code, "motif" in refused.get_json()["error"]) == (422, True)
    given = erin.fetch(f"{root}/candidats/1/compensation", from_at=start, to_at=end, reason="Coupure du réseau")
    assert given.status_code == 200, given.text
    db.session.rollback()
    seat = db.session.get_one(Seat, room.seats[0].id)
    with clock.shifted(timedelta(seconds=100)):
        assert timedelta(seconds=97) <= clock_of(seat).compensated <= timedelta(seconds=140)
    assert "Accorder" not in erin.get(f"{root}/etat").get_json()["seats"][0]["todo"]


def test_a_cut_may_be_left_without_compensation(
    room: ExamSession, erin: Visitor, sit: Callable[[int], Visitor]
) -> None:
    root = f"/examinateur/sessions/{room.id}"
    ines = sit(1)
    ines.fetch("/epreuve/pouls", page="")
    ines.later = erin.later = timedelta(seconds=30)
    ines.fetch("/epreuve/pouls", page="")
    erin.get(f"{root}/console")
    assert erin.fetch(f"{root}/candidats/1/coupure").status_code == 200
    assert "Accorder" not in erin.get(f"{root}/etat").get_json()["seats"][0]["todo"]
    assert erin.fetch(f"{root}/candidats/1/coupure").status_code == 422
    db.session.rollback()
    kinds = [entry.kind for entry in db.session.get_one(Seat, room.seats[0].id).entries]
    assert kinds[-2:] == [EntryKind.CUT, EntryKind.WAIVED]


def test_an_interval_that_is_none_is_refused_in_words(room: ExamSession, erin: Visitor) -> None:
    root = f"/examinateur/sessions/{room.id}/candidats/1/compensation"
    erin.get(f"/examinateur/sessions/{room.id}/console")
    answer = erin.fetch(root, from_at="", to_at="xx", reason="Réseau")
    assert answer.status_code == 422
    assert "Indiquez le début" in answer.get_json()["error"]
