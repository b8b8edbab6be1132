"""`e5 serve`, up to where it listens."""

from __future__ import annotations

import pytest
from flask import current_app

from sandbox.cli import _processes, serve
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
