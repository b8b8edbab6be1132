"""Which contexts are loaded, whose they are, the files being imported into them, and the correspondences that were kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base


class ContextPack(Base):
    """A loaded context: the hash of its files, and the reference shop they became.

    `made_by_id`: the trainer who made it on the web, whose folder is in the installation; None for a shipped one.
    """

    __tablename__ = "context_packs"

    slug: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(120))
    digest: Mapped[str] = mapped_column(sa.String(64))
    reference_shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"))
    anchor_on: Mapped[date]
    loaded_at: Mapped[datetime]
    made_by_id: Mapped[int | None]
    made_by: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")


class ContextImport(Base):
    """A file that a trainer brings into a context. `content` goes once it is imported; the report stays.

    `choices`: how to read it (encoding, separator, format, columns, taxes, tax, without_tax), empty for what is found.
    `before`: the file of the context that it replaced, empty when there was none, None when that cannot be put back; `after` the
    SHA-256 of what it wrote.
    """

    __tablename__ = "context_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60), index=True)
    author_id: Mapped[int]
    author: Mapped[str] = mapped_column(sa.String(120), default="")
    file_name: Mapped[str] = mapped_column(sa.String(120))
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    products: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    choices: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    report: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    before: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    after: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    taken_back_at: Mapped[datetime | None]


class KeptCorrespondence(Base):
    """What a trainer said the columns of a file mean, under a name; proposed again for files with the same headers."""

    __tablename__ = "kept_correspondences"
    __table_args__ = (sa.UniqueConstraint("author_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))
    headers: Mapped[str] = mapped_column(sa.String(64), index=True)
    format: Mapped[str] = mapped_column(sa.String(40))
    columns: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    taxes: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    kept_at: Mapped[datetime]
