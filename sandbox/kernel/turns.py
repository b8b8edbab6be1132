"""Writers wait in a line. SQLite lets one write at a time and makes the others try again after growing pauses, so that one
may be overtaken for seconds; here who came first writes first, and nobody sleeps while the way is free."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """One turn at a time among the threads of a process, in order of arrival."""

    def __init__(self) -> None:
        self._lock, self._is_taken = threading.Lock(), False
        self._waiting: deque[threading.Event] = deque()

    def take(self, within_s: float) -> bool:
        """Wait for one's turn; False when it did not come in time, and then there is none to give back."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(within_s):
            return True
        with self._lock:
            if mine.is_set():  # it came at the last moment
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
