"""What the processes of one server tell each other: a centre's server runs one on each core, and what one learns the others know.

Nothing here has to arrive. What must never be lost or seen twice is in the database; a word that is late or lost only makes another
process read again, or a screen wait for its next second. So telling never waits: the words go out from a thread of their own.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.connection import Connection
from queue import Full, Queue
from typing import Any

log = logging.getLogger(__name__)

MOST_WAITING = 10_000
ANSWERED_WITHIN_S = 0.5
_ASKED, _DONE = "asked", "done"
Handler = Callable[..., Any]


class Siblings:
    """The line of one process to the others; of a process alone, until `join` is called, it says and hears nothing."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}
        self._out: Queue[tuple[Any, ...]] | None = None
        self._others = 0
        self._numbers = itertools.count(1)
        self._answers: dict[tuple[int, int], int] = {}
        self._answered = threading.Condition()
        self._around: Callable[[], AbstractContextManager[Any]] = nullcontext

    def hear(self, topic: str, handler: Handler) -> None:
        """What is to be done here when another process tells of a topic; the last one said is the one that counts."""
        self._handlers[topic] = handler

    def tell(self, topic: str, *told: Any) -> None:
        """Tell the others. What is told can be pickled, and nobody changes it; when too much waits to go out it is dropped."""
        if self._out is not None:
            self._send(topic, *told)

    def ask(self, topic: str) -> None:
        """Have the others do what they do for a topic, and wait until they did, half a second at most."""
        if self._out is None:
            return
        mine = (os.getpid(), next(self._numbers))
        with self._answered:
            self._answers[mine] = 0
        self._send(_ASKED, mine, topic)
        with self._answered:
            self._answered.wait_for(lambda: self._answers[mine] >= self._others, ANSWERED_WITHIN_S)
            del self._answers[mine]

    def join(
        self, connection: Connection, *, others: int, around: Callable[[], AbstractContextManager[Any]], on_end: Callable[[], None]
    ) -> None:  # fmt: skip
        """Speak and hear through a connection from now on.

        Each word is heard `around` a context of the application. `on_end` is called when the other end is gone.
        """
        self._out, self._others, self._around = Queue(MOST_WAITING), others, around
        for name, run in (("siblings-tell", self._speak), ("siblings-hear", self._hear)):
            threading.Thread(target=run, args=(connection, on_end), name=name, daemon=True).start()

    def _send(self, *words: Any) -> None:
        assert self._out is not None
        try:
            self._out.put_nowait(words)
        except Full:
            log.warning("a word to the other processes was dropped: %s", words[0])

    def _speak(self, connection: Connection, _on_end: Callable[[], None]) -> None:
        assert self._out is not None
        while True:
            words = self._out.get()
            try:
                connection.send(words)
            except OSError:
                return  # the hearing thread sees the end too, and says so
            except Exception:  # what cannot be sent is not told, and the next words are
                log.exception("the other processes could not be told: %s", words[0])

    def _hear(self, connection: Connection, on_end: Callable[[], None]) -> None:
        try:
            while True:
                self.take(connection.recv())
        except (EOFError, OSError):
            on_end()

    def take(self, words: tuple[Any, ...]) -> None:
        """Do what a word from another process asks for; one that fails is logged, and the next are heard."""
        topic, *told = words
        try:
            if topic == _DONE:
                self._count_answer(told[0])
            elif topic == _ASKED:
                self._do(told[1])
                self._send(_DONE, told[0])
            else:
                self._do(topic, *told)
        except Exception:
            log.exception("what another process told could not be used: %s", topic)

    def _do(self, topic: str, *told: Any) -> None:
        handler = self._handlers.get(topic)
        if handler is not None:
            with self._around():
                handler(*told)

    def _count_answer(self, asked: tuple[int, int]) -> None:
        with self._answered:
            if asked in self._answers:
                self._answers[asked] += 1
                self._answered.notify_all()


siblings = Siblings()
"""Those of this process."""
