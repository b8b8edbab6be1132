"""The fairness sheet: what each candidate of a session was given, side by side. No mark, no level, no order between people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from sandbox.training.events.queries import EventState, Standing, states_of
from sandbox.training.exams.models import EntryKind, ExamSession, Seat
from sandbox.training.exams.queries import clock_of, is_absent, is_on_paper, open_cuts
from sandbox.training.grading import queries as grading
from sandbox.training.grading.report import DISCLAIMER, duration_words, extra_words, hour_words
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.format import Subject

NONE = "—"
LONG_SILENCE = timedelta(minutes=8)
"""The console signals a candidate who was not observed for as long."""


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """A thing that is compared: its name, and what each candidate had, in the order of the seats."""

    label: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the candidates did not all have the same."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class FairnessPart:
    """Rows of one kind under a title."""

    title: str
    rows: tuple[FairnessRow, ...]


@dataclass(frozen=True)
class Fairness:
    """The sheet. `remarks` are differences that somebody should be able to explain, in words."""

    centre: str
    room: str
    commission: str
    day: str
    examiner: str
    subject: str
    subject_version: str
    heads: tuple[str, ...]
    parts: tuple[FairnessPart, ...]
    aids: tuple[str, ...]
    remarks: tuple[str, ...]
    disclaimer: str = DISCLAIMER


def fairness_of(session: ExamSession) -> Fairness:
    """The fairness sheet of a session as things stand; `session` was loaded with its seats and entries."""
    seats, subject = session.seats, grading.subject_of(session.seats[0])
    states = states_of(seats, subject)
    received = [states[seat.id] for seat in seats]
    parts = (
        FairnessPart("Temps", tuple(_times(seats))),
        FairnessPart("Réseau et postes", tuple(_network(seats))),
        FairnessPart("Événements reçus (temps d’épreuve)", tuple(_events(received, subject))),
        FairnessPart("Questions orales posées", tuple(_questions(seats, subject))),
        FairnessPart("Observations par ligne de la grille", tuple(_observations(seats, subject))),
        FairnessPart("Attention de l’examinateur", tuple(_attention(seats))),
    )
    return Fairness(
        centre=session.centre, room=session.room, commission=session.commission, day=f"{session.baseline.anchor_on:%d/%m/%Y}",
        examiner=session.examiner_name, subject=session.subject_title,
        subject_version=f"{session.subject_slug} {session.subject_version}", heads=tuple(_head(seat) for seat in seats),
        parts=tuple(part for part in parts if part.rows), aids=tuple(AIDS[aid] for aid in subject.scenario.aids if aid in AIDS),
        remarks=tuple(_remarks(seats, received, subject)),
    )  # fmt: skip


def _head(seat: Seat) -> str:
    number = f" · n°\u00a0{seat.number}" if seat.number else ""
    return f"{seat.rank}{number}"


def _row(label: str, cells: Iterable[str]) -> FairnessRow:
    return FairnessRow(label, tuple(cells))


def _times(seats: Sequence[Seat]) -> Iterable[FairnessRow]:
    clocks = [clock_of(seat) for seat in seats]
    yield _row(
        "Temps réglementaire du candidat",
        ("non limité" if c.budget is None else duration_words(c.budget) for c in clocks),
    )
    yield _row("dont temps ajouté, compensé", (extra_words(seat) for seat in seats))
    yield _row("Temps réellement travaillé", (duration_words(c.active) for c in clocks))
    yield _row("Début", (hour_words(c.started_at) for c in clocks))
    yield _row("Fin", (hour_words(c.ends_at) if c.state.is_over else NONE for c in clocks))
    yield _row("Pauses", (_counted(len(c.pauses), c.paused) for c in clocks))
    yield _row(
        "Compensations",
        (_counted(_count(s, EntryKind.COMPENSATED), c.compensated) for s, c in zip(seats, clocks, strict=True)),
    )


def _count(seat: Seat, kind: EntryKind) -> int:
    return sum(entry.kind == kind for entry in seat.entries)


def _counted(number: int, length: timedelta) -> str:
    """« 2, en tout 6 min 40 s », « aucune »."""
    return f"{number}, en tout {duration_words(length)}" if number else "aucune"


def _network(seats: Sequence[Seat]) -> Iterable[FairnessRow]:
    yield _row("Coupures mesurées", (_cuts(seat) for seat in seats))
    yield _row("Coupures laissées sans suite", (str(_count(seat, EntryKind.WAIVED)) for seat in seats))
    yield _row("Coupures ni rendues ni écartées", (_left_open(seat) for seat in seats))
    yield _row("Changements de poste", (str(_count(seat, EntryKind.MOVED)) for seat in seats))
    yield _row(
        "Réouvertures après la fin",
        (str(sum(e.kind == EntryKind.RESUMED and bool(e.reason) for e in seat.entries)) for seat in seats),
    )
    yield _row(
        "Passage", ("absent" if is_absent(s) else "sur papier" if is_on_paper(s) else "à l’écran" for s in seats)
    )


def _cuts(seat: Seat) -> str:
    lengths = [e.to_at - e.from_at for e in seat.entries if e.kind == EntryKind.CUT and e.from_at and e.to_at]
    return _counted(len(lengths), sum(lengths, timedelta()))


def _left_open(seat: Seat) -> str:
    lost = [cut.lost for cut in open_cuts(seat)]
    return _counted(len(lost), sum(lost, timedelta()))


def _events(received: Sequence[Sequence[EventState]], subject: Subject) -> Iterable[FairnessRow]:
    for number, event in enumerate(subject.scenario.events):
        yield _row(event.title, (_event(states[number]) for states in received))


def _event(state: EventState) -> str:
    if state.standing is not Standing.FIRED:
        return state.standing.words.lower() + (f" ({state.reason})" if state.reason else "")
    hour = f", à {hour_words(state.at)}" if state.at else ""
    hand = ", à la main" if state.author else ""
    return f"{state.when}{hour}{hand}"


def _questions(seats: Sequence[Seat], subject: Subject) -> Iterable[FairnessRow]:
    answers = [grading.answers_of(seat) for seat in seats]
    if not subject.questions:
        return
    yield _row("Nombre", (str(len(asked)) for asked in answers))
    for question in subject.questions:
        letters = ", ".join(subject.letter_of(line) for line in question.lines)
        cells = (hour_words(asked[question.id].asked_at) if question.id in asked else NONE for asked in answers)
        yield _row(f"{letters} – {question.text}", cells)


def _observations(seats: Sequence[Seat], subject: Subject) -> Iterable[FairnessRow]:
    notes = grading.observations_by_seat([seat.id for seat in seats])
    yield _row("Nombre", (str(len(notes[seat.id])) for seat in seats))
    for line in subject.lines:
        cells = (str(sum(note.line_id == line.id for note in notes[seat.id])) for seat in seats)
        yield _row(f"{subject.letter_of(line.id)} – {line.label}", cells)
    yield _row("Sans ligne", (str(sum(note.line_id is None for note in notes[seat.id])) for seat in seats))


def _attention(seats: Sequence[Seat]) -> Iterable[FairnessRow]:
    """What the examiner looks at leaves no trace: their attention is read from what they wrote and asked."""
    gaps = [silences(seat) for seat in seats]
    yield _row("Observations et questions", (str(max(0, len(found) - 1)) for found in gaps))
    yield _row("En moyenne, une toutes les", (_mean(found) for found in gaps))
    yield _row("Plus long temps sans aucune", (duration_words(max(found)) if found else NONE for found in gaps))


def _mean(found: Sequence[timedelta]) -> str:
    return duration_words(sum(found, timedelta()) / (len(found) - 1)) if len(found) > 1 else NONE


def silences(seat: Seat) -> list[timedelta]:
    """The working time between one observation or question and the next, from the start to the end; empty before the start."""
    read = clock_of(seat)
    if read.started_at is None:
        return []
    moments = [note.at for note in grading.observations_of(seat)]
    moments += [answer.asked_at for answer in grading.answers_of(seat).values()]
    points = [timedelta(milliseconds=seat.exam_ms(at)) for at in moments]
    within = sorted(point for point in points if point < read.active)
    bounds = [timedelta(), *within, read.active]
    return [after - before for before, after in pairwise(bounds)]


# remarks -------------------------------------------------------------------------------------------------------------------


def _remarks(seats: Sequence[Seat], received: Sequence[Sequence[EventState]], subject: Subject) -> Iterable[str]:
    """Differences between those who sat the test: facts, never a judgement."""
    present = [number for number, seat in enumerate(seats) if clock_of(seat).started_at is not None]
    for number, event in enumerate(subject.scenario.events):
        got = [n for n in present if received[n][number].standing is Standing.FIRED]
        if got and len(got) < len(present):
            missing = [n for n in present if n not in got]
            yield f"«\u00a0{event.title}\u00a0» reçu par {_who(seats, got, 'le', 'les')}, pas par {_who(seats, missing, 'le', 'les')}."
    yield from _question_remarks([seats[n] for n in present], subject)
    for seat in (seats[n] for n in present):
        lost = sum((cut.lost for cut in open_cuts(seat)), timedelta())
        if lost:
            yield f"Candidat {seat.rank}\u00a0: {duration_words(lost)} de coupure ni rendues ni laissées sans suite."
        longest = max(silences(seat), default=timedelta())
        if longest >= LONG_SILENCE:
            yield f"Candidat {seat.rank}\u00a0: {duration_words(longest)} de travail sans observation ni question."


def _question_remarks(seats: Sequence[Seat], subject: Subject) -> Iterable[str]:
    answers = [grading.answers_of(seat) for seat in seats]
    for question in subject.questions:
        got = [n for n, asked in enumerate(answers) if question.id in asked]
        if got and len(got) < len(seats):
            missing = [n for n in range(len(seats)) if n not in got]
            yield f"Question «\u00a0{question.text}\u00a0» posée {_who(seats, got, 'au', 'aux')}, pas {_who(seats, missing, 'au', 'aux')}."


def _who(seats: Sequence[Seat], numbers: Sequence[int], one: str, several: str) -> str:
    """« le candidat 1 », « aux candidats 2 et 3 »."""
    ranks = [str(seats[n].rank) for n in numbers]
    if len(ranks) == 1:
        return f"{one} candidat {ranks[0]}"
    return f"{several} candidats {', '.join(ranks[:-1])} et {ranks[-1]}"
