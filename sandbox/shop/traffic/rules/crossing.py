"""Visits crossed with their region and their novelty: the cells of a day dealt out, the same for the same seed.

Nothing is counted again: the parts of a cell add up to it, the regions of a day to what is told of that day, and what is new to its
new visits. A visit that made an order has the region of the order's address, and is new when the customer had never ordered; the
others are dealt out. Inside each part the steps of the funnel never grow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from sandbox.shop.traffic.rules.simulator import Facts

EVERYWHERE = ""
"""Stands for all regions together: what a reader who asks for novelty alone is told, and all there is where regions are not told."""
NEW, RETURNING = "nouveaux", "de-retour"
NOVELTIES = {NEW: "Nouveaux visiteurs", RETURNING: "Visiteurs de retour"}
COUNTS = ("visits", "visitors", "bounces", "page_views", "seconds", "product_views", "carts", "checkouts")
"""What a part of a cell holds after its source, campaign and device; its new visits are all of its visits, or none."""
_LESS = {"checkouts": 0.7, "carts": 0.75, "product_views": 0.95, "bounces": 1.25}
"""How much more a visit that is new reaches a step, or bounces, than one that is not."""
_VISITS, _VISITORS, _BOUNCES, _VIEWS, _SECONDS, _PRODUCTS, _CARTS, _CHECKOUTS, _DEPTH = range(9)
_BUYER_DEPTH = 8

Key = tuple[str, str, str]


class Counted(Protocol):
    """The counts of a day, a source, a campaign and a device."""

    visits: int
    visitors: int
    new_visits: int
    bounces: int
    page_views: int
    seconds: int
    product_views: int
    carts: int
    checkouts: int
    orders: int


@dataclass(frozen=True, slots=True)
class Segment:
    """What a reader narrows figures to: a region, a novelty (NEW or RETURNING), or both; empty is all."""

    region: str = ""
    novelty: str = ""

    def __bool__(self) -> bool:
        return bool(self.region or self.novelty)

    @property
    def is_new(self) -> bool | None:
        """Whether visits must be new; None when either will do."""
        return None if not self.novelty else self.novelty == NEW

    def holds(self, region: str, is_new: bool) -> bool:
        """Whether a visit of this region and novelty is in the segment."""
        return (not self.region or self.region == region) and (not self.novelty or (self.novelty == NEW) == is_new)


ALL = Segment()


@dataclass(frozen=True, slots=True)
class Buyer:
    """The visit that made an order: where its order goes, whether it is its customer's first."""

    region: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Crossed:
    """The visits of a day in a region (or `EVERYWHERE`) that are new, or that are not: `cells` are [source, campaign, device, *COUNTS]."""

    offset: int
    region: str
    is_new: bool
    visits: int
    cells: list[list[Any]]


def settle(cell: Counted, buyers: Sequence[Buyer]) -> None:
    """Put a cell's new visits and visitors where its orders can be among them."""
    new = sum(buyer.is_new for buyer in buyers)
    known = len(buyers) - new
    cell.new_visits = max(new, min(cell.new_visits, cell.visits - known))
    cell.visitors = min(cell.visits, max(cell.visitors, cell.new_visits + known))


def places_of(visits: int, weights: Mapping[str, int], buyers: Iterable[Buyer]) -> dict[str, int]:
    """The visits of a day by region: those that made an order in their own, the others in these proportions (largest remainder)."""
    found = Counter(buyer.region for buyer in buyers)
    rest, whole = visits - found.total(), sum(weights.values())
    done = passed = 0
    for region, weight in weights.items() if whole else ():
        passed += weight
        part = rest * passed // whole - done
        done += part
        found[region] += part
    return {region: count for region, count in found.items() if count}


def cross(
    offset: int, cells: Mapping[Key, Counted], buyers: Mapping[Key, Sequence[Buyer]], places: Mapping[str, int], seed: int
) -> list[Crossed]:  # fmt: skip
    """A day's cells by region and novelty, then by novelty everywhere; the regions only when `places` tells those of all visits."""
    dice = Random(seed * 100_003 + offset * 7_919 + 1).random  # nosec B311 - a simulation, not a secret
    deck = _deck(cells, buyers, places, dice)
    at = 0
    parts: dict[tuple[str, bool], list[list[Any]]] = defaultdict(list)
    for key, cell in cells.items():
        bought = buyers.get(key, ())
        if deck is None:
            bought = [Buyer(EVERYWHERE, buyer.is_new) for buyer in bought]
        free = cell.visits - len(bought)
        dealt = [EVERYWHERE] * free if deck is None else deck[at : at + free]
        at += free
        groups = _split(cell, bought, dealt, dice)
        whole: dict[bool, list[int]] = {}
        for (region, is_new), counts in groups.items():
            if deck is not None:
                parts[region, is_new].append([*key, *counts])
            sums = whole.get(is_new)
            whole[is_new] = counts if sums is None else [a + b for a, b in zip(sums, counts, strict=True)]
        for is_new, counts in whole.items():
            parts[EVERYWHERE, is_new].append([*key, *counts])
    return [
        Crossed(offset, region, is_new, sum(row[3] for row in rows), rows)
        for (region, is_new), rows in sorted(parts.items())
    ]


def cross_facts(facts: Facts, seed: int) -> list[Crossed]:
    """Every day of the simulated facts, crossed; those that a tool measured are not."""
    days: dict[int, dict[Key, Counted]] = defaultdict(dict)
    for cell in facts.cells:
        days[cell.offset][cell.source, cell.campaign, cell.device] = cell
    buyers: dict[int, dict[Key, list[Buyer]]] = defaultdict(lambda: defaultdict(list))
    for one in facts.orders:
        buyers[one.offset][one.source, one.campaign, one.device].append(Buyer(one.region, one.is_new))
    places: dict[int, dict[str, int]] = defaultdict(dict)
    for share in facts.shares:
        if share.dimension == "region":
            places[share.offset][share.label] = share.visits
    found: list[Crossed] = []
    for offset, cells in days.items():
        if offset not in facts.measured:
            found += cross(offset, cells, buyers[offset], places[offset], seed)
    return found


def _deck(
    cells: Mapping[Key, Counted], buyers: Mapping[Key, Sequence[Buyer]], places: Mapping[str, int], dice: Any
) -> list[str] | None:
    """The regions of the visits without an order, shuffled; None when they are not told of every visit."""
    taken = Counter(buyer.region for key in cells for buyer in buyers.get(key, ()))
    if sum(places.values()) != sum(cell.visits for cell in cells.values()) or any(
        count > places.get(region, 0) for region, count in taken.items()
    ):
        return None
    deck = [region for region, count in places.items() for _ in range(count - taken[region])]
    keys = [dice() for _ in deck]
    return [deck[i] for i in sorted(range(len(deck)), key=keys.__getitem__)]


def _split(cell: Counted, bought: Sequence[Buyer], dealt: list[str], dice: Any) -> dict[tuple[str, bool], list[int]]:
    """The counts of a cell by region and novelty."""
    orders, firsts = len(bought), sum(buyer.is_new for buyer in bought)
    new = max(0, min(len(dealt), cell.new_visits - firsts))
    sizes = (new, len(dealt) - new)
    checkouts = _share(cell.checkouts - orders, sizes, "checkouts", dice)
    carts = _step(cell.carts - orders, checkouts, sizes, "carts", dice)
    products = _step(cell.product_views - orders, carts, sizes, "product_views", dice)
    rooms = (sizes[0] - carts[0], sizes[1] - carts[1])
    bounces = _share(cell.bounces, rooms if cell.bounces <= sum(rooms) else sizes, "bounces", dice)
    again = sizes[1] - max(0, min(sizes[1], cell.visitors - orders - new))
    groups: dict[tuple[str, bool], list[int]] = {}
    for side, (is_new, regions) in enumerate(((True, dealt[:new]), (False, dealt[new:]))):
        stay = sizes[side] - bounces[side]
        for rank, region in enumerate(regions):
            counts = groups.get((region, is_new))
            if counts is None:
                counts = groups[region, is_new] = [0] * 9
            counts[_VISITS] += 1
            if rank < stay:
                counts[_DEPTH] += 2
                if rank < products[side]:
                    counts[_PRODUCTS] += 1
                    if rank < carts[side]:
                        counts[_CARTS] += 1
                        counts[_DEPTH] += 1
                        if rank < checkouts[side]:
                            counts[_CHECKOUTS] += 1
                            counts[_DEPTH] += 2
            else:
                counts[_BOUNCES] += 1
                if rank < products[side]:
                    counts[_PRODUCTS] += 1
                    counts[_CARTS] += rank < carts[side]
                    counts[_CHECKOUTS] += rank < checkouts[side]
            if is_new or rank >= again:
                counts[_VISITORS] += 1
    for buyer in bought:
        counts = groups.setdefault((buyer.region, buyer.is_new), [0] * 9)
        for place in (_VISITS, _VISITORS, _PRODUCTS, _CARTS, _CHECKOUTS):
            counts[place] += 1
        counts[_DEPTH] += _BUYER_DEPTH
    return _with_pages(cell, groups)


def _with_pages(cell: Counted, groups: dict[tuple[str, bool], list[int]]) -> dict[tuple[str, bool], list[int]]:
    """Pages and seconds by how deep visits went: a page for each visit, the rest for those that stayed."""
    whole = sum(counts[_DEPTH] for counts in groups.values())
    extra, seconds = cell.page_views - cell.visits, cell.seconds
    passed = viewed = spent = 0
    for counts in groups.values():
        passed += counts.pop() if whole else counts.pop() + counts[_VISITS]
        views, time = extra * passed // (whole or cell.visits), seconds * passed // (whole or cell.visits)
        counts[_VIEWS], counts[_SECONDS] = counts[_VISITS] + views - viewed, time - spent
        viewed, spent = views, time
    return groups


def _share(total: int, caps: tuple[int, int], name: str, dice: Any) -> tuple[int, int]:
    """A count of visits among those that are new and the others; no more than there are of each."""
    mine = caps[0] * _LESS[name]
    whole = mine + caps[1]
    first = int(total * mine / whole + dice()) if total > 0 and whole else 0
    first = max(total - caps[1], min(first, caps[0], total))
    return first, total - first


def _step(total: int, inner: tuple[int, int], sizes: tuple[int, int], name: str, dice: Any) -> tuple[int, int]:
    """A step of the funnel that holds the one after it."""
    more = _share(total - sum(inner), (sizes[0] - inner[0], sizes[1] - inner[1]), name, dice)
    return inner[0] + more[0], inner[1] + more[1]
