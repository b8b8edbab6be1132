"""What the centre changes of a prepared session: its hard end, who sits in it, a lost resume code."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.training.exams import presence, seating
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import EntryKind, ExamSession, Extra
from sandbox.training.exams.queries import clock_of, hard_end_of, is_open
from sandbox.training.exams.rules import ClockState
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import PEOPLE, At

ADA = "Ada Administratrice"


def test_the_hard_end_stops_all_and_freezes_their_shops(session: ExamSession, at: At, start: datetime) -> None:
    with at(1):
        seating.fix_hard_end(session=session, ends_by=start + timedelta(minutes=30), author=ADA, reason="Fin de séance")
        assert clock_of(session.seats[0]).remaining == timedelta(minutes=29)
        assert hard_end_of(session) == start + timedelta(minutes=30)
    with at(31):
        for seat in session.seats:
            assert exams.settle(seat=seat).state is ClockState.OUT
            assert not is_open(seat)
            last = seat.entries[-1]
            assert (last.kind, last.at, last.reason) == (
                EntryKind.ENDED, start + timedelta(minutes=30), "La fin au plus tard",
            )  # fmt: skip


def test_after_the_hard_end_no_minute_is_added_before_it_is_moved(
    session: ExamSession, at: At, start: datetime
) -> None:
    seat = session.seats[0]
    with at(1):
        seating.fix_hard_end(session=session, ends_by=start + timedelta(minutes=30), author=ADA, reason="Fin de séance")
    with at(35):
        with pytest.raises(RuleBroken, match="le centre peut la repousser"):
            exams.add_time(seat=seat, minutes=5, author=ADA, reason="Panne")
        with pytest.raises(RuleBroken, match="le centre peut la repousser"):
            exams.reopen_seat(seat=seat, author=ADA, reason="Panne")
        seating.fix_hard_end(session=session, ends_by=start + timedelta(minutes=42), author=ADA, reason="Panne")
        assert is_open(seat)
        assert clock_of(seat).remaining == timedelta(minutes=7)
    with at(50):
        assert clock_of(seat).active == timedelta(minutes=37)


def test_a_hard_end_that_is_past_or_has_no_reason_is_refused(session: ExamSession, at: At, start: datetime) -> None:
    count = len(session.seats[0].entries)
    with at(10):
        with pytest.raises(RuleBroken, match="heure à venir") as refused:
            seating.fix_hard_end(session=session, ends_by=start, author=ADA, reason="Fin")
        assert refused.value.field == "ends_by"
        with pytest.raises(RuleBroken, match="motif est obligatoire"):
            seating.fix_hard_end(session=session, ends_by=start + timedelta(minutes=30), author=ADA)
    assert len(session.seats[0].entries) == count


def test_a_candidate_who_is_not_there_moves_with_the_codes_given(erin: User, subject: Subject, at: At) -> None:
    with at():
        first = exams.create_session(subject=subject, candidates=PEOPLE[:2], examiner=erin)
        second = exams.create_session(subject=subject, candidates=PEOPLE[2:], examiner=erin)
        seating.fix_hard_end(session=second, ends_by=at_end(at), author=ADA)
        seat = first.seats[0]
        code = seat.join_code
        seating.move_seat(seat=seat, session=second, author=ADA)
        assert [s.candidate_name for s in second.seats] == ["Salomé Diallo", "Inès Carpentier"]
        assert (seat.rank, seat.join_code) == (2, code)
        assert clock_of(seat).hard_end == hard_end_of(second)
        with pytest.raises(RuleBroken, match="plus de candidat"):
            seating.move_seat(seat=first.seats[0], session=second, author=ADA)
        presence.join(code=code)
        with pytest.raises(RuleBroken, match="ne change plus de session"):
            seating.move_seat(seat=seat, session=first, author=ADA)


def at_end(at: At) -> datetime:
    """An hour after the start."""
    with at(60):
        return clock.now()


def test_a_candidate_is_added_with_what_is_theirs_up_to_three(erin: User, subject: Subject, at: At) -> None:
    with at():
        made = exams.create_session(subject=subject, candidates=PEOPLE[:2], examiner=erin)
        added = seating.add_seat(
            session=made, candidate=exams.Candidate("Morvan", "Elwenn", "044", extra=Extra.THIRD), author=ADA
        )
        assert (added.rank, clock_of(added).budget) == (3, timedelta(minutes=53, seconds=20))
        assert added.shop.parent_id == made.baseline_shop_id
        with pytest.raises(RuleBroken, match="jusqu’à trois candidats"):
            seating.add_seat(session=made, candidate=PEOPLE[2], author=ADA)


def test_a_renewed_resume_code_closes_the_former_one(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    former = seat.resume_code
    with at(5):
        seating.renew_resume_code(seat=seat, author=ADA)
        assert seat.resume_code != former
        assert seat.entries[-1].kind is EntryKind.RECODED
        with pytest.raises(NotFound):
            presence.take_over_seat(code=former)
        assert presence.take_over_seat(code=seat.resume_code).id == seat.id
