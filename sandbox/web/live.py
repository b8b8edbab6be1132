"""Who waits for news of some shops is woken by the write that makes them, not by the next second."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence

from flask import Flask

EXTENSION = "live"
Marks = tuple[int, ...]


class Moves:
    """How often each shop was written since the start; shared by the threads of the process."""

    def __init__(self) -> None:
        self._moved, self._counts = threading.Condition(), Counter[str]()

    def tell(self, shop_key: str) -> None:
        """A shop was written, and it is committed."""
        with self._moved:
            self._counts[shop_key] += 1
            self._moved.notify_all()

    def marks(self, shop_keys: Sequence[str]) -> Marks:
        """Where some shops stand: to be asked before looking at them."""
        with self._moved:
            return tuple(self._counts[key] for key in shop_keys)

    def wait(self, shop_keys: Sequence[str], since: Marks, within_s: float) -> None:
        """Wait until one of the shops is no longer where it stood, or for so long."""
        with self._moved:
            self._moved.wait_for(lambda: tuple(self._counts[key] for key in shop_keys) != since, within_s)


def register(app: Flask) -> None:
    """One for the application."""
    app.extensions[EXTENSION] = Moves()
