"""Two workers at one listening socket: those who come in are shared out evenly, and nobody waits for a worker that is stuck."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

import pytest

from sandbox.cli import _door
from sandbox.cli._door import Door

WITHIN_S = 10.0


@dataclass
class Worker:
    """A thread that accepts whoever comes, as a worker does between two waits."""

    door: Door
    taken: list[socket.socket] = field(default_factory=list)

    def accept_until(self, stopped: threading.Event) -> None:
        while not stopped.wait(0.001):
            with suppress(BlockingIOError):
                self.taken.append(self.door.accept()[0])


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker leaves the other time enough on the most loaded machine: what is told here is who goes first, not how fast."""
    monkeypatch.setattr(_door, "AFTER_YOU_S", 0.2)


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def workers(cleanup: ExitStack) -> list[Worker]:
    listening = socket.create_server(("127.0.0.1", 0), backlog=50)
    listening.setblocking(False)
    connected = [0, 0]
    pair = [Worker(Door(one, connected, place)) for place, one in enumerate((listening, listening.dup()))]
    for worker in pair:
        worker.door.setblocking(False)
        cleanup.callback(worker.door.close)
    return pair


def come_in(cleanup: ExitStack, workers: list[Worker], number: int, *, but: int = 0) -> None:
    """So many connect one after the other, while every worker but the first `but` accepts."""
    stopped = threading.Event()
    threads = [threading.Thread(target=worker.accept_until, args=(stopped,)) for worker in workers[but:]]
    for thread in threads:
        thread.start()
    try:
        before = sum(len(worker.taken) for worker in workers)
        for come in range(1, number + 1):
            cleanup.enter_context(socket.create_connection(workers[0].door.getsockname(), WITHIN_S))
            for _ in range(int(WITHIN_S / 0.001)):
                if sum(len(worker.taken) for worker in workers) == before + come:
                    break
                stopped.wait(0.001)
            else:
                pytest.fail("somebody was let in by nobody")
    finally:
        stopped.set()
        for thread in threads:
            thread.join(WITHIN_S)
        for worker in workers:
            for one in worker.taken:
                cleanup.callback(one.close)


def test_each_worker_gets_as_many(cleanup: ExitStack, workers: list[Worker]) -> None:
    come_in(cleanup, workers, 12)
    assert abs(len(workers[0].taken) - len(workers[1].taken)) <= 2, (
        "one that is slow to wake leaves a single one to the other"
    )


def test_who_left_is_counted_no_more(cleanup: ExitStack, workers: list[Worker]) -> None:
    come_in(cleanup, workers, 8)
    first, second = workers
    for connection in list(first.taken):
        connection.close()
        connection.close()
    had = len(second.taken)
    come_in(cleanup, workers, had)
    assert len(second.taken) - had <= 1, "those who come now go to the worker that everybody left"


def test_a_stuck_worker_keeps_nobody_waiting(cleanup: ExitStack, workers: list[Worker]) -> None:
    come_in(cleanup, workers, 6, but=1)
    assert [len(worker.taken) for worker in workers] == [0, 6]
