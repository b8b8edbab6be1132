"""What Alembic runs to compare or change the schema, on the connection it was given."""

from __future__ import annotations

from alembic import context

from sandbox.kernel.db import Base
from sandbox.migrations import import_models

import_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite cannot change a column: Alembic copies the table.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
