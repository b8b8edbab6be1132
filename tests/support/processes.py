"""Another process of the server, on the same database: what it remembers is its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.kernel.db import db


class OtherProcess:
    """What a process remembers of a database goes by engine: this one has its own, on the same connections."""

    def __init__(self) -> None:
        self._engine = db.engine.execution_options()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Who works in the block is the other process; rows read before are let go."""
        db.session.rollback()
        db.session.remove()
        own, db.engines[None] = db.engines[None], self._engine
        try:
            yield
            db.session.rollback()
        finally:
            db.session.remove()
            db.engines[None] = own
