"""What a shop's pages read again and again, kept in this process while the tables it was read from stay as they are.

A shop's revision says that something changed, not what: after the summary of one product was saved, the menu, the rates and the
carriers are what they were. So the frame tells here, after each commit, which tables a revision wrote; a kept value is good as
long as every revision since it was read is known and wrote none of its tables. A revision that this process did not see (another
process, a command line) makes everything older be read again. A request that writes uses what is kept until its first change.

`@steady` goes on a query that returns plain data which nobody changes: no rows, which belong to one database session. Which
tables it reads is noted while it runs, so it uses selects, not rows that the session may already hold.
"""

from __future__ import annotations

import functools
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import visitors

from sandbox.kernel.db import Base, Session, is_reading, session
from sandbox.kernel.scope import scope_or_none

P = ParamSpec("P")
R = TypeVar("R")

MAX_VALUES = 6000
MAX_SHOPS = 1000
UNKNOWN = "*"
"""Stands for the tables of a textual statement: nobody knows which."""

_WRITTEN = "written_tables"
_WRITES = re.compile(r'\s*(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@dataclass(slots=True)
class _Known:
    """What this process saw a shop's revisions write: all of those after `since`, up to `last`."""

    since: int
    last: int
    latest: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    tables: frozenset[str]
    value: Any


class Steady:
    """The kept values of an application, the least recently used forgotten first; shared by its threads."""

    def __init__(self, max_values: int = MAX_VALUES) -> None:
        self._kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()
        self._max_values = max_values

    def wrote(self, shop_key: str, revision: int, tables: Iterable[str]) -> None:
        """A revision of a shop was committed, and wrote these tables."""
        with self._lock:
            known = self._known.get(shop_key)
            if known is None or revision > known.last + 1:
                self._known[shop_key] = _Known(revision, revision)
            elif revision == known.last + 1:
                known.last = revision
                known.latest.update(dict.fromkeys(tables, revision))
            self._known.move_to_end(shop_key)
            if len(self._known) > MAX_SHOPS:
                self._known.popitem(last=False)  # what was kept of that shop is read again, once

    def find(self, key: tuple[Any, ...], revision: int) -> _Kept | None:
        """What is kept under a key, whose first part is the shop's, when it is still good at that revision."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not self._is_good(kept, self._known.get(key[0]), revision):
                return None
            self._kept.move_to_end(key)
            return kept

    @staticmethod
    def _is_good(kept: _Kept, known: _Known | None, revision: int) -> bool:
        if kept.revision == revision:
            return True
        if known is None or not known.since <= kept.revision <= revision <= known.last:
            return False
        if UNKNOWN in kept.tables or known.latest.get(UNKNOWN, 0) > kept.revision:
            return False
        return all(known.latest.get(table, 0) <= kept.revision for table in kept.tables)

    def keep(self, key: tuple[Any, ...], kept: _Kept) -> None:
        """Keep a value."""
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._max_values:
                self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Reading:
    store: Steady
    shop_id: int
    shop_key: str
    revision: int


_reading: ContextVar[_Reading | None] = ContextVar("steady_reading", default=None)
_read_tables: ContextVar[set[str] | None] = ContextVar("steady_tables", default=None)


def begin_reading(store: Steady, *, shop_id: int, shop_key: str, revision: int) -> None:
    """What this context reads of a shop at a revision may be kept from now on.

    By the shop's key: a database gives the number of a deleted shop to the next one.
    """
    _reading.set(_Reading(store, shop_id, shop_key, revision))


def end_reading() -> None:
    """Nothing of what this context reads is kept, which is how every context begins."""
    _reading.set(None)


def steady(query: Callable[P, R]) -> Callable[P, R]:
    """Keep what a query answers for the same arguments, which must be hashable."""

    @functools.wraps(query)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        place = _reading.get()
        if place is None or place.shop_id != scope_or_none() or has_changes(session()):
            return query(*args, **kwargs)
        key = (place.shop_key, query.__module__, query.__qualname__, args, *sorted(kwargs.items()))
        kept = place.store.find(key, place.revision)
        if kept is None:
            kept = _read(place.revision, query, args, kwargs)
            place.store.keep(key, kept)
        if (around := _read_tables.get()) is not None:
            around |= kept.tables
        value: R = kept.value
        return value

    return run


def _read(revision: int, query: Callable[..., Any], args: Any, kwargs: Any) -> _Kept:
    with noting_tables() as tables:
        value = query(*args, **kwargs)
    refuse_rows(value, query)
    return _Kept(revision, frozenset(tables), value)


@contextmanager
def noting_tables() -> Iterator[set[str]]:
    """The tables that statements of the block read: filled while it runs."""
    tables: set[str] = set()
    token = _read_tables.set(tables)
    try:
        yield tables
    finally:
        _read_tables.reset(token)


def refuse_rows(value: Any, query: Callable[..., Any]) -> None:
    """A row outlives its session badly: a query that would keep one is a fault of the program, told by TypeError."""
    parts: Iterable[Any] = ()
    if isinstance(value, Base):
        raise TypeError(f"{query.__qualname__} would keep a row of {type(value).__name__}")
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        parts = value
    elif hasattr(value, "__dataclass_fields__"):
        parts = [getattr(value, name) for name in value.__dataclass_fields__]
    for part in parts:
        if not isinstance(part, _PLAIN):
            refuse_rows(part, query)


_PLAIN = (int, str, date, type(None), float)


# what statements read and write --------------------------------------------------------------------------------------


@event.listens_for(Session, "do_orm_execute")
def _note_read(state: ORMExecuteState) -> None:
    tables = _read_tables.get()
    if tables is not None:
        tables |= tables_of(state.statement)


def tables_of(statement: Any) -> set[str]:
    """The names of the tables in a statement."""
    if isinstance(statement, sa.TextClause):
        return {UNKNOWN}
    return {part.name for part in visitors.iterate(statement) if isinstance(part, sa.Table)}


@event.listens_for(sa.Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    connection.info[_WRITTEN] = set()


@event.listens_for(sa.Engine, "before_cursor_execute")
def _note_written(connection: sa.Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    """Read off the statement itself, so that no way of writing goes unnoticed."""
    if statement.startswith("SELECT"):
        return
    if match := _WRITES.match(statement):
        table = match[2]
        written = {table, *_emptied_with(table)} if match[1].upper() == "DELETE FROM" else {table}
        connection.info.setdefault(_WRITTEN, set()).update(written)
    elif statement.lstrip().upper().startswith("WITH"):
        connection.info.setdefault(_WRITTEN, set()).add(UNKNOWN)


@functools.cache
def _emptied_with(table: str) -> frozenset[str]:
    """The tables whose rows the database deletes together with those they belong to."""
    found: set[str] = set()
    wanted = [table]
    while wanted:
        name = wanted.pop()
        for other in Base.metadata.tables.values():
            bound = any(f.referred_table.name == name and f.ondelete for f in other.foreign_key_constraints)
            if bound and other.name not in found:
                found.add(other.name)
                wanted.append(other.name)
    return frozenset(found)


def has_changes(session: Session) -> bool:
    """Whether the transaction wrote something, or is about to; one that only reads does neither."""
    if is_reading():
        return False
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        return True
    return session.in_transaction() and bool(session.connection().info.get(_WRITTEN))


def written_tables(session: Session) -> set[str]:
    """The tables that the transaction has written so far, or more."""
    found: set[str] = session.connection().info.get(_WRITTEN, set())
    return set(found)
