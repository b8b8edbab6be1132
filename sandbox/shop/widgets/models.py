"""Widget areas: an area is its widgets in their order, each one a block."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_index, shop_unique


class SiteWidget(Keyed, ShopScoped, Base):
    """A widget of an area (`sidebar`, `footer-1` … `footer-4`), at a rank; `content` holds its blocks."""

    __tablename__ = "site_widgets"

    area: Mapped[str] = mapped_column(sa.String(20))
    position: Mapped[int] = mapped_column(default=0)
    content: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)

    __table_args__ = (shop_unique("key"), shop_index("area", "position"))
