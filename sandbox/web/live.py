"""Who waits for news of some shops is woken by the write that makes them, not by the next second."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from flask import Flask

from sandbox.kernel.siblings import siblings
from sandbox.web.shop_context import STEADY

EXTENSION = "live"
WRITTEN = "shop written"
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


def tell_written(app: Flask, shop_key: str, revision: int, tables: Iterable[str]) -> None:
    """A revision of a shop is committed, and wrote these tables: what pages keep of them is over, and who waits is woken,
    in every process of the server."""
    siblings.tell(WRITTEN, shop_key, revision, tuple(tables))
    hear_written(app, shop_key, revision, tables)


def hear_written(app: Flask, shop_key: str, revision: int, tables: Iterable[str]) -> None:
    """The same in this process alone."""
    app.extensions[STEADY].wrote(shop_key, revision, tables)
    app.extensions[EXTENSION].tell(shop_key)


def register(app: Flask) -> None:
    """One for the application."""
    app.extensions[EXTENSION] = Moves()
