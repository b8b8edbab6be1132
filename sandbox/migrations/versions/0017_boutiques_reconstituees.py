"""Shops rebuilt as they were at a moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rebuilt_shops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_rebuilt_shops_seat_id_seats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_rebuilt_shops_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebuilt_shops")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_rebuilt_shops_shop_id")),
    )
    op.create_index(op.f("ix_rebuilt_shops_seat_id"), "rebuilt_shops", ["seat_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_rebuilt_shops_seat_id"), table_name="rebuilt_shops")
    op.drop_table("rebuilt_shops")
