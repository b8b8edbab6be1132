"""A film of the library has subtitles and a picture that is seen until it is played."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site_media") as batch_op:
        batch_op.add_column(sa.Column("subtitles", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("poster_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("site_media") as batch_op:
        batch_op.drop_column("poster_id")
        batch_op.drop_column("subtitles")
