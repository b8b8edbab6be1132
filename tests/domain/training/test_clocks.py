"""The clock through its services: pauses, time given back or added, the exact end, and the same again after a restart."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db, reading
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.exams import evacuation, presence
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import EntryKind, ExamSession, Seat
from sandbox.training.exams.queries import clock_of, is_open
from sandbox.training.exams.rules import ClockState
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import PEOPLE, At

ERIN = "Erin Examinatrice"


# pauses ------------------------------------------------------------------------------------------------------------------


def test_one_candidates_pause_is_nobody_elses(session: ExamSession, at: At) -> None:
    first, second, third = session.seats
    with at(10):
        exams.pause_seat(seat=first, author=ERIN, reason="Alarme")
        exams.hand_in(seat=third)
    with at(25):
        assert clock_of(first).active == timedelta(minutes=10)
        assert clock_of(second).active == timedelta(minutes=25)
        assert clock_of(third).active == timedelta(minutes=10)
        assert (is_open(first), is_open(second), is_open(third)) == (False, True, False)
        exams.resume_seat(seat=first, author=ERIN)
        assert is_open(first)
        assert clock_of(first).remaining == timedelta(minutes=30)


def test_the_fire_exit_stops_all_at_once_and_never_fails(session: ExamSession, at: At) -> None:
    with at(5):
        exams.hand_in(seat=session.seats[0])
    with at(7):
        exams.pause_seat(seat=session.seats[1], author=ERIN)
    with at(9):
        assert exams.pause_session(session=session, author=ERIN, reason="Évacuation") == [session.seats[2]]
        assert exams.pause_session(session=session, author=ERIN) == []
    with at(30):
        assert exams.resume_session(session=session, author=ERIN) == session.seats[1:]
        assert [clock_of(seat).active for seat in session.seats] == [timedelta(minutes=m) for m in (5, 7, 9)]
        assert exams.resume_session(session=session, author=ERIN) == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda seat: exams.resume_seat(seat=seat, author=ERIN), "n’est pas en pause"),
        (lambda seat: exams.start_seat(seat=seat, author=ERIN), "a déjà reçu le départ"),
        (lambda seat: exams.reopen_seat(seat=seat, author=ERIN, reason="Erreur"), "n’est pas terminée"),
        (lambda seat: exams.add_time(seat=seat, minutes=5, author=ERIN, reason="  "), "motif est obligatoire"),
        (lambda seat: exams.add_time(seat=seat, minutes=0, author=ERIN, reason="Panne"), "1 à 180 minutes"),
        (lambda seat: exams.add_time(seat=seat, minutes=-5, author=ERIN, reason="Panne"), "1 à 180 minutes"),
        (lambda seat: exams.add_time(seat=seat, minutes=181, author=ERIN, reason="Panne"), "1 à 180 minutes"),
    ],
)
def test_refuses_what_makes_no_sense_and_writes_nothing(
    session: ExamSession, at: At, call: Callable[[Seat], Seat], message: str
) -> None:
    seat = session.seats[0]
    count = len(seat.entries)
    with at(10), pytest.raises(RuleBroken, match=message):
        call(seat)
    assert len(seat.entries) == count


# starts ------------------------------------------------------------------------------------------------------------------


def test_late_comers_have_the_same_time_from_their_own_start(erin: User, subject: Subject, at: At) -> None:
    with at():
        made = exams.create_session(subject=subject, candidates=PEOPLE, examiner=erin)
        presence.join(code=made.seats[0].join_code)
        with pytest.raises(RuleBroken, match="n’est pas en cours"):
            exams.hand_in(seat=made.seats[0])
        exams.start_session(session=made, author=erin.name)
    with at(7):
        presence.join(code=made.seats[1].join_code)
    with at(9):
        exams.start_session(session=made, author=erin.name)
        presence.take_over_seat(code=made.seats[2].resume_code, workstation="Poste 2")
        states = [clock_of(seat) for seat in made.seats]
    assert [c.active for c in states] == [timedelta(minutes=m) for m in (9, 2, 0)]
    with at(45):
        assert [clock_of(seat).state for seat in made.seats] == [
            ClockState.OUT, ClockState.RUNNING, ClockState.RUNNING,
        ]  # fmt: skip


# the end -----------------------------------------------------------------------------------------------------------------


def test_who_comes_during_an_evacuation_starts_with_the_others(erin: User, subject: Subject, at: At) -> None:
    with at():
        made = exams.create_session(subject=subject, candidates=PEOPLE, examiner=erin)
        presence.join(code=made.seats[0].join_code)
        exams.start_session(session=made, author=erin.name)
    with at(5):
        evacuation.evacuate(session=made, author=erin.name)
    with at(8):
        presence.join(code=made.seats[1].join_code)
        presence.take_over_seat(code=made.seats[2].resume_code)
    with at(20):
        assert all(evacuation.is_evacuated(seat) for seat in made.seats)
        evacuation.end_evacuation(session=made, author=erin.name)
    with at(21):
        assert not any(evacuation.is_evacuated(seat) for seat in made.seats)
        assert [clock_of(seat).active for seat in made.seats] == [timedelta(minutes=m) for m in (6, 1, 1)]


def test_at_zero_the_shop_freezes_and_the_end_is_written_at_its_moment(
    session: ExamSession, at: At, start: datetime
) -> None:
    seat = session.seats[0]
    with at(39, 59):
        assert exams.settle(seat=seat).is_running
        assert is_open(seat)
    with at(47):
        assert not is_open(seat), "even before anybody settles"
        settled = exams.settle(seat=seat)
        again = exams.settle(seat=seat)
    assert settled == again
    assert (settled.state, settled.ends_at) == (ClockState.OUT, start + timedelta(minutes=40))
    ends = [entry for entry in seat.entries if entry.kind is EntryKind.ENDED]
    assert [(e.at, e.author, e.reason) for e in ends] == [(start + timedelta(minutes=40), "horloge", "Temps écoulé")]
    assert seat.shop.frozen_at is not None


def test_reading_tells_the_end_without_writing_it(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with at(41), reading():
        assert exams.settle(seat=seat).state is ClockState.OUT
    assert seat.shop.frozen_at is None
    assert not [entry for entry in seat.entries if entry.kind is EntryKind.ENDED]


def test_time_that_is_added_after_the_end_reopens_the_shop(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with at(44):
        exams.add_time(seat=seat, minutes=3, author=ERIN, reason="Panne d’écran")
        now = clock_of(seat)
    assert (now.state, now.remaining, now.active) == (
        ClockState.RUNNING, timedelta(minutes=3), timedelta(minutes=40),
    )  # fmt: skip
    assert seat.shop.is_writable
    with at(46, 59):
        assert is_open(seat)
    with at(47):
        assert exams.settle(seat=seat).state is ClockState.OUT
        assert seat.shop.frozen_at is not None


def test_what_was_lost_is_given_back(session: ExamSession, at: At, start: datetime) -> None:
    seat = session.seats[0]
    lost = {"from_at": start + timedelta(minutes=5), "to_at": start + timedelta(minutes=8)}
    with at(41):
        exams.compensate(seat=seat, author=ERIN, reason="Réseau coupé", **lost)
        assert clock_of(seat).remaining == timedelta(minutes=3)
        assert is_open(seat)
    with at(44):
        assert exams.settle(seat=seat).state is ClockState.OUT


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 5, "from_at"), (5, 5, "to_at"), (8, 5, "to_at"), (5, 21, "to_at")]
)
def test_refuses_to_give_back_what_was_not_lost(
    session: ExamSession, at: At, start: datetime, first: int, last: int, field: str
) -> None:
    with at(20), pytest.raises(RuleBroken) as refusal:
        exams.compensate(
            seat=session.seats[0], from_at=start + timedelta(minutes=first), to_at=start + timedelta(minutes=last),
            author=ERIN, reason="Réseau coupé",
        )  # fmt: skip
    assert refusal.value.field == field


def test_refuses_to_give_back_time_in_which_nobody_could_work(session: ExamSession, at: At, start: datetime) -> None:
    """Found by the stop-watch below: it gave nothing back, and opened a shop whose time was up."""
    seat = session.seats[0]
    with at(44):
        with pytest.raises(RuleBroken, match="il n’y a rien à rendre") as refusal:
            exams.compensate(
                seat=seat, from_at=start + timedelta(minutes=41), to_at=start + timedelta(minutes=43), author=ERIN,
                reason="Réseau coupé",
            )  # fmt: skip
        assert refusal.value.field == "from_at"
        assert clock_of(seat).state is ClockState.OUT
    assert not seat.shop.is_writable


def test_who_handed_in_is_reopened_with_a_reason_and_the_time_left(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with at(12):
        exams.hand_in(seat=seat)
        assert not seat.shop.is_writable
    with at(13):
        with pytest.raises(RuleBroken, match="Rouvrez-la d’abord"):
            exams.add_time(seat=seat, minutes=5, author=ERIN, reason="Panne")
        with pytest.raises(RuleBroken, match="rien à rendre"):
            exams.hand_in(seat=seat)
        with pytest.raises(RuleBroken) as refusal:
            exams.reopen_seat(seat=seat, author=ERIN, reason="")
        assert refusal.value.field == "reason"
        exams.reopen_seat(seat=seat, author=ERIN, reason="Rendu par erreur")
        now = clock_of(seat)
    assert (now.state, now.active, now.remaining) == (
        ClockState.RUNNING, timedelta(minutes=12), timedelta(minutes=28),
    )  # fmt: skip
    assert seat.shop.is_writable


def test_a_test_without_time_left_is_not_reopened_without_minutes(session: ExamSession, at: At) -> None:
    with at(41), pytest.raises(RuleBroken, match="accordez d’abord des minutes"):
        exams.reopen_seat(seat=session.seats[0], author=ERIN, reason="Trop court")


def test_an_end_decided_by_the_examiner_is_kept_with_its_reason(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with at(15):
        exams.force_end(seat=seat, author=ERIN, reason="Malaise")
        exams.force_end(seat=seat, author=ERIN, reason="Encore")
        assert clock_of(seat).state is ClockState.ENDED
    assert [(e.author, e.reason) for e in seat.entries if e.kind is EntryKind.ENDED] == [(ERIN, "Malaise")]


# any course of events ----------------------------------------------------------------------------------------------------

EVENTS = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(
            ["pause", "resume", "add", "compensate", "hand_in", "end", "reopen", "move", "settle", "restart", "fire", "all_back"]
        ),
        st.integers(1, 300),
    ),
    max_size=16,
)  # fmt: skip


class Watch:
    """A person with a stop-watch beside the candidate, who knows the rules of the test and counts in seconds."""

    def __init__(self, duration: int) -> None:
        self.left, self.worked, self.state = duration, 0, "runs"
        self.history: list[bool] = []

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            runs = self.state == "runs"
            self.history.append(runs)
            if runs:
                self.worked, self.left = self.worked + 1, self.left - 1
                if self.left == 0:
                    self.state = "out"

    def act(self, what: str, amount: int) -> None:
        """What the services do, or nothing when they refuse."""
        state = self.state
        if (what, state) in (("pause", "runs"), ("fire", "runs")):
            self.state = "paused"
        elif (what, state) in (("resume", "paused"), ("all_back", "paused")):
            self.state = "runs"
        elif what == "hand_in" and state in ("runs", "paused"):
            self.state = "handed_in"
        elif what == "end" and state in ("runs", "paused"):
            self.state = "ended"
        elif what == "reopen" and state in ("handed_in", "ended", "out") and self.left:
            self.state = "runs"
        elif what == "add" and state in ("runs", "paused", "out"):
            self.left += 60 * (1 + amount % 5)
            self.state = "runs" if state == "out" else state
        elif what == "compensate" and state in ("runs", "paused", "out") and self.history:
            length = min(amount, len(self.history))
            lost = sum(self.history[-length:])
            if not lost:
                return  # refused: there is nothing to give back
            self.history[-length:] = [False] * length
            self.worked, self.left = self.worked - lost, self.left + lost
            self.state = "runs" if state == "out" else state


STATES = {
    ClockState.RUNNING: "runs", ClockState.PAUSED: "paused", ClockState.HANDED_IN: "handed_in",
    ClockState.ENDED: "ended", ClockState.OUT: "out",
}  # fmt: skip


def make_seat(start: datetime) -> Seat:
    """A seat at work since `start` for ten minutes, on a shop of its own, without a subject."""
    shops = [
        Shop(key=secrets.token_hex(16), kind=kind, context_slug="p", context_version="1", name="P", anchor_on=start.date(),
             created_at=start)
        for kind in (ShopKind.BASELINE, ShopKind.COPY)
    ]  # fmt: skip
    db.session.add_all(shops)
    db.session.flush()
    session = ExamSession(
        key=secrets.token_urlsafe(12), subject_slug="s", subject_version="1", subject_hash="0" * 64, subject_title="S",
        context_slug="p", context_version="1", context_name="P", duration_s=600, baseline=shops[0], created_at=start,
    )  # fmt: skip
    seat = Seat(
        rank=1, last_name="Seul", join_code=secrets.token_hex(3).upper(), resume_code=secrets.token_hex(4).upper(), shop=shops[1],
        ticked=[], joined_at=start,
    )  # fmt: skip
    session.seats.append(seat)
    db.session.add(session)
    db.session.flush()
    with clock.frozen(start):
        exams.start_seat(seat=seat, author=ERIN)
    return seat


def perform(seat: Seat, what: str, amount: int, now: datetime) -> None:
    """The service of that name; a refusal is an answer like any other."""
    calls: dict[str, Callable[[], object]] = {
        "pause": lambda: exams.pause_seat(seat=seat, author=ERIN),
        "resume": lambda: exams.resume_seat(seat=seat, author=ERIN),
        "fire": lambda: exams.pause_session(session=seat.session, author=ERIN),
        "all_back": lambda: exams.resume_session(session=seat.session, author=ERIN),
        "add": lambda: exams.add_time(seat=seat, minutes=1 + amount % 5, author=ERIN, reason="Panne"),
        "hand_in": lambda: exams.hand_in(seat=seat),
        "end": lambda: exams.force_end(seat=seat, author=ERIN),
        "reopen": lambda: exams.reopen_seat(seat=seat, author=ERIN, reason="Erreur"),
        "move": lambda: presence.take_over_seat(code=seat.resume_code),
        "settle": lambda: exams.settle(seat=seat),
        "compensate": lambda: exams.compensate(
            seat=seat, from_at=max(seat.entries[0].at, now - timedelta(seconds=amount)), to_at=now, author=ERIN, reason="Réseau"
        ),
    }  # fmt: skip
    try:
        calls[what]()
    except RuleBroken:
        db.session.flush()


@settings(max_examples=150)
@given(events=EVENTS)
def test_any_course_of_events_is_what_a_stop_watch_says(app: Flask, events: list[tuple[int, str, int]]) -> None:
    assert app
    start = datetime(2026, 11, 23, 8, 0)
    seat, watch, now = make_seat(start), Watch(600), start
    for wait, what, amount in events:
        watch.wait(wait)
        now += timedelta(seconds=wait)
        with clock.frozen(now):
            if what == "restart":
                seat = restarted(seat)
            else:
                watch.act(what, amount)
                perform(seat, what, amount, now)
            read = clock_of(seat)
        assert (STATES[read.state], read.active, read.remaining) == (
            watch.state, timedelta(seconds=watch.worked), timedelta(seconds=watch.left),
        )  # fmt: skip
        with clock.frozen(now):
            exams.settle(seat=seat)
        assert seat.shop.is_writable == (watch.state in ("runs", "paused"))
    moments = [start + timedelta(seconds=s) for s in range(0, 2400, 37)]
    before = [clock_of(seat, moment) for moment in moments]
    seat = restarted(seat)
    assert [clock_of(seat, moment) for moment in moments] == before


def restarted(seat: Seat) -> Seat:
    """The same seat read by a process that knows nothing but the database."""
    number = seat.id
    db.session.commit()
    db.session.remove()
    return db.session.scalars(sa.select(Seat).where(Seat.id == number)).one()


@pytest.mark.usefixtures("app")
def test_the_hour_changing_by_law_changes_nothing() -> None:
    """Clocks are kept in UTC: the night the hour changes is worked like any other."""
    spring = datetime(2027, 3, 28, 0, 56)
    seat = make_seat(spring)
    assert clock.to_paris(spring + timedelta(minutes=8)).hour - clock.to_paris(spring).hour == 2
    assert clock_of(seat, spring + timedelta(minutes=8)).active == timedelta(minutes=8)
    assert clock_of(seat, spring + timedelta(minutes=8)).ends_at == spring + timedelta(minutes=10)
