"""Pages, searches, hours and regions of a period: facts of the context."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficPage, TrafficSearch, TrafficShare
from sandbox.shop.traffic.queries.dataset import offsets
from sandbox.shop.traffic.queries.rows import of_shop
from sandbox.shop.traffic.rules.periods import Period


@dataclass(frozen=True, slots=True)
class PageFigures:
    """A page: how often it was seen, how many visits began and ended there."""

    path: str
    title: str
    views: int
    entries: int
    exits: int


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """A search: how often it was made, how many products it found."""

    term: str
    searches: int
    results: int


def figures_of_pages(period: Period) -> list[PageFigures]:
    """Every page seen in the period, the most seen first; one statement."""
    shop = get_shop(open_shop_id())
    sums = [sa.func.sum(column) for column in (TrafficPage.views, TrafficPage.entries, TrafficPage.exits)]
    query = (
        sa.select(TrafficPage.path, sa.func.max(TrafficPage.title), *sums)
        .where(of_shop(TrafficPage.context_slug, shop), TrafficPage.day_offset.between(*offsets(shop, period)))
        .group_by(TrafficPage.path).order_by(sums[0].desc(), TrafficPage.path)
    )  # fmt: skip
    return [PageFigures(path, title, *(int(n) for n in counts)) for path, title, *counts in session.execute(query)]


def figures_of_searches(period: Period) -> list[SearchFigures]:
    """Every search of the period, the most frequent first; one statement."""
    shop = get_shop(open_shop_id())
    count = sa.func.sum(TrafficSearch.searches)
    query = (
        sa.select(TrafficSearch.term, count, sa.func.max(TrafficSearch.results))
        .where(of_shop(TrafficSearch.context_slug, shop), TrafficSearch.day_offset.between(*offsets(shop, period)))
        .group_by(TrafficSearch.term).order_by(count.desc(), TrafficSearch.term)
    )  # fmt: skip
    return [SearchFigures(term, int(searches), int(results)) for term, searches, results in session.execute(query)]


def figures_of_shares(period: Period, dimension: str) -> dict[str, int]:
    """Visits by `hour` (00 to 23) or `region`; one statement. Orders placed since have neither."""
    shop = get_shop(open_shop_id())
    query = (
        sa.select(TrafficShare.label, sa.func.sum(TrafficShare.visits))
        .where(
            of_shop(TrafficShare.context_slug, shop), TrafficShare.dimension == dimension,
            TrafficShare.day_offset.between(*offsets(shop, period)),
        )
        .group_by(TrafficShare.label).order_by(TrafficShare.label)
    )  # fmt: skip
    return {label: int(visits) for label, visits in session.execute(query)}
