"""The forms that were taken: a row each, written in the transaction of what the form did, so that the two are there together or not at all.

A form whose answer was lost is sent again; were it after the server was killed, or to another process, it is recognised here. Only
the latest are kept. The statements go round the session: they are two of each save, and no row of a shop is among them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base, Session

MAX_KEPT = 10_000
"""An hour of a full centre; some megabytes."""
TIDIED_EVERY = 256


class TakenForm(Base):
    """A form that was taken: under which key, from which browser, and what it was answered."""

    __tablename__ = "taken_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    browser: Mapped[str] = mapped_column(sa.String(64))
    revision: Mapped[int] = mapped_column()
    location: Mapped[str] = mapped_column(sa.Text)
    visitor: Mapped[str] = mapped_column(sa.Text)
    told: Mapped[str] = mapped_column(sa.Text)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form: the address that it led to, the revision that it left its shop at, what the session then held of the
    visitor; `told` is what a script was answered. `id` grows with each form taken; 0 when it is not written yet.
    """

    location: str
    revision: int
    visitor: dict[str, Any]
    told: str
    id: int = 0


_table: sa.Table = TakenForm.__table__  # type: ignore[assignment]
_LOCK = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("number", type_=sa.BigInteger)))
_FIND = sa.select(_table.c.location, _table.c.revision, _table.c.visitor, _table.c.told, _table.c.id).where(
    _table.c.key == sa.bindparam("key")
)
_LATER = sa.select(sa.exists().where(_table.c.browser == sa.bindparam("browser"), _table.c.id > sa.bindparam("number")))
_INSERT = sa.insert(_table)
_REPLACED = sa.delete(_table).where(_table.c.id == sa.bindparam("number"))
_OLD = sa.select(_table.c.id).where(_table.c.id <= sa.bindparam("last")).with_for_update(skip_locked=True)
_TIDY = sa.delete(_table).where(_table.c.id.in_(_OLD))


def find_taken(session: Session, key: str) -> Taken | None:
    """What became of the form of that key (64 hexadecimal signs), None when it was not taken, or too long ago.

    Until the transaction ends nobody else takes it: on SQLite who writes holds the only lock, on PostgreSQL a lock of the key's own.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(key[:16]), signed=True)
        connection.execute(
            _LOCK, {"number": number}
        )  # a statement of its own: the next one sees what was committed meanwhile
    row = connection.execute(_FIND, {"key": key}).first()
    return Taken(row[0], row[1], json.loads(row[2] or "{}"), row[3], row[4]) if row else None


def is_latest(session: Session, taken: Taken, browser: str) -> bool:
    """Whether nothing else was taken from that browser since."""
    return not session.connection().scalar(_LATER, {"browser": browser, "number": taken.id})


def keep_taken(session: Session, *, key: str, browser: str, taken: Taken) -> None:
    """Write what became of a form, over what `taken.id` says was written of it before; forgets the oldest now and then.

    The last statement before the commit: whoever waits for it on PostgreSQL does not wait long, and never in a ring.
    """
    connection = session.connection()
    if taken.id:
        connection.execute(_REPLACED, {"number": taken.id})
    row = {
        "key": key, "browser": browser, "revision": taken.revision, "location": taken.location, "told": taken.told,
        "visitor": json.dumps(taken.visitor) if taken.visitor else "",
    }  # fmt: skip
    number = connection.execute(_INSERT, row).inserted_primary_key[0]  # type: ignore[index]
    if number % TIDIED_EVERY == 0:
        connection.execute(_TIDY, {"last": number - MAX_KEPT})
