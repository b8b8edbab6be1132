"""The steps of the visits that people at work make to a shop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("visit", sa.String(length=16), nullable=False),
        sa.Column("visitor", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("path", sa.String(length=160), nullable=False),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("results", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("campaign", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_live_steps_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_steps")),
    )
    op.create_index(op.f("ix_live_steps_shop_id_id"), "live_steps", ["shop_id", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_live_steps_shop_id_id"), table_name="live_steps")
    op.drop_table("live_steps")
