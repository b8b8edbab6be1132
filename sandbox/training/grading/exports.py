"""The report as files: PDF (two A4 pages, tagged), CSV that a French spreadsheet opens as it is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sandbox.kernel.spreadsheets import csv_bytes
from sandbox.kernel.typesetting import tagged_pdf
from sandbox.training.events.queries import Standing
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading.report import Report, criterion_groups, report_of
from sandbox.training.subjects.format import LETTERS

FOLDER = Path(__file__).parent / "pdf"
FONTS = FOLDER / "fonts"
"""Those of every paper that we print."""


def report_pdf(report: Report) -> bytes:
    """The two A4 pages of a report as a tagged PDF: the official sheet, then the record of the session."""
    data = {**asdict(report), "groups": criterion_groups(report.lines)}
    return tagged_pdf(FOLDER / "report.typ", fonts=FONTS, report=data)


def session_csv(session: ExamSession) -> bytes:
    """The results of a session, one line a candidate: `;`, UTF-8 with BOM, decimal comma."""
    reports = [report_of(seat) for seat in session.seats]
    letters = LETTERS[: len(reports[0].lines)] if reports else ""
    head = [
        "Rang", "Numéro", "Nom", "Prénom", "Centre", "Commission", "Salle", "Poste", "Date", "Sujet", "Version", "Début", "Fin",
        "Temps actif", "Majoration", "Pauses", "Incidents", *(f"Ligne {letter}" for letter in letters), "Note sur 20", "État",
        "Signature", "Événements reçus", "Observations", "Questions posées", "Empreinte du sujet", "Empreinte du journal", "Sceau du journal",
    ]  # fmt: skip
    rows = [_csv_row(rank, report) for rank, report in enumerate(reports, 1)]
    return csv_bytes([head, *rows])


def _csv_row(rank: int, report: Report) -> list[str]:
    return [
        str(rank), report.number, report.last_name, report.first_name, report.centre, report.commission, report.room,
        report.workstation, report.day, report.subject, report.subject_version, report.started, report.ended, report.active,
        report.extra, " | ".join(report.pauses), " | ".join(report.incidents), *(line.level for line in report.lines),
        report.mark, report.state.words, report.signed, _received(report), str(len(report.observations)), str(len(report.answers)),
        report.subject_digest, report.journal_sha256, report.seal,
    ]  # fmt: skip


def _received(report: Report) -> str:
    return str(sum(event.outcome.startswith(Standing.FIRED.words) for event in report.events)) if report.events else ""
