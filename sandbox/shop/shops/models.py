"""A shop and its settings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, synonym

from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText
from sandbox.kernel.scoping import ShopScoped, shop_unique


class ShopKind(StrEnum):
    """What a shop is for.

    A reference is loaded from files and read-only. A baseline is a reference re-dated to a session's day with the subject's
    injections: what every candidate of the session starts from, and what differences are measured against. A copy is one
    candidate's. A draft is a trainer's. A replay is a copy as it was at a moment, to be looked at. A market is a copy of a practice
    run's shop in which days go by that nobody worked in, or the witness of one.
    """

    REFERENCE = "reference"
    BASELINE = "baseline"
    COPY = "copy"
    DRAFT = "draft"
    REPLAY = "replay"
    MARKET = "market"


class Shop(Base):
    """One shop with its rows. `key` is its unguessable address; `anchor_on` the day that « J » means in its dates.

    `has_storefront` is false for a company that sells nothing online: it has a site only, and nobody sees a shop of it.

    `context_slug` names its context, whose record of visits it reads; « contexte#… » when its subject asked for visits of its own.
    """

    __tablename__ = "shops"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    kind: Mapped[ShopKind] = mapped_column(EnumText(ShopKind, 12))
    context_slug: Mapped[str] = mapped_column(sa.String(60), index=True)
    context_version: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(120))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("shops.id", ondelete="SET NULL"))
    anchor_on: Mapped[date]
    has_storefront: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    revision: Mapped[int] = mapped_column(default=0)
    frozen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def is_writable(self) -> bool:
        """Whether people may change its rows now."""
        return self.kind in (ShopKind.COPY, ShopKind.DRAFT, ShopKind.MARKET) and self.frozen_at is None


class ShopSetting(ShopScoped, Base):
    """One setting of a shop, as text; `rules.SETTINGS` says which there are and how to read them."""

    __tablename__ = "shop_settings"

    name: Mapped[str] = mapped_column(sa.String(60))
    value: Mapped[str] = mapped_column(sa.Text)
    key: Mapped[str] = synonym("name")  # subjects name a setting as they name every entity, by its key

    __table_args__ = (shop_unique("name"),)
