"""Seals that are kept at the closing and at the signature, and what is told when what they went over is no longer the same."""

from __future__ import annotations

import json
import uuid

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.kernel.db import db
from sandbox.training.exams.models import ClockEntry, ExamSession, Seat
from sandbox.training.grading import sealing, services
from sandbox.training.grading.journal_file import journal_bytes, journal_of
from sandbox.training.grading.models import Occasion
from sandbox.training.grading.report import report_of
from sandbox.training.grading.seal import check_journal
from sandbox.training.grading.sealing import KeptSeal, seals_of
from sandbox.training.journal.models import JournalEntry
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At
from tests.domain.training.working import play


@pytest.fixture
def closed(session: ExamSession, subject: Subject, erin: User, at: At) -> Seat:
    """The first candidate's place once the session was closed, an observation made."""
    seat = session.seats[0]
    with at(1):
        play(seat, subject, "bon")
        services.add_observation(
            session=session, rank=1, seat_id=seat.id, uuid=str(uuid.uuid4()), author=erin, text="méthodique"
        )
    with at(41):
        sealing.close_session(session=session, author=erin.name)
    db.session.commit()
    return seat


def sign(seat: Seat, subject: Subject, erin: User) -> None:
    for line in subject.lines:
        services.set_level(
            session=seat.session, rank=seat.rank, seat_id=seat.id, line_id=line.id, value="S", version=0, author=erin
        )
    sealing.sign_sheet(seat=seat, author=erin, mark="12", appreciation="Bien.", version=0)
    db.session.commit()


def kept(seat: Seat) -> list[KeptSeal]:
    db.session.expire_all()
    return seals_of(seat, journal_of(seat))


def test_the_report_and_the_file_carry_the_same_seal(closed: Seat) -> None:
    file = json.loads(journal_bytes(closed))
    checked = check_journal(file)
    assert checked.faults == ()
    assert file["sceau"]["valeur"] == checked.value == report_of(closed).seal
    assert checked.facts == report_of(closed).sealed_facts > 20


def test_closing_seals_every_candidate(closed: Seat) -> None:
    for seat in closed.session.seats:
        (seal,) = kept(seat)
        assert (seal.occasion, seal.holds, seal.has_same_head) == (Occasion.CLOSING, True, True)
        assert seal.facts > 0


def test_what_comes_after_the_closing_leaves_its_seal_good(closed: Seat, subject: Subject, erin: User, at: At) -> None:
    (before,) = kept(closed)
    with at(60):
        sign(closed, subject, erin)
    first, second = kept(closed)
    assert (first.value, first.holds) == (before.value, True)
    assert (second.occasion, second.holds) == (Occasion.SIGNATURE, True)
    assert second.value == report_of(closed).seal, "nothing came after the signature yet"
    services.set_mark(seat=closed, mark="13", version=3, author=erin, reason="Harmonisation")
    assert [seal.holds for seal in kept(closed)] == [True, True]
    assert report_of(closed).seal != second.value


def test_an_action_altered_in_the_database_is_told(closed: Seat) -> None:
    db.session.execute(
        sa.update(JournalEntry)
        .where(JournalEntry.shop_id == closed.shop_id, JournalEntry.seq == 2)
        .values(words="a lu")
    )
    assert [seal.holds for seal in kept(closed)] == [False]


def test_an_action_taken_out_of_the_database_is_told(closed: Seat) -> None:
    last = sa.select(sa.func.max(JournalEntry.seq)).where(JournalEntry.shop_id == closed.shop_id).scalar_subquery()
    db.session.execute(
        sa.delete(JournalEntry)
        .where(JournalEntry.shop_id == closed.shop_id, JournalEntry.seq == last)
        .execution_options(synchronize_session=False)
    )
    assert [seal.holds for seal in kept(closed)] == [False]


def test_an_hour_of_the_clock_that_was_changed_is_told(closed: Seat) -> None:
    entry = closed.entries[0]
    db.session.execute(sa.update(ClockEntry).where(ClockEntry.id == entry.id).values(reason="autre"))
    assert [seal.holds for seal in kept(closed)] == [False]


def test_another_name_is_told_apart_from_other_facts(closed: Seat) -> None:
    closed.last_name = "Autre"
    db.session.flush()
    (seal,) = kept(closed)
    assert (seal.holds, seal.has_same_head) == (True, False)
