"""Imports of traffic that can be taken back: the file they replaced, what they wrote, when they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("context_imports") as batch_op:
        batch_op.add_column(sa.Column("before", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("after", sa.String(64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("taken_back_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("context_imports") as batch_op:
        batch_op.drop_column("taken_back_at")
        batch_op.drop_column("after")
        batch_op.drop_column("before")
