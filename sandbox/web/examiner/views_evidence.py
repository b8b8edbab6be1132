"""The evidence of one line for one candidate: expected and observed, difference with the start, actions, observations, answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.text import count_words
from sandbox.policy.permissions import Permission
from sandbox.shop.charts.queries import list_charts
from sandbox.shop.notes.models import HandedFile
from sandbox.shop.notes.queries import find_handed, find_note, handed_files
from sandbox.training.exams.drafts import drafts_of, fields_of, is_after_time
from sandbox.training.grading import queries as grading
from sandbox.training.grading import services
from sandbox.training.grading.constats import note_proof
from sandbox.training.grading.models import SheetState
from sandbox.training.journal import queries as journal
from sandbox.training.journal.models import JournalEntry
from sandbox.training.replay.queries import differences_at
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.console import Column, board_lines
from sandbox.web.examiner.loading import me, own_seat, own_session
from sandbox.web.examiner.views_console import settled_board
from sandbox.web.media import download

MAX_DIFFERENCES = 40


def column_of(session_id: int, rank: int) -> tuple[list[Column], Column]:
    """All columns of a session, and the one of that rank; raises NotFound."""
    columns = settled_board(session_id, may_lag=False).columns  # what is opened, or was just ticked, is as it is now
    found = next((column for column in columns if column.rank == rank), None)
    if found is None:
        raise NotFound("Cette place n’existe pas.")
    return columns, found


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/lignes/<line_id>")
@allow(Permission.SESSION_READ)
def evidence(session_id: int, rank: int, line_id: str) -> ResponseReturnValue:
    """The file of a line; the bar and the three times stay in view."""
    columns, column = column_of(session_id, rank)
    lines = board_lines(column.subject)
    index = next((i for i, line in enumerate(lines) if line.id == line_id), None)
    if index is None:
        raise NotFound("Cette ligne n’existe pas dans ce sujet.")
    finding = column.findings.line(line_id)
    entries, notes = _entries(column, finding.seqs), [note for note in column.marking.notes if note.line_id == line_id]
    return render_template(
        "examiner/console/evidence.html", session=column.seat.session, columns=columns, c=column, line=lines[index],
        finding=finding, criterion=column.subject.criterion_of(column.subject.line(line_id)), spec=column.subject.line(line_id),
        before=lines[index - 1] if index else None, after=lines[index + 1] if index + 1 < len(lines) else None,
        facts=_facts(entries, notes), notes=notes,
        questions=[q for q in column.subject.questions if line_id in q.lines], answers=column.marking.answers,
        differences=differences_at(column.seat, journal.all_of(column.seat.shop_id))[:MAX_DIFFERENCES], level=column.marking.levels.get(line_id),
        files=_files(column, line_id), is_signed=grading.sheet_state(column.seat) is SheetState.SIGNED, handed_in=_handed_in(column, line_id),
        drafts=[(draft, fields_of(draft), is_after_time(column.seat, draft)) for draft in drafts_of(column.seat)],
        by_hand=[p for p in column.subject.proofs_of(line_id) if any(r.kind == "manuelle" for r in (p, *p.routes))],
    )  # fmt: skip


def _entries(column: Column, seqs: tuple[int, ...]) -> list[JournalEntry]:
    """The actions a line's evidence rests on, the latest first; all of them when none is named."""
    entries = journal.all_of(column.seat.shop_id)
    chosen = [entry for entry in entries if entry.seq in seqs] if seqs else list(entries)
    return list(reversed(chosen))[:60]


def _facts(entries: Sequence[JournalEntry], notes: Sequence[grading.Noted]) -> list[JournalEntry | grading.Noted]:
    """Actions and observations, the latest first; an observation of the same second is about the action."""
    found: list[JournalEntry | grading.Noted] = [*reversed(entries), *notes]
    return sorted(found, key=lambda fact: fact.at)[::-1]


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/preuves/<proof_id>")
@allow(Permission.SESSION_RUN)
def tick(session_id: int, rank: int, proof_id: str) -> ResponseReturnValue:
    """Tick what only a person sees, or take it back."""
    session, seat = own_session(session_id), own_seat(session_id, rank)
    note_proof(
        session=session, rank=rank, seat_id=seat.id, proof_id=proof_id, verdict=request.form.get("verdict", ""),
        note=request.form.get("note", ""), author=me(),
    )  # fmt: skip
    line_id = request.form.get("line") or grading.subject_of(seat).lines[0].id
    return redirect(url_for("examiner.evidence", session_id=session_id, rank=rank, line_id=line_id))


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A note of the line's question: its text, its words, when it was last kept, the titles of its charts."""

    text: str
    words: int
    at: datetime
    charts: tuple[str, ...] = ()


def _handed_in(column: Column, line_id: str) -> list[HandedIn]:
    asked = [one.id for one in column.subject.task_of(line_id).deliverables if one.kind == "texte"]
    if not asked:
        return []
    with shop_scope(column.seat.shop_id):
        found = []
        for key in asked:
            note, charts = find_note(key), list_charts(key)
            if note is not None or charts:
                body, at = (note.body, note.written_at) if note is not None else ("", charts[-1].made_at)
                found.append(HandedIn(body, count_words(body), at, tuple(chart.title for chart in charts)))
        return found


@dataclass(frozen=True, slots=True)
class FileIn:
    """A file that the line's question asks for, and what was handed in."""

    id: str
    title: str
    handed: HandedFile | None


def _files(column: Column, line_id: str) -> list[FileIn]:
    asked = [one for one in column.subject.task_of(line_id).deliverables if one.kind == "fichier"]
    if not asked:
        return []
    with shop_scope(column.seat.shop_id):
        found = handed_files()
    return [FileIn(one.id, one.title or one.id, found.get(one.id)) for one in asked]


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/fichiers/<deliverable_id>")
@allow(Permission.SESSION_READ)
def handed_file(session_id: int, rank: int, deliverable_id: str) -> ResponseReturnValue:
    """The file that a candidate handed in, to save."""
    own_session(session_id)
    seat = own_seat(session_id, rank)
    with shop_scope(seat.shop_id):
        handed = find_handed(deliverable_id)
    if handed is None:
        raise NotFound("Ce fichier n’existe pas.")
    return download(handed.media, handed.file_name)


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/questions/<question_id>")
@allow(Permission.SESSION_RUN)
def answer(session_id: int, rank: int, question_id: str) -> ResponseReturnValue:
    """Tick the expected points that were heard, or take back a question noted as put by mistake."""
    session = own_session(session_id)
    seat = next((s for s in session.seats if s.rank == rank), None)
    if seat is None:
        raise NotFound("Cette place n’existe pas.")
    heard = [int(value) for value in request.form.getlist("heard") if value.isdecimal() and len(value) < 4]
    seen = request.form.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    asked: dict[str, Any] = {
        "session": session,
        "rank": rank,
        "seat_id": seat.id,
        "question_id": question_id,
        "author": me(),
    }
    if request.form.get("act") == "take_back":
        services.take_back_question(**asked, version=version or 1)
    else:
        kept = services.ask_question(**asked)
        services.note_answer(answer=kept, heard=heard, note=request.form.get("note", ""), version=version or 1)
    line_id = request.form.get("line") or grading.subject_of(seat).lines[0].id
    return redirect(url_for("examiner.evidence", session_id=session_id, rank=rank, line_id=line_id))
