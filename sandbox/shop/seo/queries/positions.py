"""Where the open shop stands for the queries of its context, today and over twelve months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.seo.models import SearchQuery
from sandbox.shop.seo.queries.pages import list_pages
from sandbox.shop.seo.rules.audit import Facts
from sandbox.shop.seo.rules.positions import Engine, position


@dataclass(frozen=True, slots=True)
class Rank:
    """A query and where the shop stands for it: `now` and `before` (end of last month) None when nowhere; `page` the one that shows."""

    words: str
    monthly: int
    competition: int
    history: Sequence[int]
    now: int | None
    page: Facts | None
    points: int
    reasons: Sequence[str]

    @property
    def before(self) -> int | None:
        """The position at the end of last month."""
        return (self.history[-1] or None) if self.history else None

    @property
    def gain(self) -> int | None:
        """Places gained since the end of last month; None when one of the two is unknown."""
        return self.before - self.now if self.now and self.before else None


def list_ranks() -> list[Rank]:
    """Every query, the most typed first."""
    engine = _engine()
    rows = session.scalars(sa.select(SearchQuery).order_by(SearchQuery.monthly.desc(), SearchQuery.words))
    return [_rank(row, engine) for row in rows]


@steady
def _engine() -> Engine:
    return Engine(list_pages())


def _rank(row: SearchQuery, engine: Engine) -> Rank:
    best = engine.best_page(row.words)
    if best is None:
        return Rank(row.words, row.monthly, row.competition, row.history, None, None, 0, ())
    place = position(best.points, row.competition)
    return Rank(row.words, row.monthly, row.competition, row.history, place, best.page, best.points, best.reasons)
