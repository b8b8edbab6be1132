"""The clock against a second hand: what the formula says is what counting second by second says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.training.exams.rules import Clock, ClockState, normalize_code, read_clock, scaled

T0 = datetime(2026, 11, 23, 8, 0)
DURATION = timedelta(minutes=40)


@dataclass(frozen=True)
class Entry:
    """What the clock reads of a row."""

    kind: str
    at: datetime
    extra: str = "aucune"
    seconds: int = 0
    from_at: datetime | None = None
    to_at: datetime | None = None


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def entry(kind: str, second: float, **more: object) -> Entry:
    return Entry(kind, at(second), **more)  # type: ignore[arg-type]


def clock(entries: list[Entry], second: float, duration: timedelta = DURATION) -> Clock:
    return read_clock(entries, at(second), duration=duration)


# one thing at a time -----------------------------------------------------------------------------------------------------


def test_waits_until_somebody_gives_the_start() -> None:
    now = clock([], 100)
    assert (now.state, now.active, now.remaining, now.ends_at) == (
        ClockState.WAITING, timedelta(0), DURATION, None,
    )  # fmt: skip
    assert clock([entry("autorise", 5)], 100).state is ClockState.AUTHORISED


def test_runs_from_the_start() -> None:
    now = clock([entry("autorise", 0), entry("demarre", 60)], 660)
    assert (now.state, now.active, now.remaining) == (
        ClockState.RUNNING, timedelta(minutes=10), timedelta(minutes=30),
    )  # fmt: skip
    assert (now.started_at, now.ends_at) == (at(60), at(60 + 2400))


def test_stands_still_in_a_pause() -> None:
    entries = [entry("demarre", 0), entry("pause", 600)]
    assert clock(entries, 600).active == clock(entries, 5000).active == timedelta(minutes=10)
    paused = clock(entries, 5000)
    assert (paused.state, paused.ends_at, paused.paused) == (ClockState.PAUSED, None, timedelta(seconds=4400))
    on = clock([*entries, entry("reprise", 5000)], 5060)
    assert (on.active, on.pauses, on.ends_at) == (
        timedelta(seconds=660), ((at(600), at(5000)),), at(4400 + 2400),
    )  # fmt: skip


def test_is_out_at_its_exact_end_and_stays_there() -> None:
    entries = [entry("demarre", 0)]
    assert clock(entries, 2399.999).state is ClockState.RUNNING
    for second in (2400, 2401, 90_000):
        now = clock(entries, second)
        assert (now.state, now.remaining, now.active, now.ends_at) == (
            ClockState.OUT, timedelta(0), DURATION, at(2400),
        )  # fmt: skip


def test_a_third_more_is_53_min_20_s() -> None:
    now = clock([entry("majoration", 0, extra="tiers"), entry("demarre", 10)], 10)
    assert now.budget == now.remaining == timedelta(minutes=53, seconds=20)
    assert now.has_third


def test_granted_minutes_add_up_beside_the_third() -> None:
    entries = [
        entry("majoration", 0, extra="tiers"),
        entry("demarre", 0),
        entry("majoration", 60, extra="minutes", seconds=300),
        entry("majoration", 90, extra="minutes", seconds=60),
    ]
    now = clock(entries, 100)
    assert now.budget == timedelta(minutes=59, seconds=20)
    assert now.granted == timedelta(minutes=6)


def test_unlimited_time_never_ends() -> None:
    now = clock([entry("majoration", 0, extra="illimite"), entry("demarre", 0)], 10**6)
    assert (now.state, now.budget, now.remaining, now.ends_at) == (ClockState.RUNNING, None, None, None)


def test_a_compensation_is_a_pause_written_afterwards() -> None:
    entries = [entry("demarre", 0), entry("compensation", 900, from_at=at(300), to_at=at(600))]
    assert clock(entries, 899).active == timedelta(seconds=899)
    now = clock(entries, 900)
    assert (now.active, now.compensated, now.ends_at) == (
        timedelta(seconds=600), timedelta(seconds=300), at(2700),
    )  # fmt: skip


def test_a_minute_is_given_back_once() -> None:
    """Compensations that overlap each other, or a pause, give back what was lost and no more."""
    entries = [
        entry("demarre", 0), entry("pause", 300), entry("reprise", 400),
        entry("compensation", 900, from_at=at(250), to_at=at(350)),
        entry("compensation", 900, from_at=at(340), to_at=at(500)),
    ]  # fmt: skip
    now = clock(entries, 1000)
    assert now.active == timedelta(seconds=250 + 500)
    assert now.compensated == timedelta(seconds=50 + 100)


def test_handing_in_stops_it_for_good() -> None:
    entries = [entry("demarre", 0), entry("rend", 700)]
    now = clock(entries, 9000)
    assert (now.state, now.active, now.ends_at, now.state.is_over) == (
        ClockState.HANDED_IN, timedelta(seconds=700), at(700), True,
    )  # fmt: skip
    assert clock([*entries, entry("pause", 800), entry("demarre", 900)], 9000) == now


def test_an_end_before_the_start_leaves_no_time_worked() -> None:
    now = clock([entry("autorise", 0), entry("fin_forcee", 50)], 60)
    assert (now.state, now.active, now.started_at) == (ClockState.ENDED, timedelta(0), None)


def test_goes_on_after_a_reopening() -> None:
    now = clock([entry("demarre", 0), entry("rend", 700), entry("reprise", 1000)], 1100)
    assert (now.state, now.active, now.paused) == (ClockState.RUNNING, timedelta(seconds=800), timedelta(0))


def test_the_end_in_a_pause_counts_the_pause() -> None:
    now = clock([entry("demarre", 0), entry("pause", 100), entry("rend", 160)], 200)
    assert (now.state, now.active, now.paused) == (
        ClockState.HANDED_IN, timedelta(seconds=100), timedelta(seconds=60),
    )  # fmt: skip


def test_exam_time_is_told_in_milliseconds() -> None:
    assert clock([entry("demarre", 0)], 1.2345).active_ms == 1234


def test_an_event_is_due_later_on_a_longer_clock() -> None:
    assert scaled(timedelta(minutes=12), timedelta(minutes=53, seconds=20), DURATION) == timedelta(minutes=16)
    assert scaled(timedelta(minutes=12), None, DURATION) == timedelta(minutes=12)


@pytest.mark.parametrize("typed", ["abc-234", " ABC 234 ", "Abc234"])
def test_codes_are_read_as_people_type_them(typed: str) -> None:
    assert normalize_code(typed) == "ABC234"


def test_the_hard_end_shows_from_the_first_second_and_stops_the_clock() -> None:
    entries = [entry("butoir", 0, to_at=at(1800)), entry("demarre", 600)]
    now = clock(entries, 600)
    assert (now.remaining, now.ends_at, now.is_cut_short) == (timedelta(minutes=20), at(1800), True)
    over = clock(entries, 5000)
    assert (over.state, over.active, over.remaining, over.ends_at, over.is_cut_short) == (
        ClockState.OUT, timedelta(minutes=20), timedelta(0), at(1800), True,
    )  # fmt: skip
    assert clock([*entries, entry("fin_forcee", 1800)], 5000) == over


def test_a_hard_end_after_the_own_end_changes_nothing_of_it() -> None:
    now = clock([entry("butoir", 0, to_at=at(3000)), entry("demarre", 0)], 60)
    assert (now.remaining, now.ends_at, now.is_cut_short) == (timedelta(minutes=39), at(2400), False)


def test_a_pause_does_not_hold_the_hard_end_back() -> None:
    entries = [entry("butoir", 0, to_at=at(1200)), entry("demarre", 0), entry("pause", 600)]
    paused = clock(entries, 900)
    assert (paused.state, paused.remaining) == (ClockState.PAUSED, timedelta(minutes=5))
    assert (clock(entries, 1300).state, clock(entries, 1300).paused) == (ClockState.OUT, timedelta(minutes=10))


def test_unlimited_time_ends_at_the_hard_end() -> None:
    entries = [entry("majoration", 0, extra="illimite"), entry("butoir", 0, to_at=at(7200)), entry("demarre", 0)]
    assert clock(entries, 3600).remaining == timedelta(hours=1)
    assert clock(entries, 7200).state is ClockState.OUT


def test_who_handed_in_before_the_hard_end_has_handed_in() -> None:
    entries = [entry("butoir", 0, to_at=at(1200)), entry("demarre", 0), entry("rend", 1000)]
    assert (clock(entries, 5000).state, clock(entries, 5000).ends_at) == (ClockState.HANDED_IN, at(1000))


def test_work_goes_on_when_the_hard_end_is_moved() -> None:
    entries = [
        entry("butoir", 0, to_at=at(1200)), entry("demarre", 0), entry("fin_forcee", 1200),
        entry("butoir", 1500, to_at=at(3000)), entry("reprise", 1500),
    ]  # fmt: skip
    now = clock(entries, 1560)
    assert (now.state, now.active, now.remaining) == (
        ClockState.RUNNING, timedelta(seconds=1260), timedelta(seconds=1140),
    )  # fmt: skip


# against a second hand ---------------------------------------------------------------------------------------------------

Step = tuple[int, str, int, int]
STEPS = st.lists(
    st.tuples(
        st.integers(1, 240),
        st.sampled_from(
            ["autorise", "demarre", "pause", "reprise", "rend", "fin_forcee", "compensation", "minutes", "tiers", "poste_change"]
        ),
        st.integers(0, 400),
        st.integers(1, 200),
    ),
    max_size=14,
)  # fmt: skip


def written(steps: list[Step]) -> list[Entry]:
    """Entries in the order of time; a compensation names an interval that is over."""
    entries, now = [], 0
    for gap, kind, back, length in steps:
        now += gap
        if kind == "compensation":
            start = max(0, now - back)
            entries.append(entry(kind, now, from_at=at(start), to_at=at(min(now, start + length))))
        elif kind in ("minutes", "tiers"):
            entries.append(entry("majoration", now, extra=kind, seconds=60 if kind == "minutes" else 0))
        else:
            entries.append(entry(kind, now))
    return entries


def second_hand(
    entries: list[Entry], until: int, duration_s: int, hard_end: float = float("inf")
) -> tuple[int, int | None]:
    """Seconds worked, and the second at which the time was up: counted one by one, from what a person would watch.

    Seconds that were given back do not count, so the whole is counted anew from the start, knowing what was given back.
    """
    given_back: set[int] = set()
    budget = duration_s
    for e in entries:
        if e.at <= at(until):
            budget += e.seconds
            if e.from_at and e.to_at:
                first, last = ((moment - T0) // timedelta(seconds=1) for moment in (e.from_at, e.to_at))
                given_back |= set(range(first, last))
    if any(e.extra == "tiers" and e.at <= at(until) for e in entries):
        budget += duration_s // 3
    by_second: dict[int, list[str]] = {}
    for e in entries:
        by_second.setdefault((e.at - T0) // timedelta(seconds=1), []).append(e.kind)
    state, worked, out = "attente", 0, None
    for second in range(until):
        for kind in by_second.get(second, []):
            state = hand(state, kind)
        if state == "en_cours" and second not in given_back and second < hard_end:
            worked += 1
            if worked == budget and out is None:
                out = second + 1
    return min(worked, budget), out


def hand(state: str, kind: str) -> str:
    """What each entry does to somebody at work."""
    over = state in ("rendu", "termine")
    moves = {
        "demarre": "en_cours" if state == "attente" else state,
        "pause": "pause" if state == "en_cours" else state,
        "reprise": "en_cours" if state == "pause" or over else state,
        "rend": state if over else "rendu",
        "fin_forcee": state if over else "termine",
    }
    return moves.get(kind, state)


@given(steps=STEPS, later=st.integers(0, 900))
def test_says_what_counting_seconds_says(steps: list[Step], later: int) -> None:
    entries = written(steps)
    until = sum(step[0] for step in steps) + later
    now = clock(entries, until, timedelta(seconds=600))
    worked, out = second_hand(entries, until, 600)
    assert now.active == timedelta(seconds=worked)
    if out is not None and now.state is ClockState.OUT:
        assert now.ends_at == at(out)


@given(steps=STEPS, later=st.integers(0, 900), hard_end=st.integers(1, 1500))
def test_nobody_works_beyond_the_hard_end(steps: list[Step], later: int, hard_end: int) -> None:
    """Counted second by second too: what is worked before it counts as ever, and at it no clock still goes."""
    entries = [entry("butoir", 0, to_at=at(hard_end)), *written(steps)]
    until = sum(step[0] for step in steps) + later
    now, free = (clock(known, until, timedelta(seconds=600)) for known in (entries, entries[1:]))
    assert now.active == timedelta(seconds=second_hand(entries, until, 600, hard_end)[0])
    assert now.remaining is not None
    assert now.remaining <= timedelta(seconds=max(0, hard_end - until))
    if until >= hard_end:
        assert now.state not in (ClockState.RUNNING, ClockState.PAUSED)
    else:
        assert now.state is free.state
        assert now.remaining == min(free.remaining or timedelta(0), timedelta(seconds=hard_end - until))
        if now.state is ClockState.RUNNING:
            assert now.ends_at == min(free.ends_at or at(0), at(hard_end))


@given(steps=STEPS, moment=st.integers(0, 2000), hard_end=st.integers(0, 1500))
def test_a_hard_end_that_is_lifted_leaves_no_trace(steps: list[Step], moment: int, hard_end: int) -> None:
    entries = written(steps)
    fixed = [entry("butoir", 0, to_at=at(hard_end)), entry("butoir", 0), *entries]
    assert clock(fixed, moment) == clock(entries, moment)


@given(steps=STEPS, moment=st.integers(0, 2000), order=st.randoms())
def test_does_not_depend_on_the_order_in_which_rows_are_read(steps: list[Step], moment: int, order) -> None:  # type: ignore[no-untyped-def]
    entries = written(steps)
    shuffled = list(entries)
    order.shuffle(shuffled)
    assert clock(shuffled, moment) == clock(entries, moment)


@given(steps=STEPS, moment=st.integers(0, 4000))
def test_never_gives_more_or_less_than_there_is(steps: list[Step], moment: int) -> None:
    now = clock(written(steps), moment, timedelta(seconds=600))
    assert now.budget is not None
    assert now.remaining is not None
    assert timedelta(0) <= now.active <= now.budget
    assert now.remaining == now.budget - now.active
    assert (now.state is ClockState.OUT) <= (now.remaining == timedelta(0))


@given(steps=STEPS, first=st.integers(0, 2000), second=st.integers(0, 2000))
def test_what_comes_later_changes_nothing_before(steps: list[Step], first: int, second: int) -> None:
    """A clock read at a moment only knows what had happened by then."""
    early, late = sorted((first, second))
    known = [e for e in written(steps) if e.at <= at(late)]
    assert clock(known, early) == clock(written(steps), early)


@given(steps=STEPS, moment=st.integers(0, 2000), wait=st.integers(0, 600))
def test_exam_time_never_runs_faster_than_the_wall(steps: list[Step], moment: int, wait: int) -> None:
    """Without a compensation in between, exam time grows by at most the time that went by, and never shrinks."""
    entries = [e for e in written(steps) if e.kind != "compensation"]
    before, after = clock(entries, moment), clock(entries, moment + wait)
    assert timedelta(0) <= after.active - before.active <= timedelta(seconds=wait)
