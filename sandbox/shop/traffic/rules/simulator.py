"""The simulator: a profile and the shop's orders make two years of traffic facts, the same for the same seed.

Every visit is drawn on its own, so that what must add up does: the parts of a day are the day, a step of the funnel never
has more visits than the step before, each order has the visit that made it. Each day has its own generator, seeded by the
profile's seed and the day: changing a campaign changes its days and no other. Only `random()` is drawn, whose sequence is
the same on every version of Python.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from itertools import accumulate
from random import Random

from sandbox.kernel.money import allocate
from sandbox.shop.traffic.rules.profile import (
    BOT_INCIDENTS,
    CONVERSION_INCIDENTS,
    FIRST_DAY,
    MEASURE_INCIDENTS,
    VISIT_INCIDENTS,
    Campaign,
    Profile,
    Purchase,
    Source,
)  # fmt: skip

DEVICE_CONVERSION = {"mobile": 0.66, "ordinateur": 1.58, "tablette": 1.0}
"""People look on a telephone and buy at a desk: conversion of each device against the mean."""

FIRST_TIME = {"organique": 0.72, "direct": 0.38, "payant": 0.81, "social": 0.77, "email": 0.12, "referent": 0.7}
"""Share of the visits of a source made by a browser never seen before."""

CARTS_PER_ORDER, CHECKOUT_RATE = 2.7, 0.3
"""Carts left for each order, and the share of those that got as far as the carrier."""

LANDING = {"produit": 1.6, "categorie": 1.2, "page": 0.8, "recherche": 0.1, "panier": 0.05, "commande": 0.02, "": 2.4}
"""How easily a visit begins on a page, by the first word of its path; the home page is the empty word."""

EMAIL, DIRECT, DESK = "email", "direct", "ordinateur"


@dataclass(slots=True)
class Cell:
    """Visits of one day, source, campaign and device."""

    offset: int
    source: str
    campaign: str
    device: str
    visits: int = 0
    visitors: int = 0
    new_visits: int = 0
    bounces: int = 0
    page_views: int = 0
    seconds: int = 0
    product_views: int = 0
    carts: int = 0
    checkouts: int = 0
    orders: int = 0


_COUNTED = tuple(one.name for one in fields(Cell))[4:]


@dataclass(frozen=True, slots=True)
class PageDay:
    """One page on one day."""

    offset: int
    path: str
    title: str
    views: int
    entries: int
    exits: int


@dataclass(frozen=True, slots=True)
class SearchDay:
    """One search on one day."""

    offset: int
    term: str
    searches: int
    results: int


@dataclass(frozen=True, slots=True)
class ShareDay:
    """Visits of one day by `hour` (« 09 ») or `region` (« Bretagne »)."""

    offset: int
    dimension: str
    label: str
    visits: int


@dataclass(frozen=True, slots=True)
class OrderVisit:
    """The visit that an order ended: where the order goes, and whether it is its customer's first."""

    reference: str
    offset: int
    device: str
    region: str
    is_new: bool
    source: str
    campaign: str


@dataclass(slots=True)
class Facts:
    """All that was simulated."""

    cells: list[Cell] = field(default_factory=list)
    pages: list[PageDay] = field(default_factory=list)
    searches: list[SearchDay] = field(default_factory=list)
    shares: list[ShareDay] = field(default_factory=list)
    orders: list[OrderVisit] = field(default_factory=list)
    measured: frozenset[int] = frozenset()
    """The days that an audience tool measured: what it did not cross is not crossed here."""


class Wheel:
    """Draws an index by weights."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._sums = list(accumulate(weights))

    def pick(self, draw: float) -> int:
        """The index for a draw of [0, 1); the last with weight when rounding would run past the end."""
        return min(bisect_right(self._sums, draw * self._sums[-1]), len(self._sums) - 1)


def simulate(profile: Profile, purchases: Iterable[Purchase], *, first: int = FIRST_DAY, last: int = 0) -> Facts:
    """Facts from J-730 to J, or of some of those days only: a day is the same alone. Orders outside have no visit."""
    facts = Facts()
    by_day: dict[int, list[Purchase]] = {}
    for purchase in purchases:
        by_day.setdefault(purchase.offset, []).append(purchase)
    plans = {campaign.key: plan_campaign(profile, campaign) for campaign in profile.campaigns}
    for offset in range(max(FIRST_DAY, first), min(0, last) + 1):
        _Day(profile, offset, facts).run(by_day.get(offset, ()), plans)
    return facts


def credit_letters(profile: Profile, facts: Facts) -> None:
    """Give each letter the unmarked visits by e-mail of its days: the same visits, under its name, with those that had it already."""
    named: dict[tuple[int, str, str], Cell] = {}
    kept = []
    for cell in facts.cells:
        if cell.source == EMAIL:
            cell.campaign = cell.campaign or profile.letter_on(cell.offset)
            first = named.setdefault((cell.offset, cell.campaign, cell.device), cell)
            if first is not cell:
                for name in _COUNTED:
                    setattr(first, name, getattr(first, name) + getattr(cell, name))
                continue
        kept.append(cell)
    facts.cells = kept
    facts.orders = [
        replace(one, campaign=profile.letter_on(one.offset)) if one.source == EMAIL and not one.campaign else one
        for one in facts.orders
    ]


def usual_visits(profile: Profile, offset: int) -> float:
    """The visits of a day were nothing to happen."""
    day = profile.reference_on + timedelta(days=offset)
    usual: float = profile.visits_a_day * (1 + profile.growth / 100) ** (offset / 365)
    return usual * profile.months[day.month - 1] * profile.weekdays[day.weekday()] * _open_share(profile, offset)


def plan_campaign(profile: Profile, campaign: Campaign) -> dict[int, int]:
    """A campaign's visits on each of its days: more at its start, and as the weekday goes; they add up to its visits."""
    days = range(campaign.first, campaign.last + 1)
    weights = []
    for rank, day in enumerate(days):
        dice = Random(profile.seed * 100_003 + day)
        weekday = profile.weekdays[(profile.reference_on + timedelta(days=day)).weekday()]
        start = 1.0 + 0.8 / (1 + rank)
        weights.append(int(1_000 * weekday * start * _open_share(profile, day) * (0.7 + 0.6 * dice.random())))
    return dict(zip(days, allocate(campaign.visits, weights), strict=True))


def _open_share(profile: Profile, offset: int) -> float:
    """The share of a day that is recorded: all of it, except on J."""
    return 1.0 if offset < 0 else sum(profile.hours[: profile.closed_hour]) / sum(profile.hours)


class _Day:
    """One day being drawn."""

    def __init__(self, profile: Profile, offset: int, facts: Facts) -> None:
        self.profile, self.offset, self.facts = profile, offset, facts
        self.dice = Random(profile.seed * 100_003 - offset * 7_919).random
        self.cells: dict[tuple[str, str, str], Cell] = {}
        self.conversion = profile.factor(offset, CONVERSION_INCIDENTS)
        self.device_keys = list(profile.devices)
        self.devices = Wheel(list(profile.devices.values()))
        self.buyers = Wheel([share * DEVICE_CONVERSION.get(key, 1.0) for key, share in profile.devices.items()])

    def run(self, purchases: Sequence[Purchase], plans: dict[str, dict[int, int]]) -> None:
        """Draw the day and add it to the facts."""
        wanted = self._visits(plans)
        for purchase in purchases:
            self._order(purchase)
            wanted[purchase.source, purchase.campaign] -= 1
        sources = {source.key: source for source in self.profile.sources}
        for (key, campaign), count in wanted.items():
            for _ in range(count):  # none when the orders' own visits are already more than that
                self._visit(sources[key], campaign)
        bots = self._robots(sources)
        cells = list(self.cells.values())
        self.facts.cells += cells
        if cells:
            self._pages(cells)
            self._shares(sum(cell.visits for cell in cells) - bots, bots, [purchase.region for purchase in purchases])

    def _visits(self, plans: dict[str, dict[int, int]]) -> Counter[tuple[str, str]]:
        """How many visits each source and each campaign bring; the fraction is drawn."""
        p, usual = self.profile, usual_visits(self.profile, self.offset)
        recorded = p.factor(self.offset, MEASURE_INCIDENTS)
        visits = p.factor(self.offset, VISIT_INCIDENTS) * recorded
        whole = sum(source.share for source in p.sources)
        wanted: Counter[tuple[str, str]] = Counter()
        for source in p.sources:
            expected = usual * visits * source.share / whole * (0.75 + 0.5 * self.dice())
            wanted[source.key, ""] = int(expected + self.dice())
        for campaign in p.campaigns:
            if (count := plans[campaign.key].get(self.offset, 0)) > 0:
                seen = count if recorded == 1 else int(count * recorded + self.dice())
                wanted[campaign.source, campaign.key] += seen
        return wanted

    def _robots(self, sources: Mapping[str, Source]) -> int:
        """Visits of robots beside those of people; how many. A day without them draws nothing for them."""
        factor = self.profile.factor(self.offset, BOT_INCIDENTS)
        if factor <= 1:
            return 0
        count = int(usual_visits(self.profile, self.offset) * (factor - 1) + self.dice())
        if count:
            source = DIRECT if DIRECT in sources else next(iter(sources))
            device = DESK if self.profile.devices.get(DESK) else self.device_keys[0]
            cell = self._cell(source, "", device)
            for step in ("visits", "visitors", "new_visits", "bounces", "page_views"):
                setattr(cell, step, getattr(cell, step) + count)
        return count

    def _cell(self, source: str, campaign: str, device: str) -> Cell:
        key = (source, campaign, device)
        if key not in self.cells:
            self.cells[key] = Cell(self.offset, *key)
        return self.cells[key]

    def _order(self, purchase: Purchase) -> None:
        """The visit that made an order: all steps, several pages."""
        device = self.device_keys[self.buyers.pick(self.dice())]
        cell = self._cell(purchase.source, purchase.campaign, device)
        for step in ("visits", "visitors", "product_views", "carts", "checkouts", "orders"):
            setattr(cell, step, getattr(cell, step) + 1)
        self.dice()  # drawn for nothing, so that days keep the luck they had: who ordered before is not new
        cell.new_visits += purchase.is_first
        self._pages_seen(cell, 6 + int(self.dice() * 7))
        p = purchase
        self.facts.orders.append(
            OrderVisit(p.reference, self.offset, device, p.region, p.is_first, p.source, p.campaign)
        )

    def _visit(self, source: Source, campaign: str) -> None:
        """A visit without an order."""
        device = self.device_keys[self.devices.pick(self.dice())]
        cell = self._cell(source.key, campaign, device)
        cell.visits += 1
        is_new = self.dice() < FIRST_TIME.get(source.key, 0.6)
        cell.new_visits += is_new
        cell.visitors += is_new or self.dice() >= 0.07
        bounce = min(0.95, source.bounce / 100 * (1.12 if device == "mobile" else 0.86))
        is_bounce = self.dice() < bounce
        sees_product = self.dice() < (0.3 if is_bounce else 0.66)
        cell.product_views += sees_product
        if is_bounce:
            cell.bounces += 1
            cell.page_views += 1
            return
        depth = max(2.0, (source.pages - bounce) / (1 - bounce))
        seen = 2 + int((depth - 2) * 2 * self.dice() + self.dice())
        if sees_product and self.dice() < self._cart_rate(source, device, bounce):
            cell.carts += 1
            seen += 1
            if self.dice() < CHECKOUT_RATE * min(1.0, self.conversion):
                cell.checkouts += 1
                seen += 2
        self._pages_seen(cell, seen)

    def _cart_rate(self, source: Source, device: str, bounce: float) -> float:
        """The chance that a visit which saw a product leaves a cart behind."""
        wanted = source.conversion / 100 * CARTS_PER_ORDER * min(1.5, self.conversion)
        return min(0.7, wanted * DEVICE_CONVERSION.get(device, 1.0) / ((1 - bounce) * 0.66))

    def _pages_seen(self, cell: Cell, count: int) -> None:
        cell.page_views += count
        cell.seconds += int((count - 1) * (28 + 44 * self.dice()))

    def _pages(self, cells: list[Cell]) -> None:
        """Views, entries and exits of each page: they add up to the day's views, visits and visits."""
        pages = self.profile.pages
        if not pages:
            return
        views = [self._floor(page.path, cells) for page in pages]
        wheel = Wheel([page.share for page in pages])
        for _ in range(sum(cell.page_views for cell in cells) - sum(views)):
            views[wheel.pick(self.dice())] += 1
        visits = sum(cell.visits for cell in cells)
        landing = [page.share * LANDING.get(page.path.strip("/").split("/")[0], 1.0) for page in pages]
        entries = self._spread(visits, landing, views)
        exits = self._exits(visits, views)
        for rank, page in enumerate(pages):
            if views[rank]:
                self.facts.pages.append(
                    PageDay(self.offset, page.path, page.title, views[rank], entries[rank], exits[rank])
                )
            if page.path == "/recherche":
                self._searches(views[rank])

    @staticmethod
    def _floor(path: str, cells: list[Cell]) -> int:
        """Who filled a cart saw the cart's page, who chose a carrier the checkout's."""
        steps = {"/panier": "carts", "/commande": "checkouts"}
        return sum(getattr(cell, steps[path]) for cell in cells) if path in steps else 0

    def _exits(self, visits: int, views: Sequence[int]) -> list[int]:
        """Each view is the last of its visit as often as its page says; then as many are put right as the visits ask for.

        Drawn view by view, so that a page which nearly everybody leaves keeps its rate on days when few people see it; a
        view is taken back or added by the same weights (rate x its contrary), which leaves the rates where they were.
        """
        rates = [min(0.99, page.exit_rate / 100) for page in self.profile.pages]
        exits = [sum(self.dice() < rate for _ in range(seen)) for rate, seen in zip(rates, views, strict=True)]
        while sum(exits) > visits:
            weights = [left * (1 - rate) for left, rate in zip(exits, rates, strict=True)]
            exits[Wheel(weights).pick(self.dice())] -= 1
        while sum(exits) < visits:
            weights = [(seen - left) * (rate or 0.01) for seen, left, rate in zip(views, exits, rates, strict=True)]
            exits[Wheel(weights).pick(self.dice())] += 1
        return exits

    def _spread(self, count: int, weights: Sequence[float], caps: Sequence[int]) -> list[int]:
        """`count` draws by weights, none beyond its cap; the caps hold at least `count` in all."""
        found, wheel = [0] * len(caps), Wheel(weights)
        for _ in range(count):
            index = wheel.pick(self.dice())
            while found[index] >= caps[index]:
                index = (index + 1) % len(caps)
            found[index] += 1
        return found

    def _searches(self, count: int) -> None:
        """One search for each view of the page of results."""
        terms = self.profile.terms
        if not terms:
            return
        wheel = Wheel([term.share for term in terms])
        drawn = Counter(wheel.pick(self.dice()) for _ in range(count))
        for index in sorted(drawn):
            term = terms[index]
            self.facts.searches.append(SearchDay(self.offset, term.term, drawn[index], term.results))

    def _shares(self, visits: int, bots: int, bought: Sequence[str]) -> None:
        """Hours and regions; robots come at any hour, and who ordered from where the order goes."""
        hours = list(self.profile.hours if self.offset < 0 else self.profile.hours[: self.profile.closed_hour])
        regions = list(self.profile.regions)
        for dimension, labels, weights in (
            ("hour", [f"{hour:02d}" for hour in range(len(hours))], hours),
            ("region", regions, list(self.profile.regions.values())),
        ):
            if not labels:
                continue
            wheel, flat = Wheel(weights), Wheel([1.0] * len(labels) if dimension == "hour" else weights)
            known = bought if dimension == "region" else ()
            drawn = Counter(wheel.pick(self.dice()) for _ in range(visits - len(known)))
            drawn.update(flat.pick(self.dice()) for _ in range(bots))
            found = {labels[i]: drawn[i] for i in sorted(drawn)}
            for label in known:
                found[label] = found.get(label, 0) + 1
            self.facts.shares += [ShareDay(self.offset, dimension, label, count) for label, count in found.items()]
