"""Reviews found useful, reviews reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.add_column(sa.Column("useful_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "review_votes",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=40), nullable=False),
        *_scope("review_votes"),
        sa.UniqueConstraint("shop_id", "review_id", "voter", name=op.f("uq_review_votes_shop_id_review_id_voter")),
    )
    op.create_table(
        "review_reports",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        *_scope("review_reports"),
    )
    op.create_index(op.f("ix_review_votes_shop_id_voter"), "review_votes", ["shop_id", "voter"])
    op.create_index(op.f("ix_review_reports_shop_id_review_id"), "review_reports", ["shop_id", "review_id"])


def _scope(table: str) -> list[sa.schema.SchemaItem]:
    """What each table of a shop has: its number within the shop, the shop, the review."""
    return [
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "review_id"],
            ["reviews.shop_id", "reviews.id"],
            name=op.f(f"fk_{table}_shop_id_review_id_reviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f(f"fk_{table}_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    op.drop_index(op.f("ix_review_reports_shop_id_review_id"), table_name="review_reports")
    op.drop_index(op.f("ix_review_votes_shop_id_voter"), table_name="review_votes")
    op.drop_table("review_reports")
    op.drop_table("review_votes")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_column("useful_count")
