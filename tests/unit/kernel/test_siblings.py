"""What processes tell each other: heard, answered, and never in the way of who tells."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from multiprocessing import Pipe
from typing import Any

import pytest

from sandbox.kernel import siblings as module
from sandbox.kernel.siblings import Siblings


class Two:
    """Two processes' lines, joined as a server of two would."""

    def __init__(self) -> None:
        self.here, self.there = Siblings(), Siblings()
        self.heard: list[tuple[Any, ...]] = []
        self.has_heard, self.ended = threading.Event(), threading.Event()
        self._ends = Pipe()
        self.there.hear("word", self._note)

    def join(self) -> None:
        """Let them hear each other."""
        for line, end in zip((self.here, self.there), self._ends, strict=True):
            line.join(end, others=1, around=nullcontext, on_end=self.ended.set)

    def close(self) -> None:
        """The other end goes."""
        for end in self._ends:
            end.close()

    def _note(self, *told: Any) -> None:
        self.heard.append(told)
        self.has_heard.set()


@pytest.fixture(autouse=True)
def _logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linter of imports, which other tests run, silences every logger that it finds."""
    monkeypatch.setattr(module.log, "disabled", False)


@pytest.fixture
def two() -> Iterator[Two]:
    pair = Two()
    pair.join()
    yield pair
    pair.close()


def test_what_is_told_is_heard(two: Two) -> None:
    two.here.tell("word", 1, ("a", "b"))
    assert two.has_heard.wait(5)
    assert two.heard == [(1, ("a", "b"))]


def test_who_asks_goes_on_once_the_other_did_it(two: Two) -> None:
    two.here.tell("word", "first")
    two.here.ask("word")
    assert two.heard == [("first",), ()], "asked for and done, in the order told"


def test_who_asks_for_what_nobody_does_goes_on(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWERED_WITHIN_S", 0.01)
    two.here._others = 2  # one of them died just now
    two.here.ask("word")
    assert two.has_heard.wait(5)


def test_a_word_that_fails_or_cannot_be_sent_is_logged_and_the_next_is_heard(two: Two, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    two.there.hear("bad", lambda: 1 / 0)
    with caplog.at_level(logging.ERROR):
        two.here.tell("bad")
        two.here.tell("word", lambda: None)
        two.here.tell("word", "next")
        assert two.has_heard.wait(5)
    assert two.heard == [("next",)]
    assert {record.getMessage() for record in caplog.records} == {
        "the other processes could not be told: word",
        "what another process told could not be used: bad",
    }


def test_what_nobody_listens_to_is_nothing(two: Two) -> None:
    two.here.tell("another word", 1)
    two.here.tell("word", 2)
    assert two.has_heard.wait(5)
    assert two.heard == [(2,)]


def test_more_than_can_wait_is_dropped_and_nobody_waits(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    monkeypatch.setattr(threading.Thread, "start", lambda _thread: None)  # nobody takes anything out
    pair = Two()
    pair.join()
    with caplog.at_level(logging.WARNING):
        pair.here.tell("word", 1)
        pair.here.tell("word", 2)
    assert [record.getMessage() for record in caplog.records] == ["a word to the other processes was dropped: word"]
    pair.close()


def test_alone_nothing_is_told_and_nobody_waited_for() -> None:
    alone = Siblings()
    alone.tell("word", 1)
    alone.ask("word")
    assert alone._out is None


def test_the_end_of_the_line_is_heard() -> None:
    mine, theirs = Pipe()
    line, ended = Siblings(), threading.Event()
    line.join(mine, others=1, around=nullcontext, on_end=ended.set)
    assert not ended.is_set()
    theirs.close()
    assert ended.wait(5)
    mine.close()
