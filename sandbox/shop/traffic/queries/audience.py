"""Pages, searches, hours and regions of a period: facts of the context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficPage, TrafficSearch, TrafficShare
from sandbox.shop.traffic.queries.editions import of_facts
from sandbox.shop.traffic.queries.ledger import offsets
from sandbox.shop.traffic.queries.rows import of_shop
from sandbox.shop.traffic.rules.live import SEARCH, LiveVisit
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


def figures_of_pages(period: Period, live: Sequence[LiveVisit] = ()) -> list[PageFigures]:
    """Every page seen in the period, the most seen first; one statement the first time. `live` are visits to count with the facts."""
    found = list(_pages(get_shop(open_shop_id()), period))
    return _with_live_pages(found, live) if live else found


@of_facts(64)
def _pages(shop: Shop, period: Period) -> tuple[PageFigures, ...]:
    sums = [sa.func.sum(column) for column in (TrafficPage.views, TrafficPage.entries, TrafficPage.exits)]
    query = (
        sa.select(TrafficPage.path, sa.func.max(TrafficPage.title), *sums)
        .where(of_shop(TrafficPage.context_slug, shop), TrafficPage.day_offset.between(*offsets(shop, period)))
        .group_by(TrafficPage.path).order_by(sums[0].desc(), TrafficPage.path)
    )  # fmt: skip
    rows = session.execute(query)
    return tuple(PageFigures(path, title, *(int(n) for n in counts)) for path, title, *counts in rows)


def _with_live_pages(found: list[PageFigures], live: Sequence[LiveVisit]) -> list[PageFigures]:
    """The pages of live visits added to those of the facts: by their address."""
    titles, counts = {f.path: f.title for f in found}, {f.path: [f.views, f.entries, f.exits] for f in found}
    for visit in live:
        views = visit.views
        for rank, step in enumerate(views):
            titles.setdefault(step.path, step.label)
            ends = (1, int(rank == 0), int(rank == len(views) - 1))
            counts[step.path] = [n + more for n, more in zip(counts.get(step.path, (0, 0, 0)), ends, strict=True)]
    pages = [PageFigures(path, titles[path], *numbers) for path, numbers in counts.items()]
    return sorted(pages, key=lambda page: (-page.views, page.path))


def figures_of_searches(period: Period, live: Sequence[LiveVisit] = ()) -> list[SearchFigures]:
    """Every search of the period, the most frequent first; one statement the first time. `live` are visits to count with the facts."""
    found = list(_searches(get_shop(open_shop_id()), period))
    return _with_live_searches(found, live) if live else found


@of_facts(64)
def _searches(shop: Shop, period: Period) -> tuple[SearchFigures, ...]:
    count = sa.func.sum(TrafficSearch.searches)
    query = (
        sa.select(TrafficSearch.term, count, sa.func.max(TrafficSearch.results))
        .where(of_shop(TrafficSearch.context_slug, shop), TrafficSearch.day_offset.between(*offsets(shop, period)))
        .group_by(TrafficSearch.term).order_by(count.desc(), TrafficSearch.term)
    )  # fmt: skip
    rows = session.execute(query)
    return tuple(SearchFigures(term, int(searches), int(results)) for term, searches, results in rows)


def _with_live_searches(found: list[SearchFigures], live: Sequence[LiveVisit]) -> list[SearchFigures]:
    """The searches of live visits added to those of the facts: by their words, with what the last one found."""
    by_term = {f.term: f for f in found}
    for step in (step for visit in live for step in visit.steps if step.kind == SEARCH):
        was = by_term.get(step.label)
        by_term[step.label] = SearchFigures(step.label, (was.searches if was else 0) + 1, step.results or 0)
    return sorted(by_term.values(), key=lambda f: (-f.searches, f.term))


def figures_of_shares(period: Period, dimension: str, live: Sequence[LiveVisit] = ()) -> dict[str, int]:
    """Visits by `hour` (00 to 23) or `region`; one statement the first time. Orders placed since have neither; `live` visits have an hour."""
    found = dict(_shares(get_shop(open_shop_id()), period, dimension))
    for visit in live if dimension == "hour" else ():
        hour = f"{to_paris(visit.started_at):%H}"
        found[hour] = found.get(hour, 0) + 1
    return found


@of_facts(64)
def _shares(shop: Shop, period: Period, dimension: str) -> dict[str, int]:
    query = (
        sa.select(TrafficShare.label, sa.func.sum(TrafficShare.visits))
        .where(
            of_shop(TrafficShare.context_slug, shop), TrafficShare.dimension == dimension,
            TrafficShare.day_offset.between(*offsets(shop, period)),
        )
        .group_by(TrafficShare.label).order_by(TrafficShare.label)
    )  # fmt: skip
    return {label: int(visits) for label, visits in session.execute(query)}
