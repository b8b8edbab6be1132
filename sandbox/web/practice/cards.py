"""What the page of subjects and the history show: each subject with the person's last attempt, each run in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sandbox.accounts.models import Role
from sandbox.training.contexts.queries import list_contexts
from sandbox.training.exams.queries import clock_of, state_words
from sandbox.training.exams.rules import Clock
from sandbox.training.practice.models import PracticeRun
from sandbox.training.subjects.format import SubjectInfo
from sandbox.training.subjects.queries import practice_subjects, subjects_in_force
from sandbox.web.filters import MODES, SUPPORTS, kind_words


@dataclass(frozen=True)
class RunLine:
    """A run with its clock, read once."""

    run: PracticeRun
    clock: Clock

    @property
    def title(self) -> str:
        """The subject as it was called then."""
        return self.run.seat.session.subject_title

    @property
    def is_rated(self) -> bool:
        """Whether the findings may be read."""
        return self.run.rated_at is not None

    @property
    def state(self) -> str:
        """« En cours », « En pause », « À évaluer », « Comparé »."""
        if self.is_rated:
            return "Comparé"
        return "À évaluer" if self.clock.state.is_over else state_words(self.clock.state)

    @property
    def spent(self) -> str:
        """« 39 min 12 s »."""
        return spent_words(self.clock.active)


@dataclass(frozen=True, slots=True)
class Card:
    """A subject that may be chosen. `is_ready`: its context is loaded. `last` is the person's latest run of it."""

    info: SubjectInfo
    context_name: str
    is_ready: bool
    attempts: int
    last: RunLine | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Subjects of one kind, worked on in one place: « Boutique, fidèle à l’épreuve »."""

    key: str
    words: str
    cards: list[Card]


def spent_words(active: timedelta) -> str:
    """« 39 min 12 s », « 42 s »."""
    minutes, seconds = divmod(int(active.total_seconds()), 60)
    return f"{minutes}\u00a0min {seconds:02d}\u00a0s" if minutes else f"{seconds}\u00a0s"


def run_lines(runs: Sequence[PracticeRun]) -> list[RunLine]:
    """Runs with their clocks, in the same order."""
    return [RunLine(run, clock_of(run.seat)) for run in runs]


def open_subjects(role: Role | None) -> list[SubjectInfo]:
    """The subjects one may train on: without fault and meant for it; drafts for trainers only, who try them out."""
    return practice_subjects(subjects_in_force(), with_drafts=role is Role.TRAINER)


def cards(role: Role | None, lines: Sequence[RunLine]) -> list[Card]:
    """The subjects as cards, with what the person did of each (`lines`, the latest first)."""
    names = {pack.slug: pack.name for pack in list_contexts()}
    found = []
    for info in open_subjects(role):
        mine = [line for line in lines if line.run.seat.session.subject_slug == info.slug]
        name = names.get(info.context_slug, info.context_slug)
        found.append(Card(info, name, info.context_slug in names, len(mine), mine[0] if mine else None))
    return found


def shelves(found: Sequence[Card]) -> list[Shelf]:
    """The cards by where one works and how the subject goes, in the order a learner meets them; empty shelves are left out."""
    kinds = [(support, mode) for support in SUPPORTS for mode in MODES]
    made = [
        Shelf(f"{support}-{mode}", kind_words(support, mode), [c for c in found if (c.info.support, c.info.mode) == (support, mode)])
        for support, mode in kinds
    ]  # fmt: skip
    return [shelf for shelf in made if shelf.cards]


def under_way(lines: Sequence[RunLine]) -> RunLine | None:
    """The run that still runs or is paused, if any: starting another one hands it in."""
    return next((line for line in lines if not line.clock.state.is_over), None)
