"""Information bars and pop-ups of the site, and its notice about cookies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f(f"fk_{table}_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("shop_id", "key", name=op.f(f"uq_{table}_shop_id_key")),
    )


def upgrade() -> None:
    op.create_table(
        "site_announcements",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("button_text", sa.String(length=60), nullable=False),
        sa.Column("button_url", sa.String(length=500), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("page_ids", sa.JSON(), nullable=False),
        sa.Column("article_ids", sa.JSON(), nullable=False),
        sa.Column("position", sa.String(length=8), nullable=False),
        sa.Column("opens_on", sa.String(length=8), nullable=False),
        sa.Column("delay_s", sa.Integer(), nullable=False),
        sa.Column("repeat", sa.String(length=8), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("is_closable", sa.Boolean(), nullable=False),
        sa.Column("color_back", sa.String(length=10), nullable=False),
        sa.Column("color_text", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        *_keys("site_announcements"),
    )
    op.create_index(op.f("ix_site_announcements_shop_id_status"), "site_announcements", ["shop_id", "status"])
    op.create_table(
        "site_cookie_notices",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("accept_text", sa.String(length=40), nullable=False),
        sa.Column("refuse_text", sa.String(length=40), nullable=False),
        sa.Column("choose_text", sa.String(length=40), nullable=False),
        sa.Column("position", sa.String(length=8), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("has_privacy_link", sa.Boolean(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        *_keys("site_cookie_notices"),
    )


def downgrade() -> None:
    op.drop_table("site_cookie_notices")
    op.drop_index(op.f("ix_site_announcements_shop_id_status"), table_name="site_announcements")
    op.drop_table("site_announcements")
