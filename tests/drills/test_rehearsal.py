"""`e5 rehearse`: its parts, and a very short one played for real, with a server that is killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.cli._rehearsal import steps_end, steps_faults, steps_room
from sandbox.cli._rehearsal.checks import Check, Outcome, answers, kept, p95, seconds, timed, unseen
from sandbox.cli._rehearsal.course import COURSE
from sandbox.cli._rehearsal.kept import Kept
from sandbox.cli._rehearsal.play import SHORT, Rehearsal
from sandbox.cli._rehearsal.report import Report, make_report
from sandbox.cli._rehearsal.room import Room, open_room
from sandbox.cli._rehearsal.server import Server
from sandbox.cli._rehearsal.serving import Ahead, ahead_by, put_ahead
from sandbox.cli._rehearsal.timing import AHEAD_STEP_S, Time
from sandbox.kernel import clock

FOUND = Kept(
    references=(("REP-1-1", "REP-1-2"), ("REP-2-1",), ()), told=({7: "REP-1-2"}, {7: "REP-2-1"}, {}),
    shown=({7: "REP-1-2"}, {7: "REP-2-1"}, {}), seqs=(2, 1, 0), gaps=0, observed={}, clocks=(),
    events=(("avis",), (), ()), groups=0, is_steady=True, integrity="ok",
)  # fmt: skip


@pytest.fixture
def room(copied: Path) -> Room:
    """A session to rehearse in an installation that has its company already."""
    return open_room(copied)


def test_a_very_short_one_keeps_every_promise_and_prints_its_paper(room: Room, tmp_path: Path) -> None:
    pace = replace(SHORT, timed_acts=2, late_s=20, cuts_s=(40,), writes_before_kill=3)
    steps = (
        steps_room.begin, steps_room.work, steps_room.late, steps_faults.cut, steps_faults.kill, steps_end.end, steps_end.balance,
    )  # fmt: skip
    told: list[str] = []
    with Server(room.instance, is_real=False) as server:
        rehearsal = Rehearsal(room, server, pace, told.append, tmp_path)
        checks = rehearsal.play([(step.__name__, step) for step in steps])
    assert [check for check in checks if check.outcome is Outcome.BROKEN and not check.is_timed] == []
    assert len(checks) > 15
    assert all(len(one.saved) > 3 for one in rehearsal.candidates)
    report = make_report(checks, room, pace, seconds=61)
    assert report.facts["Date"].endswith("en 1 min 01 s")
    assert report.pdf().startswith(b"%PDF")
    assert [line for line in report.lines() if "Arrêt net du serveur : suite" in line]


def test_a_step_that_breaks_is_a_broken_promise_and_the_next_is_tried(room: Room, tmp_path: Path) -> None:
    def breaks(_: Rehearsal) -> Iterator[Check]:
        yield kept("avant", True, "", "")
        raise ValueError("une page sans formulaire")

    def goes(_: Rehearsal) -> Iterator[Check]:
        yield kept("après", True, "", "")

    class Ready(Server):
        def ensure(self) -> None:
            """Nobody asks this one anything."""

    rehearsal = Rehearsal(room, Ready(room.instance, is_real=False), SHORT, lambda _: None, tmp_path)
    checks = rehearsal.play((("Une étape", breaks), ("La suivante", goes)))
    assert [(check.title, check.outcome) for check in checks] == [
        ("avant", Outcome.KEPT),
        ("Une étape", Outcome.BROKEN),
        ("après", Outcome.KEPT),
    ]
    assert "une page sans formulaire" in checks[1].observed


def test_a_save_that_was_acknowledged_and_is_not_there_is_found() -> None:
    assert FOUND.missing([["REP-1-1"], [], []]) == []
    assert FOUND.missing([["REP-1-3"], ["REP-2-1"], ["REP-3-1"]]) == ["REP-1-3", "REP-3-1"]


def test_what_is_there_twice_is_found() -> None:
    assert FOUND.doubled() == []
    assert replace(FOUND, references=(("REP-1-1", "REP-1-1"), (), ())).doubled() == ["REP-1-1"]
    assert replace(FOUND, events=(("avis", "avis"), (), ())).doubled() == ["avis"]


@pytest.mark.parametrize("fault", [{"gaps": 1}, {"integrity": "malformed"}, {"shown": ({7: "REP-1-1"}, {}, {})}])
def test_a_journal_that_does_not_tell_the_shop_is_no_whole(fault: dict[str, object]) -> None:
    assert FOUND.is_whole
    assert not replace(FOUND, **fault).is_whole


def test_a_limit_that_is_passed_is_slow_then_broken() -> None:
    outcomes = [timed("page", spent, 0.15, "", broken_from=1).outcome for spent in (0.15, 0.16, 1.01)]
    assert outcomes == [Outcome.KEPT, Outcome.SLOW, Outcome.BROKEN]
    assert timed("relance", 10.1, 10, "").outcome is Outcome.BROKEN
    assert timed("jamais vue", p95([]), 1, "", broken_from=3).outcome is Outcome.BROKEN


def test_the_verdict_is_red_for_one_broken_promise_and_green_for_a_slow_one() -> None:
    good, slow = kept("a", True, "", ""), timed("b", 2, 1, "", broken_from=3)
    assert Report([good, slow, unseen("c", "", "")], {}).verdict.startswith("VERT – 1 vérifications tenues sur 3, 1")
    assert Report([good, kept("d", False, "", "")], {}).verdict.startswith("ROUGE")
    assert not Report([], {}).is_green, "nothing was looked at"


def test_figures_are_in_words() -> None:
    assert [seconds(s) for s in (0.1234, 1.44, 2.0, 120.0)] == ["123\u00a0ms", "1,4\u00a0s", "2\u00a0s", "120\u00a0s"]
    assert p95([float(n) for n in range(1, 101)]) == 95
    assert answers([302, 302, 403]) == "2\u00a0acceptés, 1\u00a0refusé"
    assert answers([500]) == "réponse 500"


def test_time_is_put_ahead_by_steps_below_what_is_taken_for_a_cut(tmp_path: Path) -> None:
    time, seen = Time(tmp_path, is_real=False), []
    time.let_pass(100, lambda: seen.append(ahead_by(tmp_path).total_seconds()))
    steps = [after - before for before, after in zip([0.0, *seen], seen, strict=False)]
    assert len(steps) >= 10
    assert max(steps) <= AHEAD_STEP_S
    assert 99 <= seen[-1] <= 100
    assert time.ahead_s == pytest.approx(seen[-1], abs=0.001)


def test_the_server_of_a_rehearsal_is_ahead_and_its_streams_too(tmp_path: Path) -> None:
    def application(_environ: object, _start: object) -> Iterator[bytes]:
        yield clock.now().isoformat().encode()
        yield clock.now().isoformat().encode()

    before = clock.now()
    assert ahead_by(tmp_path) == timedelta(0), "no file, no other time"
    put_ahead(tmp_path, 600)
    parts = Ahead(application, tmp_path)({}, lambda *_: None)
    assert all(part.decode() >= (before + timedelta(minutes=10)).isoformat() for part in parts)
    assert clock.now() < before + timedelta(minutes=10), "nobody else is"


def test_the_course_ends_with_what_was_kept() -> None:
    steps = [step for _, step in COURSE]
    assert len(set(steps)) == len(steps)
    assert steps.index(steps_faults.kill) < steps.index(steps_end.balance)
