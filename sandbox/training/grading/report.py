"""The report of a candidate: one object that the screen, the PDF, the CSV and the JSON journal are all made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.kernel import clock
from sandbox.shop.shops.rules import words_of_half
from sandbox.training.events.queries import EventState, Standing, states_of
from sandbox.training.evidence.findings import Findings, State
from sandbox.training.evidence.queries import findings_of_shop
from sandbox.training.exams.models import ClockEntry, EntryKind, ExamSession, Extra, Seat
from sandbox.training.exams.queries import clock_of, is_on_paper, state_words, time_factor
from sandbox.training.exams.services import HARD_END
from sandbox.training.grading import queries
from sandbox.training.grading.journal_file import journal_of, sha256, written
from sandbox.training.grading.models import Sheet, SheetState
from sandbox.training.grading.rules import format_mark
from sandbox.training.grading.seal import seal_of
from sandbox.training.journal.queries import last_seq
from sandbox.training.subjects.format import Subject

ON_PAPER = "Épreuve passée sur papier, transcrite ensuite."
DISCLAIMER = "Examen blanc – document d’entraînement, sans valeur officielle"
EXTRA_WORDS = {
    Extra.NONE: "",
    Extra.THIRD: "tiers temps",
    Extra.MINUTES: "majoration",
    Extra.UNLIMITED: "temps non limité",
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of the grid with what was found and chosen. `observed` is one sentence."""

    letter: str
    line_id: str
    question: int
    criterion: str
    skill: str
    level: str
    state: State
    observed: str
    has_support: bool


@dataclass(frozen=True, slots=True)
class ReportNote:
    """An observation: hour in Paris, letter of its line (empty for none), sign, text."""

    hour: str
    letter: str
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """An oral question that was put, and what was heard."""

    hour: str
    letters: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReportPeer:
    """A candidate of the same session, for the fairness table."""

    rank: int
    number: str
    duration: str
    events: str
    questions: int
    observations: int
    incidents: str


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """An event of the subject: its exam time when it is known, its title, what became of it."""

    when: str
    title: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A change after the signature, with its reason."""

    moment: str
    author: str
    what: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Report:
    """Everything the file of a candidate says."""

    last_name: str
    first_name: str
    number: str
    commission: str
    centre: str
    room: str
    workstation: str
    day: str
    grid_session: str
    grid_title: str
    subject: str
    subject_letter: str
    subject_version: str
    subject_digest: str
    context: str
    duration: str
    examiner: str
    state: SheetState
    signed: str
    mark: str
    appreciation: str
    lines: tuple[ReportLine, ...]
    started: str
    ended: str
    ending: str
    active: str
    extra: str
    pauses: tuple[str, ...]
    incidents: tuple[str, ...]
    observations: tuple[ReportNote, ...]
    answers: tuple[ReportAnswer, ...]
    events: tuple[ReportEvent, ...]
    peers: tuple[ReportPeer, ...]
    changes: tuple[ReportChange, ...]
    alerts: tuple[str, ...]
    fact_count: int
    journal_sha256: str
    seal: str
    sealed_facts: int
    academy: str
    members: tuple[str, ...]
    support: str
    scale: tuple[tuple[str, str], ...]
    disclaimer: str = DISCLAIMER
    warnings: tuple[str, ...] = field(default=())


def report_of(seat: Seat) -> Report:
    """The report of a seat as things stand now; `seat` was loaded with its session, entries and fellow seats."""
    session, subject = seat.session, queries.subject_of(seat)
    findings = findings_of_shop(subject, seat.shop, session.baseline_shop_id, time_factor=time_factor(seat))
    sheet, clock_now = queries.find_sheet(seat), clock_of(seat)
    lines, journal = _lines(seat, subject, findings), journal_of(seat)
    seal = seal_of(journal)
    return Report(
        last_name=seat.last_name.upper(), first_name=seat.first_name, number=seat.number, commission=session.commission,
        centre=session.centre, room=session.room, workstation=seat.workstation, day=f"{session.baseline.anchor_on:%d/%m/%Y}",
        grid_session=subject.grid.session, grid_title=subject.grid.title, subject=subject.title,
        subject_letter=subject.scenario.letter, subject_version=f"{session.subject_slug} {session.subject_version}",
        subject_digest=session.subject_hash, context=f"{session.context_slug} {session.context_version}",
        duration=f"{session.duration_s // 60} min", examiner=session.examiner_name,
        state=queries.sheet_state(seat, sheet), signed=_signed(sheet), mark=format_mark(sheet.mark_quarters) if sheet else "",
        appreciation=sheet.appreciation if sheet else "", lines=lines,
        started=hour_words(clock_now.started_at), ended=hour_words(clock_now.ends_at) if clock_now.state.is_over else "",
        ending=state_words(clock_now.state), active=duration_words(clock_now.active), extra=extra_words(seat),
        pauses=tuple(f"{hour_words(a)} – {hour_words(b)} ({duration_words(b - a)})" for a, b in clock_now.pauses),
        incidents=tuple(incidents_of(seat)), observations=tuple(_notes(seat, subject)), answers=tuple(_answers(seat, subject)),
        events=tuple(_events(seat, subject)), peers=tuple(_peers(session, subject)), changes=tuple(_changes(seat)),
        alerts=tuple(dict.fromkeys(alert for line in findings.lines for alert in line.alerts)),
        fact_count=last_seq(seat.shop_id), journal_sha256=sha256(written(journal)), seal=seal.value, sealed_facts=seal.facts,
        academy=session.academy, members=tuple(session.members), support=words_of_half(support=subject.scenario.support, has_storefront=session.baseline.has_storefront).on_sheet,
        scale=tuple((level, subject.grid.scale_words[level]) for level in subject.grid.scale),
        disclaimer=f"{ON_PAPER} {DISCLAIMER}" if is_on_paper(seat) else DISCLAIMER,
        warnings=tuple(f"Ligne {line.letter} : niveau sans preuve ni observation." for line in lines if not line.has_support),
    )  # fmt: skip


def _lines(seat: Seat, subject: Subject, findings: Findings) -> tuple[ReportLine, ...]:
    levels = queries.levels_of(seat)
    shown = {line.line_id: line for line in findings.lines}
    reached = [f.line_id for f in findings.lines if f.state in (State.REACHED, State.PARTIAL)]
    bare = set(queries.unsupported_lines(seat, reached))
    return tuple(
        ReportLine(
            subject.letter_of(line.id),
            line.id,
            subject.number_of(subject.task_of(line.id)),
            subject.criterion_of(line),
            line.skill,
            levels[line.id].value if line.id in levels else "",
            shown[line.id].state,
            shown[line.id].told,
            line.id not in bare,
        )
        for line in subject.lines
    )


def _signed(sheet: Sheet | None) -> str:
    if sheet is None or sheet.signed_at is None:
        return ""
    return f"{sheet.signed_by}, le {day_words(sheet.signed_at)} à {hour_words(sheet.signed_at)}"


def _notes(seat: Seat, subject: Subject) -> list[ReportNote]:
    return [
        ReportNote(
            hour_words(n.at), subject.letter_of(n.line_id) if n.line_id else "", n.sign.replace("-", "−"), n.text
        )
        for n in queries.observations_of(seat)
    ]


def _answers(seat: Seat, subject: Subject) -> list[ReportAnswer]:
    found = []
    for question_id, answer in queries.answers_of(seat).items():
        question = next((q for q in subject.questions if q.id == question_id), None)
        if question is None:
            continue
        heard = [question.expected[i] for i in answer.heard if i < len(question.expected)]
        words = (
            f"{len(heard)} point{'s' if len(heard) > 1 else ''} sur {len(question.expected)}"
            if question.expected
            else ""
        )
        told = " : ".join(part for part in (words, " ; ".join(heard)) if part)
        letters = ", ".join(subject.letter_of(line) for line in question.lines)
        text = " – ".join(part for part in (told, answer.note) if part)
        found.append(ReportAnswer(hour_words(answer.asked_at), letters, f"« {question.text} »", text))
    return found


def _events(seat: Seat, subject: Subject) -> list[ReportEvent]:
    found = []
    for event, state in zip(subject.scenario.events, states_of([seat], subject)[seat.id], strict=True):
        late = f"retard {state.late}" if state.late else ""
        by_hand = f"déclenché par {state.author}" if state.author else ""
        words = " · ".join(filter(None, (state.standing.words, state.reason, late, by_hand)))
        found.append(ReportEvent(state.when, event.title, words))
    return found


def _received(states: Sequence[EventState]) -> str:
    """« 3 sur 7 », for the fairness table; nothing for a subject without events."""
    return f"{sum(s.standing is Standing.FIRED for s in states)} sur {len(states)}" if states else "—"


def _peers(session: ExamSession, subject: Subject) -> list[ReportPeer]:
    states = states_of(session.seats, subject)
    notes = queries.observations_by_seat([seat.id for seat in session.seats])
    return [
        ReportPeer(
            seat.rank,
            seat.number,
            duration_words(clock_of(seat).active),
            _received(states[seat.id]),
            len(queries.answers_of(seat)),
            len(notes[seat.id]),
            " ; ".join(filter(None, (EXTRA_WORDS[Extra(seat.extra)], *incidents_of(seat)))) or "aucun",
        )
        for seat in session.seats
    ]


def _changes(seat: Seat) -> list[ReportChange]:
    return [
        ReportChange(
            f"{day_words(c.at)} {hour_words(c.at)}", c.author, c.what, c.before or "vide", c.after or "vide", c.reason
        )
        for c in queries.changes_of(seat)
        if c.is_after_signature
    ]


def extra_words(seat: Seat) -> str:
    """The time a candidate had beyond the ordinary one, in words."""
    words = [EXTRA_WORDS[Extra(seat.extra)]]
    if seat.extra == Extra.MINUTES:
        words = [f"majoration {seat.extra_minutes} min"]
    now = clock_of(seat)
    if now.compensated:
        words.append(f"compensé {duration_words(now.compensated)}")
    granted = now.granted - timedelta(minutes=seat.extra_minutes)
    if granted:
        words.append(f"accordé {duration_words(granted)}")
    return ", ".join(filter(None, words)) or "aucune"


def incidents_of(seat: Seat) -> list[str]:
    """What the fairness table and the session's record must tell, in order."""
    return [words for entry in seat.entries if (words := incident_words(entry))]


def incident_words(entry: ClockEntry) -> str:
    """What an entry of the clock has to be told for, empty for the ordinary course of a test."""
    reason = f" ({entry.reason})" if entry.reason else ""
    match entry.kind:
        case EntryKind.PAUSED:
            return f"pause à {hour_words(entry.at)}{reason}"
        case EntryKind.COMPENSATED if entry.from_at and entry.to_at:
            return f"compensation de {duration_words(entry.to_at - entry.from_at)}{reason}"
        case EntryKind.CUT if entry.from_at and entry.to_at:
            return f"coupure de {duration_words(entry.to_at - entry.from_at)} à {hour_words(entry.from_at)}"
        case EntryKind.WAIVED if entry.from_at:
            return f"coupure de {hour_words(entry.from_at)} laissée sans suite"
        case EntryKind.EXTENDED if entry.reason and entry.author and not _is_entitlement(entry):
            return f"{entry.seconds // 60} min accordées à {hour_words(entry.at)}{reason}"
        case EntryKind.ABSENT:
            return f"absent, noté à {hour_words(entry.at)}"
        case EntryKind.PRESENT:
            return f"absence effacée à {hour_words(entry.at)}"
        case EntryKind.ON_PAPER:
            return f"épreuve passée sur papier et transcrite, noté à {hour_words(entry.at)}"
        case EntryKind.MOVED:
            return f"changement de poste à {hour_words(entry.at)}"
        case EntryKind.RESUMED if entry.reason:
            return f"réouverture à {hour_words(entry.at)}{reason}"
        case EntryKind.BOUNDED if entry.reason:
            words = "retirée" if entry.to_at is None else f"portée à {hour_words(entry.to_at)}"
            return f"fin au plus tard {words} à {hour_words(entry.at)}{reason}"
        case EntryKind.ENDED if entry.author == "horloge" and entry.reason == HARD_END:
            return f"{HARD_END.lower()} atteinte à {hour_words(entry.at)}"
        case EntryKind.ENDED if entry.author != "horloge":
            return f"fin décidée à {hour_words(entry.at)}{reason}"
        case _:
            return ""


def _is_entitlement(entry: ClockEntry) -> bool:
    """The extra time given with the seat is an entitlement, not an incident: it is the first entry of all."""
    return bool(entry.seat.entries) and entry.seat.entries[0] is entry and entry.seat.extra != Extra.NONE


def hour_words(moment: datetime | None) -> str:
    """« 14:07:32 » in Paris, a dash for nothing."""
    return f"{clock.to_paris(moment):%H:%M:%S}" if moment is not None else "—"


def day_words(moment: datetime) -> str:
    """« 24/11/2026 » in Paris."""
    return f"{clock.to_paris(moment):%d/%m/%Y}"


def duration_words(length: timedelta) -> str:
    """« 40 min 00 s », « 38 s »."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


def criterion_groups(lines: Sequence[ReportLine]) -> list[tuple[str, int]]:
    """The criteria in the order of the lines with how many lines in a row each covers, for merged cells."""
    groups: list[tuple[str, int]] = []
    for line in lines:
        if groups and groups[-1][0] == line.criterion:
            groups[-1] = (line.criterion, groups[-1][1] + 1)
        else:
            groups.append((line.criterion, 1))
    return groups
