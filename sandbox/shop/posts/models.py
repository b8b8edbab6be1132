"""Articles and pages. Their text is a tree of blocks, kept as JSON; see `sandbox.shop.blocks`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.library.models import Media


class SiteCategory(Keyed, ShopScoped, Base):
    """A category of articles, in a tree."""

    __tablename__ = "site_categories"

    parent_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.String(120))
    slug: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    meta_title: Mapped[str] = mapped_column(sa.String(255), default="")
    meta_description: Mapped[str] = mapped_column(sa.String(512), default="")
    focus: Mapped[str] = mapped_column(sa.String(120), default="")

    parent: Mapped[SiteCategory | None] = to_one("SiteCategory", "SiteCategory", "parent_id")

    __table_args__ = (shop_fk("parent_id", "site_categories"), shop_unique("key"), shop_unique("slug"))


class SiteTag(Keyed, ShopScoped, Base):
    """A tag of articles (« étiquette »)."""

    __tablename__ = "site_tags"

    name: Mapped[str] = mapped_column(sa.String(120))
    slug: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (shop_unique("key"), shop_unique("slug"))


class SitePost(Keyed, ShopScoped, Base):
    """An article (kind `post`) or a page.

    status: draft | pending | published | private | trash. What is published at a moment to come is scheduled; no clerk has to
    publish it. `trashed_from` is the state to which the bin gives it back. `focus`, `meta_title` and `meta_description` are what
    the SEO extension asks for; `sidebar` is default | none | left | right; `is_open`: comments may be written.
    """

    __tablename__ = "site_posts"

    kind: Mapped[str] = mapped_column(sa.String(8), default="post")
    title: Mapped[str] = mapped_column(sa.String(255), default="")
    slug: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    excerpt: Mapped[str] = mapped_column(sa.Text, default="")
    status: Mapped[str] = mapped_column(sa.String(10), default="draft")
    trashed_from: Mapped[str] = mapped_column(sa.String(10), default="")
    password: Mapped[str] = mapped_column(sa.String(60), default="")
    author_id: Mapped[int | None]
    picture_id: Mapped[int | None]
    parent_id: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    template: Mapped[str] = mapped_column(sa.String(20), default="")
    sidebar: Mapped[str] = mapped_column(sa.String(8), default="default")
    is_sticky: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)
    focus: Mapped[str] = mapped_column(sa.String(120), default="")
    meta_title: Mapped[str] = mapped_column(sa.String(255), default="")
    meta_description: Mapped[str] = mapped_column(sa.String(512), default="")
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    author: Mapped[SiteUser | None] = to_one("SiteUser", "SitePost", "author_id")
    picture: Mapped[Media | None] = to_one("Media", "SitePost", "picture_id")
    parent: Mapped[SitePost | None] = to_one("SitePost", "SitePost", "parent_id")
    filed: Mapped[list[PostCategory]] = to_many(
        "PostCategory", "SitePost", "post_id", cascade="all, delete-orphan", order_by="PostCategory.id"
    )
    tagged: Mapped[list[PostTag]] = to_many(
        "PostTag", "SitePost", "post_id", cascade="all, delete-orphan", order_by="PostTag.id"
    )
    revisions: Mapped[list[PostRevision]] = to_many(
        "PostRevision", "SitePost", "post_id", cascade="all, delete-orphan", order_by="PostRevision.id.desc()"
    )

    @property
    def is_page(self) -> bool:
        """Whether this is a page."""
        return self.kind == "page"

    @property
    def categories(self) -> list[SiteCategory]:
        """The categories the article is filed in."""
        return [one.category for one in self.filed]

    @property
    def tags(self) -> list[SiteTag]:
        """The article's tags."""
        return [one.tag for one in self.tagged]

    __table_args__ = (
        shop_fk("author_id", "site_users"), shop_fk("picture_id", "site_media"), shop_fk("parent_id", "site_posts"),
        shop_unique("key"), shop_unique("slug"), shop_index("kind", "status", "published_at"),
    )  # fmt: skip


class PostCategory(ShopScoped, Base):
    """An article filed in a category."""

    __tablename__ = "site_post_categories"

    post_id: Mapped[int]
    category_id: Mapped[int]

    category: Mapped[SiteCategory] = to_one("SiteCategory", "PostCategory", "category_id")

    __table_args__ = (
        shop_fk("post_id", "site_posts", ondelete="CASCADE"), shop_fk("category_id", "site_categories", ondelete="CASCADE"),
        shop_unique("post_id", "category_id"), shop_index("category_id"),
    )  # fmt: skip


class PostTag(ShopScoped, Base):
    """A tag of an article."""

    __tablename__ = "site_post_tags"

    post_id: Mapped[int]
    tag_id: Mapped[int]

    tag: Mapped[SiteTag] = to_one("SiteTag", "PostTag", "tag_id")

    __table_args__ = (
        shop_fk("post_id", "site_posts", ondelete="CASCADE"), shop_fk("tag_id", "site_tags", ondelete="CASCADE"),
        shop_unique("post_id", "tag_id"), shop_index("tag_id"),
    )  # fmt: skip


class PostRevision(ShopScoped, Base):
    """A text as it was saved. `is_auto`: kept by the editor while somebody was writing, never what visitors read."""

    __tablename__ = "site_revisions"

    post_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(255), default="")
    content: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    excerpt: Mapped[str] = mapped_column(sa.Text, default="")
    author_id: Mapped[int | None]
    is_auto: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]

    __table_args__ = (
        shop_fk("post_id", "site_posts", ondelete="CASCADE"), shop_index("post_id"),
    )  # fmt: skip
