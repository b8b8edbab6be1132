"""When events are due, against any course of a test: at most once, at their second, never in a pause, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.training.events.rules import (
    SPACING_MS,
    ClockState,
    Outcome,
    Past,
    clock_state,
    due_events,
    due_ms,
    exam_ms_at,
    is_impossible,
    next_due_ms,
    watched,
    with_arm,
)
from sandbox.training.exams.rules import read_clock
from sandbox.training.subjects.conditions import Asked, read_condition
from sandbox.training.subjects.scenario import Event

DURATION_S = 2400
T0 = datetime(2026, 11, 23, 8, 0)
THIRD_MS = 3_200_000


def event(name: str, **trigger: object) -> Event:
    effects = [{"op": "message", "valeurs": {"texte": "Bonjour"}}]
    return Event.model_validate({"id": name, "titre": name, "declencheur": trigger, "effets": effects})


def at(seconds: float, budget_ms: int | None = 1000 * DURATION_S, *, running: bool = True) -> ClockState:
    return ClockState(running, int(seconds * 1000), budget_ms, 1000 * DURATION_S)


def names(events: Sequence[Event], clock: ClockState, past: Past | None = None) -> list[str]:
    return [due.event.id for due in due_events(events, clock, past or Past())]


# one rule at a time ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "budget", "expected"),
    [
        ({"a": "12min"}, 1000 * DURATION_S, 720_000),
        ({"a": "12min"}, THIRD_MS, 960_000),
        ({"a": "12min", "echelle": "false"}, THIRD_MS, 720_000),
        ({"a": "12min"}, None, 720_000),
        ({"a": "12min", "delai": "30s"}, THIRD_MS, 990_000),
    ],
)
def test_extra_time_multiplies_the_time_of_an_event_and_not_its_delay(
    trigger: dict[str, str], budget: int | None, expected: int
) -> None:
    assert due_ms(event("e", **trigger), at(0, budget), Past()) == expected


def test_an_event_is_due_from_its_second_on_and_only_while_the_clock_runs() -> None:
    events = [event("e", a="12min")]
    assert names(events, at(719.999)) == []
    assert names(events, at(720)) == ["e"]
    assert names(events, at(720, running=False)) == []
    assert names(events, at(720), Past(decided={"e": Outcome.FIRED}, fired={"e": 720_000})) == []


def test_an_event_follows_an_action_another_event_or_a_condition_by_its_delay() -> None:
    events = [
        event("action", apres="avis.repondre", delai="2min"),
        event("other", apres="evenement:action", delai="1min"),
        event("state", si="preuve", delai="30s"),
        event("hand", manuel="true", delai="10s"),
    ]
    assert [due_ms(e, at(0), Past()) for e in events] == [None] * 4
    past = Past({"avis.repondre": 60_000}, {"state": 90_000, "hand": 100_000})
    assert [due_ms(e, at(0), past) for e in events] == [180_000, None, 120_000, 110_000]
    assert next_due_ms(events, at(0), past) == 110_000
    fired = Past(past.actions, past.armed, {"action": Outcome.FIRED}, {"action": 185_000})
    assert due_ms(events[1], at(0), fired) == 245_000
    assert [e.id for e in watched(events, Past())] == ["state"]
    assert watched(events, with_arm(Past(), "state", 5)) == []


def test_an_event_that_waits_for_one_that_never_came_is_impossible() -> None:
    follower = event("b", apres="evenement:a")
    assert not is_impossible(follower, Past())
    assert not is_impossible(follower, Past(decided={"a": Outcome.FIRED}))
    assert is_impossible(follower, Past(decided={"a": Outcome.SKIPPED}))
    assert not is_impossible(event("c", a="3min"), Past(decided={"a": Outcome.SKIPPED}))


def test_an_event_expires_at_its_moment_on_the_clock_of_each() -> None:
    events = [event("e", apres="produit.modifier", expire="30min")]
    late = Past({"produit.modifier": 1_810_000})
    assert [d.is_expired for d in due_events(events, at(1810), late)] == [True]
    assert names(events, at(1800)) == []
    assert [d.is_expired for d in due_events(events, at(1810, THIRD_MS), late)] == [False]
    assert next_due_ms(events, at(0), Past()) == 1_800_001


def test_events_due_together_keep_the_order_of_their_times_then_of_the_file() -> None:
    events = [event("c", a="5min"), event("a", a="4min50"), event("b", a="5min")]
    assert names(events, at(305)) == ["a", "c", "b"]


def test_what_is_overdue_comes_apart_and_keeps_its_order() -> None:
    events = [event("a", a="5min"), event("b", a="6min"), event("c", a="14min55")]
    assert names(events, at(900)) == ["a"]
    past = Past(decided={"a": Outcome.FIRED}, fired={"a": 900_000})
    assert names(events, at(919), past) == []
    assert names(events, at(920), past) == ["b"]


@dataclass(frozen=True)
class Entry:
    """What the clock reads of a row."""

    kind: str
    at: datetime
    extra: str = "aucune"
    seconds: int = 0
    from_at: datetime | None = None
    to_at: datetime | None = None


def test_a_past_moment_is_told_with_what_was_compensated_since() -> None:
    minute = timedelta(minutes=1)
    entries = [
        Entry("demarre", T0),
        Entry("compensation", T0 + 12 * minute, from_at=T0 + 4 * minute, to_at=T0 + 6 * minute),
    ]

    def exam(minutes: int) -> int:
        return exam_ms_at(entries, T0 + minutes * minute, duration_s=DURATION_S) // 60_000  # type: ignore[arg-type]

    assert [exam(m) for m in (3, 5, 6, 10, 12)] == [3, 4, 4, 8, 10]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "une preuve, ou une cible"), (12, "une preuve, ou une cible"), ({"cible": "produit:mug"}, "« attend » manque"),
        ({"attend": {"code": {"egal": "A"}}}, "« entite » manque"), ({"preuve": "p", "est": "presque"}, "« presque » interdite"),
        ({"preuve": "p", "quand": "x"}, "Clé inconnue « quand »"), ({"entite": "produit", "attend": {"a": {}}, "couleur": "b"}, "couleur"),
        ({"type": "intact", "entite": "produit", "attend": {"a": {}}}, "etat, existe ou absent"),
        ({"type": "etat", "entite": "produit", "attend": {"a": {}}}, "« cible » manque"),
    ],
)  # fmt: skip
def test_a_condition_that_means_nothing_says_so(raw: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_condition(raw)


def test_a_condition_is_a_proof_or_a_state_of_the_shop() -> None:
    assert read_condition("promo") == Asked("promo")
    assert read_condition({"preuve": "promo", "est": "partiel"}) == Asked("promo", "partiel")
    state = read_condition({"cible": "produit:mug", "attend": {"quantite": {"max": 0}}}).route
    assert state is not None
    assert (state.kind, state.target) == ("etat", "produit:mug")
    rule = read_condition({"entite": "regle_panier", "attend": {"code": {"egal": "NOEL"}}}).route
    assert rule is not None
    assert (rule.kind, rule.entity) == ("existe", "regle_panier")


# any course ------------------------------------------------------------------------------------------------------------------

EVENTS = [
    event("early", a="2min"),
    event("fixed", a="6min", echelle="false"),
    event("twin", a="6min"),
    event("follows", apres="evenement:twin", delai="30s"),
    event("acted", apres="produit.modifier", delai="1min"),
    event("short", apres="produit.modifier", expire="5min"),
    event("last", a="9min55"),
]
STEPS = st.lists(
    st.tuples(
        st.integers(1, 90),
        st.sampled_from(["poll", "poll", "poll", "act", "pause", "resume", "add", "compensate", "end"]),
    ),
    max_size=60,
)


@dataclass
class Course:
    """A test of ten minutes as its clock entries tell it, and what was decided on the way."""

    entries: list[Entry] = field(default_factory=list)
    moments: dict[str, datetime] = field(default_factory=dict)
    acted_at: datetime | None = None
    decided: dict[str, Outcome] = field(default_factory=dict)
    log: list[tuple[str, int, int]] = field(default_factory=list)

    def clock(self, now: datetime) -> ClockState:
        return clock_state(read_clock(self.entries, now, duration=timedelta(minutes=10)), duration_s=600)

    def exam(self, moment: datetime) -> int:
        return exam_ms_at(self.entries, moment, duration_s=600)  # type: ignore[arg-type]

    def past(self) -> Past:
        actions = {"produit.modifier": self.exam(self.acted_at)} if self.acted_at else {}
        fired = {n: self.exam(m) for n, m in self.moments.items() if self.decided[n] is Outcome.FIRED}
        return Past(actions, {}, dict(self.decided), fired)

    def poll(self, now: datetime) -> None:
        """Decide one after the other, as the server does."""
        while due := due_events(EVENTS, self.clock(now), self.past()):
            first = due[0]
            assert first.event.id not in self.decided
            self.decided[first.event.id] = Outcome.EXPIRED if first.is_expired else Outcome.FIRED
            self.moments[first.event.id] = now
            if not first.is_expired:
                self.log.append((first.event.id, first.due_ms, self.clock(now).active_ms))


@settings(max_examples=300)
@given(steps=STEPS, third=st.booleans())
def test_any_course_of_a_test_brings_each_event_at_most_once_and_never_early(
    steps: list[tuple[int, str]], third: bool
) -> None:
    course, now = Course(), T0
    if third:
        course.entries.append(Entry("majoration", T0, "tiers"))
    course.entries.append(Entry("demarre", T0))
    for wait, what in steps:
        before, now = now, now + timedelta(seconds=wait)
        running = course.clock(now).is_running
        count = len(course.log)
        match what:
            case "pause" if running:
                course.entries.append(Entry("pause", now))
            case "resume" if not running:
                course.entries.append(Entry("reprise", now))
            case "add":
                course.entries.append(Entry("majoration", now, "minutes", 60))
            case "compensate" if running:
                course.entries.append(Entry("compensation", now, from_at=before, to_at=now))
            case "end":
                course.entries.append(Entry("fin_forcee", now))
            case "act" if running and course.acted_at is None:
                course.acted_at = now
            case _:
                pass
        course.poll(now)
        if not course.clock(now).is_running:
            assert len(course.log) == count
    fired = [name for name, _, _ in course.log]
    assert len(fired) == len(set(fired))
    for _name, due, active in course.log:
        assert active >= due
    state, past = course.clock(now), course.past()
    if state.is_running:  # nothing that is due was forgotten, but what waits its turn
        waiting = [e.id for e in EVENTS if e.id not in course.decided and (due := due_ms(e, state, past)) is not None
                   and due <= state.active_ms]  # fmt: skip
        last = max(past.fired.values(), default=-SPACING_MS)
        assert not waiting or state.active_ms - last < SPACING_MS


@settings(max_examples=200)
@given(step=st.integers(1, 15), third=st.booleans(), act=st.integers(1, 500))
def test_polled_often_events_come_within_a_poll_of_their_second_and_in_order(step: int, third: bool, act: int) -> None:
    """The candidate's pulse beats every two seconds: whatever its rhythm, an event is late by less than a beat."""
    course = Course([Entry("majoration", T0, "tiers"), Entry("demarre", T0)] if third else [Entry("demarre", T0)])
    for second in range(step, 800 if third else 600, step):
        if course.acted_at is None and second >= act:
            course.acted_at = T0 + timedelta(seconds=second)
        course.poll(T0 + timedelta(seconds=second))
    assert all(active - due < step * 1000 for _, due, active in course.log)
    dues = [(due, [e.id for e in EVENTS].index(name)) for name, due, _ in course.log]
    assert [due for due, _ in dues] == sorted(due for due, _ in dues)
    assert {"early", "fixed", "twin", "follows"} <= set(course.decided)
