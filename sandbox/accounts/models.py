"""An account of the exam's people."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText


class Role(StrEnum):
    """What a person does here; one role an account."""

    CANDIDATE = "candidate"
    EXAMINER = "examiner"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


class User(Base):
    """An account. `epoch` grows when the password changes, and closes every session opened before."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[Role] = mapped_column(EnumText(Role, 16))
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    is_active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
