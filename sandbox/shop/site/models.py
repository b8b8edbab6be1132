"""Information pages of the shop."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_unique


class InfoPage(Keyed, ShopScoped, Base):
    """A page such as the delivery terms; `content` is safe HTML. group: aide | entreprise | legal."""

    __tablename__ = "info_pages"

    title: Mapped[str] = mapped_column(sa.String(128))
    slug: Mapped[str] = mapped_column(sa.String(128))
    content: Mapped[str] = mapped_column(sa.Text, default="")
    meta_title: Mapped[str] = mapped_column(sa.String(255), default="")
    meta_description: Mapped[str] = mapped_column(sa.String(512), default="")
    group: Mapped[str] = mapped_column("page_group", sa.String(20), default="aide")
    position: Mapped[int] = mapped_column(default=0)
    is_indexed: Mapped[bool] = mapped_column(default=True)
    is_displayed: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime]

    __table_args__ = (shop_unique("key"), shop_unique("slug"))
