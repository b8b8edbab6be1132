"""The gift wrapping that a cart asks for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("carts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_wrapped", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("gift_message", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("carts", schema=None) as batch_op:
        batch_op.drop_column("gift_message")
        batch_op.drop_column("is_wrapped")
