"""Aliases, and searches that found nothing."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import ShopScoped, shop_unique


class SearchAlias(ShopScoped, Base):
    """A word that customers type (« kafé ») and the word it is searched as (« café »)."""

    __tablename__ = "search_aliases"

    alias: Mapped[str] = mapped_column(sa.String(128))
    target: Mapped[str] = mapped_column(sa.String(128))
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (shop_unique("alias"),)
