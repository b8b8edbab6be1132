"""What is read of facts and ledgers alone, kept in this process for every shop that reads the same ones.

Facts belong to a context and change all at once: a context loaded again, a file imported, a profile applied, a week that went by
in a market's copy. Whatever writes them, in whatever process, the transaction gives them a new name — an edition — as it commits
(`services`). Each transaction that reads asks for the name, in one statement, and uses what was kept under that name only: never
what was read before the facts changed. One that wrote facts itself keeps nothing and uses nothing kept.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event

from sandbox.kernel.db import Base, Session, session
from sandbox.kernel.remembered import Remembered
from sandbox.kernel.steady import UNKNOWN, noting_tables, refuse_rows, steady, written_tables
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.models import TrafficEdition
from sandbox.shop.traffic.queries.rows import slugs_of

P = ParamSpec("P")
R = TypeVar("R")

_NAME = sa.select(TrafficEdition.name)
_READ = "facts_edition"


@functools.cache
def fact_tables() -> frozenset[str]:
    """The tables that an edition names: facts, and the ledgers of orders added up."""
    names = {name for name in Base.metadata.tables if name.startswith("traffic_")}
    return frozenset(names - {TrafficEdition.__tablename__})


def wrote_facts(database: Session) -> bool:
    """Whether the transaction wrote facts so far, or may have."""
    written = written_tables(database)
    return UNKNOWN in written or not written.isdisjoint(fact_tables())


def get_edition() -> str | None:
    """The name of the facts that this transaction reads, asked for once; None when it wrote some itself: nobody else sees them."""
    database = session()
    if database.autoflush:
        database.flush()  # as a query does
    if wrote_facts(database):
        return None
    known = database.connection().info
    if _READ not in known:
        known[_READ] = database.scalar(_NAME)
    name: str | None = known[_READ]
    return name


@event.listens_for(sa.Engine, "begin")
def _forget(connection: sa.Connection) -> None:
    connection.info.pop(_READ, None)


def of_facts(most: int) -> Callable[[Callable[Concatenate[Shop, P], R]], Callable[Concatenate[Shop, P], R]]:
    """Keep up to `most` answers of a query on facts alone, the least recently used forgotten first.

    The query is given the shop for the names of its facts and its day J, and no more: its answer is that of every shop that shares
    them. Its other arguments are hashable; its answer is plain data that nobody changes. Raises TypeError when it reads another table.
    """

    def keep(query: Callable[Concatenate[Shop, P], R]) -> Callable[Concatenate[Shop, P], R]:
        kept: Remembered[tuple[Any, ...], R] = Remembered(most)

        def run(shop: Shop, /, *args: P.args, **kwargs: P.kwargs) -> R:
            edition = get_edition()
            if edition is None:
                return query(shop, *args, **kwargs)
            key = (edition, slugs_of(shop), shop.anchor_on, args, *sorted(kwargs.items()))
            found = kept.find(key)
            return kept.keep(key, _read(query, shop, *args, **kwargs)) if found is None else found

        return functools.update_wrapper(run, query)

    return keep


def of_shop_and_facts(query: Callable[P, R]) -> Callable[P, R]:
    """Keep what a query answers of the open shop's rows and of facts beside them, until either changes: `steady`, of one edition."""

    @functools.wraps(query)
    def dated(_edition: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return query(*args, **kwargs)

    kept = steady(dated)

    @functools.wraps(query)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        edition = get_edition()
        return query(*args, **kwargs) if edition is None else kept(edition, *args, **kwargs)

    return run


def _read(query: Callable[Concatenate[Shop, P], R], shop: Shop, *args: P.args, **kwargs: P.kwargs) -> R:
    with noting_tables() as tables:
        value = query(shop, *args, **kwargs)
    if others := tables - fact_tables():
        raise TypeError(f"{query.__qualname__} reads {', '.join(sorted(others))}: not facts alone")
    refuse_rows(value, query)
    return value
