"""The mock company's own people, never those of the exam."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_unique, to_one


class Profile(Keyed, ShopScoped, Base):
    """A profile (« rôle ») that employees have."""

    __tablename__ = "profiles"

    name: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (shop_unique("key"),)


class Employee(Keyed, ShopScoped, Base):
    """An employee of the mock company; nobody signs in with the password, the back office asks for one as the real tool does."""

    __tablename__ = "employees"

    first_name: Mapped[str] = mapped_column(sa.String(60))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str] = mapped_column(sa.String(128))
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    profile_id: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
    hired_at: Mapped[datetime]

    profile: Mapped[Profile] = to_one("Profile", "Employee", "profile_id")

    @property
    def full_name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}"

    __table_args__ = (shop_fk("profile_id", "profiles"), shop_unique("key"), shop_unique("email"))
