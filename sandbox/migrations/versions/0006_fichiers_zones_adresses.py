"""Files attached to products and messages, places of zones, titles and addresses of the shop’s own pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _create_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=128), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_attachments_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_attachments_shop_id_key")),
    )


def _create_product_attachments() -> None:
    op.create_table(
        "product_attachments",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_product_attachments_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "attachment_id"],
            ["attachments.shop_id", "attachments.id"],
            name=op.f("fk_product_attachments_shop_id_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_product_attachments_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_attachments")),
        sa.UniqueConstraint(
            "shop_id",
            "product_id",
            "attachment_id",
            name=op.f("uq_product_attachments_shop_id_product_id_attachment_id"),
        ),
    )
    op.create_index(
        op.f("ix_product_attachments_shop_id_attachment_id"),
        "product_attachments",
        ["shop_id", "attachment_id"],
        unique=False,
    )


def _create_zone_places() -> None:
    op.create_table(
        "zone_places",
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "zone_id"], ["zones.shop_id", "zones.id"], name=op.f("fk_zone_places_shop_id_zone_id_zones")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_zone_places_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_zone_places")),
        sa.UniqueConstraint("shop_id", "place", name=op.f("uq_zone_places_shop_id_place")),
    )


def _create_message_files() -> None:
    op.create_table(
        "message_files",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=128), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "message_id"],
            ["messages.shop_id", "messages.id"],
            name=op.f("fk_message_files_shop_id_message_id_messages"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_message_files_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_message_files")),
    )
    op.create_index(
        op.f("ix_message_files_shop_id_message_id"), "message_files", ["shop_id", "message_id"], unique=False
    )


def _create_page_metas() -> None:
    op.create_table(
        "page_metas",
        sa.Column("page", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("description", sa.String(length=512), nullable=False),
        sa.Column("slug", sa.String(length=128), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_page_metas_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_page_metas")),
        sa.UniqueConstraint("shop_id", "page", name=op.f("uq_page_metas_shop_id_page")),
    )


def _create_old_addresses() -> None:
    op.create_table(
        "old_addresses",
        sa.Column("page", sa.String(length=30), nullable=False),
        sa.Column("slug", sa.String(length=128), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_old_addresses_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_old_addresses")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_old_addresses_shop_id_slug")),
    )


def upgrade() -> None:
    _create_attachments()
    _create_product_attachments()
    _create_zone_places()
    _create_message_files()
    _create_page_metas()
    _create_old_addresses()
    with op.batch_alter_table("zones", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_own_places", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("zones", schema=None) as batch_op:
        batch_op.drop_column("has_own_places")
    op.drop_table("old_addresses")
    op.drop_table("page_metas")
    op.drop_table("message_files")
    op.drop_table("zone_places")
    op.drop_table("product_attachments")
    op.drop_table("attachments")
