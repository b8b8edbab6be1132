"""The accounts of the site (« Comptes »): the mock company's people as the site knows them, never those of the exam."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_unique


class SiteUser(Keyed, ShopScoped, Base):
    """An account. role: administrator | editor | author | contributor | subscriber. `name` is what is shown to the public.

    `is_at_work` marks the account that whoever opens a copy is connected as; without any, it is the first administrator.
    """

    __tablename__ = "site_users"

    login: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str] = mapped_column(sa.String(128))
    first_name: Mapped[str] = mapped_column(sa.String(60), default="")
    last_name: Mapped[str] = mapped_column(sa.String(60), default="")
    name: Mapped[str] = mapped_column(sa.String(120))
    web: Mapped[str] = mapped_column(sa.String(200), default="")
    bio: Mapped[str] = mapped_column(sa.Text, default="")
    role: Mapped[str] = mapped_column(sa.String(15), default="subscriber")
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    is_at_work: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    registered_at: Mapped[datetime]

    __table_args__ = (shop_unique("key"), shop_unique("login"), shop_unique("email"))
