"""`e5 serve`, up to where it listens."""

from __future__ import annotations

import pytest
from flask import current_app

from sandbox.cli import _processes, serve
from sandbox.kernel import clock
from tests.domain.cli.conftest import Run


def test_a_start_throws_away_what_was_rebuilt_before_the_last_stop(e5: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(serve, "tidy_rebuilt", lambda: calls.append(current_app.name))
    monkeypatch.setattr(serve, "serve_app", lambda *_: calls.append("listens"))
    result = e5("serve")
    assert result.exit_code == 0, result.output
    assert calls[1:] == ["listens"], calls


def test_more_processes_than_the_machine_is_good_for_are_refused(e5: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "serve_app", lambda *_: pytest.fail("it listens"))
    monkeypatch.setattr(_processes, "useful_number", lambda: 1)
    result = e5("serve", "--processus", "2")
    assert result.exit_code != 0
    assert "Un seul processus est possible" in result.output


@pytest.mark.parametrize(
    ("sessions", "useful", "asked", "is_told"),
    [(4, 2, "1", True), (3, 2, "1", False), (4, 1, "1", False), (4, 2, "2", False)],
)
def test_a_full_day_is_better_served_by_two(
    e5: Run, monkeypatch: pytest.MonkeyPatch, sessions: int, useful: int, asked: str, is_told: bool
) -> None:
    days = []
    monkeypatch.setattr(serve, "serve_app", lambda *_: None)
    monkeypatch.setattr(serve, "most_sessions_at_once", lambda day: days.append(day) or sessions)
    for module in (serve, _processes):
        monkeypatch.setattr(module, "useful_number", lambda: useful)
    result = e5("serve", "--processus", asked)
    assert result.exit_code == 0, result.output
    assert ("--processus 2" in result.output) is is_told
    assert set(days) <= {clock.today()}
