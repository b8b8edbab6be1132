"""The thread that looks at evidence: once for two saves close together, and again after a look that failed."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from sandbox.web import evidence_ahead
from sandbox.web.evidence_ahead import EXTENSION, Looker

LONG_S = 10.0


class Looked:
    """What was looked at, by whom, and when one may go on."""

    def __init__(self, wanted: int) -> None:
        self.seats: list[int] = []
        self.threads: set[str] = set()
        self._wanted, self._enough = wanted, threading.Event()

    def __call__(self, _app: Flask, seat_id: int) -> None:
        self.seats.append(seat_id)
        self.threads.add(threading.current_thread().name)
        if len(self.seats) == self._wanted:
            self._enough.set()
        if seat_id < 0:
            raise LookupError("a seat that is gone")

    def wait(self) -> None:
        """Until enough was looked at."""
        assert self._enough.wait(LONG_S)


def test_two_saves_close_together_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Looked(2)
    monkeypatch.setattr(evidence_ahead, "_look", looked)
    with Looker(Flask("looks"), after_s=0.05) as looker:
        for seat_id in (1, 1, 1, 2):
            looker.add(seat_id)
        looked.wait()
    assert looked.seats == [1, 2]
    assert looked.threads == {"looks-ahead"}


def test_a_look_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, told = Looked(2), []
    monkeypatch.setattr(evidence_ahead, "_look", looked)
    monkeypatch.setattr(evidence_ahead.log, "exception", lambda message, *values: told.append(message % values))
    with Looker(Flask("looks"), after_s=0.0) as looker:
        looker.add(-1)
        looker.add(3)
        looked.wait()
    assert looked.seats == [-1, 3]
    assert told == ["evidence of seat -1 could not be looked at ahead"]


def test_it_is_the_server_s_for_as_long_as_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, app = Looked(1), Flask("looks")
    monkeypatch.setattr(evidence_ahead, "_look", looked)
    with Looker(app, after_s=0.0) as looker:
        assert app.extensions[EXTENSION] is looker
        looker.add(5)
    assert looked.seats == [5], "what was asked before the end is still looked at"
    assert EXTENSION not in app.extensions
