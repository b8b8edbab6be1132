"""Who waits for news of some shops is woken by the write that makes them."""

from __future__ import annotations

import threading
import time

from sandbox.web.live import Moves


def test_a_write_wakes_who_waits_for_its_shop() -> None:
    moves, woken = Moves(), threading.Event()
    marks = moves.marks(["a", "b"])

    def wait() -> None:
        moves.wait(["a", "b"], marks, 60)
        woken.set()

    thread = threading.Thread(target=wait)
    thread.start()
    moves.tell("another")
    assert not woken.is_set()
    moves.tell("b")
    thread.join(30)
    assert woken.is_set()


def test_what_was_written_before_waiting_is_not_missed() -> None:
    moves = Moves()
    marks = moves.marks(["a"])
    moves.tell("a")
    begun = time.monotonic()
    moves.wait(["a"], marks, 60)
    assert time.monotonic() - begun < 30, "it did not wait for the next one"
    assert moves.marks(["a"]) == (1,)
