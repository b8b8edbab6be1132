"""Menus, their nested items, the places that show them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one


class SiteMenu(Keyed, ShopScoped, Base):
    """A menu, which is shown in the places that name it."""

    __tablename__ = "site_menus"

    name: Mapped[str] = mapped_column(sa.String(80))

    items: Mapped[list[SiteMenuItem]] = to_many(
        "SiteMenuItem",
        "SiteMenu",
        "menu_id",
        back_populates="menu",
        cascade="all, delete-orphan",
        order_by="SiteMenuItem.position",
    )

    __table_args__ = (shop_unique("key"), shop_unique("name"))


class SiteMenuItem(Keyed, ShopScoped, Base):
    """An item. `target` is a reference (`page_site:12`, `rubrique:cafes`) or an address; `label` replaces its name when set."""

    __tablename__ = "site_menu_items"

    menu_id: Mapped[int]
    parent_id: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    target: Mapped[str] = mapped_column(sa.String(500))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    is_new_tab: Mapped[bool] = mapped_column(default=False)

    menu: Mapped[SiteMenu] = to_one("SiteMenu", "SiteMenuItem", "menu_id", back_populates="items")

    __table_args__ = (
        shop_fk("menu_id", "site_menus", ondelete="CASCADE"), shop_fk("parent_id", "site_menu_items"), shop_unique("key"),
        shop_index("menu_id", "position"),
    )  # fmt: skip


class SiteMenuPlace(Keyed, ShopScoped, Base):
    """A place of the theme (`key`: principal | hors-champ | pied) and the menu it shows, None for none."""

    __tablename__ = "site_menu_places"

    menu_id: Mapped[int | None]

    menu: Mapped[SiteMenu | None] = to_one("SiteMenu", "SiteMenuPlace", "menu_id")

    __table_args__ = (shop_fk("menu_id", "site_menus"), shop_unique("key"))
