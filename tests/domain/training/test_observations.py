"""Observations: kept once, only ever added to, never on another candidate."""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.services import update_product
from sandbox.training.exams.models import ExamSession
from sandbox.training.exams.queries import clock_of
from sandbox.training.grading import queries, services
from sandbox.training.grading.models import Level, Observation
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At
from tests.domain.training.working import product, work

MANY = 2_000 if os.environ.get("E5_DATABASE_URL") else 10_000
"""The ten thousand of the drill are on SQLite; a server's round trips would make of them four minutes and tell nothing more."""


def new() -> str:
    return str(uuid.uuid4())


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Observation)) or 0


# the ten thousand --------------------------------------------------------------------------------------------------------


def test_ten_thousand_observations_are_all_on_their_candidate(
    session: ExamSession, subject: Subject, erin: User, at: At
) -> None:
    """Each tells in its own text whom the examiner meant; one request in five carries the wrong column, and is refused."""
    hand = random.Random(5)
    seats, lines = session.seats, [None, *(line.id for line in subject.lines)]
    refused, meant = 0, Counter[int]()
    with at(10):
        for number in range(MANY):
            seat = hand.choice(seats)
            rank = seat.rank if hand.random() < 0.8 else hand.choice([1, 2, 3])
            note = {"line_id": hand.choice(lines), "sign": hand.choice("+~-"), "text": f"pour {seat.id}, n° {number}"}
            try:
                services.add_observation(
                    session=session, rank=rank, seat_id=seat.id, uuid=str(uuid.UUID(int=number)), author=erin, **note
                )  # fmt: skip
                assert rank == seat.rank
                meant[seat.id] += 1
            except RuleBroken:
                assert rank != seat.rank
                refused += 1
            if number % 500 == 499:
                db.session.commit()
                seats = session.seats
    assert refused + sum(meant.values()) == MANY
    assert refused > MANY // 10
    kept = db.session.execute(sa.select(Observation.seat_id, Observation.text)).all()
    assert Counter(seat_id for seat_id, _ in kept) == meant
    assert [text for seat_id, text in kept if not text.startswith(f"pour {seat_id},")] == []
    shown = queries.observations_by_seat([seat.id for seat in seats])
    assert {seat_id: len(notes) for seat_id, notes in shown.items()} == meant
    assert all(n.text.startswith(f"pour {seat_id},") for seat_id, notes in shown.items() for n in notes)


# one -----------------------------------------------------------------------------------------------------------------------


def test_is_kept_with_both_hours(session: ExamSession, subject: Subject, erin: User, at: At) -> None:
    line = subject.lines[4].id
    with at(12, 30):
        seen = clock.now() - timedelta(seconds=8)
        services.add_observation(
            session=session, rank=2, seat_id=session.seats[1].id, uuid=new(), author=erin, line_id=line, sign="+",
            text="  Contrôle le prix en boutique ", device_at=seen,
        )  # fmt: skip
        (kept,) = queries.raw_observations_of(session.seats[1])
        assert (kept.at, kept.device_at, kept.line_id, kept.sign) == (clock.now(), seen, line, "+")
    assert kept.text == "Contrôle le prix en boutique"
    assert queries.observations_of(session.seats[0]) == queries.observations_of(session.seats[2]) == []


def test_sending_twice_keeps_one(session: ExamSession, erin: User) -> None:
    seat, key = session.seats[0], new()
    note = {"session": session, "rank": 1, "seat_id": seat.id, "uuid": key, "author": erin, "sign": "+", "text": "Vu"}
    first = services.add_observation(**note)  # type: ignore[arg-type]
    assert services.add_observation(**note) is first  # type: ignore[arg-type]
    assert count() == 1
    with pytest.raises(Conflict, match="autre contenu"):
        services.add_observation(**{**note, "text": "Autre"})  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        services.add_observation(**{**note, "rank": 2, "seat_id": session.seats[1].id})  # type: ignore[arg-type]
    assert count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"uuid": "pas-un-uuid"}, "uuid"),
        ({"sign": "!"}, "sign"),
        ({"sign": "++"}, "sign"),
        ({"line_id": "L99"}, "line_id"),
        ({"line_id": ""}, "line_id"),
        ({"sign": "", "text": "   "}, "text"),
        ({"rank": 2}, "seat"),
        ({"rank": 0}, "seat"),
    ],
)
def test_refuses_what_is_no_observation(session: ExamSession, erin: User, given: dict[str, object], field: str) -> None:
    note = {"rank": 1, "seat_id": session.seats[0].id, "uuid": new(), "sign": "+", "text": "Vu", **given}
    with pytest.raises(RuleBroken) as refusal:
        services.add_observation(session=session, author=erin, **note)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert count() == 0


def test_a_seat_of_another_session_does_not_exist(session: ExamSession, erin: User) -> None:
    stranger = db.session.scalars(sa.select(ExamSession).where(ExamSession.id != session.id)).first()
    assert stranger is not None
    with pytest.raises(NotFound):
        services.add_observation(
            session=session, rank=1, seat_id=stranger.seats[0].id, uuid=new(), author=erin, text="Vu"
        )  # fmt: skip


# corrections ---------------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_entry_and_the_first_one_stays(session: ExamSession, erin: User, at: At) -> None:
    seat, first, second = session.seats[0], new(), new()
    column = {"session": session, "rank": 1, "seat_id": seat.id, "author": erin}
    with at(10):
        services.add_observation(**column, uuid=first, sign="-", text="Oublie la taxe")  # type: ignore[arg-type]
        moment = clock.now()
    with at(11):
        services.add_observation(**column, uuid=second, sign="~", text="Taxe oubliée, puis vue", corrects=first)  # type: ignore[arg-type]
    (stands,) = queries.observations_of(seat)
    assert (stands.uuid, stands.sign, stands.text, stands.at, stands.is_corrected) == (
        second, "~", "Taxe oubliée, puis vue", moment, True,
    )  # fmt: skip
    assert [(o.uuid, o.text, o.corrects) for o in queries.raw_observations_of(seat)] == [
        (first, "Oublie la taxe", None), (second, "Taxe oubliée, puis vue", first),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="déjà été corrigée"):
        services.add_observation(**column, uuid=new(), text="Encore", corrects=first)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        services.add_observation(
            session=session, rank=2, seat_id=session.seats[1].id, author=erin, uuid=new(), text="Volée", corrects=second
        )  # fmt: skip


def test_undoing_hides_and_keeps(session: ExamSession, erin: User) -> None:
    seat, first, undo = session.seats[0], new(), new()
    column = {"session": session, "rank": 1, "seat_id": seat.id, "author": erin}
    services.add_observation(**column, uuid=first, sign="+", line_id="L1")  # type: ignore[arg-type]
    done = services.undo_observation(**column, uuid=undo, target=first)  # type: ignore[arg-type]
    assert services.undo_observation(**column, uuid=undo, target=first) is done  # type: ignore[arg-type]
    assert queries.observations_of(seat) == []
    assert [(o.uuid, o.is_undo) for o in queries.raw_observations_of(seat)] == [(first, False), (undo, True)]
    with pytest.raises(Conflict):
        services.undo_observation(**column, uuid=new(), target=first)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="autre contenu"):
        services.undo_observation(**column, uuid=first, target=first)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        services.undo_observation(**column, uuid=new(), target=new())  # type: ignore[arg-type]


def test_a_corrected_observation_can_be_undone(session: ExamSession, erin: User) -> None:
    seat, first, second = session.seats[0], new(), new()
    column = {"session": session, "rank": 1, "seat_id": seat.id, "author": erin}
    services.add_observation(**column, uuid=first, text="Un")  # type: ignore[arg-type]
    services.add_observation(**column, uuid=second, text="Deux", corrects=first)  # type: ignore[arg-type]
    services.undo_observation(**column, uuid=new(), target=second)  # type: ignore[arg-type]
    assert queries.observations_of(seat) == []
    assert len(queries.raw_observations_of(seat)) == 3


# what the candidate was doing ----------------------------------------------------------------------------------------------


def test_is_tied_to_the_candidates_last_action_when_fresh(session: ExamSession, erin: User, at: At) -> None:
    seat = session.seats[0]
    with at(10):
        work(seat, lambda: update_product(product=product("coffret-escale-hiver"), name="Coffret"))
    for seconds, expected in ((15, 1), (16, None)):
        with at(10, seconds):
            kept = services.add_observation(session=session, rank=1, seat_id=seat.id, uuid=new(), author=erin, sign="+")
            assert kept.journal_seq == expected
    with at(10, 5):
        other = services.add_observation(
            session=session, rank=2, seat_id=session.seats[1].id, uuid=new(), author=erin, sign="+"
        )  # fmt: skip
    assert other.journal_seq is None, "another candidate’s action is none of this one’s"


def test_writing_about_a_candidate_changes_nothing_of_theirs(session: ExamSession, erin: User, at: At) -> None:
    seat = session.seats[0]
    with at(10):
        before = (clock_of(seat), seat.shop.revision)
        services.add_observation(session=session, rank=1, seat_id=seat.id, uuid=new(), author=erin, sign="+")
        assert (clock_of(seat), seat.shop.revision) == before
    assert db.session.scalars(sa.select(Level)).all() == []
    with shop_scope(seat.shop_id):
        assert product("coffret-escale-hiver").name == "Coffret Escale d’hiver"
