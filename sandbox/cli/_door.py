"""The door of a worker: those who come in are shared out evenly between the workers.

Who is connected stays with one worker as long as their browser keeps the connection. Left to the system, the worker that is
quicker to wake takes twice as many as the other, and its pages wait while the other has nothing to do.
"""

from __future__ import annotations

import socket
import time
from collections.abc import MutableSequence
from typing import Any

AFTER_YOU_S = 0.003
"""How long the worker with more people lets the other go first; should that one be stuck, nobody waits longer."""


class Door(socket.socket):
    """A listening socket that several workers accept from. `connected`: how many each has, in memory that they share."""

    def __init__(self, listening: socket.socket, connected: MutableSequence[int], place: int) -> None:
        super().__init__(fileno=listening.detach())
        self._connected, self._place = connected, place

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection, counted until it is closed; raises BlockingIOError when another worker took it."""
        if self._connected[self._place] > min(self._connected):
            time.sleep(AFTER_YOU_S)
        connection, address = super().accept()
        return _Counted(connection, self._connected, self._place), address


class _Counted(socket.socket):
    def __init__(self, connection: socket.socket, connected: MutableSequence[int], place: int) -> None:
        super().__init__(connection.family, connection.type, connection.proto, fileno=connection.detach())
        self._connected, self._place, self._is_counted = connected, place, True
        connected[place] += 1

    def close(self) -> None:
        """Let the connection go, and count it no more."""
        if self._is_counted:
            self._is_counted = False
            self._connected[self._place] -= 1
        super().close()
