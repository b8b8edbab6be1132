"""Reading the journal of a shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer

from sandbox.kernel.db import db
from sandbox.kernel.steady import steady
from sandbox.training.journal.models import JournalEntry


def after(shop_id: int, seq: int) -> Sequence[JournalEntry]:
    """The entries of a shop after a sequence number, oldest first: how a late screen catches up."""
    return db.session.scalars(
        sa.select(JournalEntry)
        .where(JournalEntry.shop_id == shop_id, JournalEntry.seq > seq)
        .order_by(JournalEntry.seq)
    ).all()


def last_entry(shop_id: int, *, until: datetime) -> JournalEntry | None:
    """The latest entry of a shop at a moment, or None."""
    known = sa.select(JournalEntry).where(JournalEntry.shop_id == shop_id, JournalEntry.at <= until)
    latest = known.options(defer(JournalEntry.changes)).order_by(JournalEntry.seq.desc())
    return db.session.scalars(latest.limit(1)).first()


@steady
def last_moment(shop_id: int) -> datetime | None:
    """When the latest entry of a shop was written, or None."""
    return db.session.scalar(_LATEST, {"shop": shop_id})


_LATEST = (
    sa.select(JournalEntry.at)
    .where(JournalEntry.shop_id == sa.bindparam("shop"))
    .order_by(JournalEntry.seq.desc())
    .limit(1)
)
"""Built once: every sign of life of every workstation asks it."""


def all_of(shop_id: int) -> Sequence[JournalEntry]:
    """The whole journal of a shop, oldest first."""
    return after(shop_id, 0)


def last_seq(shop_id: int) -> int:
    """The latest sequence number of a shop, 0 for an empty journal."""
    return db.session.scalar(sa.select(sa.func.max(JournalEntry.seq)).where(JournalEntry.shop_id == shop_id)) or 0
