"""The keys of shop rows: `(shop_id, id)`, so that « produit n° 12 » is 12 in every copy.

Links inside pages and rules stay true in a copy, the difference with the reference is a join on `id`, and a foreign key
cannot point into another shop. Settled by prototype: a relationship has one `foreign()` column, the local id; with the
naive pair, `product.brand = None` would also try to empty `shop_id`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from sandbox.kernel.db import Base, Session

SHOP_TABLE = "shops"
COMPANION = "companion"
"""Marks a table that goes with a shop and its copies without being part of what it holds: never compared, dumped nor journaled."""


class ShopScoped:
    """Mixin of a row that belongs to one shop."""

    @declared_attr
    def shop_id(cls) -> Mapped[int]:
        """The shop of the row; leads every key, unique constraint and index."""
        return mapped_column(sa.ForeignKey(f"{SHOP_TABLE}.id", ondelete="CASCADE"), primary_key=True)

    @declared_attr
    def id(cls) -> Mapped[int]:
        """The number of the row inside its shop, the same in every copy."""
        return mapped_column(primary_key=True, autoincrement=False)


class Keyed:
    """Mixin of a shop row that files and subjects name by a stable key; None for what was made by hand."""

    @declared_attr
    def key(cls) -> Mapped[str | None]:
        """Stable name in files (`coffret-escale-hiver`)."""
        return mapped_column(sa.String(80))


class ShopCounter(Base):
    """The last id given in a table of a shop; copied with the shop, so that two copies number alike."""

    __tablename__ = "shop_counters"

    shop_id: Mapped[int] = mapped_column(sa.ForeignKey(f"{SHOP_TABLE}.id", ondelete="CASCADE"), primary_key=True)
    table_name: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    last_id: Mapped[int]


def shop_fk(column: str, target: str, **kw: Any) -> sa.ForeignKeyConstraint:
    """A foreign key from `column` to the id of `target`, inside one shop."""
    return sa.ForeignKeyConstraint(["shop_id", column], [f"{target}.shop_id", f"{target}.id"], **kw)


def shop_unique(*columns: str) -> sa.UniqueConstraint:
    """A unique constraint inside one shop."""
    return sa.UniqueConstraint("shop_id", *columns)


def shop_index(*columns: str) -> sa.Index:
    """An index led by the shop."""
    return sa.Index(None, "shop_id", *columns)


def to_one(parent: str, child: str, column: str, **kw: Any) -> Any:
    """Relationship `child.column` to `parent.id` inside one shop; never writes `shop_id`."""
    join = f"and_(remote({parent}.shop_id) == {child}.shop_id, remote({parent}.id) == foreign({child}.{column}))"
    return relationship(parent, primaryjoin=join, **kw)


def to_many(child: str, parent: str, column: str, **kw: Any) -> Any:
    """Relationship from `parent` to the `child` rows whose `column` is its id, inside one shop."""
    join = f"and_(remote({child}.shop_id) == {parent}.shop_id, remote(foreign({child}.{column})) == {parent}.id)"
    return relationship(child, primaryjoin=join, **kw)


def scoped_models() -> list[type[Any]]:
    """Every mapped class of shop rows, in an order in which they can be inserted."""
    by_table = {m.local_table: m.class_ for m in Base.registry.mappers if issubclass(m.class_, ShopScoped)}
    return [by_table[t] for t in Base.metadata.sorted_tables if t in by_table]


def scoped_tables() -> list[sa.Table]:
    """Every table of shop rows, in an order in which they can be inserted."""
    return [model.__table__ for model in scoped_models()]


def companion_tables() -> list[sa.Table]:
    """The tables marked `COMPANION`."""
    return [table for table in Base.metadata.sorted_tables if table.info.get(COMPANION)]


def next_ids(session: Session, shop_id: int, table: str, count: int) -> int:
    """Reserve `count` ids of a table of a shop and return the first."""
    counters = ShopCounter.__table__
    step = (
        sa.update(ShopCounter)
        .where(counters.c.shop_id == shop_id, counters.c.table_name == table)
        .values(last_id=counters.c.last_id + count)
        .returning(counters.c.last_id)
    )
    last = session.connection().execute(step).scalar()
    if last is None:
        session.connection().execute(sa.insert(ShopCounter).values(shop_id=shop_id, table_name=table, last_id=count))
        last = count
    return int(last) - count + 1
