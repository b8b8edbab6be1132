"""Rebuilding a seat's shop at a moment: the baseline copied, then the journal's row changes applied. Never commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock, unscoped
from sandbox.kernel.changes import unheard
from sandbox.kernel.db import db, session
from sandbox.kernel.scoping import scoped_tables
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import ShopKind
from sandbox.shop.traffic.services import forget_ledger
from sandbox.training.exams.models import Seat
from sandbox.training.journal import queries as journal
from sandbox.training.journal.models import JournalEntry
from sandbox.training.replay.models import RebuiltShop
from sandbox.training.replay.queries import rebuilt_of
from sandbox.training.replay.rules import as_written, changes_of

KEPT_FOR = timedelta(hours=1)
_SECRET, _HIDDEN = "password_hash", "•••"
"""The journal tells that a password changed, not what it became: the rebuilt shop takes what it is now."""


def rebuild(*, seat: Seat, seq: int) -> RebuiltShop:
    """The seat's shop once the entry `seq` was written, 0 for its start; frozen from birth. What was rebuilt for the seat before, and
    anything older than an hour, is thrown away.
    """
    tidy_rebuilt()
    for former in rebuilt_of(seat):
        _delete(former)
    with unheard(session()):
        shop = shops.copy_shop(source=seat.session.baseline, kind=ShopKind.REPLAY)
        shops.freeze_shop(shop=shop)
        entries = [entry for entry in journal.all_of(seat.shop_id) if entry.seq <= seq]
        _write(entries, shop.id, seat.shop_id)
        forget_ledger(
            shop_id=shop.id
        )  # its orders were written without their objects: nothing told which of them changed
    row = RebuiltShop(shop=shop, seat=seat, seq=min(seq, entries[-1].seq if entries else 0), made_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def tidy_rebuilt() -> int:
    """Throw away the shops rebuilt over an hour ago; how many."""
    old = db.session.scalars(sa.select(RebuiltShop).where(RebuiltShop.made_at < clock.now() - KEPT_FOR)).all()
    for row in old:
        _delete(row)
    return len(old)


def _delete(row: RebuiltShop) -> None:
    shop_id = row.shop_id
    db.session.delete(row)
    db.session.flush()
    with unheard(session()):
        shops.delete_shop(shop_id=shop_id)


def _write(entries: Iterable[JournalEntry], shop_id: int, live_id: int) -> None:
    """Give the database again what it was given then, entry by entry."""
    tables: Mapping[str, Any] = {table.name: table for table in scoped_tables()}
    for change in (one for entry in entries for one in as_written(changes_of([entry]), list(tables))):
        table = tables[change.table]
        here = sa.and_(table.c.shop_id == shop_id, table.c.id == change.row_id)
        if change.op == "delete":
            unscoped.execute(session(), sa.delete(table).where(here))
            continue
        values = {name: _stored(table, name, value, live_id, change.row_id) for name, value in change.after.items()}
        if change.op == "insert":
            unscoped.execute(session(), sa.insert(table).values(shop_id=shop_id, **values))
        else:
            unscoped.execute(session(), sa.update(table).where(here).values(**values))


def _stored(table: Any, name: str, value: Any, live_id: int, row_id: int) -> Any:
    """A value of the journal as its column takes it."""
    column = table.c[name]
    if name == _SECRET and value == _HIDDEN:
        now = sa.select(column).where(table.c.shop_id == live_id, table.c.id == row_id)
        return unscoped.scalar(session(), now)
    if isinstance(value, str) and isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    return value
