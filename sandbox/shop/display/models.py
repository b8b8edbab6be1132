"""How the shop shows itself: home blocks, carousel, featured products, menu, link lists, reassurance."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_unique, to_many, to_one
from sandbox.shop.catalog.models import Product


class HomeBlock(Keyed, ShopScoped, Base):
    """A block of the home page, at a rank. kind: carousel | reassurance | universes | featured | new | best | story | reviews | newsletter."""

    __tablename__ = "home_blocks"

    kind: Mapped[str] = mapped_column(sa.String(16))
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (shop_unique("key"),)


class FeaturedProduct(ShopScoped, Base):
    """A product of the home page's « Produits populaires », at a rank."""

    __tablename__ = "featured_products"

    product_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = to_one("Product", "FeaturedProduct", "product_id")

    __table_args__ = (shop_fk("product_id", "products", ondelete="CASCADE"), shop_unique("product_id"))


class Slide(Keyed, ShopScoped, Base):
    """A slide of the carousel. `target` is an entity reference (`produit:…`, `categorie:…`, `page:…`) or a shop path."""

    __tablename__ = "slides"

    title: Mapped[str] = mapped_column(sa.String(160))
    badge: Mapped[str] = mapped_column(sa.String(60), default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    button: Mapped[str] = mapped_column(sa.String(60), default="")
    target: Mapped[str] = mapped_column(sa.String(200), default="")
    image: Mapped[str | None] = mapped_column(sa.String(40))
    image_small: Mapped[str | None] = mapped_column(sa.String(40))
    legend: Mapped[str] = mapped_column(sa.String(160), default="")
    tone: Mapped[str] = mapped_column(sa.String(10), default="dark")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (shop_unique("key"),)


class ReassuranceItem(ShopScoped, Base):
    """A promise with its icon (« Bloc réassurance »)."""

    __tablename__ = "reassurance_items"

    icon: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str] = mapped_column(sa.String(80))
    body: Mapped[str] = mapped_column(sa.String(200), default="")
    target: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class MenuItem(ShopScoped, Base):
    """An entry of the main menu; `target` is an entity reference or a shop path, `label` replaces its name when set."""

    __tablename__ = "menu_items"

    target: Mapped[str] = mapped_column(sa.String(200))
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    position: Mapped[int] = mapped_column(default=0)


class LinkList(Keyed, ShopScoped, Base):
    """A list of links of the footer (« Liste de liens »)."""

    __tablename__ = "link_lists"

    name: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int] = mapped_column(default=0)

    links: Mapped[list[ListLink]] = to_many(
        "ListLink", "LinkList", "list_id", cascade="all, delete-orphan", order_by="ListLink.position"
    )

    __table_args__ = (shop_unique("key"),)


class ListLink(ShopScoped, Base):
    """A link of a list."""

    __tablename__ = "list_links"

    list_id: Mapped[int]
    target: Mapped[str] = mapped_column(sa.String(200))
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (shop_fk("list_id", "link_lists"),)
