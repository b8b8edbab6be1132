"""What can be downloaded of a session: the report as PDF, the session as CSV, the journal as JSON under its hash."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from sandbox.kernel.text import slugify
from sandbox.policy.permissions import Permission
from sandbox.training.exams.models import Seat
from sandbox.training.grading.exports import report_pdf, session_csv
from sandbox.training.grading.journal_file import journal_bytes
from sandbox.training.grading.report import report_of
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.loading import own_seat, own_session


def file(content: bytes, name: str, mimetype: str, *, is_shown: bool = False) -> Response:
    """A file to keep, or to show in the browser when it can."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'{"inline" if is_shown else "attachment"}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def name_of(seat: Seat, suffix: str) -> str:
    """« e5-session-3-ines-kervella.pdf »."""
    return f"e5-session-{seat.session_id}-{slugify(seat.candidate_name)}{suffix}"


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/fiche.pdf")
@allow(Permission.SESSION_READ)
def sheet_pdf(session_id: int, rank: int) -> ResponseReturnValue:
    """The two pages to print."""
    seat = own_seat(session_id, rank)
    return file(report_pdf(report_of(seat)), name_of(seat, ".pdf"), "application/pdf", is_shown=True)


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/journal.json")
@allow(Permission.SESSION_READ)
def sheet_journal(session_id: int, rank: int) -> ResponseReturnValue:
    """The journal whose SHA-256 the report carries."""
    seat = own_seat(session_id, rank)
    return file(journal_bytes(seat), name_of(seat, ".json"), "application/json")


@bp.get("/sessions/<int:session_id>/session.csv")
@allow(Permission.SESSION_READ)
def session_table(session_id: int) -> ResponseReturnValue:
    """All candidates of a session, for a French spreadsheet."""
    session = own_session(session_id)
    return file(session_csv(session), f"e5-session-{session.id}.csv", "text/csv")
