"""What is told of the visits of a measured day: its places, hours, pages and searches, which add up to the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.kernel.money import allocate
from sandbox.shop.orders.rules.places import UNKNOWN_PLACE
from sandbox.shop.traffic.rules.fitting import capped, fit
from sandbox.shop.traffic.rules.measured import LANDING, PAGE, PLACE, SEARCH, Line, measure
from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.rules.simulator import Cell, Facts, PageDay, SearchDay, ShareDay

RESULTS_PAGE = "/recherche"


def overlay(profile: Profile, facts: Facts, lines: Sequence[Line]) -> Facts:
    """The facts with the measured days in the place of the simulated ones; the orders keep their visits."""
    cells = measure(profile, facts, lines)
    touched = {*cells, *(day for line in lines for day in range(line.first, line.last + 1))}
    measured = set(cells)
    for cell in facts.cells:
        if cell.offset in touched and cell.offset not in measured:
            cells.setdefault(cell.offset, []).append(cell)
    days = {day: found for day, found in cells.items() if found}
    details = _Details(profile, facts, lines, days)
    kept = Facts(
        cells=[cell for cell in facts.cells if cell.offset not in touched],
        pages=[page for page in facts.pages if page.offset not in touched],
        searches=[one for one in facts.searches if one.offset not in touched],
        shares=[share for share in facts.shares if share.offset not in touched],
        orders=facts.orders,
        measured=frozenset(touched),
    )
    for day in sorted(days):
        kept.cells += days[day]
    kept.shares += [*details.hours(), *details.places()]
    searches = details.searches()
    kept.searches += searches
    kept.pages += details.pages(searches)
    return kept


class _Details:
    """The measured days, and what the simulated ones had."""

    def __init__(
        self, profile: Profile, facts: Facts, lines: Sequence[Line], days: Mapping[int, Sequence[Cell]]
    ) -> None:
        self.profile, self.lines = profile, lines
        self.visits = {day: sum(cell.visits for cell in days[day]) for day in sorted(days)}
        self.views = {day: sum(cell.page_views for cell in days[day]) for day in sorted(days)}
        self.floors = {
            path: {day: sum(getattr(cell, step) for cell in days[day]) for day in days}
            for path, step in (("/panier", "carts"), ("/commande", "checkouts"))
        }
        self.facts = facts

    def _measured(self, kind: str, name: str, wholes: Mapping[int, int]) -> dict[int, dict[str, int]]:
        """What lines of a kind count, by day and label: no more in all than the days have."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        told = [line for line in self.lines if line.kind == kind and name in line.counts]
        for first, last in sorted(
            {(line.first, line.last) for line in told}, key=lambda span: (span[1] - span[0], span)
        ):
            days = [day for day in range(first, last + 1) if day in wholes]
            if not days or any(day in found for day in days):
                continue
            here = [line for line in told if (line.first, line.last) == (first, last)]
            counts, whole = [line.counts[name] for line in here], sum(wholes[day] for day in days)
            columns = counts if sum(counts) <= whole else allocate(whole, counts)
            rows = [wholes[day] for day in days]
            seed = [[wholes[day] * count + 0.01 for count in [*columns, whole - sum(columns)]] for day in days]
            for day, parts in zip(days, fit(seed, rows, [*columns, whole - sum(columns)]), strict=True):
                found[day] = {line.label: part for line, part in zip(here, parts, strict=False) if part}
        return found

    def hours(self) -> list[ShareDay]:
        """The hours of each day as the context has them: no tool's table that is read tells them."""
        return self._shares("hour", {}, {f"{hour:02d}": weight for hour, weight in enumerate(self.profile.hours)})

    def places(self) -> list[ShareDay]:
        """The places that were measured, the rest of the day not told; else those of the context."""
        return self._shares("region", self._measured(PLACE, "visits", self.visits), self.profile.regions)

    def _shares(
        self, dimension: str, told: Mapping[int, Mapping[str, int]], usual: Mapping[str, float]
    ) -> list[ShareDay]:
        before: dict[int, dict[str, int]] = defaultdict(dict)
        for share in self.facts.shares:
            if share.dimension == dimension and share.offset in self.visits:
                before[share.offset][share.label] = share.visits
        found = []
        for day, visits in self.visits.items():
            if day in told:
                parts = dict(told[day])
                if rest := visits - sum(parts.values()):
                    parts[UNKNOWN_PLACE] = parts.get(UNKNOWN_PLACE, 0) + rest
            else:
                weights: Mapping[str, float] = before[day] if sum(before[day].values()) else usual
                shared = allocate(visits, [int(weight * 1_000) for weight in weights.values()])
                parts = dict(zip(weights, shared, strict=False))
            found += [ShareDay(day, dimension, label, count) for label, count in sorted(parts.items()) if count]
        return found

    def searches(self) -> list[SearchDay]:
        """The searches that were measured, never more than the views of the day; else the context's own, of its page of results."""
        taken = {day: sum(of[day] for of in self.floors.values()) for day in self.views}
        room = {day: max(0, self.views[day] - self.visits[day] - taken[day]) for day in self.views}
        told = self._measured(SEARCH, "searches", room)
        results = {term.term: term.results for term in self.profile.terms}
        before: dict[int, list[SearchDay]] = defaultdict(list)
        for one in self.facts.searches:
            before[one.offset].append(one)
        usual = self._usual_views()
        found = []
        for day in self.views:
            if day in told:
                # No tool says how many results a search gave: one that the context knows has its own, another is taken as found.
                found += [
                    SearchDay(day, term, count, results.get(term, 1)) for term, count in sorted(told[day].items())
                ]
            else:
                counts = allocate(
                    min(room[day], usual[day].get(RESULTS_PAGE, 0)), [one.searches for one in before[day]]
                )
                pairs = zip(before[day], counts, strict=False)
                found += [SearchDay(day, one.term, count, one.results) for one, count in pairs if count]
        return found

    def _usual_views(self) -> dict[int, dict[str, int]]:
        """The views of each day shared between the context's own pages as they were."""
        before: dict[int, dict[str, int]] = defaultdict(dict)
        for page in self.facts.pages:
            before[page.offset][page.path] = page.views
        shares = {page.path: int(page.share * 1_000) for page in self.profile.pages}
        found = {}
        for day, views in self.views.items():
            weights = before[day] if sum(before[day].values()) else shares
            found[day] = dict(zip(weights, allocate(views, list(weights.values())), strict=False))
        return found

    def pages(self, searches: Sequence[SearchDay]) -> list[PageDay]:
        """Views, entries and exits by page: they add up to the day's views, visits and visits."""
        titles = {page.path: page.title for page in self.profile.pages}
        titles.update({line.label: line.title for line in self.lines if line.kind in (PAGE, LANDING) and line.title})
        told, usual = self._measured(PAGE, "page_views", self.views), self._usual_views()
        entered = self._measured(LANDING, "visits", self.visits)
        entered = {**self._measured(PAGE, "entries", self.visits), **entered}
        left = self._measured(PAGE, "exits", self.visits)
        searched: dict[int, int] = defaultdict(int)
        for one in searches:
            searched[one.offset] += one.searches
        found = []
        for day, whole in self.views.items():
            if not usual[day] and day not in told and day not in entered:
                continue
            views = self._views(day, whole, told.get(day, {}), usual[day], searched[day], entered.get(day, {}))
            entries = self._within(self.visits[day], views, entered.get(day, {}))
            exits = self._within(self.visits[day], views, left.get(day, {}))
            found += [
                PageDay(day, path, titles.get(path, path), seen, entries[path], exits[path])
                for path, seen in sorted(views.items()) if seen
            ]  # fmt: skip
        return found

    def _views(
        self, day: int, whole: int, told: Mapping[str, int], usual: Mapping[str, int], searched: int, entered: Mapping[str, int]
    ) -> dict[str, int]:  # fmt: skip
        """The measured views; what is left of the day goes to the context's own pages, those of searches and carts first."""
        views = dict(told)
        if not told:
            views = dict(entered)
            for path, count in ((RESULTS_PAGE, searched), *((path, of[day]) for path, of in self.floors.items())):
                if path in usual:
                    views[path] = views.get(path, 0) + min(count, max(0, whole - sum(views.values())))
        rest = whole - sum(views.values())
        others = {path: count for path, count in usual.items() if told or path != RESULTS_PAGE} or dict.fromkeys(
            views, 1
        )
        for path, part in zip(others, allocate(rest, list(others.values())), strict=True):
            views[path] = views.get(path, 0) + part
        return views

    @staticmethod
    def _within(total: int, views: Mapping[str, int], told: Mapping[str, int]) -> dict[str, int]:
        """Entries or exits: those measured, the rest by views; never more than the views of the page."""
        found = {path: min(told.get(path, 0), seen) for path, seen in views.items()}
        caps = [seen - found[path] for path, seen in views.items()]
        weights: list[Any] = [cap if path not in told else 0 for path, cap in zip(views, caps, strict=True)]
        for path, part in zip(views, capped(total - sum(found.values()), weights, caps), strict=True):
            found[path] += part
        return found
