"""Copies of subjects that sessions were run on, so that a file edited afterwards changes no past session."""

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
