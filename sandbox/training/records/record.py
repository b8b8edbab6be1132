"""The record of a session (« procès-verbal »): what happened, to whom and when, on what it was run, and the seals of the journals."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.cloning import dump_rows
from sandbox.kernel.db import db
from sandbox.kernel.remembered import Remembered
from sandbox.kernel.version import own_version
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.rules import words_of_half
from sandbox.training.exams.evacuation import EVACUATION
from sandbox.training.exams.models import ClockEntry, EntryKind, ExamSession, Seat, SessionState
from sandbox.training.exams.queries import clock_of, ending_words, hard_end_of, is_absent, is_on_paper
from sandbox.training.grading import queries as grading
from sandbox.training.grading.journal_file import journal_of, sha256, written
from sandbox.training.grading.models import ORAL, SheetChange
from sandbox.training.grading.report import (
    DISCLAIMER,
    day_words,
    duration_words,
    extra_words,
    hour_words,
    incident_words,
    incidents_of,
)
from sandbox.training.grading.seal import SECTIONS, seal_of
from sandbox.training.grading.sealing import KeptSeal, seals_of
from sandbox.training.records.draws import draw_words
from sandbox.training.records.reopened import reopened_of, words_of
from sandbox.training.subjects.format import Subject

NOBODY = "—"
_PLAIN = {
    EntryKind.AUTHORISED: "départ autorisé", EntryKind.STARTED: "début de l’épreuve", EntryKind.RESUMED: "reprise",
    EntryKind.HANDED_IN: "copie rendue", EntryKind.ENDED: "fin de l’épreuve", EntryKind.RECODED: "nouveau code de reprise",
    EntryKind.BOUNDED: "fin au plus tard fixée",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the course of the session: when, about whom (« 1, 2 »), what, who did it."""

    hour: str
    who: str
    what: str
    author: str


@dataclass(frozen=True, slots=True)
class SealLine:
    """A seal that was kept and what comparing it with today's journal gave."""

    occasion: str
    moment: str
    value: str
    facts: int
    verdict: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RecordSeat:
    """A candidate in the record: hours, time, incidents, what is missing on the sheet, and the seal of the journal."""

    rank: int
    number: str
    last_name: str
    first_name: str
    workstation: str
    joined: str
    started: str
    ended: str
    ending: str
    active: str
    paused: str
    compensated: str
    extra: str
    incidents: tuple[str, ...]
    blank: str
    sheet: str
    signed: str
    figures: tuple[tuple[str, int], ...]
    facts: int
    seal: str
    file_sha256: str
    seals: tuple[SealLine, ...]


@dataclass(frozen=True, slots=True)
class LateChange:
    """A level or a mark that was changed once the candidate's test was over, or the sheet signed."""

    moment: str
    number: str
    author: str
    what: str
    before: str
    after: str
    reason: str
    is_after_signature: bool


@dataclass(frozen=True)
class Record:
    """Everything the record says."""

    academy: str
    grid_session: str
    centre: str
    room: str
    commission: str
    day: str
    examiners: tuple[str, ...]
    subject: str
    duration: str
    draw: str
    opened: str
    first_start: str
    closed: str
    hard_end: str
    state: str
    course: tuple[Moment, ...]
    seats: tuple[RecordSeat, ...]
    evacuations: tuple[str, ...]
    moves: tuple[str, ...]
    absences: tuple[str, ...]
    changes: tuple[LateChange, ...]
    versions: tuple[tuple[str, str, str], ...]
    disclaimer: str = DISCLAIMER
    archive: str = ""


def record_of(session: ExamSession) -> Record:
    """The record of a session as things stand; `session` was loaded with its seats and entries."""
    subject = grading.subject_of(session.seats[0])
    starts = [e.at for seat in session.seats for e in seat.entries if e.kind == EntryKind.AUTHORISED]
    hard_end = hard_end_of(session)
    return Record(
        academy=session.academy, grid_session=subject.grid.session, centre=session.centre, room=session.room,
        commission=session.commission, day=f"{session.baseline.anchor_on:%d/%m/%Y}", examiners=(session.examiner_name, *session.members),
        subject=session.subject_title, duration=f"{session.duration_s // 60}\u00a0min", draw=draw_words(session),
        opened=_moment(session.created_at), first_start=_moment(min(starts, default=None)), closed=_moment(session.closed_at),
        hard_end=hour_words(hard_end) if hard_end else "", state=_state(session), course=tuple(_course(session)),
        seats=tuple(_seat(seat, subject) for seat in session.seats), evacuations=tuple(_evacuations(session)),
        moves=tuple(_told(session, EntryKind.MOVED)), absences=tuple(_absences(session)), changes=tuple(_changes(session)),
        versions=tuple(_versions(session, subject)), archive=_archive(session),
    )  # fmt: skip


def _archive(session: ExamSession) -> str:
    found = reopened_of(session)
    return words_of(found) if found else ""


def _state(session: ExamSession) -> str:
    words = {SessionState.PREPARED: "préparée, départ non donné", SessionState.RUNNING: "en cours, non close"}
    return words.get(session.state, "close")


def _moment(at: datetime | None) -> str:
    return f"{day_words(at)} {hour_words(at)}" if at is not None else NOBODY


# the course of the session -------------------------------------------------------------------------------------------------


def _course(session: ExamSession) -> list[Moment]:
    """What happened to the clocks, in order; what happened to several candidates at once is one line."""
    joined = [(seat.joined_at, seat.rank, "arrivée au poste", "candidat") for seat in session.seats if seat.joined_at]
    told = [(e.at, seat.rank, _what(e), e.author) for seat in session.seats for e in seat.entries]
    lines: dict[tuple[datetime, str, str], list[int]] = {}
    for at, rank, what, author in [*joined, *told]:
        own = author if author != _named(session, rank) else "candidat"
        lines.setdefault((at, what, own), []).append(rank)
    return [
        Moment(hour_words(at), ", ".join(map(str, sorted(set(ranks)))), what, author)
        for (at, what, author), ranks in sorted(lines.items(), key=lambda line: (line[0][0], min(line[1])))
    ]


def _named(session: ExamSession, rank: int) -> str:
    return next(seat.candidate_name for seat in session.seats if seat.rank == rank)


def _what(entry: ClockEntry) -> str:
    """An entry in words, without its hour, which stands beside."""
    words = incident_words(entry) or _PLAIN.get(entry.kind, "")
    if entry.kind == EntryKind.EXTENDED and not incident_words(entry):
        words = f"temps du candidat\u00a0: {entry.reason[:1].lower()}{entry.reason[1:]}"
    hour = f" à {hour_words(entry.at)}"
    return words.replace(hour, "") if entry.kind != EntryKind.CUT else words


def _told(session: ExamSession, *kinds: EntryKind) -> list[str]:
    """The entries of some kinds, each with its candidate."""
    return [
        f"{_label(seat)}\u00a0: {incident_words(entry)}{_place(entry)}"
        for seat in session.seats
        for entry in seat.entries
        if entry.kind in kinds
    ]


def _place(entry: ClockEntry) -> str:
    """Which workstation was left."""
    return f" ({entry.reason})" if entry.kind == EntryKind.MOVED and entry.reason else ""


def _absences(session: ExamSession) -> list[str]:
    told = _told(session, EntryKind.ABSENT, EntryKind.PRESENT)
    silent = [
        seat for seat in session.seats if seat.joined_at is None and not is_absent(seat) and not is_on_paper(seat)
    ]
    return told + [f"{_label(seat)}\u00a0: ne s’est présenté à aucun poste" for seat in silent if _is_over(session)]


def _is_over(session: ExamSession) -> bool:
    return session.state == SessionState.CLOSED


def _label(seat: Seat) -> str:
    return f"Candidat {seat.rank}" + (f" (n°\u00a0{seat.number})" if seat.number else "")


def _evacuations(session: ExamSession) -> list[str]:
    """Each evacuation once, with those it stopped and how long."""
    found: dict[datetime, list[Seat]] = {}
    for seat in session.seats:
        for entry in seat.entries:
            if entry.kind == EntryKind.PAUSED and entry.reason == EVACUATION:
                found.setdefault(entry.at, []).append(seat)
    return [_evacuation(at, seats) for at, seats in sorted(found.items(), key=lambda one: one[0])]


def _evacuation(at: datetime, seats: Sequence[Seat]) -> str:
    who = ", ".join(str(seat.rank) for seat in seats)
    ends = [e.at for seat in seats for e in seat.entries if e.kind == EntryKind.RESUMED and e.at >= at]
    until = f" jusqu’à {hour_words(min(ends))} ({duration_words(min(ends) - at)})" if ends else ", sans reprise"
    return f"Évacuation à {hour_words(at)}{until}\u00a0; candidats {who}."


# a candidate ---------------------------------------------------------------------------------------------------------------


def _seat(seat: Seat, subject: Subject) -> RecordSeat:
    read, journal, sheet = clock_of(seat), journal_of(seat), grading.find_sheet(seat)
    seal = seal_of(journal)
    return RecordSeat(
        rank=seat.rank, number=seat.number, last_name=seat.last_name.upper(), first_name=seat.first_name,
        workstation=seat.workstation, joined=hour_words(seat.joined_at), started=hour_words(read.started_at),
        ended=hour_words(read.ends_at) if read.state.is_over else NOBODY,
        ending="Absent" if is_absent(seat) else ending_words(seat, read.state), active=duration_words(read.active),
        paused=duration_words(read.paused) if read.paused else "aucune",
        compensated=duration_words(read.compensated) if read.compensated else "aucune", extra=extra_words(seat),
        incidents=tuple(incidents_of(seat)), blank=_blank(seat, subject), sheet=grading.sheet_state(seat, sheet).words,
        signed=_signed(sheet.signed_by, sheet.signed_at) if sheet and sheet.signed_at else "",
        figures=tuple((words, len(journal[name])) for name, words in SECTIONS.items()), facts=seal.facts, seal=seal.value,
        file_sha256=sha256(written(journal)), seals=tuple(_seal(kept) for kept in seals_of(seat, journal)),
    )  # fmt: skip


def _signed(author: str, at: datetime) -> str:
    return f"{author}, le {day_words(at)} à {hour_words(at)}"


def _blank(seat: Seat, subject: Subject) -> str:
    """The letters of the lines without a level."""
    levels = grading.levels_of(seat)
    missing = [line.id for line in subject.lines if not (line.id in levels and levels[line.id].value)]
    if len(missing) == len(subject.lines):
        return "toutes"
    return ", ".join(subject.letter_of(line_id) for line_id in missing) or "aucune"


def _seal(kept: KeptSeal) -> SealLine:
    verdict = (
        "retrouvé dans le journal" if kept.holds else "NON RETROUVÉ\u00a0: le journal n’est plus celui qui a été scellé"
    )
    if kept.holds and not kept.has_same_head:
        verdict = "faits retrouvés\u00a0; le poste ou le nom du candidat a changé depuis"
    return SealLine(kept.occasion.words, _moment(kept.at), kept.value, kept.facts, verdict, kept.holds)


def _changes(session: ExamSession) -> list[LateChange]:
    """What was changed, not first written, after the test; and everything after the signature."""
    late = [
        (change.at, seat, change)
        for seat in session.seats
        for change in grading.changes_of(seat)
        if _is_late(seat, change)
    ]
    return [_change(seat, change) for _, seat, change in sorted(late, key=lambda one: one[0])]


def _is_late(seat: Seat, change: SheetChange) -> bool:
    read = clock_of(seat)
    is_over = read.state.is_over and read.ends_at is not None and change.at > read.ends_at
    return change.is_after_signature or (is_over and _is_marking(change) and bool(change.before))


def _is_marking(change: SheetChange) -> bool:
    return change.what.startswith("niveau") or change.what == ORAL


def _change(seat: Seat, change: SheetChange) -> LateChange:
    return LateChange(
        _moment(change.at), seat.number or str(seat.rank), change.author, change.what, change.before or "vide",
        change.after or "vide", change.reason, change.is_after_signature,
    )  # fmt: skip


# on what it was run --------------------------------------------------------------------------------------------------------


def _versions(session: ExamSession, subject: Subject) -> list[tuple[str, str, str]]:
    """(what, version, digest)."""
    step: sa.Select[Any] = sa.select(sa.column("version_num")).select_from(sa.table("alembic_version"))
    engine = "SQLite" if db.session.get_bind().dialect.name == "sqlite" else "PostgreSQL"
    return [
        ("Application", own_version(), ""),
        ("Base de données", f"{engine}, étape {db.session.scalar(step)}", ""),
        ("Sujet", f"{session.subject_slug} {session.subject_version}", session.subject_hash),
        (
            f"Contexte ({words_of_half(has_storefront=session.baseline.has_storefront).start})",
            f"{session.context_slug} {session.context_version}",
            start_digest(session.baseline),
        ),
        ("Grille", f"{subject.grid.id}, session {subject.grid.session}", grid_digest(subject)),
    ]


def grid_digest(subject: Subject) -> str:
    """The SHA-256 of a grid's text: its lines are the subject's, its criteria and scale its own."""
    return hashlib.sha256(subject.grid.model_dump_json(by_alias=True).encode()).hexdigest()


def start_digest(baseline: Shop) -> str:
    """The SHA-256 of all the rows that every candidate started from. They never change: read once."""
    kept = _digests.find(baseline.key)
    if kept is None:
        total = hashlib.sha256()
        for line in dump_rows(db.session(), baseline.id, baseline.anchor_on):
            total.update(line.encode() + b"\n")
        kept = _digests.keep(baseline.key, total.hexdigest())
    return kept


_digests: Remembered[str, str] = Remembered(64)
