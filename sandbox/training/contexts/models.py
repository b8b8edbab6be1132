"""Which contexts are loaded."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base


class ContextPack(Base):
    """A loaded context: the hash of its files, and the reference shop they became."""

    __tablename__ = "context_packs"

    slug: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(120))
    digest: Mapped[str] = mapped_column(sa.String(64))
    reference_shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"))
    anchor_on: Mapped[date]
    loaded_at: Mapped[datetime]
