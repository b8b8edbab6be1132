"""What a console is told each second of the marking: what stands, read again as soon as anything was written."""

from __future__ import annotations

import uuid

import pytest

from sandbox.accounts.models import User
from sandbox.kernel.db import set_reading
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading import queries, services
from sandbox.training.grading.markings import Heard, LevelSet, Marking, markings
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At


def seen(session: ExamSession, reads: bool) -> dict[int, Marking]:
    set_reading(reads)
    found = markings(session.seats)
    assert found == markings(session.seats)
    set_reading(False)
    return {seat.rank: found[seat.id] for seat in session.seats}


@pytest.mark.parametrize("reads", [True, False])
def test_nothing_was_written_yet(session: ExamSession, reads: bool) -> None:
    assert seen(session, reads) == {1: Marking(), 2: Marking(), 3: Marking()}


@pytest.mark.parametrize("reads", [True, False])
def test_levels_observations_and_answers_are_seen_as_soon_as_written(
    session: ExamSession, subject: Subject, erin: User, at: At, reads: bool
) -> None:
    second, line, question = session.seats[1], subject.lines[0].id, subject.questions[0].id
    with at(5):
        services.set_level(session=session, rank=2, seat_id=second.id, line_id=line, value="S", version=0, author=erin)
        assert seen(session, reads)[2].levels == {line: LevelSet("S", 1)}
        services.set_level(session=session, rank=2, seat_id=second.id, line_id=line, value="TS", version=1, author=erin)
        assert seen(session, reads)[2].levels == {line: LevelSet("TS", 2)}
        for text in ("cherche le bon onglet", "trouve"):
            services.add_observation(
                session=session, rank=2, seat_id=second.id, uuid=str(uuid.uuid4()), author=erin, line_id=line, sign="+", text=text
            )  # fmt: skip
            assert [note.text for note in seen(session, reads)[2].notes][-1] == text
        answer = services.ask_question(session=session, rank=2, seat_id=second.id, question_id=question, author=erin)
        assert seen(session, reads)[2].answers == {question: Heard((), "", 1)}
        services.note_answer(answer=answer, heard=[0], note="hésite", version=1)
    marking = seen(session, reads)
    assert marking[2].answers == {question: Heard((0,), "hésite", 2)}
    assert marking[2].notes == tuple(queries.observations_of(second))
    assert (marking[1], marking[3]) == (Marking(), Marking())
