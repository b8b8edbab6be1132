"""The queries of search engines that a shop follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_queries",
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("monthly", sa.Integer(), nullable=False),
        sa.Column("competition", sa.Integer(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_search_queries_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_search_queries")),
        sa.UniqueConstraint("shop_id", "words", name=op.f("uq_search_queries_shop_id_words")),
    )


def downgrade() -> None:
    op.drop_table("search_queries")
