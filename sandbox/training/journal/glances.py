"""The end of a journal and what was done so far, as a console asks for them every second.

A shop's revision moves on with each entry of its journal, in the same transaction: what was read at a revision stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from sandbox.kernel.db import db, is_reading
from sandbox.kernel.remembered import Remembered
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry

LENGTH = 8


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the journal as a list of actions shows it."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The French names of the actions done, each with its latest number, and the last entries, the latest first."""

    done: Mapping[str, int]
    latest: tuple[Told, ...]

    @property
    def last_seq(self) -> int:
        """The number of the last action, 0 for an empty journal."""
        return max(self.done.values(), default=0)


def glances(shops: Sequence[Shop]) -> dict[int, Glance]:
    """A glance at the journal of each of these shops, by shop."""
    return {shop.id: _kept.find((shop.key, shop.revision)) or _look(shop) for shop in shops}


def _look(shop: Shop) -> Glance:
    """Read on from the last glance: a journal only grows."""
    before = _latest.find(shop.key) or Glance({}, ())
    rows = db.session.execute(_NEWER, {"shop": shop.id, "seen": before.last_seq}).all()
    done = {**before.done, **{row.action: row.seq for row in rows}}
    told = [Told(row.at, row.words) for row in reversed(rows[-LENGTH:])]
    glance = Glance(done, (*told, *before.latest)[:LENGTH])
    if is_reading():  # what a transaction is about to write may yet be taken back
        _kept.keep((shop.key, shop.revision), glance)
        _latest.keep(shop.key, glance)
    return glance


_NEWER = (
    sa.select(JournalEntry.seq, JournalEntry.action, JournalEntry.at, JournalEntry.words)
    .where(JournalEntry.shop_id == sa.bindparam("shop"), JournalEntry.seq > sa.bindparam("seen"))
    .order_by(JournalEntry.seq)
)
_kept: Remembered[tuple[str, int], Glance] = Remembered(600)
_latest: Remembered[str, Glance] = Remembered(600)
