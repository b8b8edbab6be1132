"""The server keeps what stays out of the way of the collector, and what requests leave is still collected."""

from __future__ import annotations

import gc
import weakref

from sandbox.cli._server import settle_memory


class Knot:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_what_comes_later_is_still_collected() -> None:
    before, was_frozen = gc.get_threshold(), gc.get_freeze_count()
    gc.unfreeze()  # the tests freeze what they all share: what is counted here is the server's doing
    try:
        settle_memory()
        assert gc.get_freeze_count() > 10_000
        knot = Knot()
        gone = weakref.ref(knot)
        del knot
        gc.collect()
        assert gone() is None
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        if was_frozen:
            gc.freeze()
