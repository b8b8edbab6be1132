"""Visits crossed with their region and their novelty; those of the orders that they made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_ORDERS = ("traffic_orders", "traffic_ledger_orders")
_CROSSINGS = "traffic_crossings"
_INDEX = "ix_traffic_crossings_context_slug_region_day_offset"


def upgrade() -> None:
    for table in _ORDERS:
        op.add_column(table, sa.Column("region", sa.String(60), server_default="", nullable=False))
        op.add_column(table, sa.Column("is_new", sa.Boolean(), nullable=True))
    op.create_table(
        _CROSSINGS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(60), nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("day_offset", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_crossings")),
    )
    op.create_index(op.f(_INDEX), _CROSSINGS, ["context_slug", "region", "day_offset"])


def downgrade() -> None:
    op.drop_index(op.f(_INDEX), table_name=_CROSSINGS)
    op.drop_table(_CROSSINGS)
    for table in _ORDERS:
        op.drop_column(table, "is_new")
        op.drop_column(table, "region")
