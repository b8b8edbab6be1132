"""What the console shows of each candidate: pure reading, turned into the few words and numbers of a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sandbox.kernel import clock
from sandbox.training.evidence.findings import Findings, LineFinding, State
from sandbox.training.evidence.queries import findings_of_shop
from sandbox.training.exams.evacuation import evacuated_since
from sandbox.training.exams.models import EntryKind, ExamSession, Extra, Seat, SessionState
from sandbox.training.exams.queries import clock_of, ending_words, is_absent, is_online, state_words, time_factor
from sandbox.training.exams.rules import Clock, ClockState
from sandbox.training.exams.signs import seen_at
from sandbox.training.grading import queries as grading
from sandbox.training.grading.markings import Marking, markings
from sandbox.training.journal.glances import Glance, Told, glances
from sandbox.training.subjects.format import Subject
from sandbox.web.examiner.asks import AskRow, ask_rows
from sandbox.web.examiner.events import EventRow, event_rows
from sandbox.web.examiner.todo import Todo, todo_of
from sandbox.web.filters import duration, named, time_s

NEGLECTED_AFTER = timedelta(minutes=8)
FULL_BAR = timedelta(minutes=10)
BLANK_ALARM = timedelta(minutes=10)
EXTRA_WORDS = {Extra.THIRD: "Tiers temps", Extra.MINUTES: "Temps majoré", Extra.UNLIMITED: "Temps libre"}
MARKS = {State.REACHED: "yes", State.PARTIAL: "part", State.MISSED: "no", State.UNVERIFIABLE: "na"}


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A row of the grid; `is_first` begins a question that spans `span` rows."""

    id: str
    letter: str
    label: str
    competence: str
    question: int
    question_title: str
    is_first: bool
    span: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The evidence of a row as the machine sees it: state, word and detail."""

    letter: str
    label: str
    state: str
    word: str
    detail: str
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A candidate's row: the evidence, and the examiner's level."""

    line_id: str
    letter: str
    label: str
    is_first: bool
    proof: Proof
    level: str
    version: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state, the connection and the place of a candidate, as the head of the column tells them."""

    kind: str
    icon: str
    words: str
    extra: str
    has_hand: bool
    question: str
    page: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is read once for a console: the marking by seat, a glance at the journal by shop.

    `may_lag`: a screen that asks again each second takes the findings before while newer ones are on their way.
    """

    now: datetime
    markings: Mapping[int, Marking]
    glances: Mapping[int, Glance]
    may_lag: bool = True


@dataclass(frozen=True)
class Column:
    """A candidate's column."""

    seat: Seat
    facts: Facts
    subject: Subject
    clock: Clock

    @property
    def marking(self) -> Marking:
        """What the examiner wrote."""
        return self.facts.markings[self.seat.id]

    @property
    def rank(self) -> int:
        """1 to 3."""
        return self.seat.rank

    @property
    def seat_id(self) -> int:
        """The seat's number."""
        return self.seat.id

    @property
    def name(self) -> str:
        """The candidate's name."""
        return self.seat.candidate_name

    @property
    def subtitle(self) -> str:
        """« n° 0247 · poste 4 »."""
        parts = [f"n°\u00a0{self.seat.number}" if self.seat.number else "", named(self.seat.workstation, "poste")]
        return " · ".join(part for part in parts if part) or f"code {self.seat.join_code}"

    @property
    def shop_key(self) -> str:
        """The address of the candidate's shop."""
        return self.seat.shop.key

    @property
    def resume_code(self) -> str:
        """The code for another workstation."""
        return self.seat.resume_code

    @cached_property
    def version(self) -> str:
        """Changes when the feed, the evidence, a level or an observation does."""
        levels, notes = sum(level.version for level in self.marking.levels.values()), self.marking.notes
        last = notes[-1].uuid[:8] if notes else ""
        looked = self.findings.revision
        return f"{self.seat.shop.revision}.{looked}.{levels}.{len(notes)}{last}.{int(self.is_blank_time)}"

    # time ------------------------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.clock.is_running

    @property
    def is_over(self) -> bool:
        """Whether the test has ended: it may be reopened, and is not to be ended."""
        return self.clock.state.is_over

    @property
    def is_started(self) -> bool:
        """Whether the start was given."""
        return self.clock.state is not ClockState.WAITING

    @property
    def phase(self) -> str:
        """What may be commanded: waiting (for the start), given (not there yet), running, paused, over."""
        if self.is_over:
            return "over"
        phases = {ClockState.WAITING: "waiting", ClockState.RUNNING: "running", ClockState.PAUSED: "paused"}
        return phases.get(self.clock.state, "given")

    @property
    def remaining_s(self) -> int | None:
        """Seconds left, None for unlimited time."""
        left = self.clock.remaining
        return None if left is None else -(-left // timedelta(seconds=1))

    @property
    def shown(self) -> str:
        """The time left, or the word that takes its place."""
        if self.clock.state.is_over:
            return state_words(self.clock.state)
        return "libre" if self.remaining_s is None else duration(self.remaining_s)

    @property
    def time_class(self) -> str:
        """How the time looks: low, paused, over."""
        if self.clock.state.is_over:
            return "is-end"
        if self.clock.state is ClockState.PAUSED:
            return "is-pause"
        return "is-low" if self.remaining_s is not None and self.remaining_s < 300 and self.is_running else ""

    @property
    def ends_words(self) -> str:
        """« fin à 14:23:50, dont + 1:40 »."""
        if self.clock.state is ClockState.PAUSED:
            return "en pause"
        if self.clock.ends_at is None:
            return state_words(self.clock.state).lower()
        added = self.clock.granted + self.clock.compensated
        extra = f", dont +\u00a0{duration(added)}" if added and self.seat.extra != Extra.MINUTES else ""
        if self.clock.is_cut_short:
            return f"fin au plus tard à {time_s(self.clock.ends_at)}"
        return f"fin à {time_s(self.clock.ends_at)}{extra}"

    @property
    def progress(self) -> int:
        """The share of the time that is spent, in percent."""
        budget = self.clock.budget
        return 0 if not budget else min(100, round(100 * (self.clock.active / budget)))

    @property
    def is_blank_time(self) -> bool:
        """Whether the last ten minutes have begun: lines still blank are then outlined."""
        left = self.clock.remaining
        return left is not None and self.is_started and left <= BLANK_ALARM

    # presence --------------------------------------------------------------------------------------------------------

    @property
    def is_online(self) -> bool:
        """Whether the workstation gave a sign of life."""
        return is_online(self.seat, self.facts.now)

    @property
    def is_cut(self) -> bool:
        """Whether the workstation fell silent while the clock runs."""
        return self.is_running and not self.is_online and self.seat.last_seen_at is not None

    @property
    def cut_for(self) -> timedelta:
        """How long it has been silent."""
        seen = seen_at(self.seat)
        return self.facts.now - seen if seen else timedelta(0)

    @property
    def conn_kind(self) -> str:
        """The look of the connection's word."""
        if self.clock.state is ClockState.PAUSED:
            return "pause"
        if self.clock.state.is_over:
            return "end"
        return "off" if self.is_cut else "on"

    @property
    def conn_icon(self) -> str:
        """The connection's icon."""
        return {"pause": "pause-fill", "end": "flag", "off": "wifi-off"}.get(self.conn_kind, "wifi")

    @property
    def conn_words(self) -> str:
        """The state and the connection in words."""
        if self.conn_kind in ("pause", "end"):
            return ending_words(self.seat, self.clock.state)
        if self.seat.joined_at is None:
            return "Absent" if is_absent(self.seat) else "Pas encore là"
        if self.is_cut:
            return f"Coupé depuis {duration(self.cut_for)}"
        if not self.is_started:
            return "Présent, en attente du départ"
        return "Connecté"

    @property
    def hand_for(self) -> timedelta | None:
        """How long the hand has been up."""
        return self.facts.now - self.seat.hand_raised_at if self.seat.hand_raised_at else None

    @property
    def extra_words(self) -> str:
        """The kind of extra time."""
        return EXTRA_WORDS.get(Extra(self.seat.extra), "")

    @property
    def question(self) -> str:
        """The question whose text is open on the workstation."""
        head, bar, _ = self.seat.current_page.partition("|")
        return head.removeprefix("Q") if bar and self.is_started else ""

    @property
    def page(self) -> str:
        """The page in view, in words."""
        return self.seat.current_page.partition("|")[2]

    @property
    def status(self) -> Status:
        """State, connection and place together."""
        return Status(
            self.conn_kind, self.conn_icon, self.conn_words, self.extra_words, self.hand_for is not None, self.question, self.page
        )  # fmt: skip

    # attention -------------------------------------------------------------------------------------------------------

    @property
    def observations(self) -> int:
        """How many observations stand."""
        return len(self.marking.notes)

    @property
    def levels_set(self) -> int:
        """How many lines have a level."""
        return sum(bool(level.value) for level in self.marking.levels.values())

    @property
    def silence(self) -> timedelta | None:
        """The time since the last observation, or since the start; None before it."""
        notes = self.marking.notes
        since = notes[-1].at if notes else self.clock.started_at
        return None if since is None else self.facts.now - since

    @property
    def silence_words(self) -> str:
        """« 4 min »."""
        return "–" if self.silence is None else f"{int(self.silence.total_seconds()) // 60}\u00a0min"

    @property
    def silence_share(self) -> int:
        """How full the bar is: ten minutes fill it."""
        return 0 if self.silence is None else min(100, round(100 * (self.silence / FULL_BAR)))

    @property
    def is_neglected(self) -> bool:
        """Whether eight minutes went by without an observation while the candidate works."""
        return self.is_running and self.silence is not None and self.silence >= NEGLECTED_AFTER

    # work ------------------------------------------------------------------------------------------------------------

    @property
    def glance(self) -> Glance:
        """What was done in the shop."""
        return self.facts.glances[self.seat.shop_id]

    @property
    def feed(self) -> Sequence[Told]:
        """The last actions, the latest first."""
        return self.glance.latest

    @property
    def last_seq(self) -> int:
        """The number of the last action."""
        return self.glance.last_seq

    @cached_property
    def findings(self) -> Findings:
        """What the machine sees; kept while the shop does not change. While a newer look is on its way, the one before."""
        baseline_id, factor = self.seat.session.baseline_shop_id, time_factor(self.seat, self.clock)
        return findings_of_shop(
            self.subject, self.seat.shop, baseline_id, or_before=self.facts.may_lag, time_factor=factor
        )

    @property
    def cells(self) -> list[Cell]:
        """One cell a line of the grid."""
        found = {line.line_id: line for line in self.findings.lines}
        return [self._cell(line, found[line.id]) for line in board_lines(self.subject)]

    def _cell(self, line: BoardLine, seen: LineFinding) -> Cell:
        level = self.marking.levels.get(line.id)
        proof = Proof(line.letter, line.label, MARKS[seen.state], seen.state.words, seen.words, seen.is_untouched)
        value, version = (level.value, level.version) if level else ("", 0)
        return Cell(line.id, line.letter, line.label, line.is_first, proof, value, version)

    @property
    def blanks(self) -> int:
        """How many lines have no level yet."""
        return len(self.subject.lines) - self.levels_set

    @property
    def todo(self) -> Todo | None:
        """The one thing to do for the candidate now."""
        return todo_of(self)


@dataclass(frozen=True)
class Board:
    """The whole console of a session."""

    session: ExamSession
    subject: Subject
    columns: list[Column]

    @property
    def lines(self) -> list[BoardLine]:
        """The rows of the grid."""
        return board_lines(self.subject)

    @cached_property
    def events(self) -> tuple[EventRow, ...]:
        """The events of the subject by candidate."""
        return event_rows(self.subject, [column.seat for column in self.columns])

    @cached_property
    def asks(self) -> tuple[AskRow, ...]:
        """The oral questions of the subject by candidate."""
        return ask_rows(self.subject, self.columns)

    @property
    def fire(self) -> str:
        """Since when the session is evacuated, « 10:12:03 », or nothing."""
        since = evacuated_since(self.session)
        return time_s(since) if since is not None else ""

    @property
    def names(self) -> tuple[tuple[int, str], ...]:
        """The candidates by rank."""
        return tuple((column.rank, column.name) for column in self.columns)

    @property
    def is_started(self) -> bool:
        """Whether the start was given to anybody."""
        return self.session.state != SessionState.PREPARED

    @property
    def is_paused(self) -> bool:
        """Whether anybody is in pause: there is something to resume."""
        return any(column.phase == "paused" for column in self.columns)

    @property
    def is_closed(self) -> bool:
        """Whether the session is over for everybody: nothing is left to command."""
        return self.session.state == SessionState.CLOSED

    @property
    def place(self) -> str:
        """« Salle B 204 · Brûlerie Castelune »."""
        room = named(self.session.room, "Salle")
        return " · ".join(part for part in (room, self.session.context_name, self.session.centre) if part)

    @property
    def state_word(self) -> str:
        """The session in one word."""
        if self.session.state == SessionState.CLOSED:
            return "Close"
        states = {column.clock.state for column in self.columns}
        if ClockState.RUNNING in states:
            return "En cours"
        if ClockState.PAUSED in states:
            return "En pause"
        if not self.is_started:
            return "Avant le départ"
        over = all(column.clock.state.is_over or is_absent(column.seat) for column in self.columns)
        return "Terminée" if over else "Départ donné"  # nobody has come in yet, or whoever did is done

    @property
    def since(self) -> str:
        """When the start was given."""
        starts = [e.at for c in self.columns for e in c.seat.entries if e.kind == EntryKind.AUTHORISED]
        return f"depuis {time_s(min(starts))}" if starts else "départ non donné"


def board_of(session: ExamSession, *, may_lag: bool = True) -> Board:
    """The console of a session, read in a number of statements that does not depend on what happened."""
    subject = grading.subject_of(session.seats[0])
    now = clock.now()
    facts = Facts(now, markings(session.seats), glances([seat.shop for seat in session.seats]), may_lag)
    return Board(session, subject, [Column(seat, facts, subject, clock_of(seat, now)) for seat in session.seats])


def board_lines(subject: Subject) -> list[BoardLine]:
    """The rows of a subject's grid with their letters and spans."""
    rows = []
    for number, task in enumerate(subject.tasks, 1):
        for rank, line in enumerate(task.lines):
            rows.append(
                BoardLine(
                    line.id,
                    subject.letter_of(line.id),
                    line.label,
                    line.skill,
                    number,
                    task.title,
                    rank == 0,
                    len(task.lines),
                )
            )
    return rows
