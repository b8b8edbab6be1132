"""Any course of a test on a real database: pauses, extra time, compensations, restarts, kills, two looks at once."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.events import services
from sandbox.training.events.models import EventMark, PersonaMessage
from sandbox.training.events.rules import Outcome, due_events
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, Extra, Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.services import keep_subject
from tests.factories.animated import animated_subject

ERIN = "Erin Examinatrice"
START = datetime(2026, 11, 23, 8, 0)
TELLS = "effets: [{op: message, acteur: responsable, valeurs: {texte: Bonjour}}]"
EVENTS = f"""
evenements:
  - {{id: early, titre: "Tôt", declencheur: {{a: 1min}}, {TELLS}}}
  - {{id: fixed, titre: "Fixe", declencheur: {{a: 5min, echelle: false}}, {TELLS}}}
  - {{id: twin, titre: "Jumeau", declencheur: {{a: 5min}}, {TELLS}}}
  - {{id: follows, titre: "Suite", declencheur: {{apres: "evenement:twin", delai: 20s}}, {TELLS}}}
  - {{id: hand, titre: "Main", declencheur: {{manuel: true}}, {TELLS}}}
  - {{id: slow-hand, titre: "Main lente", declencheur: {{manuel: true, delai: 30s}}, {TELLS}}}
  - {{id: short, titre: "Bref", declencheur: {{apres: "evenement:hand", expire: 6min}}, {TELLS}}}
  - {{id: late, titre: "Tard", declencheur: {{a: 14min}}, {TELLS}}}
"""
WHATS = (
    "look",
    "look",
    "look",
    "twice",
    "kill",
    "restart",
    "pause",
    "resume",
    "add",
    "compensate",
    "hand",
    "slow-hand",
    "end",
)
COURSES = st.lists(st.tuples(st.integers(1, 100), st.sampled_from(WHATS)), max_size=16)


def make_seat(subject: Subject, extra: Extra) -> Seat:
    """A seat at work since START on an empty shop, for fifteen minutes."""
    shops = [
        Shop(key=secrets.token_hex(16), kind=kind, context_slug="p", context_version="1", name="P", anchor_on=START.date(),
             created_at=START)
        for kind in (ShopKind.BASELINE, ShopKind.COPY)
    ]  # fmt: skip
    db.session.add_all(shops)
    keep_subject(subject=subject)
    db.session.flush()
    session = ExamSession(
        key=secrets.token_urlsafe(12), subject_slug=subject.slug, subject_version="1", subject_hash=subject.digest,
        subject_title="S", context_slug="p", context_version="1", context_name="P", duration_s=900, baseline=shops[0],
        created_at=START,
    )  # fmt: skip
    seat = Seat(
        rank=1, last_name="Seul", join_code=secrets.token_hex(3).upper(), resume_code=secrets.token_hex(4).upper(), shop=shops[1],
        ticked=[], joined_at=START, extra=extra,
    )  # fmt: skip
    session.seats.append(seat)
    db.session.add(session)
    db.session.flush()
    with clock.frozen(START):
        if extra is Extra.THIRD:
            exams.grant_entitlement(seat, ERIN)
        exams.start_seat(seat=seat, author=ERIN)
    db.session.commit()
    return seat


def look(seat: Seat) -> int:
    """What a request does before its own work: one transaction an event; how many happened."""
    count = 0
    while (made := services.decide_next(seat=seat)) is not None:
        db.session.commit()
        count += made.outcome is Outcome.FIRED
    db.session.commit()
    return count


def act(seat: Seat, what: str, wait: int, now: datetime) -> None:
    """What the people in the room do; a refusal is an answer like any other."""
    lost = max(seat.entries[0].at, now - timedelta(seconds=wait))
    calls = {
        "pause": lambda: exams.pause_seat(seat=seat, author=ERIN),
        "resume": lambda: exams.resume_seat(seat=seat, author=ERIN),
        "add": lambda: exams.add_time(seat=seat, minutes=1, author=ERIN, reason="Panne"),
        "compensate": lambda: exams.compensate(seat=seat, from_at=lost, to_at=now, author=ERIN, reason="Réseau"),
        "hand": lambda: services.fire_by_hand(seat=seat, event_id="hand", author=ERIN),
        "slow-hand": lambda: services.fire_by_hand(seat=seat, event_id="slow-hand", author=ERIN),
        "end": lambda: exams.force_end(seat=seat, author=ERIN),
    }
    try:
        calls[what]()
        db.session.commit()
    except RuleBroken:
        db.session.rollback()


def reloaded(number: int) -> Seat:
    """The seat as a process that knows nothing but the database reads it."""
    db.session.remove()
    return db.session.scalars(sa.select(Seat).where(Seat.id == number)).one()


@settings(max_examples=15)
@given(course=COURSES, extra=st.sampled_from([Extra.NONE, Extra.THIRD]))
def test_any_course_brings_each_event_once_at_its_second_and_leaves_nothing_out(
    app: Flask, course: list[tuple[int, str]], extra: Extra
) -> None:
    assert app
    subject = animated_subject(EVENTS)
    seat = make_seat(subject, extra)
    number, shop_id, now = seat.id, seat.shop_id, START
    for wait, what in course:
        now += timedelta(seconds=wait)
        with clock.frozen(now):
            if what == "kill":  # between the effect and the commit
                services.decide_next(seat=seat)
                db.session.rollback()
            if what in ("restart", "kill"):
                seat = reloaded(number)
            elif what not in ("look", "twice"):
                act(seat, what, wait, now)
            is_running = clock_of(seat).is_running
            happened = look(seat)
            assert not happened or is_running
            if what == "twice":
                assert look(reloaded(number)) == 0
                seat = reloaded(number)
            engine = services.engine_of(seat)
            assert [d.event.id for d in due_events(engine.events, engine.book.clock(), engine.book.past())] == []
    check_told_once(number, shop_id)


def check_told_once(seat_id: int, shop_id: int) -> None:
    """The marks, the messages and the journal tell the same, once each, and nothing before its time."""
    marks = db.session.scalars(sa.select(EventMark).where(EventMark.seat_id == seat_id).order_by(EventMark.id)).all()
    fired = [mark for mark in marks if mark.outcome is Outcome.FIRED]
    told = db.session.scalars(sa.select(PersonaMessage.event_id).where(PersonaMessage.seat_id == seat_id)).all()
    entries = [(entry.event, entry.seq, entry.exam_ms) for entry in all_of(shop_id)]
    assert max(Counter((m.event_id, m.stage) for m in marks).values(), default=1) == 1
    assert sorted(told) == sorted(mark.event_id for mark in fired)
    assert entries == [(mark.event_id, mark.journal_seq, mark.exam_ms) for mark in fired]
    assert all(mark.exam_ms >= mark.due_ms for mark in fired)
    moments = [mark.at for mark in marks]
    assert moments == sorted(moments)
    db.session.rollback()
