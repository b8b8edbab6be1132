"""What an application does with what another process of its server tells."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from flask import Flask

from sandbox.kernel.changes import RowChange
from sandbox.kernel.siblings import siblings
from sandbox.web import attempts, live, live_visits, overwriting, sent_once, side_by_side
from sandbox.web.attempts import CountedTogether
from sandbox.web.live_visits import Under

AT = datetime(2027, 1, 12, 10)


@pytest.fixture
def listening(world_app: Flask) -> Flask:
    """An application that hears the others."""
    side_by_side.listen(world_app)
    return world_app


def test_a_shop_written_elsewhere_wakes_who_waits_for_it(listening: Flask) -> None:
    moves: live.Moves = listening.extensions[live.EXTENSION]
    since = moves.marks(["a"])
    woken = threading.Thread(target=moves.wait, args=(["a"], since, 60))
    woken.start()
    siblings.take((live.WRITTEN, "a", 7, ("products",)))
    woken.join(10)
    assert not woken.is_alive()
    assert moves.marks(["a", "b"]) == (1, 0)


def test_what_was_replaced_elsewhere_is_told_here(listening: Flask) -> None:
    siblings.take((overwriting.REPLACED, [("a", "products", 7, "name")], 5, "one", AT))
    writes: overwriting.Writes = listening.extensions[sent_once.WRITES]
    change = RowChange("products", 7, "update", {}, {"name": "Deux"})
    assert writes.replaced("a", [change], drawn_at=4, revision=6, sent_by="two") == AT


def test_a_visit_goes_on_here_that_began_elsewhere(listening: Flask) -> None:
    siblings.take((live_visits.UNDER_WAY, (1, "candidat", "mobile"), Under("abc", AT, "email", "rentrée"), "clé"))
    recorder: live_visits.Recorder = listening.extensions[live_visits.EXTENSION]
    assert [recorder.waits_elsewhere(key) for key in ("autre", "clé", "clé")] == [False, True, False]
    with listening.test_request_context("/"):
        assert recorder.visit(1, "candidat", "mobile", AT).name == "abc"
        assert recorder.visit(2, "candidat", "mobile", AT).name != "abc"


def test_an_attempt_counted_elsewhere_counts_here() -> None:
    counted = CountedTogether()
    siblings.hear(attempts.COUNTED, counted.hear)
    siblings.take((attempts.COUNTED, "door", 60, 1))
    assert counted.incr("door", 60) == 2
