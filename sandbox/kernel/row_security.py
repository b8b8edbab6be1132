"""The second net under the shop guard, on PostgreSQL: the database itself shows a transaction the rows of one shop only.

The guard (`kernel.scope`) works on statements; row-level security works below it, on rows, so that even raw SQL, a forgotten
filter or a fault of the guard meets nothing of another shop. A superuser is above it: connect as an ordinary owner.
SQLite has no such net.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from sandbox.kernel.db import Base
from sandbox.kernel.scope import UNSCOPED, scope_or_none
from sandbox.kernel.scoping import scoped_tables

SETTING = "sandbox.shop"
EVERY, NONE = "-1", "0"
"""What the setting says when every shop is the subject (`kernel.unscoped`), and when no shop is open; shops count from 1."""
_TOLD = "told_shop"

_OPEN = f"nullif(current_setting('{SETTING}', true), '')::integer"
_POLICY = f"CREATE POLICY one_shop ON {{table}} USING (shop_id = {_OPEN} OR {_OPEN} = {EVERY})"


def install(connection: sa.Connection) -> None:
    """Put every table of shop rows under the policy; those that already are stay as they are."""
    if connection.dialect.name != "postgresql":
        return
    known = set(connection.scalars(sa.text("SELECT tablename FROM pg_policies WHERE policyname = 'one_shop'")))
    for table in scoped_tables():
        if table.name not in known:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY")
            connection.exec_driver_sql(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")  # the owner too
            connection.exec_driver_sql(_POLICY.format(table=table.name))


@event.listens_for(Base.metadata, "after_create")
def _install(_metadata: sa.MetaData, connection: sa.Connection, **_options: Any) -> None:
    install(connection)


def watch(engine: sa.Engine) -> None:
    """Tell the database which shop is open, before the first statement of a transaction and whenever it changes."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "before_cursor_execute")
    def _tell(
        connection: sa.Connection, cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        if statement.startswith(("SAVEPOINT", "ROLLBACK", "RELEASE")):
            return  # what is told inside a savepoint on its way back would go back with it, and be believed told
        shop_id = scope_or_none()
        is_unscoped = context is not None and context.execution_options.get(UNSCOPED)
        wanted = EVERY if is_unscoped else NONE if shop_id is None else str(shop_id)
        if connection.info.get(_TOLD) != wanted:
            cursor.execute("SELECT set_config(%s, %s, true)", (SETTING, wanted))
            connection.info[_TOLD] = wanted

    # The setting lives as long as the transaction; what was told inside a savepoint goes back with it.
    for name in ("begin", "rollback", "commit", "rollback_savepoint"):
        event.listen(engine, name, _forget)


def _forget(connection: sa.Connection, *_names: Any) -> None:
    connection.info.pop(_TOLD, None)
