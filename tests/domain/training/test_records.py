"""The record of a session and its fairness sheet: what happened, to whom, on what; what each candidate was given, and no mark."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sandbox.accounts.models import User
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.training.exams import evacuation, presence, seating
from sandbox.training.exams import queries as exam_queries
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading import sealing
from sandbox.training.grading import services as grading
from sandbox.training.grading.journal_file import journal_bytes
from sandbox.training.grading.private import write_private
from sandbox.training.grading.report import report_of
from sandbox.training.records.fairness import Fairness, fairness_of, silences
from sandbox.training.records.papers import fairness_pdf, record_pdf
from sandbox.training.records.record import Record, record_of, start_digest
from sandbox.training.records.services import check_file, name_commission
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At
from tests.domain.training.working import play
from tests.factories.world import World

SECRET = "CARNET-PRIVE-7431"


def note(session: ExamSession, rank: int, erin: User, line: str | None = None) -> None:
    seat = session.seats[rank - 1]
    grading.add_observation(
        session=session, rank=rank, seat_id=seat.id, uuid=str(uuid.uuid4()), author=erin, line_id=line, sign="+", text=f"vu {rank}"
    )  # fmt: skip


@pytest.fixture
def whole(world: World, erin: User, subject: Subject, at: At) -> Iterator[ExamSession]:
    """A closed session: the third candidate never came; an evacuation, minutes, a compensation, another workstation, late changes."""
    session = exam_queries.get_session(world.session_id, examiner_id=erin.id)
    first, second, third = session.seats
    with at(0):
        presence.join(code=first.join_code)
        presence.join(code=second.join_code)
    with at(1):
        play(first, subject, "bon")
        seating.tell_absent(seat=third, is_absent=True, author=erin.name)
    with at(3):
        note(session, 1, erin, "L1")
        note(session, 2, erin)
        write_private(session=session, rank=1, seat_id=first.id, text=SECRET, version=0, author=erin)
    with at(10):
        evacuation.evacuate(session=session, author=erin.name)
    with at(16, 30):
        evacuation.end_evacuation(session=session, author=erin.name)
    with at(20):
        exams.add_time(seat=first, minutes=2, author=erin.name, reason="Écran noir")
        grading.ask_question(session=session, rank=1, seat_id=first.id, question_id="o1", author=erin)
    with at(21):
        presence.heartbeat(seat=second, page="")
        exams.compensate(
            seat=second, from_at=exam_queries.clock_of(second).started_at + timedelta(minutes=5),  # type: ignore[operator]
            to_at=exam_queries.clock_of(second).started_at + timedelta(minutes=6, seconds=40),  # type: ignore[operator]
            author=erin.name, reason="Réseau",
        )  # fmt: skip
        presence.take_over_seat(code=second.resume_code, workstation="Poste 9")
    with at(60):
        sealing.close_session(session=session, author=erin.name)
        for line in subject.lines:
            grading.set_level(
                session=session, rank=1, seat_id=first.id, line_id=line.id, value="S", version=0, author=erin
            )
        grading.set_level(session=session, rank=1, seat_id=first.id, line_id="L1", value="TS", version=1, author=erin)
        sealing.sign_sheet(seat=first, author=erin, mark="12", appreciation="", version=0)
        grading.set_mark(seat=first, mark="13", version=2, author=erin, reason="Harmonisation")
        db.session.commit()
        yield exam_queries.get_session(session.id, examiner_id=erin.id)


@pytest.fixture
def record(whole: ExamSession) -> Record:
    return record_of(whole)


@pytest.fixture
def fairness(whole: ExamSession) -> Fairness:
    return fairness_of(whole)


def without_hours(text: str) -> str:
    return re.sub(r"\d\d:\d\d:\d\d", "H", text)


def hours_between(first: str, hour: str) -> timedelta:
    """From an hour to a later one less than a day after: a session run by these tests may well pass midnight."""
    begun, told = (
        timedelta(hours=int(h), minutes=int(m), seconds=int(s)) for h, m, s in (one.split(":") for one in (first, hour))
    )
    return (told - begun) % timedelta(days=1)


def test_tells_the_times_of_each_candidate(record: Record) -> None:
    first, second, third = record.seats
    assert (first.active, first.paused, first.extra) == ("42 min 00 s", "6 min 30 s", "accordé 2 min 00 s")
    assert (second.active, second.compensated, second.workstation) == ("40 min 00 s", "1 min 40 s", "Poste 9")
    assert (third.started, third.active, third.ending) == ("—", "0 s", "Absent")
    assert first.joined == first.started != first.ended


def test_tells_incidents_moves_and_absences(record: Record) -> None:
    (evacuated,) = record.evacuations
    assert without_hours(evacuated) == "Évacuation à H jusqu’à H (6 min 30 s)\u00a0; candidats 1, 2."
    assert [without_hours(one) for one in record.moves] == [
        "Candidat 2 (n°\u00a0022)\u00a0: changement de poste à H (2 remplacé)"
    ]
    assert [without_hours(one) for one in record.absences] == ["Candidat 3 (n°\u00a0023)\u00a0: absent, noté à H"]
    assert any("Écran noir" in one for one in record.seats[0].incidents)
    assert any("Réseau" in one for one in record.seats[1].incidents)


def test_tells_the_course_in_order_and_what_befell_several_once(record: Record) -> None:
    told = [(moment.who, moment.what) for moment in record.course]
    assert told[0] == ("1, 2, 3", "départ autorisé")
    assert ("1, 2", "pause (Évacuation)") in told
    assert ("1, 2", "reprise") in told
    since = [hours_between(record.course[0].hour, moment.hour) for moment in record.course]
    assert since == sorted(since)
    assert all(moment.what and moment.author for moment in record.course)


def test_names_blank_lines_and_late_changes(record: Record) -> None:
    assert [seat.blank for seat in record.seats] == ["aucune", "toutes", "toutes"]
    assert [(c.number, c.what, c.before, c.after, c.reason) for c in record.changes] == [
        ("021", "niveau A", "S", "TS", ""), ("021", "note", "12", "13", "Harmonisation"),
    ]  # fmt: skip
    assert [change.is_after_signature for change in record.changes] == [False, True]


def test_carries_versions_with_their_hashes(record: Record, whole: ExamSession, subject: Subject) -> None:
    versions = {what: (version, digest) for what, version, digest in record.versions}
    assert versions["Sujet"] == (f"{subject.slug} {subject.version}", subject.digest)
    assert versions["Contexte (boutique de départ)"][1] == start_digest(whole.baseline)
    assert re.fullmatch(r"[0-9a-f]{64}", versions["Grille"][1])
    assert versions["Application"][0]
    assert "étape" in versions["Base de données"][0]


def test_record_report_and_journal_carry_the_same_seal(record: Record, whole: ExamSession) -> None:
    for seat, told in zip(whole.seats, record.seats, strict=True):
        assert told.seal == report_of(seat).seal == check_file(journal_bytes(seat)).seal
        assert all(kept.holds for kept in told.seals)
    assert [len(told.seals) for told in record.seats] == [2, 1, 1]


def test_neither_paper_tells_a_private_note(record: Record, fairness: Fairness) -> None:
    assert SECRET not in f"{record}{fairness}"


def test_the_fairness_sheet_has_no_mark_and_no_level(fairness: Fairness) -> None:
    text = str(fairness)
    assert "Harmonisation" not in text
    assert "'13'" not in text
    assert "TS" not in text
    assert "KERVELLA" not in text.upper()


def rows(fairness: Fairness, title: str) -> dict[str, tuple[str, ...]]:
    return {row.label: row.cells for part in fairness.parts if part.title.startswith(title) for row in part.rows}


def test_compares_times_network_questions_and_observations(fairness: Fairness) -> None:
    times = rows(fairness, "Temps")
    assert times["Temps réellement travaillé"] == ("42 min 00 s", "40 min 00 s", "0 s")
    assert times["Pauses"] == ("1, en tout 6 min 30 s", "1, en tout 6 min 30 s", "aucune")
    assert times["Compensations"] == ("aucune", "1, en tout 1 min 40 s", "aucune")
    network = rows(fairness, "Réseau")
    assert network["Changements de poste"] == ("0", "1", "0")
    assert network["Passage"] == ("à l’écran", "à l’écran", "absent")
    assert network["Coupures mesurées"] == ("aucune", "1, en tout 21 min 00 s", "aucune")
    assert network["Coupures ni rendues ni écartées"] == ("aucune", "1, en tout 12 min 50 s", "aucune")
    assert rows(fairness, "Questions")["Nombre"] == ("1", "0", "0")
    seen = rows(fairness, "Observations")
    assert (seen["Nombre"], seen["Sans ligne"]) == (("1", "1", "0"), ("0", "1", "0"))
    assert next(cells for label, cells in seen.items() if label.startswith("A – ")) == ("1", "0", "0")


def test_attention_is_counted_in_working_time(whole: ExamSession, fairness: Fairness) -> None:
    found = silences(whole.seats[0])
    assert [gap.total_seconds() / 60 for gap in found] == [3, 10.5, 28.5], "the evacuation does not count"
    assert rows(fairness, "Attention")["Plus long temps sans aucune"] == ("28 min 30 s", "37 min 00 s", "—")


def test_says_what_only_some_received(fairness: Fairness) -> None:
    assert any(remark.endswith("posée au candidat 1, pas au candidat 2.") for remark in fairness.remarks)
    assert "Candidat 2\u00a0: 37 min 00 s de travail sans observation ni question." in fairness.remarks
    told = "Candidat 2\u00a0: 12 min 50 s de coupure ni rendues ni laissées sans suite."
    assert told in fairness.remarks, "what the pauses and the compensation left of a cut was nobody's decision"
    assert not any("candidat 3" in remark.lower() for remark in fairness.remarks), "who was absent received nothing"


def test_both_are_tagged_papers(record: Record, fairness: Fairness) -> None:
    for content in (record_pdf(record), fairness_pdf(fairness)):
        assert content.startswith(b"%PDF-")
        assert b"/MarkInfo" in content


def test_names_of_the_commission_are_kept_for_the_papers(whole: ExamSession) -> None:
    name_commission(session=whole, academy=" Armorique ", members=["Mme Le Goff", "  ", "M. Diallo"])
    told = record_of(whole)
    assert told.academy == "Armorique"
    assert told.examiners == ("Erin Examinatrice", "Mme Le Goff", "M. Diallo")
    with pytest.raises(RuleBroken, match="3 autres membres"):
        name_commission(session=whole, academy="", members=["a", "b", "c", "d"])


def test_the_seal_of_paper_tells_a_journal_from_another(whole: ExamSession) -> None:
    content = journal_bytes(whole.seats[0])
    seal = report_of(whole.seats[0]).seal
    assert check_file(content, paper_seal=f" {seal[:8].upper()} {seal[8:20]}").is_sound
    assert check_file(content, paper_seal=seal[:15]).on_paper is False
    assert check_file(journal_bytes(whole.seats[1]), paper_seal=seal).is_sound is False
    assert check_file(content).here == "C’est le journal que cette installation tient aujourd’hui."


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"format": "e5-journal/1"}', b"[" * 100_000])
def test_refuses_what_is_no_journal_in_words(world: World, content: bytes) -> None:
    assert world
    with pytest.raises(RuleBroken, match="journal"):
        check_file(content)
