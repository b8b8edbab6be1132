"""The editorial site: articles, pages, media, comments, menus, widgets, accounts, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_categories",
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("meta_title", sa.String(length=255), nullable=False),
        sa.Column("meta_description", sa.String(length=512), nullable=False),
        sa.Column("focus", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "parent_id"],
            ["site_categories.shop_id", "site_categories.id"],
            name=op.f("fk_site_categories_shop_id_parent_id_site_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_categories_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_categories")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_categories_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_site_categories_shop_id_slug")),
    )
    op.create_table(
        "site_extensions",
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_extensions_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_extensions")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_extensions_shop_id_key")),
    )
    op.create_table(
        "site_media",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("original", sa.String(length=48), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("alt", sa.String(length=500), nullable=False),
        sa.Column("caption", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_media_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_media")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_media_shop_id_key")),
    )
    with op.batch_alter_table("site_media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_media_shop_id_uploaded_at"), ["shop_id", "uploaded_at"], unique=False)

    op.create_table(
        "site_menus",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_menus_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_menus")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_menus_shop_id_key")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_site_menus_shop_id_name")),
    )
    op.create_table(
        "site_tags",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_site_tags_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_tags")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_tags_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_site_tags_shop_id_slug")),
    )
    op.create_table(
        "site_users",
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("web", sa.String(length=200), nullable=False),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=15), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_users_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_users")),
        sa.UniqueConstraint("shop_id", "email", name=op.f("uq_site_users_shop_id_email")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_users_shop_id_key")),
        sa.UniqueConstraint("shop_id", "login", name=op.f("uq_site_users_shop_id_login")),
    )
    op.create_table(
        "site_widgets",
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_widgets_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_widgets")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_widgets_shop_id_key")),
    )
    with op.batch_alter_table("site_widgets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_widgets_shop_id_area_position"), ["shop_id", "area", "position"], unique=False
        )

    op.create_table(
        "sites",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("slogan", sa.String(length=200), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("icon_id", sa.Integer(), nullable=True),
        sa.Column("color_accent", sa.String(length=7), nullable=False),
        sa.Column("color_header", sa.String(length=7), nullable=False),
        sa.Column("color_footer", sa.String(length=7), nullable=False),
        sa.Column("above_header", sa.String(length=200), nullable=False),
        sa.Column("above_header_picture_id", sa.Integer(), nullable=True),
        sa.Column("menu_place", sa.String(length=10), nullable=False),
        sa.Column("offcanvas_on", sa.String(length=10), nullable=False),
        sa.Column("social", sa.JSON(), nullable=False),
        sa.Column("social_place", sa.String(length=10), nullable=False),
        sa.Column("breadcrumb_place", sa.String(length=14), nullable=False),
        sa.Column("sidebar_pages", sa.String(length=8), nullable=False),
        sa.Column("sidebar_posts", sa.String(length=8), nullable=False),
        sa.Column("sidebar_archives", sa.String(length=8), nullable=False),
        sa.Column("footer_columns", sa.Integer(), nullable=False),
        sa.Column("footer_text", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("is_membership_open", sa.Boolean(), nullable=False),
        sa.Column("default_role", sa.String(length=15), nullable=False),
        sa.Column("date_format", sa.String(length=10), nullable=False),
        sa.Column("default_category_id", sa.Integer(), nullable=True),
        sa.Column("front_kind", sa.String(length=6), nullable=False),
        sa.Column("front_page_id", sa.Integer(), nullable=True),
        sa.Column("posts_page_id", sa.Integer(), nullable=True),
        sa.Column("posts_per_page", sa.Integer(), nullable=False),
        sa.Column("archive_shows", sa.String(length=8), nullable=False),
        sa.Column("is_hidden_from_engines", sa.Boolean(), nullable=False),
        sa.Column("comments_open", sa.Boolean(), nullable=False),
        sa.Column("comments_named", sa.Boolean(), nullable=False),
        sa.Column("comments_close_days", sa.Integer(), nullable=False),
        sa.Column("comments_depth", sa.Integer(), nullable=False),
        sa.Column("comments_newest_first", sa.Boolean(), nullable=False),
        sa.Column("comments_approved", sa.Boolean(), nullable=False),
        sa.Column("comments_known_only", sa.Boolean(), nullable=False),
        sa.Column("comments_links_max", sa.Integer(), nullable=False),
        sa.Column("words_held", sa.Text(), nullable=False),
        sa.Column("words_refused", sa.Text(), nullable=False),
        sa.Column("permalinks", sa.String(length=10), nullable=False),
        sa.Column("category_base", sa.String(length=40), nullable=False),
        sa.Column("tag_base", sa.String(length=40), nullable=False),
        sa.Column("privacy_page_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_sites_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_sites")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_sites_shop_id_key")),
    )
    op.create_table(
        "site_menu_items",
        sa.Column("menu_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=500), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("is_new_tab", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "menu_id"],
            ["site_menus.shop_id", "site_menus.id"],
            name=op.f("fk_site_menu_items_shop_id_menu_id_site_menus"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "parent_id"],
            ["site_menu_items.shop_id", "site_menu_items.id"],
            name=op.f("fk_site_menu_items_shop_id_parent_id_site_menu_items"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_menu_items_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_menu_items")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_menu_items_shop_id_key")),
    )
    with op.batch_alter_table("site_menu_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_menu_items_shop_id_menu_id_position"), ["shop_id", "menu_id", "position"], unique=False
        )

    op.create_table(
        "site_menu_places",
        sa.Column("menu_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "menu_id"],
            ["site_menus.shop_id", "site_menus.id"],
            name=op.f("fk_site_menu_places_shop_id_menu_id_site_menus"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_menu_places_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_menu_places")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_menu_places_shop_id_key")),
    )
    op.create_table(
        "site_posts",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("trashed_from", sa.String(length=10), nullable=False),
        sa.Column("password", sa.String(length=60), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("sidebar", sa.String(length=8), nullable=False),
        sa.Column("is_sticky", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("focus", sa.String(length=120), nullable=False),
        sa.Column("meta_title", sa.String(length=255), nullable=False),
        sa.Column("meta_description", sa.String(length=512), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "author_id"],
            ["site_users.shop_id", "site_users.id"],
            name=op.f("fk_site_posts_shop_id_author_id_site_users"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "parent_id"],
            ["site_posts.shop_id", "site_posts.id"],
            name=op.f("fk_site_posts_shop_id_parent_id_site_posts"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "picture_id"],
            ["site_media.shop_id", "site_media.id"],
            name=op.f("fk_site_posts_shop_id_picture_id_site_media"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_posts_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_posts")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_posts_shop_id_key")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_site_posts_shop_id_slug")),
    )
    with op.batch_alter_table("site_posts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_posts_shop_id_kind_status_published_at"),
            ["shop_id", "kind", "status", "published_at"],
            unique=False,
        )

    op.create_table(
        "site_comments",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=128), nullable=False),
        sa.Column("web", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("trashed_from", sa.String(length=10), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "parent_id"],
            ["site_comments.shop_id", "site_comments.id"],
            name=op.f("fk_site_comments_shop_id_parent_id_site_comments"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "post_id"],
            ["site_posts.shop_id", "site_posts.id"],
            name=op.f("fk_site_comments_shop_id_post_id_site_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "user_id"],
            ["site_users.shop_id", "site_users.id"],
            name=op.f("fk_site_comments_shop_id_user_id_site_users"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_comments_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_comments")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_site_comments_shop_id_key")),
    )
    with op.batch_alter_table("site_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_comments_shop_id_post_id_status"), ["shop_id", "post_id", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_site_comments_shop_id_status_posted_at"), ["shop_id", "status", "posted_at"], unique=False
        )

    op.create_table(
        "site_post_categories",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "category_id"],
            ["site_categories.shop_id", "site_categories.id"],
            name=op.f("fk_site_post_categories_shop_id_category_id_site_categories"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "post_id"],
            ["site_posts.shop_id", "site_posts.id"],
            name=op.f("fk_site_post_categories_shop_id_post_id_site_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_post_categories_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_post_categories")),
        sa.UniqueConstraint(
            "shop_id", "post_id", "category_id", name=op.f("uq_site_post_categories_shop_id_post_id_category_id")
        ),
    )
    with op.batch_alter_table("site_post_categories", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_post_categories_shop_id_category_id"), ["shop_id", "category_id"], unique=False
        )

    op.create_table(
        "site_post_tags",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "post_id"],
            ["site_posts.shop_id", "site_posts.id"],
            name=op.f("fk_site_post_tags_shop_id_post_id_site_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "tag_id"],
            ["site_tags.shop_id", "site_tags.id"],
            name=op.f("fk_site_post_tags_shop_id_tag_id_site_tags"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_post_tags_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_post_tags")),
        sa.UniqueConstraint("shop_id", "post_id", "tag_id", name=op.f("uq_site_post_tags_shop_id_post_id_tag_id")),
    )
    with op.batch_alter_table("site_post_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_post_tags_shop_id_tag_id"), ["shop_id", "tag_id"], unique=False)

    op.create_table(
        "site_revisions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("is_auto", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "post_id"],
            ["site_posts.shop_id", "site_posts.id"],
            name=op.f("fk_site_revisions_shop_id_post_id_site_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_site_revisions_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_site_revisions")),
    )
    with op.batch_alter_table("site_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_revisions_shop_id_post_id"), ["shop_id", "post_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("site_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_revisions_shop_id_post_id"))

    op.drop_table("site_revisions")
    with op.batch_alter_table("site_post_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_post_tags_shop_id_tag_id"))

    op.drop_table("site_post_tags")
    with op.batch_alter_table("site_post_categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_post_categories_shop_id_category_id"))

    op.drop_table("site_post_categories")
    with op.batch_alter_table("site_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_comments_shop_id_status_posted_at"))
        batch_op.drop_index(batch_op.f("ix_site_comments_shop_id_post_id_status"))

    op.drop_table("site_comments")
    with op.batch_alter_table("site_posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_posts_shop_id_kind_status_published_at"))

    op.drop_table("site_posts")
    op.drop_table("site_menu_places")
    with op.batch_alter_table("site_menu_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_menu_items_shop_id_menu_id_position"))

    op.drop_table("site_menu_items")
    op.drop_table("sites")
    with op.batch_alter_table("site_widgets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_widgets_shop_id_area_position"))

    op.drop_table("site_widgets")
    op.drop_table("site_users")
    op.drop_table("site_tags")
    op.drop_table("site_menus")
    with op.batch_alter_table("site_media", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_media_shop_id_uploaded_at"))

    op.drop_table("site_media")
    op.drop_table("site_extensions")
    op.drop_table("site_categories")
