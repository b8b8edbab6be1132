"""How long a sound or a film of the library lasts, and its transcript."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site_media") as batch_op:
        batch_op.add_column(sa.Column("duration_ms", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("transcript", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("site_media") as batch_op:
        batch_op.drop_column("transcript")
        batch_op.drop_column("duration_ms")
