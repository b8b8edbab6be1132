"""Copies of practice shops in which the market plays the days after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("witness_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["practice_runs.id"], name=op.f("fk_market_copies_run_id_practice_runs")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_market_copies_shop_id_shops")),
        sa.ForeignKeyConstraint(["witness_id"], ["shops.id"], name=op.f("fk_market_copies_witness_id_shops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_copies")),
        sa.UniqueConstraint("run_id", name=op.f("uq_market_copies_run_id")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_market_copies_shop_id")),
        sa.UniqueConstraint("witness_id", name=op.f("uq_market_copies_witness_id")),
    )


def downgrade() -> None:
    op.drop_table("market_copies")
