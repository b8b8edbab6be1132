"""Information bars, pop-ups, and the notice about cookies."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_index, shop_unique


class SiteAnnouncement(Keyed, ShopScoped, Base):
    """A bar (`bar`) or a pop-up (`popup`) of the site.

    status: draft | published | trash. scope: site | home | only | except, the last two with the numbers of pages and articles.
    `position` (top | bottom) is a bar's; `opens_on` (arrival | delay | scroll | leave) and `delay_s` are a pop-up's. repeat: visit |
    once | closed. Between `starts_at` and `ends_at`, naive UTC, or without bound. Colours are names of the theme's.
    """

    __tablename__ = "site_announcements"

    title: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(8), default="bar")
    status: Mapped[str] = mapped_column(sa.String(10), default="draft")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    button_text: Mapped[str] = mapped_column(sa.String(60), default="")
    button_url: Mapped[str] = mapped_column(sa.String(500), default="")
    scope: Mapped[str] = mapped_column(sa.String(8), default="site")
    page_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    article_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    position: Mapped[str] = mapped_column(sa.String(8), default="top")
    opens_on: Mapped[str] = mapped_column(sa.String(8), default="arrival")
    delay_s: Mapped[int] = mapped_column(default=5)
    repeat: Mapped[str] = mapped_column(sa.String(8), default="closed")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    is_closable: Mapped[bool] = mapped_column(default=True)
    color_back: Mapped[str] = mapped_column(sa.String(10), default="accent")
    color_text: Mapped[str] = mapped_column(sa.String(10), default="ink")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (shop_unique("key"), shop_index("status"))


class SiteCookieNotice(Keyed, ShopScoped, Base):
    """What visitors are asked about cookies: at most one a site. `purposes`: those that ask for consent (audience | ads | media)."""

    __tablename__ = "site_cookie_notices"

    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text)
    accept_text: Mapped[str] = mapped_column(sa.String(40))
    refuse_text: Mapped[str] = mapped_column(sa.String(40))
    choose_text: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[str] = mapped_column(sa.String(8))
    purposes: Mapped[list[str]] = mapped_column(sa.JSON)
    has_privacy_link: Mapped[bool]
    months: Mapped[int]

    __table_args__ = (shop_unique("key"),)
