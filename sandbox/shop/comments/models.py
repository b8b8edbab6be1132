"""Comments of visitors, nested."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_one
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.posts.models import SitePost


class SiteComment(Keyed, ShopScoped, Base):
    """A comment. status: pending | approved | spam | trash; `trashed_from` is where « Rétablir » puts it back."""

    __tablename__ = "site_comments"

    post_id: Mapped[int]
    parent_id: Mapped[int | None]
    user_id: Mapped[int | None]
    author: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(128), default="")
    web: Mapped[str] = mapped_column(sa.String(200), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    status: Mapped[str] = mapped_column(sa.String(10), default="pending")
    trashed_from: Mapped[str] = mapped_column(sa.String(10), default="")
    posted_at: Mapped[datetime]

    post: Mapped[SitePost] = to_one("SitePost", "SiteComment", "post_id")
    parent: Mapped[SiteComment | None] = to_one("SiteComment", "SiteComment", "parent_id")
    user: Mapped[SiteUser | None] = to_one("SiteUser", "SiteComment", "user_id")

    __table_args__ = (
        shop_fk("post_id", "site_posts", ondelete="CASCADE"), shop_fk("parent_id", "site_comments"), shop_fk("user_id", "site_users"),
        shop_unique("key"), shop_index("post_id", "status"), shop_index("status", "posted_at"),
    )  # fmt: skip
