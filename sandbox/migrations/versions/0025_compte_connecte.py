"""The account of the site that a candidate is connected as."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site_users") as batch_op:
        batch_op.add_column(sa.Column("is_at_work", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("site_users") as batch_op:
        batch_op.drop_column("is_at_work")
