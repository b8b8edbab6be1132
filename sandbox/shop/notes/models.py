"""The texts handed in with a shop."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_unique


class Note(Keyed, ShopScoped, Base):
    """A note, named by the deliverable that asks for it. `told_at`: when the journal last told of it."""

    __tablename__ = "notes"

    title: Mapped[str] = mapped_column(sa.String(120), default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    __table_args__ = (shop_unique("key"),)
