"""A server of several processes: one parent that answers nothing and workers that answer everything, forked from it.

One process of Python draws one page at a time, whatever the machine. The workers share the listening socket, the program's memory
and the parent's hold on the installation; what they tell each other (`kernel.siblings`) passes through the parent. A worker that
dies is replaced. When the parent is gone, however it went, the workers go at once: nothing answers that nobody can stop.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawArray

import click

from sandbox.cli._door import Door
from sandbox.cli._installation import Refusal

MOST = 2
"""Two cores are what centres have; further processes would each keep their own pages."""
REST_S = 0.5
"""Before a dead worker is replaced: one that dies at once must not take the machine with it."""
ENDS_WITHIN_S = 5.0
Work = Callable[[socket.socket, Connection], None]


def useful_number() -> int:
    """How many processes a server may have here: one a core, two at most; one where a process cannot be forked safely."""
    if sys.platform != "linux":
        return 1
    return max(1, min(MOST, len(os.sched_getaffinity(0))))


def refuse_too_many(processes: int) -> None:
    """Raises Refusal when so many processes cannot answer together on this machine."""
    if processes > useful_number():
        raise Refusal(
            "Un seul processus est possible sur ce poste (plusieurs demandent Linux et deux cœurs) : enlevez --processus."
        )


class Workers:
    """The workers of a server: `run` starts them, passes on what they tell each other and replaces those that die."""

    def __init__(self, number: int, listening: socket.socket, work: Work) -> None:
        self._listening, self._work = listening, work
        self._connected = RawArray("i", number)
        self._free = list(range(number))
        self._running: dict[Connection, tuple[BaseProcess, int]] = {}

    def run(self, on_ready: Callable[[], None]) -> None:
        """Until interrupted. `on_ready` is called once all were started: what is asked from then on is answered."""
        try:
            while self._free:
                self._start()
            on_ready()
            while True:
                self._turn()
        except KeyboardInterrupt:
            pass
        finally:
            self._stop()

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        place = self._free.pop()
        self._connected[place] = 0
        context = multiprocessing.get_context("fork")
        worker = context.Process(target=self._begin, args=(ours, theirs, place), name="e5-worker")
        worker.start()
        theirs.close()
        self._running[ours] = worker, place

    def _begin(self, ours: Connection, theirs: Connection, place: int) -> None:
        """In the worker: let go of the parent's ends, of which one left open would hide that the parent is gone."""
        for connection in (ours, *self._running):
            connection.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches us too: it is the parent who says when to end
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self._work(Door(self._listening, self._connected, place), theirs)

    def _turn(self) -> None:
        for ready in wait(list(self._running)):
            assert isinstance(ready, Connection)
            try:
                words = ready.recv_bytes()
            except (EOFError, OSError):
                self._replace(ready)
            else:
                self._pass_on(words, ready)

    def _pass_on(self, words: bytes, teller: Connection) -> None:
        for other in self._running:
            if other is not teller:
                try:
                    other.send_bytes(words)
                except OSError:
                    continue  # it is gone: its own end says so at the next turn

    def _replace(self, connection: Connection) -> None:
        worker, place = self._running.pop(connection)
        self._free.append(place)
        connection.close()
        worker.join(ENDS_WITHIN_S)
        click.echo(f"Un processus du serveur s’est arrêté (code {worker.exitcode}) ; un autre le remplace.", err=True)
        time.sleep(REST_S)
        self._start()

    def _stop(self) -> None:
        for worker, _ in self._running.values():
            worker.terminate()
        for connection, (worker, _) in self._running.items():
            worker.join(ENDS_WITHIN_S)
            connection.close()  # one that is still there goes now


def end_with_parent() -> None:
    """In a worker, the parent being gone: at once, as a power cut would. What was acknowledged is in the database."""
    os._exit(1)
