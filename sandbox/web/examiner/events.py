"""The events of a session as the console shows them: a row an event, aligned by candidate."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.training.events.queries import EventState, Standing, states_of, titles_of
from sandbox.training.events.words import effects_words, trigger_words
from sandbox.training.exams.models import Seat
from sandbox.training.subjects.format import Subject

KINDS = {
    Standing.COMING: "next", Standing.WAITING: "wait", Standing.BY_HAND: "hand", Standing.FIRED: "yes",
    Standing.SKIPPED: "na", Standing.FAILED: "no", Standing.NEVER: "na",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventCell:
    """An event for a candidate: its look, its word, when, and why."""

    rank: int
    name: str
    kind: str
    word: str
    when: str
    detail: str
    may_fire: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of the subject for all candidates. `preview` says what it does, one sentence an effect."""

    id: str
    title: str
    trigger: str
    preview: tuple[str, ...]
    cells: tuple[EventCell, ...]

    @property
    def may_fire(self) -> int:
        """For how many candidates the examiner may fire it now."""
        return sum(cell.may_fire for cell in self.cells)


def event_rows(subject: Subject, seats: list[Seat]) -> tuple[EventRow, ...]:
    """The rows of the panel, those of the examiner's hand first: they are what one opens it for. Empty without events."""
    if not subject.scenario.events:
        return ()
    states, titles = states_of(seats, subject), titles_of(subject, seats[0].session.baseline_shop_id)
    rows = (
        EventRow(
            event.id,
            event.title,
            trigger_words(subject, event, titles),
            tuple(effects_words(subject, event, titles)),
            tuple(_cell(seat, states[seat.id][index]) for seat in seats),
        )
        for index, event in sorted(enumerate(subject.scenario.events), key=lambda one: not one[1].trigger.manual)
    )
    return tuple(rows)


def _cell(seat: Seat, state: EventState) -> EventCell:
    return EventCell(
        seat.rank, seat.candidate_name, KINDS[state.standing], state.standing.words, state.when, _detail(state), state.is_open
    )  # fmt: skip


def _detail(state: EventState) -> str:
    """Why it did not happen, how late it was, by whose hand."""
    parts = [state.reason, f"retard {state.late}" if state.late else "", f"par {state.author}" if state.author else ""]
    return " · ".join(part for part in parts if part)
