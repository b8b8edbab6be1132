"""The texts and files handed in with a shop."""

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


class HandedFile(Keyed, ShopScoped, Base):
    """A file, named by the deliverable that asks for it. `media`: its name in the store; `contents`: what could be read of it,
    None for a file that only people read."""

    __tablename__ = "handed_files"

    title: Mapped[str] = mapped_column(sa.String(120), default="")
    media: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[str] = mapped_column(sa.String(128))
    size_bytes: Mapped[int] = mapped_column(default=0)
    contents: Mapped[str | None] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)
    handed_at: Mapped[datetime]

    __table_args__ = (shop_unique("key"),)
