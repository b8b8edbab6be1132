"""The row changes of a transaction: what the journal, the live console and the replay are made from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction, object_session

from sandbox.kernel.db import Session
from sandbox.kernel.scoping import ShopScoped

_KEY = "row_changes"
_PENDING = "pending_changes"
_UNHEARD = "unheard_changes"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: `op` is insert, update or delete; an update holds only the columns that changed."""

    table: str
    row_id: int
    op: Literal["insert", "update", "delete"]
    before: Json
    after: Json


def to_json(value: Any) -> Any:
    """A column's value as JSON: days and moments as ISO text, the rest as it is."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def changes_of(session: Session) -> list[RowChange]:
    """The changes flushed so far in this session's transaction, in order."""
    found: list[RowChange] = session.info.setdefault(_KEY, [])
    return found


def take_changes(session: Session) -> list[RowChange]:
    """The changes of the transaction, and forget them."""
    found: list[RowChange] = session.info.pop(_KEY, [])
    return found


@contextmanager
def unheard(session: Session) -> Iterator[None]:
    """A whole shop is written in the block and nobody is told of it row by row: nothing is recorded."""
    session.info[_UNHEARD] = True
    try:
        yield
    finally:
        del session.info[_UNHEARD]


_SECRET = "password_hash"
"""That it changed is told, what it became is not: the journal is read, exported and kept."""


def _told(name: str, value: Any) -> Any:
    return "•••" if name == _SECRET and value is not None else to_json(value)


def _columns(row: Any) -> list[str]:
    return [p.key for p in sa.inspect(type(row)).column_attrs if p.key != "shop_id"]


def _updated(row: Any) -> RowChange | None:
    before, after = {}, {}
    state = sa.inspect(row)
    for name in _columns(row):
        history = state.attrs[name].history
        if history.has_changes() and history.added and list(history.added) != list(history.deleted or ()):
            before[name] = _told(name, history.deleted[0]) if history.deleted else None
            after[name] = _told(name, history.added[0])
    return RowChange(row.__tablename__, row.id, "update", before, after) if after else None


@event.listens_for(Session, "before_flush")
def _collect(session: Session, _context: Any, _instances: Any) -> None:
    if _UNHEARD in session.info:
        return
    pending = session.info.setdefault(_PENDING, [])
    for row in session.dirty:
        if isinstance(row, ShopScoped) and (change := _updated(row)):
            pending.append(change)
    for row in session.deleted:
        if isinstance(row, ShopScoped):
            values = {name: _told(name, getattr(row, name)) for name in _columns(row)}
            pending.append(RowChange(row.__tablename__, row.id, "delete", values, {}))  # type: ignore[attr-defined]
    session.info["fresh_rows"] = [row for row in session.new if isinstance(row, ShopScoped)]


@event.listens_for(ShopScoped, "before_delete", propagate=True)
def _collect_orphan(_mapper: Any, _connection: Any, row: Any) -> None:
    """A row taken out of its parent's list is deleted by the flush itself, and is not yet among the deleted before it."""
    session = object_session(row)
    if isinstance(session, Session) and row not in session.deleted and _UNHEARD not in session.info:
        values = {name: _told(name, getattr(row, name)) for name in _columns(row)}
        session.info.setdefault(_PENDING, []).append(RowChange(row.__tablename__, row.id, "delete", values, {}))


@event.listens_for(Session, "after_flush")
def _keep(session: Session, _context: Any) -> None:
    """New rows are read here, when the guard has numbered them and defaults are filled."""
    found = changes_of(session)
    for row in session.info.pop("fresh_rows", []):
        values = {name: _told(name, sa.inspect(row).dict.get(name)) for name in _columns(row)}
        found.append(RowChange(row.__tablename__, row.id, "insert", {}, values))
    found.extend(session.info.pop(_PENDING, []))


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    """Where a savepoint begins: what was recorded before it stays when it is taken back."""
    if transaction.nested:
        _marks[transaction] = {key: len(session.info.get(key, ())) for key in _RECORDS}


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Forget what was rolled back, and no more. A failed flush is followed by the rollback of what it stood in."""
    session.info.pop(_PENDING, None)
    if transaction.nested:
        for key, length in _marks.pop(transaction, {}).items():
            del session.info.get(key, [])[length:]
    elif transaction.parent is None:
        for key in _RECORDS:
            session.info.pop(key, None)


_RECORDS = (_KEY, "performed_actions")
_marks: WeakKeyDictionary[SessionTransaction, dict[str, int]] = WeakKeyDictionary()
