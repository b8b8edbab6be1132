"""`e5 serve`, up to where it listens."""

from __future__ import annotations

import pytest
from flask import current_app

from sandbox.cli import serve
from tests.domain.cli.conftest import Run


def test_a_start_throws_away_what_was_rebuilt_before_the_last_stop(e5: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(serve, "tidy_rebuilt", lambda: calls.append(current_app.name))
    monkeypatch.setattr(serve, "serve_app", lambda *_: calls.append("listens"))
    result = e5("serve")
    assert result.exit_code == 0, result.output
    assert calls[1:] == ["listens"], calls
