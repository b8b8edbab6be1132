"""What the shop says of its own pages, and the addresses they had."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, synonym

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_unique


class PageMeta(ShopScoped, Base):
    """Title, description and address of a page such as « contact »; an empty text leaves what `rules.PAGES` says."""

    __tablename__ = "page_metas"

    page: Mapped[str] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.String(255), default="")
    description: Mapped[str] = mapped_column(sa.String(512), default="")
    slug: Mapped[str] = mapped_column(sa.String(128), default="")
    key: Mapped[str] = synonym("page")  # subjects name a page as they name every entity, by its key

    __table_args__ = (shop_unique("page"),)


class OldAddress(ShopScoped, Base):
    """An address that a page had: visitors who still have it are led on."""

    __tablename__ = "old_addresses"

    page: Mapped[str] = mapped_column(sa.String(30))
    slug: Mapped[str] = mapped_column(sa.String(128))

    __table_args__ = (shop_unique("slug"),)


class FocusKeyphrase(Keyed, ShopScoped, Base):
    """The words by which a page should be found. kind: product | category | page; `target_id` its number in the shop."""

    __tablename__ = "focus_keyphrases"

    kind: Mapped[str] = mapped_column(sa.String(10))
    target_id: Mapped[int]
    keyphrase: Mapped[str] = mapped_column(sa.String(120), default="")

    __table_args__ = (shop_unique("key"), shop_unique("kind", "target_id"))


class SearchQuery(ShopScoped, Base):
    """A query that people type in an engine: how often a month, how hard it is to come first (1 to 100), and the position at the end of
    each of the last twelve months, oldest first; 0 where the shop was nowhere.
    """

    __tablename__ = "search_queries"

    words: Mapped[str] = mapped_column(sa.String(80))
    monthly: Mapped[int]
    competition: Mapped[int]
    history: Mapped[list[int]] = mapped_column(sa.JSON, default=list)

    __table_args__ = (shop_unique("words"),)
