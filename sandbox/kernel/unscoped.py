"""The only door round the shop guard. Its importers are on an allow-list in the import contracts.

Used where several shops are the subject: copying, comparing, replaying, loading, the examiner's console.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import many_rows
from sandbox.kernel.db import Session
from sandbox.kernel.scope import UNSCOPED

Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def execute(session: Session, statement: sa.Executable, params: Params | None = None) -> sa.Result[Any]:
    """Run a statement over any shop's rows; it must name its shops itself."""
    return session.execute(statement, params, execution_options={UNSCOPED: True})


def insert_many(session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of any shops, which they name themselves: see `many_rows.insert_many`."""
    many_rows.insert_many(session.connection(), table, rows, options={UNSCOPED: True})


def scalar(session: Session, statement: sa.Executable) -> Any:
    """The one value of a statement over any shop's rows."""
    return execute(session, statement).scalar()
