"""The candidate's frame over a shop: what its bar and drawer show, for a seat of a session or a practice run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from flask import Flask, g, url_for
from markupsafe import Markup

from sandbox.kernel.scope import shop_scope
from sandbox.kernel.text import count_words
from sandbox.shop.charts.models import NoteChart
from sandbox.shop.charts.queries import list_charts
from sandbox.shop.notes.models import HandedFile
from sandbox.shop.notes.queries import bodies, handed_files
from sandbox.shop.shops.rules import words_of_half
from sandbox.training.events.queries import has_messages, messages_of
from sandbox.training.exams.evacuation import is_evacuated
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of, duration_of
from sandbox.training.exams.rules import Clock, ClockState
from sandbox.training.journal import queries as journal
from sandbox.training.practice.models import PracticeRun
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.training.subjects.reading import annex_html, instruction_html
from sandbox.training.subjects.scenario import FILE_FORMATS, Deliverable, Task
from sandbox.web.filters import duration, file_size, length, time_s
from sandbox.web.workplace import words_of, workplace_of

WAITING = "L’examinateur n’a pas encore donné le départ."
EVACUATED = (
    "Évacuation",
    "Quittez la salle avec les autres. Le temps est arrêté, votre travail enregistré est conservé.",
)
COVER = {
    ClockState.WAITING: ("En attente du départ", WAITING),
    ClockState.AUTHORISED: ("En attente du départ", WAITING),
    ClockState.PAUSED: ("En pause", "Le temps est arrêté. Votre travail enregistré est conservé."),
    ClockState.OUT: (
        "Temps écoulé",
        "{frozen}. Vos textes non enregistrés sont gardés sur ce poste, marqués « après l’heure ».",
    ),
    ClockState.HANDED_IN: ("Travail rendu", "{frozen}."),
    ClockState.ENDED: ("Épreuve terminée", "{frozen}."),
}


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex of a question, as safe HTML."""

    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class FrameNote:
    """A note that a question asks for: what is kept of it, where it is sent, how long it may be; the (title, address) of its charts."""

    id: str
    body: str
    words: int
    url: str
    bounds: str
    words_max: int | None
    charts: tuple[tuple[str, str], ...] = ()
    charts_url: str = ""


@dataclass(frozen=True, slots=True)
class FrameFile:
    """A file that a question asks for: what is handed in so far, where it is sent, which kinds are taken."""

    id: str
    title: str
    name: str
    words: str
    url: str
    formats: str
    accept: str


@dataclass(frozen=True, slots=True)
class FrameQuestion:
    """A question in the drawer. `number` is a text for data attributes."""

    id: str
    number: str
    title: str
    body: Markup
    is_ticked: bool
    annexes: list[Annex] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[FrameNote] = field(default_factory=list)
    files: list[FrameFile] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """The frame of one candidate."""

    seat: Seat
    subject: Subject
    is_practice: bool
    home_url: str
    pulse_url: str
    hand_url: str
    ticks_url: str
    pause_url: str
    mail_url: str
    market_url: str = ""

    @property
    def key(self) -> str:
        """What the workstation's own storage is named after: the same when a resume code opens the seat again after a power cut."""
        return f"e5:{self.seat.shop.key}"

    @property
    def draft_url(self) -> str:
        """Where drafts are kept beside the workstation; alone, the workstation is enough."""
        return "" if self.is_practice else url_for("exam.keep_draft")

    @property
    def title(self) -> str:
        """The subject's title."""
        return self.subject.title

    @property
    def subtitle(self) -> str:
        """« BTS NDRC · E5 pratique · 40 min »."""
        kind = "Entraînement" if self.is_practice else "E5 pratique"
        return f"BTS NDRC · {kind} · {self.subject.duration_s // 60}\u00a0min"

    @property
    def anchor(self) -> date:
        """The day that J means in the subject's texts."""
        return self.seat.shop.anchor_on

    @cached_property
    def story(self) -> Markup:
        """The context that every question shares."""
        return Markup(instruction_html(self.subject.scenario.instruction, self.anchor))  # noqa: S704 - sanitised by the subject's reader

    @cached_property
    def state(self) -> dict[str, Any]:
        """What the script is told every two seconds."""
        return frame_state(self.seat)

    @cached_property
    def _kept(self) -> dict[str, tuple[str, int]]:
        """The notes written so far; none is asked for where no question wants one."""
        if not deliverables_of(self.subject):
            return {}
        with shop_scope(self.seat.shop_id):
            return bodies()

    @property
    def _charts_url(self) -> str:
        """Where charts are composed: among the shop's statistics; nowhere for a company that has no shop."""
        shop = self.seat.shop
        return url_for("backoffice.charts", shop_key=shop.key) if shop.has_storefront else ""

    @cached_property
    def _charts(self) -> Sequence[NoteChart]:
        """The charts added to notes so far."""
        with shop_scope(self.seat.shop_id):
            return list_charts()

    def _notes(self, task: Task) -> list[FrameNote]:
        found = []
        for owner, one in deliverables_of(self.subject):
            if owner.id == task.id:
                body = self._kept.get(one.id, ("", 0))[0]
                url = url_for("exam_shop.save_note", shop_key=self.seat.shop.key, deliverable_id=one.id)
                charts_url = self._charts_url
                charts = tuple(
                    (chart.title, f"{charts_url}#graphique-{chart.id}")
                    for chart in self._charts
                    if chart.deliverable == one.id
                )
                found.append(
                    FrameNote(
                        one.id, body, count_words(body), url, bounds_words(one), one.words_max, charts, charts_url
                    )
                )
        return found

    @cached_property
    def _handed(self) -> dict[str, HandedFile]:
        """The files handed in so far; none is asked for where no question wants one."""
        if not deliverables_of(self.subject, "fichier"):
            return {}
        with shop_scope(self.seat.shop_id):
            return handed_files()

    def _files(self, task: Task) -> list[FrameFile]:
        found = []
        for owner, one in deliverables_of(self.subject, "fichier"):
            if owner.id == task.id:
                handed = self._handed.get(one.id)
                url = url_for("exam_shop.hand_file", shop_key=self.seat.shop.key, deliverable_id=one.id)
                taken = formats_of(one)
                found.append(
                    FrameFile(
                        one.id,
                        one.title or "Votre fichier",
                        handed.file_name if handed else "",
                        handed_words(handed) if handed else "",
                        url,
                        ", ".join(f".{name}" for name in taken),
                        ",".join(f".{name}" for name in (*taken, *(("jpeg",) if "jpg" in taken else ()))),
                    )
                )
        return found

    @property
    def has_messages(self) -> bool:
        """Whether anybody of the story may write to the candidate."""
        return has_messages(self.subject)

    @cached_property
    def messages(self) -> list[dict[str, Any]]:
        """What was written to the candidate, the latest first."""
        return told_messages(self.seat)

    @cached_property
    def questions(self) -> list[FrameQuestion]:
        """The questions with their annexes; hints in practice only, once their time has come."""
        active = clock_of(self.seat).active
        found = []
        for number, task in enumerate(self.subject.tasks, 1):
            annexes = [
                Annex(piece.title, Markup(annex_html(self.subject, piece, self.anchor)))  # noqa: S704 - sanitised by the subject's reader
                for piece in self.subject.scenario.attachments
                if (task.id in piece.tasks or not piece.tasks) and active >= timedelta(seconds=piece.visible_from)
            ]
            hints = [h.text for h in task.hints if self.is_practice and active >= timedelta(seconds=h.after)]
            body = Markup(instruction_html(task.instruction, self.anchor))  # noqa: S704 - sanitised by the subject's reader
            ticked = task.id in self.seat.ticked
            found.append(
                FrameQuestion(
                    task.id,
                    str(number),
                    task.title or f"Question {number}",
                    body,
                    ticked,
                    annexes,
                    hints,
                    self._notes(task),
                    self._files(task),
                )
            )
        return found


def deliverables_of(subject: Subject, kind: str = "texte") -> list[tuple[Task, Deliverable]]:
    """The notes (or, with `fichier`, the files) that a subject asks for, with their questions."""
    return [(task, one) for task in subject.tasks for one in task.deliverables if one.kind == kind]


def formats_of(deliverable: Deliverable) -> tuple[str, ...]:
    """The kinds of files that a deliverable takes: those it names, else all."""
    return tuple(deliverable.formats) or FILE_FORMATS


def handed_words(handed: HandedFile) -> str:
    """« 14 ko, déposé à 10 h 12 », « 2e dépôt »."""
    again = f", {handed.version}e dépôt" if handed.version > 1 else ""
    return f"{file_size(handed.size_bytes)}, déposé à {time_s(handed.handed_at)}{again}"


def bounds_words(deliverable: Deliverable) -> str:
    """« 60 à 200 mots », « 200 mots au plus », or nothing."""
    low, high = deliverable.words_min, deliverable.words_max
    if low and high:
        return f"{low} à {high} mots"
    return f"{high} mots au plus" if high else f"{low} mots au moins" if low else ""


def frame_state(seat: Seat) -> dict[str, Any]:
    """Time left, whether work is allowed and why not, the raised hand, when the last action was saved."""
    clock = clock_of(seat)
    is_told_to_leave = is_evacuated(seat)
    word, text = EVACUATED if is_told_to_leave else COVER.get(clock.state, ("En cours", ""))
    if "{frozen}" in text:
        text = text.format(frozen=words_of(seat.session).yours_frozen)
    saved_at = journal.last_moment(seat.shop_id)
    return {
        "remaining": seconds_left(clock), "shown": shown(clock), "running": clock.is_running, "over": clock.state.is_over,
        "word": word, "text": text, "evacuated": is_told_to_leave,
        "ends": ends_words(clock), "why": why_words(seat, clock), "hand": seat.hand_raised_at is not None,
        "saved": time_s(saved_at) if saved_at else "",
        "messages": told_messages(seat) if has_messages(subject_by_digest(seat.session.subject_hash)) else [],
    }  # fmt: skip


def ends_words(clock: Clock) -> str:
    """« fin à 10:40:00 », « fin au plus tard à 10:30:00 » when the centre's hard end comes first, nothing while it stands."""
    if not clock.is_running or clock.ends_at is None:
        return ""
    return f"{'fin au plus tard' if clock.is_cut_short else 'fin'} à {time_s(clock.ends_at)}"


def why_words(seat: Seat, clock: Clock) -> str:
    """What the time is made of, « 40 min + tiers temps 13 min 20 + 1 min 40 rendues »; nothing for ordinary time."""
    base = duration_of(seat.session)
    parts = []
    if clock.has_third:
        parts.append(f"tiers temps {length(base / 3)}")
    if clock.granted:
        parts.append(f"{length(clock.granted)} en plus")
    if clock.compensated >= timedelta(seconds=1):
        parts.append(f"{length(clock.compensated)} de coupure, rendues")
    return " + ".join([length(base), *parts]) if parts and clock.budget is not None else ""


def told_messages(seat: Seat) -> list[dict[str, Any]]:
    """What the people of the story wrote, the latest first: who, when, what, and whether it is still to be read."""
    return [
        {
            "id": message.id, "who": message.author, "role": message.role, "channel": message.channel,
            "at": time_s(message.sent_at), "text": message.body, "unread": message.read_at is None,
        }
        for message in messages_of(seat)
    ]  # fmt: skip


def seconds_left(clock: Clock) -> int | None:
    """Whole seconds left, rounded up; None for unlimited time."""
    return None if clock.remaining is None else -(-clock.remaining // timedelta(seconds=1))


def shown(clock: Clock) -> str:
    """« 14:22 », or « libre » for unlimited time."""
    left = seconds_left(clock)
    return "libre" if left is None else duration(left)


def seat_frame(seat: Seat) -> Frame:
    """The frame of a seat of a session."""
    return Frame(
        seat, subject_by_digest(seat.session.subject_hash), False, url_for("exam.seat"), url_for("exam.pulse"),
        url_for("exam.hand"), url_for("exam.tick"), "", url_for("exam.read_messages"),
    )  # fmt: skip


def practice_frame(run: PracticeRun) -> Frame:
    """The frame of a practice run; the market's answer is an aid, which a faithful subject leaves for after the work."""
    subject = subject_by_digest(run.seat.session.subject_hash)
    return Frame(
        run.seat, subject, True, url_for("practice.run", run_id=run.id),
        url_for("exam.practice_pulse", run_id=run.id), "", url_for("exam.practice_tick", run_id=run.id),
        url_for("practice.pause", run_id=run.id), url_for("exam.practice_read_messages", run_id=run.id),
        url_for("practice.market", run_id=run.id) if has_market(run) and subject.scenario.mode != "fidele" else "",
    )  # fmt: skip


def has_market(run: PracticeRun) -> bool:
    """Whether a run has a shop that a market could answer to."""
    return run.seat.shop.has_storefront


def current_frame() -> Frame:
    """The frame of the candidate whose shop this is."""
    if "exam_frame" not in g:
        seat = g.get("seat")
        g.exam_frame = seat_frame(seat) if seat is not None else practice_frame(g.practice_run)
    found: Frame = g.exam_frame
    return found


def register(app: Flask) -> None:
    """Give the layouts of the shops their frame."""
    app.jinja_env.globals["exam_frame"] = current_frame
    app.jinja_env.globals.update(workplace_of=workplace_of, half_words=words_of, half_words_of=words_of_half)
