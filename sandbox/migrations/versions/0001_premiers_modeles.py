"""The first tables, as the models were on 2026-11-27."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("context_version", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["shops.id"], name=op.f("fk_shops_parent_id_shops"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shops")),
        sa.UniqueConstraint("key", name=op.f("uq_shops_key")),
    )
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shops_context_slug"), ["context_slug"], unique=False)

    op.create_table(
        "subject_copies",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_subject_copies")),
    )
    op.create_table(
        "traffic_campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("medium", sa.String(length=60), nullable=False),
        sa.Column("first_offset", sa.Integer(), nullable=False),
        sa.Column("last_offset", sa.Integer(), nullable=False),
        sa.Column("cost_cents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_campaigns")),
        sa.UniqueConstraint("context_slug", "key", name=op.f("uq_traffic_campaigns_context_slug_key")),
    )
    op.create_table(
        "traffic_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("day_offset", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("campaign", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=12), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("new_visits", sa.Integer(), nullable=False),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column("page_views", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("product_views", sa.Integer(), nullable=False),
        sa.Column("carts", sa.Integer(), nullable=False),
        sa.Column("checkouts", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_days")),
    )
    with op.batch_alter_table("traffic_days", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_traffic_days_context_slug_day_offset"), ["context_slug", "day_offset"], unique=False
        )

    op.create_table(
        "traffic_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("day_offset", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_orders")),
        sa.UniqueConstraint("context_slug", "reference", name=op.f("uq_traffic_orders_context_slug_reference")),
    )
    op.create_table(
        "traffic_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("day_offset", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("exits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_pages")),
    )
    with op.batch_alter_table("traffic_pages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_traffic_pages_context_slug_day_offset"), ["context_slug", "day_offset"], unique=False
        )

    op.create_table(
        "traffic_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("day_offset", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_searches")),
    )
    with op.batch_alter_table("traffic_searches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_traffic_searches_context_slug_day_offset"), ["context_slug", "day_offset"], unique=False
        )

    op.create_table(
        "traffic_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("day_offset", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_shares")),
    )
    with op.batch_alter_table("traffic_shares", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_traffic_shares_context_slug_day_offset"), ["context_slug", "day_offset"], unique=False
        )

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_table(
        "attributes",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("public_name", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_attributes_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_attributes_shop_id_name")),
    )
    op.create_table(
        "brands",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("meta_title", sa.String(length=255), nullable=False),
        sa.Column("meta_description", sa.String(length=512), nullable=False),
        sa.Column("logo", sa.String(length=40), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_brands_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_brands")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_brands_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_brands_shop_id_slug")),
    )
    op.create_table(
        "categories",
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("slug", sa.String(length=128), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("meta_title", sa.String(length=255), nullable=False),
        sa.Column("meta_description", sa.String(length=512), nullable=False),
        sa.Column("image", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "parent_id"],
            ["categories.shop_id", "categories.id"],
            name=op.f("fk_categories_shop_id_parent_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_categories_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_categories")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_categories_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_categories_shop_id_slug")),
    )
    op.create_table(
        "contacts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_contacts_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_contacts_shop_id_key")),
    )
    op.create_table(
        "context_packs",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reference_shop_id", sa.Integer(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference_shop_id"], ["shops.id"], name=op.f("fk_context_packs_reference_shop_id_shops")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_context_packs")),
    )
    op.create_table(
        "customer_groups",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("reduction_bp", sa.Integer(), nullable=False),
        sa.Column("shows_tax_excl", sa.Boolean(), nullable=False),
        sa.Column("shows_prices", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_customer_groups_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_customer_groups")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_customer_groups_shop_id_key")),
    )
    op.create_table(
        "exam_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("subject_slug", sa.String(length=80), nullable=False),
        sa.Column("subject_version", sa.String(length=20), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("subject_title", sa.String(length=200), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("context_version", sa.String(length=20), nullable=False),
        sa.Column("context_name", sa.String(length=120), nullable=False),
        sa.Column("centre", sa.String(length=120), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("commission", sa.String(length=40), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("baseline_shop_id", sa.Integer(), nullable=False),
        sa.Column("examiner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["baseline_shop_id"], ["shops.id"], name=op.f("fk_exam_sessions_baseline_shop_id_shops")
        ),
        sa.ForeignKeyConstraint(["examiner_id"], ["users.id"], name=op.f("fk_exam_sessions_examiner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_exam_sessions_key")),
    )
    with op.batch_alter_table("exam_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_sessions_examiner_id"), ["examiner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exam_sessions_subject_hash"), ["subject_hash"], unique=False)

    op.create_table(
        "features",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_features_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_features")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_features_shop_id_name")),
    )
    op.create_table(
        "home_blocks",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_home_blocks_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_home_blocks")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_home_blocks_shop_id_key")),
    )
    op.create_table(
        "info_pages",
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("slug", sa.String(length=128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("meta_title", sa.String(length=255), nullable=False),
        sa.Column("meta_description", sa.String(length=512), nullable=False),
        sa.Column("page_group", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_indexed", sa.Boolean(), nullable=False),
        sa.Column("is_displayed", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_info_pages_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_info_pages")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_info_pages_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_info_pages_shop_id_slug")),
    )
    op.create_table(
        "link_lists",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_link_lists_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_link_lists")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_link_lists_shop_id_key")),
    )
    op.create_table(
        "mails",
        sa.Column("recipient", sa.String(length=128), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_mails_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_shop_id_recipient"), ["shop_id", "recipient"], unique=False)

    op.create_table(
        "menu_items",
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_menu_items_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_menu_items")),
    )
    op.create_table(
        "order_states",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("is_paid", sa.Boolean(), nullable=False),
        sa.Column("is_invoiced", sa.Boolean(), nullable=False),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("is_delivered", sa.Boolean(), nullable=False),
        sa.Column("sends_mail", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_order_states_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_order_states")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_order_states_shop_id_key")),
    )
    op.create_table(
        "payment_methods",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("payee", sa.String(length=255), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_payment_methods_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_payment_methods")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_payment_methods_shop_id_key")),
    )
    op.create_table(
        "predefined_messages",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_predefined_messages_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_predefined_messages")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_predefined_messages_shop_id_key")),
    )
    op.create_table(
        "profiles",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_profiles_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_profiles_shop_id_key")),
    )
    op.create_table(
        "reassurance_items",
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_reassurance_items_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_reassurance_items")),
    )
    op.create_table(
        "search_aliases",
        sa.Column("alias", sa.String(length=128), nullable=False),
        sa.Column("target", sa.String(length=128), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_search_aliases_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_search_aliases")),
        sa.UniqueConstraint("shop_id", "alias", name=op.f("uq_search_aliases_shop_id_alias")),
    )
    op.create_table(
        "shop_counters",
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_shop_counters_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "table_name", name=op.f("pk_shop_counters")),
    )
    op.create_table(
        "shop_settings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_shop_settings_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_shop_settings")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_shop_settings_shop_id_name")),
    )
    op.create_table(
        "slides",
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("badge", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("button", sa.String(length=60), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("image", sa.String(length=40), nullable=True),
        sa.Column("image_small", sa.String(length=40), nullable=True),
        sa.Column("legend", sa.String(length=160), nullable=False),
        sa.Column("tone", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_slides_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_slides")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_slides_shop_id_key")),
    )
    op.create_table(
        "subscribers",
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("subscribed_at", sa.DateTime(), nullable=False),
        sa.Column("unsubscribed_at", sa.DateTime(), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_subscribers_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("shop_id", "email", name=op.f("uq_subscribers_shop_id_email")),
    )
    op.create_table(
        "tax_rules",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_tax_rules_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_tax_rules")),
    )
    op.create_table(
        "titles",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_titles_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_titles")),
    )
    op.create_table(
        "zones",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_zones_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_zones")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_zones_shop_id_key")),
    )
    op.create_table(
        "attribute_values",
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "attribute_id"],
            ["attributes.shop_id", "attributes.id"],
            name=op.f("fk_attribute_values_shop_id_attribute_id_attributes"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_attribute_values_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_attribute_values")),
        sa.UniqueConstraint(
            "shop_id", "attribute_id", "name", name=op.f("uq_attribute_values_shop_id_attribute_id_name")
        ),
    )
    op.create_table(
        "carriers",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("delay", sa.String(length=128), nullable=False),
        sa.Column("delay_min_days", sa.Integer(), nullable=False),
        sa.Column("delay_max_days", sa.Integer(), nullable=False),
        sa.Column("logo", sa.String(length=40), nullable=True),
        sa.Column("tracking_url", sa.String(length=255), nullable=False),
        sa.Column("tax_rule_id", sa.Integer(), nullable=True),
        sa.Column("free_from_cents", sa.Integer(), nullable=True),
        sa.Column("billing", sa.String(length=8), nullable=False),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("adds_handling", sa.Boolean(), nullable=False),
        sa.Column("max_weight_g", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_pickup", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "tax_rule_id"],
            ["tax_rules.shop_id", "tax_rules.id"],
            name=op.f("fk_carriers_shop_id_tax_rule_id_tax_rules"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_carriers_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_carriers")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_carriers_shop_id_key")),
    )
    op.create_table(
        "catalog_rules",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value_bp", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("is_tax_incl", sa.Boolean(), nullable=False),
        sa.Column("from_quantity", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_catalog_rules_shop_id_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_catalog_rules_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_catalog_rules")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_catalog_rules_shop_id_key")),
    )
    op.create_table(
        "customers",
        sa.Column("title_id", sa.Integer(), nullable=True),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("default_group_id", sa.Integer(), nullable=False),
        sa.Column("is_newsletter", sa.Boolean(), nullable=False),
        sa.Column("is_partner_offers", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("company", sa.String(length=120), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "default_group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_customers_shop_id_default_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "title_id"], ["titles.shop_id", "titles.id"], name=op.f("fk_customers_shop_id_title_id_titles")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_customers_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_customers")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_customers_shop_id_key")),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customers_shop_id_email"), ["shop_id", "email"], unique=False)
        batch_op.create_index(batch_op.f("ix_customers_shop_id_last_name"), ["shop_id", "last_name"], unique=False)

    op.create_table(
        "employees",
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("hired_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "profile_id"],
            ["profiles.shop_id", "profiles.id"],
            name=op.f("fk_employees_shop_id_profile_id_profiles"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_employees_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_employees")),
        sa.UniqueConstraint("shop_id", "email", name=op.f("uq_employees_shop_id_email")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_employees_shop_id_key")),
    )
    op.create_table(
        "group_category_reductions",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("reduction_bp", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "category_id"],
            ["categories.shop_id", "categories.id"],
            name=op.f("fk_group_category_reductions_shop_id_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_group_category_reductions_shop_id_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_group_category_reductions_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_group_category_reductions")),
        sa.UniqueConstraint(
            "shop_id", "group_id", "category_id", name=op.f("uq_group_category_reductions_shop_id_group_id_category_id")
        ),
    )
    op.create_table(
        "list_links",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "list_id"],
            ["link_lists.shop_id", "link_lists.id"],
            name=op.f("fk_list_links_shop_id_list_id_link_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_list_links_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_list_links")),
    )
    op.create_table(
        "products",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("slug", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("tax_rule_id", sa.Integer(), nullable=True),
        sa.Column("price_excl_micros", sa.BigInteger(), nullable=False),
        sa.Column("cost_excl_micros", sa.BigInteger(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("meta_title", sa.String(length=255), nullable=False),
        sa.Column("meta_description", sa.String(length=512), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("is_on_sale", sa.Boolean(), nullable=False),
        sa.Column("is_web_only", sa.Boolean(), nullable=False),
        sa.Column("is_available_for_order", sa.Boolean(), nullable=False),
        sa.Column("shows_price", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(length=8), nullable=False),
        sa.Column("condition", sa.String(length=12), nullable=False),
        sa.Column("shows_condition", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("min_quantity", sa.Integer(), nullable=False),
        sa.Column("low_stock", sa.Integer(), nullable=True),
        sa.Column("out_of_stock", sa.String(length=8), nullable=False),
        sa.Column("in_stock_label", sa.String(length=128), nullable=False),
        sa.Column("out_of_stock_label", sa.String(length=128), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("depth_mm", sa.Integer(), nullable=False),
        sa.Column("extra_shipping_cents", sa.Integer(), nullable=False),
        sa.Column("ean13", sa.String(length=13), nullable=False),
        sa.Column("isbn", sa.String(length=32), nullable=False),
        sa.Column("upc", sa.String(length=12), nullable=False),
        sa.Column("mpn", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("unit_content_milli", sa.Integer(), nullable=False),
        sa.Column("is_withdrawal_excluded", sa.Boolean(), nullable=False),
        sa.Column("redirect", sa.String(length=14), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "brand_id"], ["brands.shop_id", "brands.id"], name=op.f("fk_products_shop_id_brand_id_brands")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "category_id"],
            ["categories.shop_id", "categories.id"],
            name=op.f("fk_products_shop_id_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "tax_rule_id"],
            ["tax_rules.shop_id", "tax_rules.id"],
            name=op.f("fk_products_shop_id_tax_rule_id_tax_rules"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_products_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_products")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_products_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_products_shop_id_slug")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_shop_id_category_id"), ["shop_id", "category_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("workstation", sa.String(length=20), nullable=False),
        sa.Column("extra", sa.String(length=10), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("join_code", sa.String(length=8), nullable=False),
        sa.Column("resume_code", sa.String(length=10), nullable=False),
        sa.Column("device_epoch", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.DateTime(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(), nullable=True),
        sa.Column("current_page", sa.String(length=200), nullable=False),
        sa.Column("hand_raised_at", sa.DateTime(), nullable=True),
        sa.Column("hand_page", sa.String(length=200), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name=op.f("ck_seats_rank")),
        sa.ForeignKeyConstraint(["session_id"], ["exam_sessions.id"], name=op.f("fk_seats_session_id_exam_sessions")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_seats_shop_id_shops")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_seats_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("join_code", name=op.f("uq_seats_join_code")),
        sa.UniqueConstraint("resume_code", name=op.f("uq_seats_resume_code")),
        sa.UniqueConstraint("session_id", "rank", name=op.f("uq_seats_session_id_rank")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_seats_shop_id")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_user_id"), ["user_id"], unique=False)

    op.create_table(
        "addresses",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(length=32), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("company", sa.String(length=120), nullable=False),
        sa.Column("line1", sa.String(length=128), nullable=False),
        sa.Column("line2", sa.String(length=128), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_addresses_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_addresses_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_addresses_shop_id_key")),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_shop_id_customer_id"), ["shop_id", "customer_id"], unique=False)

    op.create_table(
        "carrier_fees",
        sa.Column("carrier_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "carrier_id"],
            ["carriers.shop_id", "carriers.id"],
            name=op.f("fk_carrier_fees_shop_id_carrier_id_carriers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "zone_id"], ["zones.shop_id", "zones.id"], name=op.f("fk_carrier_fees_shop_id_zone_id_zones")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_carrier_fees_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_carrier_fees")),
        sa.UniqueConstraint(
            "shop_id", "carrier_id", "zone_id", "up_to", name=op.f("uq_carrier_fees_shop_id_carrier_id_zone_id_up_to")
        ),
    )
    op.create_table(
        "carrier_groups",
        sa.Column("carrier_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "carrier_id"],
            ["carriers.shop_id", "carriers.id"],
            name=op.f("fk_carrier_groups_shop_id_carrier_id_carriers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_carrier_groups_shop_id_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_carrier_groups_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_carrier_groups")),
        sa.UniqueConstraint(
            "shop_id", "carrier_id", "group_id", name=op.f("uq_carrier_groups_shop_id_carrier_id_group_id")
        ),
    )
    op.create_table(
        "catalog_rule_conditions",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("group_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["catalog_rules.shop_id", "catalog_rules.id"],
            name=op.f("fk_catalog_rule_conditions_shop_id_rule_id_catalog_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_catalog_rule_conditions_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_catalog_rule_conditions")),
    )
    with op.batch_alter_table("catalog_rule_conditions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_catalog_rule_conditions_shop_id_rule_id"), ["shop_id", "rule_id"], unique=False
        )

    op.create_table(
        "clock_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("extra", sa.String(length=10), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(), nullable=True),
        sa.Column("to_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_clock_entries_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_entries")),
    )
    with op.batch_alter_table("clock_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_entries_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_consents_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_consents_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_shop_id_customer_id"), ["shop_id", "customer_id"], unique=False)

    op.create_table(
        "custom_fields",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("max_length", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_custom_fields_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_custom_fields_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_custom_fields")),
    )
    with op.batch_alter_table("custom_fields", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_custom_fields_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    op.create_table(
        "featured_products",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_featured_products_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_featured_products_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_featured_products")),
        sa.UniqueConstraint("shop_id", "product_id", name=op.f("uq_featured_products_shop_id_product_id")),
    )
    op.create_table(
        "group_memberships",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_group_memberships_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_group_memberships_shop_id_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_group_memberships_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_group_memberships")),
        sa.UniqueConstraint(
            "shop_id", "customer_id", "group_id", name=op.f("uq_group_memberships_shop_id_customer_id_group_id")
        ),
    )
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("exam_ms", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_table", sa.String(length=63), nullable=True),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("entity_key", sa.String(length=80), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_journal_entries_seat_id_seats")),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_journal_entries_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint("shop_id", "seq", name=op.f("uq_journal_entries_shop_id_seq")),
    )
    with op.batch_alter_table("journal_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_entries_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "levels",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_levels_author_id_users")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_levels_seat_id_seats")),
        sa.PrimaryKeyConstraint("seat_id", "line_id", name=op.f("pk_levels")),
    )
    op.create_table(
        "observations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(length=20), nullable=True),
        sa.Column("sign", sa.String(length=1), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("corrects", sa.String(length=36), nullable=True),
        sa.Column("is_undo", sa.Boolean(), nullable=False),
        sa.Column("journal_seq", sa.Integer(), nullable=True),
        sa.Column("device_at", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_observations_author_id_users")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_observations_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        sa.UniqueConstraint("uuid", name=op.f("uq_observations_uuid")),
    )
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observations_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "oral_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("journal_seq", sa.Integer(), nullable=True),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_oral_answers_author_id_users")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_oral_answers_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oral_answers")),
        sa.UniqueConstraint("seat_id", "question_id", name=op.f("uq_oral_answers_seat_id_question_id")),
    )
    op.create_table(
        "practice_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("self_levels", sa.JSON(), nullable=False),
        sa.Column("rated_at", sa.DateTime(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_practice_runs_seat_id_seats")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_practice_runs_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_runs")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_practice_runs_seat_id")),
    )
    with op.batch_alter_table("practice_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_runs_user_id"), ["user_id"], unique=False)

    op.create_table(
        "price_points",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_price_points_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_price_points_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_price_points")),
    )
    with op.batch_alter_table("price_points", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_price_points_shop_id_product_id_since_at"),
            ["shop_id", "product_id", "since_at"],
            unique=False,
        )

    op.create_table(
        "product_carriers",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("carrier_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "carrier_id"],
            ["carriers.shop_id", "carriers.id"],
            name=op.f("fk_product_carriers_shop_id_carrier_id_carriers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_product_carriers_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_product_carriers_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_carriers")),
        sa.UniqueConstraint(
            "shop_id", "product_id", "carrier_id", name=op.f("uq_product_carriers_shop_id_product_id_carrier_id")
        ),
    )
    op.create_table(
        "product_categories",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "category_id"],
            ["categories.shop_id", "categories.id"],
            name=op.f("fk_product_categories_shop_id_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_product_categories_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_product_categories_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_categories")),
        sa.UniqueConstraint(
            "shop_id", "product_id", "category_id", name=op.f("uq_product_categories_shop_id_product_id_category_id")
        ),
    )
    with op.batch_alter_table("product_categories", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_categories_shop_id_category_id"), ["shop_id", "category_id"], unique=False
        )

    op.create_table(
        "product_features",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("feature_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "feature_id"],
            ["features.shop_id", "features.id"],
            name=op.f("fk_product_features_shop_id_feature_id_features"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_product_features_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_product_features_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_features")),
        sa.UniqueConstraint(
            "shop_id", "product_id", "feature_id", name=op.f("uq_product_features_shop_id_product_id_feature_id")
        ),
    )
    op.create_table(
        "product_images",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("legend", sa.String(length=128), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_cover", sa.Boolean(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_product_images_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_product_images_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_images")),
    )
    with op.batch_alter_table("product_images", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_images_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    op.create_table(
        "product_tags",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_product_tags_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_product_tags_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_tags")),
    )
    with op.batch_alter_table("product_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_tags_shop_id_product_id"), ["shop_id", "product_id"], unique=False)

    op.create_table(
        "related_products",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("related_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_related_products_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "related_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_related_products_shop_id_related_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_related_products_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_related_products")),
        sa.UniqueConstraint(
            "shop_id", "product_id", "related_id", name=op.f("uq_related_products_shop_id_product_id_related_id")
        ),
    )
    op.create_table(
        "reviews",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("refusal_reason", sa.String(length=255), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("experienced_on", sa.Date(), nullable=True),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_reviews_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_reviews_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_reviews_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_reviews_shop_id_key")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_shop_id_product_id_status"), ["shop_id", "product_id", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reviews_shop_id_status"), ["shop_id", "status"], unique=False)

    op.create_table(
        "sheet_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("is_after_signature", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_sheet_changes_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_changes")),
    )
    with op.batch_alter_table("sheet_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_changes_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "sheets",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("mark_quarters", sa.Integer(), nullable=True),
        sa.Column("appreciation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_sheets_seat_id_seats")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_sheets")),
    )
    op.create_table(
        "carts",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("carrier_id", sa.Integer(), nullable=True),
        sa.Column("delivery_address_id", sa.Integer(), nullable=True),
        sa.Column("invoice_address_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "carrier_id"],
            ["carriers.shop_id", "carriers.id"],
            name=op.f("fk_carts_shop_id_carrier_id_carriers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_carts_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "delivery_address_id"],
            ["addresses.shop_id", "addresses.id"],
            name=op.f("fk_carts_shop_id_delivery_address_id_addresses"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "invoice_address_id"],
            ["addresses.shop_id", "addresses.id"],
            name=op.f("fk_carts_shop_id_invoice_address_id_addresses"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_carts_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_carts")),
    )
    with op.batch_alter_table("carts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carts_shop_id_token"), ["shop_id", "token"], unique=False)

    op.create_table(
        "variants",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("ean13", sa.String(length=13), nullable=False),
        sa.Column("impact_excl_micros", sa.BigInteger(), nullable=False),
        sa.Column("weight_impact_g", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("min_quantity", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=True),
        sa.Column("image_id", sa.Integer(), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "image_id"],
            ["product_images.shop_id", "product_images.id"],
            name=op.f("fk_variants_shop_id_image_id_product_images"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_variants_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_variants_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_variants")),
    )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variants_shop_id_product_id"), ["shop_id", "product_id"], unique=False)

    op.create_table(
        "cart_lines",
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("customization", sa.Text(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "cart_id"], ["carts.shop_id", "carts.id"], name=op.f("fk_cart_lines_shop_id_cart_id_carts")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_cart_lines_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_cart_lines_shop_id_variant_id_variants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_lines_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_lines")),
    )
    with op.batch_alter_table("cart_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cart_lines_shop_id_cart_id"), ["shop_id", "cart_id"], unique=False)

    op.create_table(
        "cart_rules",
        sa.Column("name", sa.String(length=254), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("is_highlighted", sa.Boolean(), nullable=False),
        sa.Column("allows_partial_use", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("minimum_cents", sa.Integer(), nullable=False),
        sa.Column("minimum_is_tax_incl", sa.Boolean(), nullable=False),
        sa.Column("minimum_has_shipping", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("quantity_per_customer", sa.Integer(), nullable=False),
        sa.Column("is_free_shipping", sa.Boolean(), nullable=False),
        sa.Column("reduction_kind", sa.String(length=8), nullable=False),
        sa.Column("reduction_bp", sa.Integer(), nullable=False),
        sa.Column("reduction_cents", sa.Integer(), nullable=False),
        sa.Column("reduction_is_tax_incl", sa.Boolean(), nullable=False),
        sa.Column("applies_to", sa.String(length=10), nullable=False),
        sa.Column("reduction_product_id", sa.Integer(), nullable=True),
        sa.Column("excludes_discounted", sa.Boolean(), nullable=False),
        sa.Column("gift_product_id", sa.Integer(), nullable=True),
        sa.Column("gift_variant_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_cart_rules_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "gift_product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_cart_rules_shop_id_gift_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "gift_variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_cart_rules_shop_id_gift_variant_id_variants"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "reduction_product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_cart_rules_shop_id_reduction_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_rules_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_rules")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_cart_rules_shop_id_key")),
    )
    with op.batch_alter_table("cart_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cart_rules_shop_id_code"), ["shop_id", "code"], unique=False)

    op.create_table(
        "orders",
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=True),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("carrier_id", sa.Integer(), nullable=True),
        sa.Column("payment_key", sa.String(length=20), nullable=False),
        sa.Column("payment_name", sa.String(length=64), nullable=False),
        sa.Column("delivery_address_id", sa.Integer(), nullable=True),
        sa.Column("invoice_address_id", sa.Integer(), nullable=True),
        sa.Column("delivery_text", sa.Text(), nullable=False),
        sa.Column("invoice_text", sa.Text(), nullable=False),
        sa.Column("products_incl_cents", sa.Integer(), nullable=False),
        sa.Column("products_excl_cents", sa.Integer(), nullable=False),
        sa.Column("discount_incl_cents", sa.Integer(), nullable=False),
        sa.Column("shipping_incl_cents", sa.Integer(), nullable=False),
        sa.Column("shipping_tax_bp", sa.Integer(), nullable=False),
        sa.Column("total_incl_cents", sa.Integer(), nullable=False),
        sa.Column("total_excl_cents", sa.Integer(), nullable=False),
        sa.Column("invoice_number", sa.String(length=20), nullable=False),
        sa.Column("tracking_number", sa.String(length=64), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("private_note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("campaign", sa.String(length=60), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "carrier_id"],
            ["carriers.shop_id", "carriers.id"],
            name=op.f("fk_orders_shop_id_carrier_id_carriers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "cart_id"], ["carts.shop_id", "carts.id"], name=op.f("fk_orders_shop_id_cart_id_carts")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_orders_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "delivery_address_id"],
            ["addresses.shop_id", "addresses.id"],
            name=op.f("fk_orders_shop_id_delivery_address_id_addresses"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "invoice_address_id"],
            ["addresses.shop_id", "addresses.id"],
            name=op.f("fk_orders_shop_id_invoice_address_id_addresses"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "state_id"],
            ["order_states.shop_id", "order_states.id"],
            name=op.f("fk_orders_shop_id_state_id_order_states"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_orders_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_orders")),
        sa.UniqueConstraint("shop_id", "reference", name=op.f("uq_orders_shop_id_reference")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_shop_id_customer_id"), ["shop_id", "customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_shop_id_placed_at"), ["shop_id", "placed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_shop_id_state_id"), ["shop_id", "state_id"], unique=False)

    op.create_table(
        "pack_items",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "pack_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_pack_items_shop_id_pack_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_pack_items_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_pack_items_shop_id_variant_id_variants"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_pack_items_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_pack_items")),
    )
    with op.batch_alter_table("pack_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pack_items_shop_id_pack_id"), ["shop_id", "pack_id"], unique=False)

    op.create_table(
        "specific_prices",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("from_quantity", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value_bp", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("is_tax_incl", sa.Boolean(), nullable=False),
        sa.Column("price_excl_micros", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_specific_prices_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_specific_prices_shop_id_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_specific_prices_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_specific_prices_shop_id_variant_id_variants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_specific_prices_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_specific_prices")),
    )
    with op.batch_alter_table("specific_prices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_specific_prices_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    op.create_table(
        "stock_movements",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_stock_movements_shop_id_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_stock_movements_shop_id_variant_id_variants"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_stock_movements_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_stock_movements")),
    )
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_movements_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    op.create_table(
        "variant_values",
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("attribute_value_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "attribute_value_id"],
            ["attribute_values.shop_id", "attribute_values.id"],
            name=op.f("fk_variant_values_shop_id_attribute_value_id_attribute_values"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_variant_values_shop_id_variant_id_variants"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_variant_values_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_variant_values")),
        sa.UniqueConstraint(
            "shop_id",
            "variant_id",
            "attribute_value_id",
            name=op.f("uq_variant_values_shop_id_variant_id_attribute_value_id"),
        ),
    )
    op.create_table(
        "cart_rule_carriers",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("carrier_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "carrier_id"],
            ["carriers.shop_id", "carriers.id"],
            name=op.f("fk_cart_rule_carriers_shop_id_carrier_id_carriers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_cart_rule_carriers_shop_id_rule_id_cart_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_rule_carriers_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_rule_carriers")),
    )
    op.create_table(
        "cart_rule_exclusions",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "other_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_cart_rule_exclusions_shop_id_other_id_cart_rules"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_cart_rule_exclusions_shop_id_rule_id_cart_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_rule_exclusions_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_rule_exclusions")),
        sa.UniqueConstraint(
            "shop_id", "rule_id", "other_id", name=op.f("uq_cart_rule_exclusions_shop_id_rule_id_other_id")
        ),
    )
    op.create_table(
        "cart_rule_groups",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "group_id"],
            ["customer_groups.shop_id", "customer_groups.id"],
            name=op.f("fk_cart_rule_groups_shop_id_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_cart_rule_groups_shop_id_rule_id_cart_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_rule_groups_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_rule_groups")),
    )
    op.create_table(
        "cart_rule_selections",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("min_quantity", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_cart_rule_selections_shop_id_rule_id_cart_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_rule_selections_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_rule_selections")),
    )
    with op.batch_alter_table("cart_rule_selections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cart_rule_selections_shop_id_rule_id"), ["shop_id", "rule_id"], unique=False
        )

    op.create_table(
        "cart_vouchers",
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "cart_id"], ["carts.shop_id", "carts.id"], name=op.f("fk_cart_vouchers_shop_id_cart_id_carts")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_cart_vouchers_shop_id_rule_id_cart_rules"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cart_vouchers_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_vouchers")),
        sa.UniqueConstraint("shop_id", "cart_id", "rule_id", name=op.f("uq_cart_vouchers_shop_id_cart_id_rule_id")),
    )
    op.create_table(
        "order_history",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_order_history_shop_id_order_id_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "state_id"],
            ["order_states.shop_id", "order_states.id"],
            name=op.f("fk_order_history_shop_id_state_id_order_states"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_order_history_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_order_history")),
    )
    with op.batch_alter_table("order_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_history_shop_id_order_id"), ["shop_id", "order_id"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_incl_cents", sa.Integer(), nullable=False),
        sa.Column("unit_excl_cents", sa.Integer(), nullable=False),
        sa.Column("unit_cost_cents", sa.Integer(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=False),
        sa.Column("discount_cents", sa.Integer(), nullable=False),
        sa.Column("customization", sa.Text(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_order_lines_shop_id_order_id_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_order_lines_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variants.shop_id", "variants.id"],
            name=op.f("fk_order_lines_shop_id_variant_id_variants"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_order_lines_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_lines_shop_id_order_id"), ["shop_id", "order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_lines_shop_id_product_id"), ["shop_id", "product_id"], unique=False)

    op.create_table(
        "order_vouchers",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=254), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_order_vouchers_shop_id_order_id_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_order_vouchers_shop_id_rule_id_cart_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_order_vouchers_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_order_vouchers")),
    )
    with op.batch_alter_table("order_vouchers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_vouchers_shop_id_order_id"), ["shop_id", "order_id"], unique=False)

    op.create_table(
        "threads",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "contact_id"],
            ["contacts.shop_id", "contacts.id"],
            name=op.f("fk_threads_shop_id_contact_id_contacts"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customers.shop_id", "customers.id"],
            name=op.f("fk_threads_shop_id_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name=op.f("fk_threads_shop_id_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["products.shop_id", "products.id"],
            name=op.f("fk_threads_shop_id_product_id_products"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_threads_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_threads")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_threads_shop_id_key")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_threads_shop_id_updated_at"), ["shop_id", "updated_at"], unique=False)

    op.create_table(
        "messages",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "thread_id"],
            ["threads.shop_id", "threads.id"],
            name=op.f("fk_messages_shop_id_thread_id_threads"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_messages_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_shop_id_thread_id"), ["shop_id", "thread_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_shop_id_thread_id"))

    op.drop_table("messages")
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_threads_shop_id_updated_at"))

    op.drop_table("threads")
    with op.batch_alter_table("order_vouchers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_vouchers_shop_id_order_id"))

    op.drop_table("order_vouchers")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_lines_shop_id_product_id"))
        batch_op.drop_index(batch_op.f("ix_order_lines_shop_id_order_id"))

    op.drop_table("order_lines")
    with op.batch_alter_table("order_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_history_shop_id_order_id"))

    op.drop_table("order_history")
    op.drop_table("cart_vouchers")
    with op.batch_alter_table("cart_rule_selections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cart_rule_selections_shop_id_rule_id"))

    op.drop_table("cart_rule_selections")
    op.drop_table("cart_rule_groups")
    op.drop_table("cart_rule_exclusions")
    op.drop_table("cart_rule_carriers")
    op.drop_table("variant_values")
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_movements_shop_id_product_id"))

    op.drop_table("stock_movements")
    with op.batch_alter_table("specific_prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_specific_prices_shop_id_product_id"))

    op.drop_table("specific_prices")
    with op.batch_alter_table("pack_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pack_items_shop_id_pack_id"))

    op.drop_table("pack_items")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_shop_id_state_id"))
        batch_op.drop_index(batch_op.f("ix_orders_shop_id_placed_at"))
        batch_op.drop_index(batch_op.f("ix_orders_shop_id_customer_id"))

    op.drop_table("orders")
    with op.batch_alter_table("cart_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cart_rules_shop_id_code"))

    op.drop_table("cart_rules")
    with op.batch_alter_table("cart_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cart_lines_shop_id_cart_id"))

    op.drop_table("cart_lines")
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variants_shop_id_product_id"))

    op.drop_table("variants")
    with op.batch_alter_table("carts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carts_shop_id_token"))

    op.drop_table("carts")
    op.drop_table("sheets")
    with op.batch_alter_table("sheet_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_changes_seat_id"))

    op.drop_table("sheet_changes")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_shop_id_status"))
        batch_op.drop_index(batch_op.f("ix_reviews_shop_id_product_id_status"))

    op.drop_table("reviews")
    op.drop_table("related_products")
    with op.batch_alter_table("product_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_tags_shop_id_product_id"))

    op.drop_table("product_tags")
    with op.batch_alter_table("product_images", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_images_shop_id_product_id"))

    op.drop_table("product_images")
    op.drop_table("product_features")
    with op.batch_alter_table("product_categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_categories_shop_id_category_id"))

    op.drop_table("product_categories")
    op.drop_table("product_carriers")
    with op.batch_alter_table("price_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_points_shop_id_product_id_since_at"))

    op.drop_table("price_points")
    with op.batch_alter_table("practice_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_runs_user_id"))

    op.drop_table("practice_runs")
    op.drop_table("oral_answers")
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observations_seat_id"))

    op.drop_table("observations")
    op.drop_table("levels")
    with op.batch_alter_table("journal_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entries_seat_id"))

    op.drop_table("journal_entries")
    op.drop_table("group_memberships")
    op.drop_table("featured_products")
    with op.batch_alter_table("custom_fields", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custom_fields_shop_id_product_id"))

    op.drop_table("custom_fields")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_shop_id_customer_id"))

    op.drop_table("consents")
    with op.batch_alter_table("clock_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_entries_seat_id"))

    op.drop_table("clock_entries")
    with op.batch_alter_table("catalog_rule_conditions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalog_rule_conditions_shop_id_rule_id"))

    op.drop_table("catalog_rule_conditions")
    op.drop_table("carrier_groups")
    op.drop_table("carrier_fees")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addresses_shop_id_customer_id"))

    op.drop_table("addresses")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_user_id"))

    op.drop_table("seats")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_products_shop_id_category_id"))

    op.drop_table("products")
    op.drop_table("list_links")
    op.drop_table("group_category_reductions")
    op.drop_table("employees")
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customers_shop_id_last_name"))
        batch_op.drop_index(batch_op.f("ix_customers_shop_id_email"))

    op.drop_table("customers")
    op.drop_table("catalog_rules")
    op.drop_table("carriers")
    op.drop_table("attribute_values")
    op.drop_table("zones")
    op.drop_table("titles")
    op.drop_table("tax_rules")
    op.drop_table("subscribers")
    op.drop_table("slides")
    op.drop_table("shop_settings")
    op.drop_table("shop_counters")
    op.drop_table("search_aliases")
    op.drop_table("reassurance_items")
    op.drop_table("profiles")
    op.drop_table("predefined_messages")
    op.drop_table("payment_methods")
    op.drop_table("order_states")
    op.drop_table("menu_items")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_shop_id_recipient"))

    op.drop_table("mails")
    op.drop_table("link_lists")
    op.drop_table("info_pages")
    op.drop_table("home_blocks")
    op.drop_table("features")
    with op.batch_alter_table("exam_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_sessions_subject_hash"))
        batch_op.drop_index(batch_op.f("ix_exam_sessions_examiner_id"))

    op.drop_table("exam_sessions")
    op.drop_table("customer_groups")
    op.drop_table("context_packs")
    op.drop_table("contacts")
    op.drop_table("categories")
    op.drop_table("brands")
    op.drop_table("attributes")
    op.drop_table("users")
    with op.batch_alter_table("traffic_shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traffic_shares_context_slug_day_offset"))

    op.drop_table("traffic_shares")
    with op.batch_alter_table("traffic_searches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traffic_searches_context_slug_day_offset"))

    op.drop_table("traffic_searches")
    with op.batch_alter_table("traffic_pages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traffic_pages_context_slug_day_offset"))

    op.drop_table("traffic_pages")
    op.drop_table("traffic_orders")
    with op.batch_alter_table("traffic_days", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traffic_days_context_slug_day_offset"))

    op.drop_table("traffic_days")
    op.drop_table("traffic_campaigns")
    op.drop_table("subject_copies")
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shops_context_slug"))

    op.drop_table("shops")
