"""`e5 serve`, up to where it listens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, current_app

from sandbox.cli import _processes, serve
from sandbox.cli._own_addresses import own_hosts
from sandbox.kernel import clock
from sandbox.web.room_address import ROOM_HOSTS
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


@pytest.mark.parametrize(
    ("host", "is_told"), [("0.0.0.0", True), ("127.0.0.1", False), ("192.168.4.20", False), ("::", True)]
)
def test_a_server_of_a_room_tells_the_address_that_workstations_type(
    e5: Run, monkeypatch: pytest.MonkeyPatch, host: str, is_told: bool
) -> None:
    kept = []

    def listen(app: Flask, _host: str, port: int, on_ready: Callable[[str], None], _processes: int) -> None:
        kept.append(app.config[ROOM_HOSTS])
        on_ready(f"http://127.0.0.1:{port}/")

    monkeypatch.setattr(serve, "serve_app", listen)
    monkeypatch.setattr(serve, "own_hosts", lambda: ["192.168.4.20", "10.1.1.2"])
    result = e5("serve", "--host", host)
    assert ("Sur les postes : http://192.168.4.20:8055/ ou http://10.1.1.2:8055/" in result.output) is is_told
    assert kept == [["192.168.4.20", "10.1.1.2"] if is_told else []]


def test_ones_own_addresses_are_never_the_one_that_only_opens_here() -> None:
    assert not [host for host in own_hosts() if host.startswith("127.")]
