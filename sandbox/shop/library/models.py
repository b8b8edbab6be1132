"""The files of the site's media library."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_index, shop_unique, to_one


class Media(Keyed, ShopScoped, Base):
    """A file: `name` in the store of media, under the hash of its content. kind: image | audio | video | document.

    `original` is the name of the picture before it was cropped, turned or scaled; None as long as it was not. `duration_ms` is
    how long a sound or a film lasts, 0 when its file does not tell; `transcript` is what is heard or said in it, on lines.
    A film may have `subtitles`, a text in WebVTT, and a picture of the library that is seen until it is played.
    """

    __tablename__ = "site_media"

    kind: Mapped[str] = mapped_column(sa.String(10), default="image")
    name: Mapped[str] = mapped_column(sa.String(48))
    original: Mapped[str | None] = mapped_column(sa.String(48))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(200))
    alt: Mapped[str] = mapped_column(sa.String(500), default="")
    caption: Mapped[str] = mapped_column(sa.String(500), default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(default=0)
    duration_ms: Mapped[int] = mapped_column(default=0)
    transcript: Mapped[str] = mapped_column(sa.Text, default="")
    subtitles: Mapped[str] = mapped_column(sa.Text, default="")
    poster_id: Mapped[int | None]
    user_id: Mapped[int | None]
    uploaded_at: Mapped[datetime]

    poster: Mapped[Media | None] = to_one("Media", "Media", "poster_id")

    __table_args__ = (shop_unique("key"), shop_index("uploaded_at"))
