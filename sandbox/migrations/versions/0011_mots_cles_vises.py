"""The words by which a page should be found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "focus_keyphrases",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("keyphrase", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_focus_keyphrases_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_focus_keyphrases")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_focus_keyphrases_shop_id_key")),
        sa.UniqueConstraint("shop_id", "kind", "target_id", name=op.f("uq_focus_keyphrases_shop_id_kind_target_id")),
    )


def downgrade() -> None:
    op.drop_table("focus_keyphrases")
