"""Traffic facts of a context: what nobody can change, so shared by every copy instead of copied.

A day is stored as its distance to the anchor day (« J »), so that facts follow the day a session starts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import COMPANION


class TrafficDay(Base):
    """One day of one source on one kind of device: visits and what became of them."""

    __tablename__ = "traffic_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    day_offset: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(20))
    campaign: Mapped[str] = mapped_column(sa.String(60), default="")
    device: Mapped[str] = mapped_column(sa.String(12))
    visits: Mapped[int]
    visitors: Mapped[int]
    new_visits: Mapped[int]
    bounces: Mapped[int]
    page_views: Mapped[int]
    seconds: Mapped[int]
    product_views: Mapped[int]
    carts: Mapped[int]
    checkouts: Mapped[int]
    orders: Mapped[int]

    __table_args__ = (sa.Index(None, "context_slug", "day_offset"),)


class TrafficPage(Base):
    """One day of one page: views, entries, exits."""

    __tablename__ = "traffic_pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    day_offset: Mapped[int]
    path: Mapped[str] = mapped_column(sa.String(160))
    title: Mapped[str] = mapped_column(sa.String(160))
    views: Mapped[int]
    entries: Mapped[int]
    exits: Mapped[int]

    __table_args__ = (sa.Index(None, "context_slug", "day_offset"),)


class TrafficSearch(Base):
    """One day of one internal search: how often, and how many results it gave."""

    __tablename__ = "traffic_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    day_offset: Mapped[int]
    term: Mapped[str] = mapped_column(sa.String(80))
    searches: Mapped[int]
    results: Mapped[int]

    __table_args__ = (sa.Index(None, "context_slug", "day_offset"),)


class TrafficShare(Base):
    """Visits of one day by `hour` (« 09 ») or `region` (« Bretagne »)."""

    __tablename__ = "traffic_shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    day_offset: Mapped[int]
    dimension: Mapped[str] = mapped_column(sa.String(8))
    label: Mapped[str] = mapped_column(sa.String(60))
    visits: Mapped[int]

    __table_args__ = (sa.Index(None, "context_slug", "day_offset"),)


class TrafficCrossing(Base):
    """The visits of one day in a region that are new, or that are not; the region is empty for all of them together.

    `cells` are lists: source, campaign, device, then `crossing.COUNTS`. Read only by who narrows figures to one of the two. A day that
    an audience tool measured has none: the tool does not cross them.
    """

    __tablename__ = "traffic_crossings"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    region: Mapped[str] = mapped_column(sa.String(60))
    is_new: Mapped[bool]
    day_offset: Mapped[int]
    visits: Mapped[int]
    cells: Mapped[list[Any]] = mapped_column(sa.JSON)

    __table_args__ = (sa.Index(None, "context_slug", "region", "day_offset"),)


class TrafficOrder(Base):
    """The visit that an order of the context ended: an order without one was placed since, in a copy.

    `region` is where the order goes; `is_new` whether it was its customer's first, None when the context was loaded before that was told.
    """

    __tablename__ = "traffic_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    reference: Mapped[str] = mapped_column(sa.String(12))
    day_offset: Mapped[int]
    device: Mapped[str] = mapped_column(sa.String(12))
    region: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    is_new: Mapped[bool | None]

    __table_args__ = (sa.UniqueConstraint("context_slug", "reference"),)


class TrafficCampaign(Base):
    """A campaign: its days as distances to J, and its whole cost."""

    __tablename__ = "traffic_campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    key: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(120))
    source: Mapped[str] = mapped_column(sa.String(20))
    medium: Mapped[str] = mapped_column(sa.String(60))
    first_offset: Mapped[int]
    last_offset: Mapped[int]
    cost_cents: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("context_slug", "key"),)


class TrafficLetter(Base):
    """A newsletter that was sent: what the mailing tool counted. Its name, day and cost are those of the campaign of the same key."""

    __tablename__ = "traffic_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    key: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(160))
    audience: Mapped[str] = mapped_column(sa.String(160))
    sent: Mapped[int]
    delivered: Mapped[int]
    opened: Mapped[int]
    clicked: Mapped[int]
    unsubscribed: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("context_slug", "key"),)


class TrafficEdition(Base):
    """The name of all facts and ledgers as they stand, in one row: another one each time a transaction that wrote any commits.

    What was read of them under a name is still right as long as this is the name.
    """

    __tablename__ = "traffic_editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32))


class LiveStep(Base):
    """One step of a visit that a person at work made to a shop: kept as the journal is, with its shop and apart from its rows.

    who: candidate | examiner. kind: page | product | search | cart | checkout | order. `visit` is the same for all the steps of a
    visit, `visitor` for all the visits of a person; `results` of a search, None otherwise; `path` of an order is its reference.
    """

    __tablename__ = "live_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"))
    visit: Mapped[str] = mapped_column(sa.String(16))
    visitor: Mapped[str] = mapped_column(sa.String(20))
    who: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(10))
    path: Mapped[str] = mapped_column(sa.String(160))
    label: Mapped[str] = mapped_column(sa.String(160))
    results: Mapped[int | None]
    source: Mapped[str] = mapped_column(sa.String(20))
    campaign: Mapped[str] = mapped_column(sa.String(60))
    device: Mapped[str] = mapped_column(sa.String(12))

    __table_args__ = (sa.Index(None, "shop_id", "id"),)


class TrafficLedger(Base):
    """The orders of a context as it was loaded, added up once: what a candidate's shop reads instead of its own rows while they are
    the same. Kept as long as a shop names it.
    """

    __tablename__ = "traffic_ledgers"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_slug: Mapped[str] = mapped_column(sa.String(60), index=True)


class LedgerOrder(Base):
    """An order with its goods added up, as `queries.rows` defines them; its day, region and novelty are those of its visit.

    Read by its number when a shop's order has changed since; customer by customer, of the index alone, to tell who bought what.
    """

    __tablename__ = "traffic_ledger_orders"

    ledger_id: Mapped[int] = mapped_column(sa.ForeignKey("traffic_ledgers.id", ondelete="CASCADE"), primary_key=True)
    order_id: Mapped[int] = mapped_column(primary_key=True)
    day_offset: Mapped[int]
    customer_id: Mapped[int]
    state_id: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(20))
    campaign: Mapped[str] = mapped_column(sa.String(60))
    device: Mapped[str] = mapped_column(sa.String(12))
    sales_excl: Mapped[int]
    sales_incl: Mapped[int]
    shipping_incl: Mapped[int]
    cost: Mapped[int]
    items: Mapped[int]
    coded: Mapped[int]
    discounts: Mapped[int]
    region: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    is_new: Mapped[bool | None]

    __table_args__ = (
        sa.Index("ix_traffic_ledger_orders_buyers", "ledger_id", "customer_id", "day_offset", "state_id", "sales_excl"),
        {"sqlite_with_rowid": False},
    )


class LedgerGoods(Base):
    """What an order holds of a product."""

    __tablename__ = "traffic_ledger_goods"

    ledger_id: Mapped[int] = mapped_column(sa.ForeignKey("traffic_ledgers.id", ondelete="CASCADE"), primary_key=True)
    order_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    day_offset: Mapped[int]
    state_id: Mapped[int]
    items: Mapped[int]
    sales_excl: Mapped[int]
    cost: Mapped[int]

    __table_args__ = {"sqlite_with_rowid": False}


class LedgerDay(Base):
    """The orders of a day, a source, a campaign, a device and a state, added up: what the reports read."""

    __tablename__ = "traffic_ledger_days"

    ledger_id: Mapped[int] = mapped_column(sa.ForeignKey("traffic_ledgers.id", ondelete="CASCADE"), primary_key=True)
    day_offset: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    campaign: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    device: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    state_id: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[int]
    sales_excl: Mapped[int]
    sales_incl: Mapped[int]
    shipping_incl: Mapped[int]
    cost: Mapped[int]
    items: Mapped[int]
    coded: Mapped[int]
    discounts: Mapped[int]

    __table_args__ = {"sqlite_with_rowid": False}


class LedgerShelf(Base):
    """What the orders of a day and a state hold of a product, added up."""

    __tablename__ = "traffic_ledger_shelves"

    ledger_id: Mapped[int] = mapped_column(sa.ForeignKey("traffic_ledgers.id", ondelete="CASCADE"), primary_key=True)
    day_offset: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[int]
    items: Mapped[int]
    sales_excl: Mapped[int]
    cost: Mapped[int]

    __table_args__ = {"sqlite_with_rowid": False}


class ShopLedger(Base):
    """The ledger that a shop reads, and the last order it holds; goes with the shop's copies."""

    __tablename__ = "shop_ledgers"

    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(sa.ForeignKey("traffic_ledgers.id"), index=True)
    last_order_id: Mapped[int]

    __table_args__ = {"info": {COMPANION: True}}


class LedgerMark(Base):
    """An order that a shop's figures read from its own rows: it changed since the ledger, or could not be in it."""

    __tablename__ = "ledger_marks"

    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = {"info": {COMPANION: True}}
