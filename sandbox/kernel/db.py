"""The database: one declarative base, one session per request, the same code on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.orm import DeclarativeBase, scoped_session

from sandbox.kernel.turns import Turns

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table, of a shop or not."""

    metadata = sa.MetaData(naming_convention=NAMING)


class Session(FlaskSession):
    """The session the shop guard, the row changes and the counters listen to, and no other."""


class Database(SQLAlchemy):
    """The extension, whose session is ours."""

    session: scoped_session[Session]  # type: ignore[assignment]


db = Database(metadata=Base.metadata, session_options={"class_": Session})

session = db.session

WAIT_S = 15
_TURN, _TURNS = "writing_turn", "turns"
_read_only: ContextVar[bool] = ContextVar("read_only_transaction", default=False)


def begin_writing(session: Session) -> None:
    """Let the transaction of a session, which has only read so far, write from now on: what follows is read anew, in the turn.

    On SQLite the transaction ends and another one begins with the write lock: what was loaded before may be out of date. On PostgreSQL
    every statement reads what is committed, and it goes on.
    """
    set_reading(False)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")
        _begin_immediately(connection)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside take no write lock: for pages that only read.

    Elsewhere SQLite transactions begin with the write lock (BEGIN IMMEDIATE): a plain BEGIN that reads and then writes
    loses against every other writer, whatever the busy timeout.
    """
    token = _read_only.set(True)
    try:
        yield
    finally:
        _read_only.reset(token)


def set_reading(value: bool) -> None:
    """Choose the kind of the next transactions of this context; the web frame calls it once a request."""
    _read_only.set(value)


def is_reading() -> bool:
    """Whether the transactions of this context take no write lock: what is due may then be told, not written."""
    return _read_only.get()


def prepare_engine(engine: sa.Engine) -> None:
    """Give a fresh SQLite engine its pragmas and transaction mode; leaves PostgreSQL as it is."""
    if engine.dialect.name != "sqlite":
        return

    turns = Turns()

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, record: Any) -> None:
        record.info[_TURNS] = turns
        connection.isolation_level = None  # the begin event below decides, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={1000 * WAIT_S}",  # other processes: within ours, writers wait in a line
            "cache_size=-4000",  # kilobytes a connection, and there may be eighty; the system keeps the file's pages anyway
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if _read_only.get():
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_immediately(connection)

    def _end(_connection: Any, record: Any, _error: BaseException | None = None) -> None:
        """The transaction is over, however it ended: the connection is back in the pool, or lost."""
        if record is not None and record.info.pop(_TURN, False):
            turns.give()

    for moment in ("checkin", "invalidate", "close"):
        sa.event.listen(engine, moment, _end)


def _begin_immediately(connection: sa.Connection) -> None:
    """Begin with SQLite's write lock, once the writers that came before are done."""
    turns: Turns = connection.info[_TURNS]
    if _TURN not in connection.info and turns.take(WAIT_S):
        connection.info[_TURN] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE")
