"""The name of all facts as they stand, so that what was read of them may be kept until they change."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "traffic_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_editions")),
    )
    op.bulk_insert(made, [{"id": 1, "name": secrets.token_hex(16)}])


def downgrade() -> None:
    op.drop_table("traffic_editions")
