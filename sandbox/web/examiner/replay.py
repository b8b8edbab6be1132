"""A candidate's whole run as the replay shows it: every moment on one line of time, and the difference with the start by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.training.exams.models import EntryKind, Seat
from sandbox.training.grading import queries as grading
from sandbox.training.journal.models import JournalEntry
from sandbox.training.replay.queries import Difference, differences_at
from sandbox.training.subjects.format import Subject
from sandbox.web.examiner.console import Column
from sandbox.web.workplace import words_of

CLOCK_WORDS = {
    EntryKind.STARTED: "Départ", EntryKind.PAUSED: "Pause", EntryKind.RESUMED: "Reprise", EntryKind.COMPENSATED: "Temps rendu",
    EntryKind.EXTENDED: "Temps ajouté", EntryKind.MOVED: "Changement de poste", EntryKind.CUT: "Coupure mesurée",
    EntryKind.HANDED_IN: "Rendu", EntryKind.ENDED: "Fin",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """Something of the run. `second` of exam time; `seq` the last action written by then; kind: action | event | note | clock.

    `is_own`: the entry of the journal of that number, and not something that came after it. `lines`: the letters of the grid
    that it concerns, because their evidence rests on it or because it was noted there.
    """

    second: int
    at: datetime
    kind: str
    title: str
    words: str
    seq: int
    is_own: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionDifferences:
    """What a question's work had changed; `number` None for what no question asks for."""

    number: int | None
    title: str
    rows: Sequence[Difference]


def moments_of(column: Column, journal: Sequence[JournalEntry]) -> list[Moment]:
    """Every moment in order: actions, events, observations, and what happened to the clock."""
    seat, subject = column.seat, column.subject
    found = [*_actions(column, journal), *_notes(seat, subject), *_clock(seat)]
    seqs = [(entry.at, entry.seq) for entry in journal]
    return [
        moment if moment.is_own else replace(moment, seq=max((seq for at, seq in seqs if at <= moment.at), default=0))
        for moment in sorted(found, key=lambda one: (one.at, one.seq))
    ]


def line_moments(moments: Sequence[Moment], subject: Subject) -> list[tuple[str, str, Moment | None]]:
    """For each line of the grid its letter, its words, and where it first shows in a run; None when it never does."""
    return [
        (letter, line.label, next((moment for moment in moments if letter in moment.lines), None))
        for line in subject.lines
        for letter in [subject.letter_of(line.id)]
    ]


def _actions(column: Column, journal: Sequence[JournalEntry]) -> Iterator[Moment]:
    seat, subject = column.seat, column.subject
    label = words_of(seat.session).label
    seqs = [(subject.letter_of(line.id), column.findings.line(line.id).seqs) for line in subject.lines]
    for entry in journal:
        second = (seat.exam_ms(entry.at) if entry.exam_ms is None else entry.exam_ms) // 1000
        kind = "event" if entry.event else "action"
        words = entry.words.removesuffix(f" · {entry.title}")
        lines = tuple(letter for letter, known in seqs if entry.seq in known)
        yield Moment(second, entry.at, kind, entry.title or label, words, entry.seq, True, lines)


def _notes(seat: Seat, subject: Subject) -> Iterator[Moment]:
    letters = {line.id: subject.letter_of(line.id) for line in subject.lines}
    for note in grading.observations_of(seat):
        sign = note.sign.replace("-", "−")
        letter = letters.get(note.line_id or "", "")
        title = " · ".join(part for part in ("Observation", letter, sign) if part)
        words = f"«\u00a0{note.text}\u00a0»" if note.text else "sans texte"
        yield Moment(seat.exam_ms(note.at) // 1000, note.at, "note", title, words, 0, lines=(letter,) if letter else ())


def _clock(seat: Seat) -> Iterator[Moment]:
    for entry in seat.entries:
        if entry.kind in CLOCK_WORDS:
            yield Moment(
                seat.exam_ms(entry.at) // 1000, entry.at, "clock", CLOCK_WORDS[EntryKind(entry.kind)], entry.reason, 0
            )


def by_question(column: Column, journal: Sequence[JournalEntry]) -> list[QuestionDifferences]:
    """The difference with the start, each row under the first question whose evidence rests on it; what no question looks at stands
    apart, at the end.
    """
    rows, subject = differences_at(column.seat, journal), column.subject
    seqs = _seqs_by_question(column, subject)
    found = []
    for number, task in enumerate(subject.tasks, 1):
        if own := [row for row in rows if row.seqs & seqs[number]]:
            found.append(QuestionDifferences(number, task.title, own))
            rows = [row for row in rows if row not in own]
    return [*found, QuestionDifferences(None, "Autres changements", rows)] if rows else found


def _seqs_by_question(column: Column, subject: Subject) -> Mapping[int, frozenset[int]]:
    """Question -> the numbers of the actions that its lines' evidence rests on."""
    found: dict[int, set[int]] = {number: set() for number in range(1, len(subject.tasks) + 1)}
    for line in subject.lines:
        number = subject.number_of(subject.task_of(line.id))
        found[number].update(column.findings.line(line.id).seqs)
    return {number: frozenset(seqs) for number, seqs in found.items()}
