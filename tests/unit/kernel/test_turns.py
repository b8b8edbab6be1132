"""Writers wait in a line: who came first goes first, and who waits too long goes without."""

from __future__ import annotations

import threading

from sandbox.kernel.turns import Turns


def test_those_who_wait_go_in_the_order_they_came() -> None:
    turns, order = Turns(), []
    assert turns.take(1)

    def write(number: int) -> None:
        assert turns.take(30)
        order.append(number)
        turns.give()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        while len(turns._waiting) < number and thread.is_alive():
            pass
    turns.give()
    for thread in threads:
        thread.join(30)
    assert order == [0, 1, 2, 3, 4]
    assert turns.take(0), "free again"


def test_who_waits_too_long_leaves_the_line() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.001)
    turns.give()
    assert turns.take(0), "nobody else was waiting"
