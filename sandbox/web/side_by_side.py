"""What an application does with what the other processes of its server tell: one place, so that a new memory is not forgotten."""

from __future__ import annotations

from functools import partial

from flask import Flask

from sandbox.extensions import limiter
from sandbox.kernel.siblings import siblings
from sandbox.web import attempts, live, live_visits, overwriting, sent_once


def listen(app: Flask) -> None:
    """Hear the others: shops written, cells replaced, visits under way, attempts at the doors. Memories with a name hear by themselves."""
    recorder: live_visits.Recorder = app.extensions[live_visits.EXTENSION]
    writes: overwriting.Writes = app.extensions[sent_once.WRITES]
    siblings.hear(live.WRITTEN, partial(live.hear_written, app))
    siblings.hear(overwriting.REPLACED, writes.hear)
    siblings.hear(live_visits.UNDER_WAY, recorder.hear)
    siblings.hear(live_visits.WRITE, partial(live_visits.write_steps, app))
    if limiter.enabled and isinstance(limiter.storage, attempts.CountedTogether):
        siblings.hear(attempts.COUNTED, limiter.storage.hear)
