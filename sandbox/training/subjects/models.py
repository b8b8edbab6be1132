"""Subjects kept in the database: the copies that sessions were run on, and those written on the web."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base


class SubjectCopy(Base):
    """A subject as it was, under the hash of its files."""

    __tablename__ = "subject_copies"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[str] = mapped_column(sa.String(20))
    data: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    kept_at: Mapped[datetime]


class WrittenSubject(Base):
    """A subject being written on the web: its text, its annexes and recorded runs by file name.

    `revision` grows with each save, so that a save made from an older text is told instead of overwriting.
    """

    __tablename__ = "written_subjects"

    slug: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    files: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(sa.String(120), default="")


class WrittenSave(Base):
    """A text as it was saved. Of the saves that a page makes by itself only the last one in a row is kept."""

    __tablename__ = "written_saves"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.ForeignKey("written_subjects.slug", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(sa.String(120), default="")
    is_auto: Mapped[bool] = mapped_column(default=False)


class SubjectVersion(Base):
    """A version published on the web. The latest that is not retired is the one in force."""

    __tablename__ = "subject_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), index=True)
    version: Mapped[str] = mapped_column(sa.String(20))
    digest: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str] = mapped_column(sa.Text)
    files: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(sa.String(120), default="")
    retired_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("slug", "version"),)
