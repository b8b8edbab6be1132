"""The report: times, pauses, evidence, observations, levels, mark, versions and hashes, the same in PDF, CSV and JSON."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import uuid
import zlib
from collections.abc import Iterator

import pytest

from sandbox.accounts.models import User
from sandbox.kernel.db import db
from sandbox.shop.catalog.services import update_product
from sandbox.training.exams import presence
from sandbox.training.exams import queries as exam_queries
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading import services
from sandbox.training.grading.exports import report_pdf, session_csv
from sandbox.training.grading.journal_file import journal_bytes, sha256
from sandbox.training.grading.models import SheetState
from sandbox.training.grading.report import DISCLAIMER, Report, criterion_groups, report_of
from sandbox.training.journal.queries import last_seq
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At
from tests.domain.training.working import play, product, work
from tests.factories.shops import CANARY

NOTE = "Contrôle le prix en boutique"


@pytest.fixture
def whole(session: ExamSession, subject: Subject, erin: User, at: At) -> Iterator[ExamSession]:
    """A session that was run to its end: pauses, minutes, observations, levels, a signed sheet for the first candidate."""
    first, second, third = session.seats
    with at(0):
        play(first, subject, "bon")
    with at(2):
        work(second, lambda: update_product(product=product("moulin-armen"), name=f"{CANARY} moulin"))
        services.add_observation(
            session=session, rank=2, seat_id=second.id, uuid=str(uuid.uuid4()), author=erin, text=f"{CANARY} du second"
        )
    with at(10):
        exams.pause_session(session=session, author=erin.name, reason="Alarme incendie")
    with at(15):
        exams.resume_session(session=session, author=erin.name)
    with at(20):
        exams.add_time(seat=first, minutes=2, author=erin.name, reason="Écran noir")
        presence.take_over_seat(code=third.resume_code, workstation="Poste 9")
        services.add_observation(
            session=session,
            rank=1,
            seat_id=first.id,
            uuid=str(uuid.uuid4()),
            author=erin,
            line_id="L5",
            sign="-",
            text=NOTE,
        )
        answer = services.ask_question(session=session, rank=1, seat_id=first.id, question_id="o1", author=erin)
        services.note_answer(answer=answer, heard=[0], note="Sans hésiter", version=1)
    with at(30):
        exams.hand_in(seat=first)
        for line in subject.lines:
            services.set_level(
                session=session, rank=1, seat_id=first.id, line_id=line.id, value="TS", version=0, author=erin
            )
        services.set_mark(seat=first, mark="16,5", version=0, author=erin)
        services.set_appreciation(seat=first, text="Travail sûr ; « ruban » bien trouvé.", version=1, author=erin)
        services.sign_sheet(seat=first, author=erin)
        services.set_mark(seat=first, mark="17", version=3, author=erin, reason="Harmonisation")
        db.session.commit()
    with at(50):
        exams.close_session(session=session, author=erin.name)
        db.session.commit()
        yield exam_queries.get_session(session.id, examiner_id=erin.id)


@pytest.fixture
def report(whole: ExamSession) -> Report:
    return report_of(whole.seats[0])


def test_carries_the_times_and_what_happened_to_them(report: Report, whole: ExamSession, start) -> None:  # type: ignore[no-untyped-def]
    from sandbox.kernel import clock

    assert report.started == f"{clock.to_paris(start):%H:%M:%S}"
    assert (report.active, report.ending, report.extra) == ("25 min 00 s", "Rendu", "accordé 2 min 00 s")
    (pause,) = report.pauses
    assert pause.endswith("(5 min 00 s)")
    assert [re.sub(r"\d\d:\d\d:\d\d", "H", words) for words in report.incidents] == [
        "pause à H (Alarme incendie)", "2 min accordées à H (Écran noir)",
    ]  # fmt: skip
    assert report.duration == "40 min"
    assert whole.seats[0].candidate_name == "Inès Kervella"


def test_carries_evidence_levels_and_mark_side_by_side(report: Report, subject: Subject) -> None:
    assert [(line.line_id, line.letter, line.level) for line in report.lines] == [
        (line.id, subject.letter_of(line.id), "TS") for line in subject.lines
    ]
    assert {line.state.value for line in report.lines if line.line_id != "L3"} == {"atteint"}
    assert all(line.observed for line in report.lines)
    assert (report.mark, report.state) == ("17", SheetState.SIGNED)
    assert report.signed.startswith("Erin Examinatrice, le ")
    (change,) = report.changes
    assert (change.what, change.before, change.after, change.reason) == ("note", "16,5", "17", "Harmonisation")
    assert sum(count for _, count in criterion_groups(report.lines)) == len(report.lines)
    assert report.disclaimer == DISCLAIMER


def test_carries_observations_and_questions(report: Report) -> None:
    assert [(n.letter, n.sign, n.text) for n in report.observations] == [("E", "−", NOTE)]
    (answer,) = report.answers
    assert answer.letters == "E"
    assert answer.answer.startswith("1 point sur 3")
    assert answer.answer.endswith("Sans hésiter")
    assert report.warnings == ("Ligne C : niveau sans preuve ni observation.",), "what a person judges is worth a note"


def test_carries_versions_and_hashes(report: Report, whole: ExamSession, subject: Subject) -> None:
    assert report.subject_digest == subject.digest
    assert report.subject_version == f"{subject.slug} {subject.version}"
    assert report.context.startswith("brulerie-castelune ")
    assert report.journal_sha256 == hashlib.sha256(journal_bytes(whole.seats[0])).hexdigest()
    assert report.fact_count == last_seq(whole.seats[0].shop_id) > 20


def test_tells_of_a_level_that_nothing_supports(whole: ExamSession, erin: User) -> None:
    third = whole.seats[2]
    services.set_level(session=whole, rank=3, seat_id=third.id, line_id="L8", value="S", version=0, author=erin)
    told = report_of(third)
    assert told.warnings == ("Ligne H : niveau sans preuve ni observation.",)
    assert any("changement de poste" in words for words in told.incidents)


def test_the_three_are_compared_without_their_names(report: Report) -> None:
    assert [(p.rank, p.number, p.observations, p.questions) for p in report.peers] == [
        (1, "021", 1, 1), (2, "022", 1, 0), (3, "023", 0, 0),
    ]  # fmt: skip
    assert "Tréguier" not in str(report)


def test_nothing_of_another_candidate_shows(report: Report, whole: ExamSession) -> None:
    """The second candidate’s shop and notes say FUITE."""
    assert CANARY not in str(report)
    assert CANARY not in journal_bytes(whole.seats[0]).decode()
    assert CANARY in journal_bytes(whole.seats[1]).decode()


# files -----------------------------------------------------------------------------------------------------------------------


def test_the_csv_opens_in_a_french_spreadsheet(whole: ExamSession, report: Report) -> None:
    content = session_csv(whole)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["Nom"] for row in rows] == ["KERVELLA", "TRÉGUIER", "BENHAMOU"]
    first = rows[0]
    assert (first["Note sur 20"], first["Ligne A"], first["Observations"], first["Numéro"]) == ("17", "TS", "1", "021")
    assert (first["Empreinte du sujet"], first["Empreinte du journal"]) == (
        report.subject_digest,
        report.journal_sha256,
    )
    assert "Alarme incendie" in first["Incidents"]
    assert rows[1]["Note sur 20"] == ""
    assert {row["État"] for row in rows} <= {"Brouillon", "Complète", "Signée"}


def test_a_mark_has_a_decimal_comma(whole: ExamSession, erin: User) -> None:
    services.set_mark(seat=whole.seats[1], mark="8.25", version=0, author=erin)
    assert b";8,25;" in session_csv(whole)


def test_a_name_that_looks_like_a_formula_stays_text(whole: ExamSession) -> None:
    whole.seats[1].last_name = "=cmd|' /C calc'!A0"
    db.session.flush()
    assert b";'=CMD|" in session_csv(whole)


def test_the_journal_has_everything_and_the_same_facts_give_the_same_bytes(whole: ExamSession) -> None:
    seat = whole.seats[0]
    content = journal_bytes(seat)
    db.session.expire_all()
    assert journal_bytes(seat) == content
    data = json.loads(content)
    assert data["format"] == "e5-journal/2"
    assert [e["type"] for e in data["horloge"]] == ["autorise", "demarre", "pause", "reprise", "majoration", "rend"]
    assert [a["no"] for a in data["actions"]] == list(range(1, last_seq(seat.shop_id) + 1))
    assert all(a["phrase"] and a["changements"] for a in data["actions"])
    assert [(o["signe"], o["ligne"], o["texte"]) for o in data["observations"]] == [("-", "L5", NOTE)]
    assert [q["question"] for q in data["questions"]] == ["o1"]
    assert [c["quoi"] for c in data["fiche"]].count("note") == 2
    assert data["fiche"][-1]["apres_signature"] is True
    assert data["session"]["sujet"]["empreinte"] == whole.subject_hash
    assert sha256(content) == report_of(seat).journal_sha256


def test_any_fact_changes_the_hash(whole: ExamSession, erin: User) -> None:
    seat = whole.seats[0]
    before = report_of(seat).journal_sha256
    services.add_observation(
        session=whole,
        rank=1,
        seat_id=seat.id,
        uuid=str(uuid.uuid4()),
        author=erin,
        sign="~",
        text="Vérifié après coup.",
    )
    assert report_of(seat).journal_sha256 != before


def test_the_pdf_is_tagged_and_two_pages(report: Report) -> None:
    content = report_pdf(report)
    assert content.startswith(b"%PDF-")
    plain = content + b"".join(_inflated(content))
    assert b"/MarkInfo" in plain
    assert b"/StructTreeRoot" in plain
    assert b"fr" in re.findall(rb"/Lang ?\((..)", plain)
    assert len(re.findall(rb"/Type ?/Page[^s]", plain)) == 2


def _inflated(content: bytes) -> Iterator[bytes]:
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            yield zlib.decompress(match[1])
        except zlib.error:
            continue


def test_a_sheet_with_nothing_on_it_prints_too(session: ExamSession) -> None:
    report = report_of(session.seats[2])
    assert (report.mark, report.signed, report.state) == ("", "", SheetState.DRAFT)
    assert report_pdf(report).startswith(b"%PDF-")
