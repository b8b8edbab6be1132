"""A variant may have a cost of its own; without one it costs what its product does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("variants") as batch_op:
        batch_op.add_column(sa.Column("cost_excl_micros", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("variants") as batch_op:
        batch_op.drop_column("cost_excl_micros")
