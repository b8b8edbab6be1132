"""Visits that an audience tool measured, put in the place of those simulated on the days that they cover.

What the tool counts is kept exactly: the sums of days, sources, campaigns and devices are its own. What it does not count
(carts, checkouts, how a source is shared between devices…) keeps the proportions of the context, and each order its visit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.kernel.money import allocate
from sandbox.shop.traffic.rules.fitting import capped, fit
from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.rules.simulator import Cell, Facts

TOTAL, SOURCE, CAMPAIGN, DEVICE = "total", "source", "campagne", "appareil"
SOURCE_DEVICE, CAMPAIGN_DEVICE = "source-appareil", "campagne-appareil"
PLACE, PAGE, LANDING, SEARCH = "lieu", "page", "entree", "recherche"
VISITS = (TOTAL, CAMPAIGN_DEVICE, SOURCE_DEVICE, CAMPAIGN, SOURCE, DEVICE)
"""Kinds of lines that count visits: the first one that is there tells how many a day has."""
_BY_SOURCE = (CAMPAIGN_DEVICE, SOURCE_DEVICE, CAMPAIGN, SOURCE)
_MEASURES = ("visitors", "new_visits", "bounces", "page_views", "seconds")
_FAINT = 0.01
"""The weight of a cell that the context never saw: it may have visits only where the measure asks for them."""
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """What was counted from one day to another, as distances to J. `label` of a place, page or search."""

    kind: str
    first: int
    last: int
    counts: Mapping[str, int]
    source: str = ""
    campaign: str = ""
    device: str = ""
    label: str = ""
    title: str = ""

    def holds(self, source: str, campaign: str, device: str) -> bool:
        """Whether visits of these count in the line."""
        return (
            (not self.source or self.source == source)
            and (self.kind not in (CAMPAIGN, CAMPAIGN_DEVICE) or self.campaign == campaign)
            and (not self.device or self.device == device)
        )


@dataclass(slots=True)
class Measured:
    """The days being measured: their visits by source, campaign and device."""

    profile: Profile
    simulated: Mapping[int, Sequence[Cell]]
    lines: Sequence[Line]
    days: dict[int, int] = field(default_factory=dict)
    visits: dict[int, dict[Key, int]] = field(default_factory=dict)

    def groups(self, kinds: Iterable[str]) -> list[tuple[str, int, int, list[Line]]]:
        """The lines of the same kind and days, single days first, then by the order of the kinds."""
        order = list(kinds)
        found: dict[tuple[bool, int, int, int], list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.kind in order and "visits" in line.counts:
                found[line.first != line.last, order.index(line.kind), line.first, line.last].append(line)
        return [
            (order[rank], first, last, lines)
            for (_many, rank, first, last), lines in sorted(found.items(), key=lambda g: g[0])
        ]

    def run(self) -> dict[int, list[Cell]]:
        """The cells of the days that were measured."""
        self._totals()
        self._sources()
        self._devices()
        return {day: self._cells(day) for day in sorted(self.days)}

    def _totals(self) -> None:
        """How many visits each day has: the lines of that day, else a share of the lines of its period."""
        for _kind, first, last, lines in self.groups(VISITS):
            free = [day for day in range(first, last + 1) if day not in self.days]
            rest = sum(line.counts["visits"] for line in lines)
            rest -= sum(self.days.get(day, 0) for day in range(first, last + 1))
            weights = [sum(cell.visits for cell in self.simulated.get(day, ())) * 100 + 1 for day in free]
            self.days.update(zip(free, allocate(max(0, rest), weights), strict=True))

    def _sources(self) -> None:
        for kind, first, last, lines in self.groups(_BY_SOURCE):
            days = range(first, last + 1)
            if any(day in self.visits for day in days):
                continue  # told in more detail already
            rows = [self.days[day] for day in days]
            columns = allocate(sum(rows), [line.counts["visits"] for line in lines])
            seed = [[self._weight(day, line) for line in lines] for day in days]
            for day, counts in zip(days, fit(seed, rows, columns), strict=True):
                cells: dict[Key, int] = defaultdict(int)
                for line, count in zip(lines, counts, strict=True):
                    for key, part in self._split(day, line, count, kind).items():
                        cells[key] += part
                self.visits[day] = dict(cells)
        for day, count in self.days.items():
            if day not in self.visits:
                self.visits[day] = self._split(day, Line(TOTAL, day, day, {}), count, TOTAL)

    def _weight(self, day: int, line: Line) -> float:
        cells = self.simulated.get(day, ())
        return _FAINT + sum(c.visits for c in cells if line.holds(c.source, c.campaign, c.device))

    def _split(self, day: int, line: Line, count: int, kind: str) -> dict[Key, int]:
        """The visits of a line on a day among the sources, campaigns and devices that it does not tell, as the context has them."""
        weights = {
            (c.source, c.campaign, c.device): c.visits
            for c in self.simulated.get(day, ())
            if line.holds(c.source, c.campaign, c.device)
        }
        if not sum(weights.values()):
            sources = [line.source] if line.source else [one.key for one in self.profile.sources]
            shares = {one.key: one.share for one in self.profile.sources}
            devices = {line.device: 1.0} if line.device else self.profile.devices
            campaign = line.campaign if kind in (CAMPAIGN, CAMPAIGN_DEVICE) else ""
            weights = {
                (source, campaign, device): int(1_000 * shares.get(source, 1) * share)
                for source in sources
                for device, share in devices.items()
            }
        return dict(zip(weights, allocate(count, list(weights.values())), strict=True))

    def _devices(self) -> None:
        """Share the visits between devices as measured apart, where the sources' own lines did not."""
        told = {
            day
            for kind, first, last, _l in self.groups((CAMPAIGN_DEVICE, SOURCE_DEVICE))
            for day in range(first, last + 1)
        }
        for _kind, first, last, lines in self.groups((DEVICE,)):
            days = range(first, last + 1)
            if told & set(days):
                continue
            told |= set(days)
            names = [line.device for line in lines]
            heads = sorted({(day, *key[:2]) for day in days for key in self.visits[day]})
            seed = [
                [_FAINT + self.visits[day].get((source, name, device), 0) for device in names]
                for day, source, name in heads
            ]
            rows = [
                sum(n for key, n in self.visits[day].items() if key[:2] == (source, name))
                for day, source, name in heads
            ]
            columns = allocate(sum(rows), [line.counts["visits"] for line in lines])
            for day in days:
                self.visits[day] = {}
            for (day, source, name), counts in zip(heads, fit(seed, rows, columns), strict=True):
                self.visits[day].update({(source, name, device): n for device, n in zip(names, counts, strict=True)})

    def _cells(self, day: int) -> list[Cell]:
        """The cells of a day; each order keeps its visit, even where the tool counted fewer."""
        orders = {(c.source, c.campaign, c.device): c.orders for c in self.simulated.get(day, ()) if c.orders}
        found = []
        for key in sorted({*self.visits[day], *orders}):
            placed = orders.get(key, 0)
            visits = max(self.visits[day].get(key, 0), placed)
            if visits:
                found.append(Cell(day, *key, visits=visits, orders=placed))
        return found


def measure(profile: Profile, facts: Facts, lines: Sequence[Line]) -> dict[int, list[Cell]]:
    """The cells of the days that the lines cover, in the place of the simulated ones: all their counts are filled."""
    simulated: dict[int, list[Cell]] = defaultdict(list)
    for cell in facts.cells:
        simulated[cell.offset].append(cell)
    found = Measured(profile, simulated, lines).run()
    cells = [cell for day in found.values() for cell in day]
    usual = _Usual(facts.cells)
    for name in _MEASURES:
        done = _told(name, cells, lines, usual)
        for source in sorted({cell.source for cell in cells}):
            left = [cell for cell in cells if cell.source == source and id(cell) not in done]
            _put(name, left, round(usual.mean(name, source) * sum(cell.visits for cell in left)), usual)
    for source in sorted({cell.source for cell in cells}):
        _funnel([cell for cell in cells if cell.source == source], usual)
    return found


class _Usual:
    """The means of the context, by source: what stands for what was not measured."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for cell in cells:
            for name in (*_MEASURES, "visits", "orders", "product_views", "carts", "checkouts"):
                for source in (cell.source, ""):
                    self._sums[source][name] += getattr(cell, name)

    def mean(self, name: str, source: str) -> float:
        """A count for each visit."""
        sums = self._sums[source] if self._sums[source]["visits"] else self._sums[""]
        return sums[name] / sums["visits"] if sums["visits"] else 1.0

    def left(self, name: str, source: str) -> float:
        """A step for each visit without an order."""
        sums = self._sums[source] if self._sums[source]["visits"] > self._sums[source]["orders"] else self._sums[""]
        free = sums["visits"] - sums["orders"]
        return (sums[name] - sums["orders"]) / free if free > 0 else 0.0


def _told(name: str, cells: Sequence[Cell], lines: Sequence[Line], usual: _Usual) -> set[int]:
    """Put a measure where lines count it, the most detailed first; which cells have it."""
    done, met = set[int](), set[int]()
    for kind in (*_BY_SOURCE, DEVICE, TOTAL):
        spans = sorted({(one.first, one.last) for one in lines if one.kind == kind and name in one.counts})
        for first, last in spans:
            if met & set(range(first, last + 1)):
                continue
            met |= set(range(first, last + 1))
            for line in (one for one in lines if one.kind == kind and (one.first, one.last) == (first, last)):
                held = [c for c in cells if first <= c.offset <= last and line.holds(c.source, c.campaign, c.device)]
                mean = line.counts.get(name, 0) / line.counts["visits"] if line.counts.get("visits") else 0.0
                _put(name, held, round(mean * sum(cell.visits for cell in held)), usual)
                done |= {id(cell) for cell in held}
    return done


def _put(name: str, cells: Sequence[Cell], total: int, usual: _Usual) -> None:
    """Spread a measure over cells by their visits; no more visitors than visits, no bounce that ordered, a page for each visit."""
    floors = [_floor(name, cell) for cell in cells]
    caps = [_cap(name, cell) - floor for cell, floor in zip(cells, floors, strict=True)]
    weights = [
        (cap if name in ("visitors", "bounces") else cell.visits) * usual.mean(name, cell.source)
        for cell, cap in zip(cells, caps, strict=True)
    ]
    for cell, floor, part in zip(cells, floors, capped(max(0, total - sum(floors)), weights, caps), strict=True):
        setattr(cell, name, floor + part)


def _floor(name: str, cell: Cell) -> int:
    return {"visitors": max(1, cell.orders), "page_views": cell.visits + 5 * cell.orders}.get(name, 0)


def _cap(name: str, cell: Cell) -> int:
    caps = {"visitors": cell.visits, "new_visits": cell.visitors, "bounces": cell.visits - cell.orders}
    return caps.get(name, 10**9)


def _funnel(cells: Sequence[Cell], usual: _Usual) -> None:
    """Carts, checkouts and product views of a source's cells, in the proportions of the context; no step beyond the one before."""
    if not cells:
        return
    source, free = cells[0].source, [cell.visits - cell.orders for cell in cells]
    room = [cell.visits - cell.orders - cell.bounces for cell in cells]
    carts = capped(round(usual.left("carts", source) * sum(free)), free, room)
    checkouts = capped(round(usual.left("checkouts", source) * sum(free)), carts, carts)
    views = capped(round(usual.left("product_views", source) * sum(free)), free, free)
    for cell, cart, checkout, view in zip(cells, carts, checkouts, views, strict=True):
        cell.carts, cell.checkouts = cell.orders + cart, cell.orders + checkout
        cell.product_views = cell.orders + max(cart, view)
