"""The one row that says there is a site, with all its settings; and its extensions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_unique
from sandbox.shop.identity.rules import EXTENSIONS


class Site(Keyed, ShopScoped, Base):
    """The site: at most one a shop; a shop without this row has no site. Fields stand in the order of the screens.

    Identity and look (« Personnaliser »), then Réglages: general, reading, discussion, permalinks, privacy. A file or a page
    that is gone counts as none. An empty colour is the theme's. social: [{net, url}].
    """

    __tablename__ = "sites"

    title: Mapped[str] = mapped_column(sa.String(120))
    slogan: Mapped[str] = mapped_column(sa.String(200), default="")
    logo_id: Mapped[int | None]
    icon_id: Mapped[int | None]
    color_accent: Mapped[str] = mapped_column(sa.String(7), default="")
    color_header: Mapped[str] = mapped_column(sa.String(7), default="")
    color_footer: Mapped[str] = mapped_column(sa.String(7), default="")
    above_header: Mapped[str] = mapped_column(sa.String(200), default="")
    above_header_picture_id: Mapped[int | None]
    menu_place: Mapped[str] = mapped_column(sa.String(10), default="right")
    offcanvas_on: Mapped[str] = mapped_column(sa.String(10), default="phone")
    social: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    social_place: Mapped[str] = mapped_column(sa.String(10), default="none")
    breadcrumb_place: Mapped[str] = mapped_column(sa.String(14), default="none")
    sidebar_pages: Mapped[str] = mapped_column(sa.String(8), default="none")
    sidebar_posts: Mapped[str] = mapped_column(sa.String(8), default="right")
    sidebar_archives: Mapped[str] = mapped_column(sa.String(8), default="right")
    footer_columns: Mapped[int] = mapped_column(default=3)
    footer_text: Mapped[str] = mapped_column(sa.String(300), default="")

    email: Mapped[str] = mapped_column(sa.String(128), default="")
    is_membership_open: Mapped[bool] = mapped_column(default=False)
    default_role: Mapped[str] = mapped_column(sa.String(15), default="subscriber")
    date_format: Mapped[str] = mapped_column(sa.String(10), default="long")
    default_category_id: Mapped[int | None]

    front_kind: Mapped[str] = mapped_column(sa.String(6), default="posts")
    front_page_id: Mapped[int | None]
    posts_page_id: Mapped[int | None]
    posts_per_page: Mapped[int] = mapped_column(default=10)
    archive_shows: Mapped[str] = mapped_column(sa.String(8), default="excerpt")
    is_hidden_from_engines: Mapped[bool] = mapped_column(default=False)

    comments_open: Mapped[bool] = mapped_column(default=True)
    comments_named: Mapped[bool] = mapped_column(default=True)
    comments_close_days: Mapped[int] = mapped_column(default=0)
    comments_depth: Mapped[int] = mapped_column(default=3)
    comments_newest_first: Mapped[bool] = mapped_column(default=False)
    comments_approved: Mapped[bool] = mapped_column(default=False)
    comments_known_only: Mapped[bool] = mapped_column(default=True)
    comments_links_max: Mapped[int] = mapped_column(default=2)
    words_held: Mapped[str] = mapped_column(sa.Text, default="")
    words_refused: Mapped[str] = mapped_column(sa.Text, default="")

    permalinks: Mapped[str] = mapped_column(sa.String(10), default="name")
    category_base: Mapped[str] = mapped_column(sa.String(40), default="")
    tag_base: Mapped[str] = mapped_column(sa.String(40), default="")
    privacy_page_id: Mapped[int | None]

    __table_args__ = (shop_unique("key"),)


class SiteExtension(Keyed, ShopScoped, Base):
    """An installed extension (`key`: seo, blocs, bandeau, cookies) and its own options."""

    __tablename__ = "site_extensions"

    is_active: Mapped[bool] = mapped_column(default=False)
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    @property
    def name(self) -> str:
        """Its name on the screens."""
        found = EXTENSIONS.get(self.key or "")
        return found.name if found else str(self.key)

    __table_args__ = (shop_unique("key"),)
