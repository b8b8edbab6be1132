"""What Alembic runs to compare or change the schema, on the connection it was given."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText
from sandbox.migrations import import_models


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A step must stay true when an enumeration grows: its columns are written as the texts they are."""
    return f"sa.String(length={item.length})" if kind == "type" and isinstance(item, EnumText) else False


import_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite cannot change a column: Alembic copies the table.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
