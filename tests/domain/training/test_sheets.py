"""Levels, the mark, the signature: typed by people, versioned, closed by the signature, and every change kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading import queries, services
from sandbox.training.grading.models import Level, Observation, SheetChange, SheetState
from sandbox.training.grading.rules import LEVELS
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At

SetLevel = Callable[..., Level]


@pytest.fixture
def set_level(session: ExamSession, erin: User) -> SetLevel:
    """Set a level of the first candidate's, by default the first line's."""

    def run(value: str, version: int, *, line_id: str = "L1", **more: Any) -> Level:
        column = {"rank": 1, "seat_id": session.seats[0].id, **more}
        return services.set_level(
            session=session, line_id=line_id, value=value, version=version, author=erin, **column
        )  # fmt: skip

    return run


@pytest.fixture
def signed(session: ExamSession, subject: Subject, set_level: SetLevel, erin: User, at: At) -> Iterator[ExamSession]:
    """The first candidate's sheet, complete and signed at the 45th minute; then it is the 50th."""
    seat = session.seats[0]
    with at(41):
        for line in subject.lines:
            set_level("S", 0, line_id=line.id)
        services.set_mark(seat=seat, mark="13,5", version=0, author=erin)
        exams.settle(seat=seat)
    with at(45):
        services.sign_sheet(seat=seat, author=erin)
        db.session.commit()
    with at(50):
        yield session


def changes(session: ExamSession) -> list[tuple[str, str, str]]:
    return [(c.what, c.before, c.after) for c in queries.changes_of(session.seats[0])]


# levels ------------------------------------------------------------------------------------------------------------------


def test_a_level_is_set_changed_and_cleared(session: ExamSession, set_level: SetLevel, erin: User, at: At) -> None:
    with at(10):
        assert set_level("I", 0).version == 1
        assert set_level("TS", 1).version == 2
        level = set_level("", 2)
        assert (level.value, level.version, level.at, level.author_id) == ("", 3, clock.now(), erin.id)
    assert changes(session) == [("niveau A", "", "I"), ("niveau A", "I", "TS"), ("niveau A", "TS", "")]
    assert queries.levels_of(session.seats[1]) == {}


def test_the_same_level_again_changes_nothing(session: ExamSession, set_level: SetLevel) -> None:
    first = set_level("S", 0)
    assert set_level("S", 0) is first
    assert first.version == 1
    assert len(changes(session)) == 1


def test_clearing_a_level_that_was_never_set_is_no_change(session: ExamSession, set_level: SetLevel) -> None:
    set_level("", 0)
    assert changes(session) == []


def test_a_stale_level_is_refused_with_both_values(session: ExamSession, set_level: SetLevel) -> None:
    set_level("S", 0)
    with pytest.raises(Conflict, match="« S » a été choisi entre-temps, vous demandez « TI »"):
        set_level("TI", 0)
    with pytest.raises(Conflict, match="« vide »"):
        set_level("", 0)
    assert queries.levels_of(session.seats[0])["L1"].value == "S"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"value": "A"}, "value"), ({"value": "s"}, "value"), ({"line_id": "L99"}, "line_id"), ({"rank": 2}, "seat")],
)
def test_refuses_what_is_no_level(session: ExamSession, set_level: SetLevel, given: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        set_level(**{"value": "S", "version": 0, **given})
    assert refusal.value.field == field
    assert db.session.scalars(sa.select(Level)).all() == []
    assert session.id


def test_a_level_of_another_sessions_seat_does_not_exist(session: ExamSession, set_level: SetLevel) -> None:
    other = db.session.scalars(sa.select(ExamSession).where(ExamSession.id != session.id)).first()
    assert other is not None
    with pytest.raises(NotFound):
        set_level("S", 0, seat_id=other.seats[0].id)


# the mark ------------------------------------------------------------------------------------------------------------------


def test_the_mark_is_typed_and_never_computed(
    session: ExamSession, subject: Subject, set_level: SetLevel, erin: User
) -> None:
    seat = session.seats[0]
    for line in subject.lines:
        set_level("TS", 0, line_id=line.id)
    assert queries.find_sheet(seat) is None
    assert queries.sheet_state(seat) is SheetState.DRAFT
    sheet = services.set_mark(seat=seat, mark="11,25", version=0, author=erin)
    assert (sheet.mark_quarters, sheet.version) == (45, 1)
    assert queries.sheet_state(seat) is SheetState.COMPLETE
    set_level("", 1)
    assert queries.sheet_state(seat) is SheetState.DRAFT
    assert sheet.mark_quarters == 45


def test_a_stale_mark_is_refused_with_what_is_kept(session: ExamSession, erin: User) -> None:
    seat = session.seats[0]
    services.set_mark(seat=seat, mark="12", version=0, author=erin)
    services.set_appreciation(seat=seat, text="Travail propre.", version=1, author=erin)
    with pytest.raises(Conflict, match=r"note 12, appréciation « Travail propre\. »"):
        services.set_mark(seat=seat, mark="8", version=1, author=erin)
    assert services.set_mark(seat=seat, mark="12", version=0, author=erin).version == 2
    with pytest.raises(Conflict):
        services.set_appreciation(seat=seat, text="Autre", version=0, author=erin)


def test_the_appreciation_has_its_limit(session: ExamSession, erin: User) -> None:
    seat = session.seats[0]
    assert services.set_appreciation(seat=seat, text="é" * 1200, version=0, author=erin).version == 1
    with pytest.raises(RuleBroken, match="1 200 caractères") as refusal:
        services.set_appreciation(seat=seat, text="é" * 1201, version=1, author=erin)
    assert refusal.value.field == "text"


# signing -------------------------------------------------------------------------------------------------------------------


def test_what_is_not_finished_is_not_signed(
    session: ExamSession, subject: Subject, set_level: SetLevel, erin: User, at: At
) -> None:
    seat = session.seats[0]
    with at(39), pytest.raises(RuleBroken, match="n’est pas terminée"):
        services.sign_sheet(seat=seat, author=erin)
    with at(41):
        for line in subject.lines[1:]:
            set_level("S", 0, line_id=line.id)
        with pytest.raises(RuleBroken, match="niveau de la ligne A") as refusal:
            services.sign_sheet(seat=seat, author=erin)
        assert refusal.value.field == "levels"
        set_level("TI", 0)
        with pytest.raises(RuleBroken, match="Tapez la note") as refusal:
            services.sign_sheet(seat=seat, author=erin)
        assert refusal.value.field == "mark"
        services.set_mark(seat=seat, mark="0", version=0, author=erin)
        sheet = services.sign_sheet(seat=seat, author=erin)
        assert (sheet.signed_by, sheet.signed_at) == (erin.name, clock.now())
        with pytest.raises(RuleBroken, match="déjà signée"):
            services.sign_sheet(seat=seat, author=erin)
    assert queries.sheet_state(seat) is SheetState.SIGNED


def test_after_the_signature_a_change_needs_a_reason_and_is_kept(
    signed: ExamSession, set_level: SetLevel, erin: User
) -> None:
    seat = signed.seats[0]
    sheet = queries.find_sheet(seat)
    assert sheet is not None
    refusals: list[Callable[[], object]] = [
        lambda: set_level("TS", 1),
        lambda: set_level("TS", 1, reason=" x "),
        lambda: services.set_mark(seat=seat, mark="14", version=sheet.version, author=erin),
        lambda: services.set_appreciation(seat=seat, text="Bien", version=sheet.version, author=erin),
    ]
    for call in refusals:
        with pytest.raises(RuleBroken, match="motif est obligatoire") as refusal:
            call()
        assert refusal.value.field == "reason"
    assert not [c for c in queries.changes_of(seat) if c.is_after_signature]
    db.session.rollback()
    set_level("TS", 1, reason="Ligne relue avec le jury")
    services.set_mark(seat=seat, mark="14", version=sheet.version, author=erin, reason="Harmonisation")
    kept = [c for c in queries.changes_of(seat) if c.is_after_signature]
    assert [(c.what, c.before, c.after, c.reason, c.author) for c in kept] == [
        ("niveau A", "S", "TS", "Ligne relue avec le jury", erin.name), ("note", "13,5", "14", "Harmonisation", erin.name),
    ]  # fmt: skip
    assert queries.sheet_state(seat) is SheetState.SIGNED
    assert sheet.signed_at == clock.now() - timedelta(minutes=5)


def test_the_same_value_after_the_signature_asks_for_nothing(
    signed: ExamSession, set_level: SetLevel, erin: User
) -> None:
    before = len(queries.changes_of(signed.seats[0]))
    set_level("S", 1)
    services.set_mark(seat=signed.seats[0], mark="13,50", version=0, author=erin)
    assert len(queries.changes_of(signed.seats[0])) == before


def test_a_signature_closes_one_sheet_only(signed: ExamSession, erin: User) -> None:
    other = signed.seats[1]
    services.set_level(
        session=signed, rank=2, seat_id=other.id, line_id="L1", value="I", version=0, author=erin
    )  # fmt: skip
    assert queries.sheet_state(other) is SheetState.DRAFT


@pytest.mark.parametrize("level", LEVELS)
def test_every_official_level_may_be_given(set_level: SetLevel, level: str) -> None:
    assert set_level(level, 0).value == level


# oral questions ------------------------------------------------------------------------------------------------------------


def test_an_oral_question_is_noted_once(session: ExamSession, erin: User, at: At) -> None:
    column = {"session": session, "rank": 1, "seat_id": session.seats[0].id, "author": erin}
    with at(10):
        first = services.ask_question(**column, question_id="o1")  # type: ignore[arg-type]
    with at(11):
        assert services.ask_question(**column, question_id="o1") is first  # type: ignore[arg-type]
    noted = services.note_answer(answer=first, heard=[2, 0, 2], note=" Marge calculée de tête ", version=1)
    assert (noted.heard, noted.note, noted.version) == ([0, 2], "Marge calculée de tête", 2)
    assert list(queries.answers_of(session.seats[0])) == ["o1"]
    assert queries.answers_of(session.seats[1]) == {}


def test_refuses_what_is_no_answer(session: ExamSession, erin: User) -> None:
    column = {"session": session, "rank": 1, "seat_id": session.seats[0].id, "author": erin}
    with pytest.raises(RuleBroken, match="« o99 » inconnue"):
        services.ask_question(**column, question_id="o99")  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="colonne"):
        services.ask_question(**{**column, "rank": 3}, question_id="o1")  # type: ignore[arg-type]
    answer = services.ask_question(**column, question_id="o1")  # type: ignore[arg-type]
    for index in (-1, 3):
        with pytest.raises(RuleBroken, match="Point attendu inconnu"):
            services.note_answer(answer=answer, heard=[index], note="", version=1)
    services.note_answer(answer=answer, heard=[0], note="", version=1)
    with pytest.raises(Conflict):
        services.note_answer(answer=answer, heard=[1], note="", version=1)
    assert db.session.scalars(sa.select(SheetChange)).all() == []


def observe(session: ExamSession, author: User, *, sign: str = "", text: str = "") -> Observation:
    return services.add_observation(
        session=session, rank=1, seat_id=session.seats[0].id, uuid=str(uuid4()), line_id="L1", sign=sign, text=text,
        author=author,
    )  # fmt: skip


def test_an_observation_after_the_signature_says_why_and_stands_among_the_changes(
    signed: ExamSession, erin: User
) -> None:
    with pytest.raises(RuleBroken, match="un signe ne suffit plus"):
        observe(signed, erin, sign="+")
    observe(signed, erin, sign="+", text="Relu la vidéo : la légende était bonne.")
    kept = queries.changes_of(signed.seats[0])[-1]
    assert (kept.what, kept.after, kept.is_after_signature) == (
        "observation L1", "+ Relu la vidéo : la légende était bonne.", True,
    )  # fmt: skip
    assert kept.reason == "Relu la vidéo : la légende était bonne."


def test_nothing_observed_or_heard_is_taken_back_after_the_signature(
    session: ExamSession, subject: Subject, set_level: SetLevel, erin: User, at: At
) -> None:
    seat, question = session.seats[0], subject.questions[0]
    with at(20):
        noted = observe(session, erin, sign="~", text="Hésite sur l’impact.")
        answer = services.ask_question(session=session, rank=1, seat_id=seat.id, question_id=question.id, author=erin)
        for line in subject.lines:
            set_level("S", 0, line_id=line.id)
        services.set_mark(seat=seat, mark="12", version=0, author=erin)
    with at(41):
        exams.settle(seat=seat)
        services.sign_sheet(seat=seat, author=erin)
        with pytest.raises(RuleBroken, match="ne s’annule plus"):
            services.undo_observation(
                session=session, rank=1, seat_id=seat.id, uuid=str(uuid4()), target=noted.uuid, author=erin
            )
        with pytest.raises(RuleBroken, match="ne changent plus"):
            services.note_answer(answer=answer, heard=[0], note="", version=answer.version)
        with pytest.raises(RuleBroken, match="ne se notent plus"):
            services.ask_question(
                session=session, rank=1, seat_id=seat.id, question_id=subject.questions[1].id, author=erin
            )
    assert [o.uuid for o in queries.observations_of(seat)] == [noted.uuid]
