"""The shop guard: until a shop is open, nothing of any shop can be read or written; then, only that one's.

Fail-closed on purpose. A query that forgets its shop raises instead of leaking. The one known hole is the identity map of a
session, which is not filtered: so one writing request is one session is one shop. Going round is `kernel.unscoped`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, with_loader_criteria
from sqlalchemy.sql import visitors

from sandbox.kernel.db import Session
from sandbox.kernel.many_rows import insert_many
from sandbox.kernel.scoping import ShopScoped, next_ids, scoped_tables

UNSCOPED = "unscoped"

_scope: ContextVar[int | None] = ContextVar("shop_scope", default=None)


class ScopeError(RuntimeError):
    """A fault of the program: shop rows touched without an open shop, or another shop's than the open one."""


@contextmanager
def shop_scope(shop_id: int) -> Iterator[None]:
    """Open a shop for the length of the block."""
    token = _scope.set(shop_id)
    try:
        yield
    finally:
        _scope.reset(token)


def enter_shop(shop_id: int | None) -> None:
    """Open a shop (or close it with None) for the rest of this context; the web frame calls it once a request."""
    _scope.set(shop_id)


def open_shop_id() -> int:
    """The id of the open shop; raises ScopeError when none is open."""
    shop_id = _scope.get()
    if shop_id is None:
        raise ScopeError("no shop scope is open")
    return shop_id


def scope_or_none() -> int | None:
    """The id of the open shop, None when none is open."""
    return _scope.get()


class _Tables:
    """The tables of shop rows, found once all models are mapped."""

    known: frozenset[sa.Table] | None = None


def _shop_tables() -> frozenset[sa.Table]:
    if _Tables.known is None:
        _Tables.known = frozenset(scoped_tables())
    return _Tables.known


def _touches_shop_rows(statement: Any) -> bool:
    if statement in _free_of_shops:
        return False
    tables = _shop_tables()
    found = any(isinstance(x, sa.Table) and x in tables for x in visitors.iterate(statement))
    if not found:
        _free_of_shops.add(statement)
    return found


_free_of_shops: WeakSet[Any] = WeakSet()
"""Statements, which never change, that were looked through: those built once and sent with each request are looked at once."""


@event.listens_for(Session, "do_orm_execute")
def _guard(state: ORMExecuteState) -> None:
    if state.execution_options.get(UNSCOPED):
        return
    statement = state.statement
    if isinstance(statement, sa.TextClause):
        raise ScopeError("textual SQL goes through kernel.unscoped")
    if state.is_orm_statement and not state.is_insert:
        mapper = state.bind_mapper  # of the first column: told without going through them all
        mapped = mapper is not None and issubclass(mapper.class_, ShopScoped)
        mapped = mapped or any(issubclass(m.class_, ShopScoped) for m in state.all_mappers)
        if not mapped and not _touches_shop_rows(statement):
            return
        state.statement = statement.options(_rows_of(open_shop_id()))
    elif _touches_shop_rows(statement):
        raise ScopeError("Core statements on shop rows go through kernel.unscoped")


@lru_cache(maxsize=256)
def _rows_of(shop_id: int) -> LoaderCriteriaOption:
    """The condition that every statement on shop rows is given. Made once a shop: a page sends thirty statements."""
    return with_loader_criteria(ShopScoped, lambda cls: cls.shop_id == shop_id, include_aliases=True)


def insert_rows(session: Session, model: type[ShopScoped], rows: Sequence[dict[str, Any]]) -> None:
    """Write many new rows of the open shop with one statement, numbered in their order; no object is made of them.

    For what a context brings by thousands: nothing is told to the journal.
    """
    if not rows:
        return
    shop_id, table = open_shop_id(), model.__table__  # type: ignore[attr-defined]
    first = next_ids(session, shop_id, table.name, len(rows))
    numbered = [{**row, "shop_id": shop_id, "id": first + rank} for rank, row in enumerate(rows)]
    insert_many(session.connection(), table, numbered)


def forget_rows(session: Session) -> None:
    """Forget every row of a shop that was read: after a throw-away shop was taken back, the next one bears its number.

    A row of the first that somebody still holds would otherwise be met again under the second one's keys.
    """
    for row in list(session.identity_map.values()):
        if isinstance(row, ShopScoped) and row in session:  # its whole may have taken it along
            session.expunge(row)


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: Any, _instances: Any) -> None:
    """Give new rows their shop and their next ids; refuse rows of another shop than the open one."""
    fresh: dict[str, list[Any]] = {}
    for row in session.new:
        if isinstance(row, ShopScoped):
            shop_id = open_shop_id()
            given = row.__dict__  # a fresh row may lack both, whatever the types of its columns say
            if given.get("shop_id") is None:
                row.shop_id = shop_id
            if given.get("id") is None:
                fresh.setdefault(row.__tablename__, []).append(row)  # type: ignore[attr-defined]
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, ShopScoped) and row.shop_id != open_shop_id():
            raise ScopeError(f"{type(row).__name__} belongs to shop {row.shop_id}, the open one is {open_shop_id()}")
    for table, rows in fresh.items():
        first = next_ids(session, open_shop_id(), table, len(rows))
        for offset, row in enumerate(rows):
            row.id = first + offset
