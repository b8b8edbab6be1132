"""The mock company's own people, never those of the exam."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_unique, to_many, to_one
from sandbox.shop.team.rules.rights import LABELS


class Profile(Keyed, ShopScoped, Base):
    """A profile (« rôle ») that employees have."""

    __tablename__ = "profiles"

    name: Mapped[str] = mapped_column(sa.String(64))

    permissions: Mapped[list[ProfilePermission]] = to_many(
        "ProfilePermission", "Profile", "profile_id", back_populates="profile", cascade="all, delete-orphan",
        order_by="ProfilePermission.area",
    )  # fmt: skip

    __table_args__ = (shop_unique("key"),)


class ProfilePermission(ShopScoped, Base):
    """What a profile may do on a screen of the back office; a screen without a row is closed to it."""

    __tablename__ = "profile_permissions"

    profile_id: Mapped[int]
    area: Mapped[str] = mapped_column(sa.String(40))
    can_view: Mapped[bool] = mapped_column(default=False)
    can_add: Mapped[bool] = mapped_column(default=False)
    can_edit: Mapped[bool] = mapped_column(default=False)
    can_delete: Mapped[bool] = mapped_column(default=False)

    profile: Mapped[Profile] = to_one("Profile", "ProfilePermission", "profile_id", back_populates="permissions")

    @property
    def title(self) -> str:
        """« Vendeur, Clients »."""
        return f"{self.profile.name}, {LABELS.get(self.area, self.area)}"

    __table_args__ = (shop_fk("profile_id", "profiles"), shop_unique("profile_id", "area"))


class Employee(Keyed, ShopScoped, Base):
    """An employee of the mock company; the password opens the back office under this name, inside the shop’s own screens."""

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
