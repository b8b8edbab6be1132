"""Deciding events, one at a time: the effects and the mark that says so are one transaction, which the caller commits.

Called whenever anybody looks at a seat: the candidate's pulse, any request of the shop, the console. Nothing ticks. The mark
stands under a unique constraint: of two that decide at once, one finds it written, and its effects are taken back.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.errors import DomainError, RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops import services as shops
from sandbox.training.events.books import Book, Decided, SeatBook
from sandbox.training.events.effects import author_of, perform
from sandbox.training.events.looks import Place
from sandbox.training.events.models import PersonaMessage
from sandbox.training.events.rules import Due, Outcome, Past, Stage, due_events, expiry_ms, watched
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of, time_factor
from sandbox.training.exams.rules import ClockState
from sandbox.training.journal import services as journal
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.training.subjects.scenario import Event

log = logging.getLogger(__name__)

AT_HAND = (ClockState.RUNNING, ClockState.PAUSED)
"""The examiner's hand acts in a pause too: the candidate finds what happened on resuming, at the same exam time."""


@dataclass(slots=True)
class Engine:
    """The events of a subject in one shop, with the book that says what became of them."""

    place: Place
    book: Book

    @property
    def events(self) -> Sequence[Event]:
        """The events of the subject, in its order."""
        return self.place.subject.scenario.events

    def is_anything_due(self) -> bool:
        """Whether `step` would write something now. Reads only."""
        now, past = self.book.clock(), self.book.past()
        if not now.is_running:
            return False
        return bool(due_events(self.events, now, past)) or any(map(self.place.holds, watched(self.events, past)))

    def step(self) -> Decided | None:
        """Arm what holds, then decide the first event that is due; None when nothing is left to decide now."""
        now = self.book.clock()
        if not now.is_running:
            return None
        past = self._armed(self.book.past(), now.active_ms)
        for due in due_events(self.events, now, past):
            if (made := self._decide(due)) is not None:
                return made
        return None

    def fire(self, event: Event, author: str) -> Decided | None:
        """Make an event happen by hand, or arm it when it has a delay; None when it was decided meanwhile."""
        now = self.book.clock().active_ms
        if event.trigger.delay:
            mark = Decided(event.id, Stage.ARMED, now, author=author)
            return mark if self.book.keep(mark) else None
        return self._happen(event, now, author)

    def _armed(self, past: Past, exam_ms: int) -> Past:
        """The past with what was found to hold now written into it."""
        found = [event for event in watched(self.events, past) if self.place.holds(event)]
        for event in found:
            self.book.keep(Decided(event.id, Stage.ARMED, exam_ms))
        return self.book.past() if found else past

    def _decide(self, due: Due) -> Decided | None:
        """One event: too late, without object, or it happens."""
        if due.is_expired:
            return self._drop(due, Outcome.EXPIRED, "l’heure était passée")
        unless = due.event.trigger.unless
        if unless is not None and self.place.is_reached(unless):
            return self._drop(due, Outcome.SKIPPED, f"déjà fait : {self._label(unless)}")
        return self._happen(due.event, due.due_ms, "")

    def _label(self, proof_id: str) -> str:
        return next((p.label for p in self.place.subject.proofs if p.id == proof_id), proof_id)

    def _drop(self, due: Due, outcome: Outcome, reason: str) -> Decided | None:
        mark = Decided(due.event.id, Stage.DECIDED, due.due_ms, outcome, reason=reason)
        return mark if self.book.keep(mark) else None

    def _happen(self, event: Event, due_ms: int, author: str) -> Decided | None:
        """The effects, the journal and the mark: all or nothing. A fault of the subject stops nobody's test."""
        try:
            with db.session.begin_nested():
                return self._make(event, due_ms, author)
        except _AlreadyMadeError:
            take_changes(db.session())
            take_performed()
            return None
        except sa.exc.OperationalError:
            raise  # the database, not the event: whoever looks next tries again
        except (DomainError, NameFault) as refused:
            log.warning("event %s of %s: %s", event.id, self.place.subject.slug, refused)
            return self._fail(event, due_ms, author, str(refused))
        except Exception:
            log.exception("event %s of %s failed", event.id, self.place.subject.slug)
            return self._fail(event, due_ms, author, "l’effet n’a pas pu être produit")

    def _make(self, event: Event, due_ms: int, author: str) -> Decided:
        shop, subject = self.place.shop, self.place.subject
        happened = perform(self.place, event)
        self.book.say(event.id, happened.messages)
        with shop_scope(shop.id):
            shops.touch_revision(shop=shop)
            entry = journal.record_event(
                shop_id=shop.id, event_id=event.id, title=event.title, actor=author_of(subject, event),
                words=" ; ".join([f"Événement « {event.title} »", *happened.words]), changes=happened.changes,
                seat=self.book.worker,
            )  # fmt: skip
            db.session.flush()
        mark = Decided(event.id, Stage.DECIDED, due_ms, Outcome.FIRED, author, journal_seq=entry.seq)
        if not self.book.keep(mark):
            raise _AlreadyMadeError
        return mark

    def _fail(self, event: Event, due_ms: int, author: str, reason: str) -> Decided | None:
        take_changes(db.session())
        take_performed()
        mark = Decided(event.id, Stage.DECIDED, due_ms, Outcome.FAILED, author, reason)
        return mark if self.book.keep(mark) else None


class _AlreadyMadeError(Exception):
    """Somebody else had decided the event first: what was begun here is taken back."""


def engine_of(seat: Seat, subject: Subject | None = None) -> Engine:
    """The engine of a seat, of a session or of practice alone."""
    subject = subject or subject_by_digest(seat.session.subject_hash)
    place = Place(subject, seat.shop, seat.session.baseline_shop_id, time_factor(seat))
    return Engine(place, SeatBook(seat, subject.scenario.events))


def decide_next(*, seat: Seat) -> Decided | None:
    """Decide the first event that is due at a seat; None when there is none. Commit after each: the next one sees it."""
    hold(seat)
    return engine_of(seat).step()


def hold(seat: Seat) -> None:
    """One at a time for a seat, where the database does not take turns by itself."""
    db.session.execute(sa.select(Seat.id).where(Seat.id == seat.id).with_for_update(key_share=True))


def fire_by_hand(*, seat: Seat, event_id: str, author: str) -> Decided:
    """The examiner makes an event happen, in a pause too; raises RuleBroken when it cannot, or happened already."""
    engine = engine_of(seat)
    event = next((e for e in engine.events if e.id == event_id), None)
    if event is None or not event.trigger.manual:
        raise RuleBroken("Ce sujet n’a pas d’événement de ce nom à déclencher.", field="event")
    hold(seat)
    if reason := refusal_of(seat, engine, event):
        raise RuleBroken(f"{seat.candidate_name} : {reason}.", field="event")
    made = engine.fire(event, author)
    if made is None:
        raise RuleBroken(f"{seat.candidate_name} : cet événement a déjà eu lieu.", field="event")
    return made


def refusal_of(seat: Seat, engine: Engine, event: Event) -> str:
    """Why an event cannot be fired by hand at a seat now, empty when it can."""
    now, past = engine.book.clock(), engine.book.past()
    limit, unless = expiry_ms(event, now), event.trigger.unless
    if clock_of(seat).state not in AT_HAND:
        return "l’épreuve n’est pas en cours"
    if event.id in past.decided or event.id in past.armed:
        return "cet événement a déjà eu lieu"
    if limit is not None and now.active_ms > limit:
        return "l’heure de cet événement est passée"
    if unless is not None and engine.place.is_reached(unless):
        return "cet événement est sans objet, ce qu’il demande est déjà fait"
    return ""


def mark_read(*, seat: Seat, up_to: int) -> None:
    """The candidate opened « Messages »: those up to a number are read; the first reading counts."""
    unread = (PersonaMessage.seat_id == seat.id, PersonaMessage.id <= up_to, PersonaMessage.read_at.is_(None))
    db.session.execute(sa.update(PersonaMessage).where(*unread).values(read_at=clock.now()))
