"""Seven days played visit by visit, the same for the same seed.

Each visit draws from a generator of its own, named after the seed, its day, its source, its device and its rank: what a shop
changes moves a visit's chances, never its luck. So a shop is compared with itself unchanged, visit for visit.

Buyers are served in the order of their hours: first the thing that each came for, then what they add to their basket from
what is left. That is why a shortage never raises sales, and a lower price never loses an order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from sandbox.shop.market.rules.effects import SUBSTITUTE, TOP_UP, TOP_UP_FROM, Effects, can_sell, reach
from sandbox.shop.market.rules.picture import Habits, Item, Key, Offer, Picture, Usual

DAYS = 7
MAX_CHANCE = 0.6
NEW_BUYER = 0.45
MAX_MORE = 4
"""How many things are added to a basket at most."""
DRAWS = 16 + 2 * MAX_MORE
ORGANIC = "organique"


@dataclass(slots=True)
class Cell:
    """Visits of a day, a source and a device, and what became of them."""

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


@dataclass(slots=True)
class Buyer:
    """A visit that would order: when (day from 0, second of the day), from where, what they wish; `luck` are their own draws.

    `bought` is what they take, `instead_of` what they came for when it was not to be had; nothing bought: they left.
    """

    day: int
    second: int
    source: str
    device: str
    wish: Item
    luck: tuple[float, ...]
    bought: list[tuple[Item, int]] = field(default_factory=list)
    instead_of: str = ""
    code: str = ""

    @property
    def is_new(self) -> bool:
        """Whether they never bought here."""
        return self.luck[10] < NEW_BUYER


@dataclass(slots=True)
class Week:
    """Seven days: cells by (day, source, device), the buyers, carts left behind, visits by (day, hour).

    `missed`: how often each thing was wanted and not to be had; `refused`: orders that the shop did not take, by its own words;
    `reviews` and `messages` came in once it was written.
    """

    cells: dict[tuple[int, str, str], Cell] = field(default_factory=dict)
    buyers: list[Buyer] = field(default_factory=list)
    left: list[Buyer] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)
    reviews: int = 0
    messages: int = 0

    @property
    def visits(self) -> int:
        """All visits."""
        return sum(cell.visits for cell in self.cells.values())

    @property
    def units(self) -> int:
        """Pieces taken by all buyers."""
        return sum(count for buyer in self.buyers for _, count in buyer.bought)

    @property
    def goods_cents(self) -> int:
        """What they cost, before any voucher."""
        return sum(item.price_cents * count for buyer in self.buyers for item, count in buyer.bought)


def play(habits: Habits, picture: Picture, effects: Effects, *, seed: int, weekday: int, number: int = 1) -> Week:
    """The week `number` of a shop, whose first day is that day of the week (Monday 0)."""
    week = Week()
    stand = _Stand(habits, picture, effects)
    would: list[Buyer] = []
    for day in range(DAYS):
        for (at, source, device), usual in sorted(habits.usual.items()):
            if at == (weekday + day) % 7:
                name = f"{seed}|{number}|{day}|{source}|{device}"
                would += _day(week, stand, usual, name, (day, source, device))
    would.sort(key=lambda b: (b.day, b.second, b.luck))
    _serve(week, stand, would)
    return week


class _Stand:
    """What visitors choose from, made once a week."""

    def __init__(self, habits: Habits, picture: Picture, effects: Effects) -> None:
        self.habits, self.picture, self.effects = habits, picture, effects
        known = picture.by_key
        wished, self.chance = dict(effects.wishes_of), dict(effects.buying_of)
        usual = sorted(habits.wishes.values())
        middle = usual[len(usual) // 2] if usual else 1.0
        gone = [key for key in habits.wishes if key not in known]
        lost = [Item(key, "", 0, 0, 0, is_sold=False) for key in gone]
        self.items = [*lost, *picture.items]
        weights = [
            habits.wishes.get(item.key, middle if item.is_sold else 0.0) * wished.get(item.key, 1.0)
            for item in self.items
        ]
        self.bounds = list(accumulate(weights))
        self.hours = list(accumulate(habits.hours))
        self.stock: dict[Key, int | None] = {item.key: item.stock if item.is_sold else 0 for item in self.items}
        self.by_category: dict[int, list[Item]] = {}
        ranked = sorted(picture.items, key=lambda i: (-habits.wishes.get(i.key, middle), i.key[0], i.key[1] or 0))
        for item in ranked:
            if can_sell(item):
                self.by_category.setdefault(item.category_id, []).append(item)

    def pick(self, luck: float) -> Item | None:
        if not self.bounds or self.bounds[-1] <= 0:
            return None
        return self.items[min(bisect_right(self.bounds, luck * self.bounds[-1]), len(self.items) - 1)]

    def hour(self, luck: float) -> int:
        return min(bisect_right(self.hours, luck * self.hours[-1]), len(self.hours) - 1)

    def take(self, item: Item, count: int) -> bool:
        left = self.stock[item.key]
        if left is None:
            return True
        if left < count:
            return False
        self.stock[item.key] = left - count
        return True

    def instead(self, wish: Item) -> Item | None:
        """The most wanted thing of the same category that is there and costs no more."""
        for item in self.by_category.get(wish.category_id, []):
            left = self.stock[item.key]
            if item.key != wish.key and item.price_cents <= wish.price_cents and (left is None or left > 0):
                return item
        return None


def _day(week: Week, stand: _Stand, usual: Usual, name: str, place: tuple[int, str, str]) -> list[Buyer]:
    """The visits of a source on a device on a day: counted in their cell; those that would order are given back."""
    day, source, device = place
    expected = usual.visits * (stand.effects.organic if source == ORGANIC else 1.0)
    count = int(expected + Random(name).random())  # nosec B311 - a simulation, not a secret
    cell, would = Cell(), []
    for rank in range(count):
        draw = Random(f"{name}|{rank}").random  # nosec B311
        luck = tuple(draw() for _ in range(DRAWS))
        buyer = _visit(cell, stand, usual, place, luck)
        week.hours[day, stand.hour(luck[1])] += 1
        if buyer is not None:
            would.append(buyer)
    if count:
        week.cells[day, source, device] = cell
    return would


def _visit(
    cell: Cell, stand: _Stand, usual: Usual, place: tuple[int, str, str], luck: tuple[float, ...]
) -> Buyer | None:
    """One visit through the steps of the funnel: one draw decides how far it goes, so that no step has more than the one before."""
    day, source, device = place
    habits = stand.habits
    wish = stand.pick(luck[2])
    base = habits.buying.get(source, 0.0)
    chance = 0.0 if wish is None else min(MAX_CHANCE, base * stand.effects.buying * stand.chance.get(wish.key, 1.0))
    checkouts = min(0.75, max(chance, base * habits.checkouts))
    carts = min(0.85, max(checkouts, base * habits.carts))
    product = min(0.95, max(carts, usual.product))
    far = luck[3]
    is_bounce = far >= product and far >= 1 - usual.bounce
    pages = 1 if is_bounce else 2 + int(2 * max(0.0, usual.pages - 2) * luck[4])
    pages += (far < carts) + 2 * (far < checkouts)
    is_new = luck[5] < usual.first_time
    cell.visits += 1
    cell.new_visits += is_new
    cell.visitors += is_new or luck[6] >= usual.again
    cell.bounces += is_bounce
    cell.page_views += pages
    cell.seconds += int((pages - 1) * usual.seconds * (0.6 + 0.8 * luck[4]))
    cell.product_views += far < product
    cell.carts += far < carts
    cell.checkouts += far < checkouts
    second = stand.hour(luck[1]) * 3600 + int(luck[0] * 3600)
    if wish is None or far >= checkouts:
        return None
    buyer = Buyer(day, second, source, device, wish, luck)
    if far >= chance:
        buyer.instead_of = UNDECIDED
    return buyer


UNDECIDED = "?"
"""A buyer who filled a cart and went away."""


def _serve(week: Week, stand: _Stand, would: list[Buyer]) -> None:
    served = []
    for buyer in would:
        if buyer.instead_of == UNDECIDED:
            if can_sell(buyer.wish):
                buyer.instead_of, buyer.bought = "", [(buyer.wish, 1)]
                week.left.append(buyer)
            continue
        if _first(week, stand, buyer):
            served.append(buyer)
    for buyer in served:
        _more(stand, buyer)
        week.cells[buyer.day, buyer.source, buyer.device].orders += 1
    week.buyers = served


def _first(week: Week, stand: _Stand, buyer: Buyer) -> bool:
    """The thing that the buyer came for, or another in its place."""
    if stand.take(buyer.wish, 1):
        buyer.bought.append((buyer.wish, 1))
        return True
    week.missed[buyer.wish.name or "Article supprimé"] += 1
    other = stand.instead(buyer.wish) if buyer.luck[7] < SUBSTITUTE else None
    if other is None:
        return False
    buyer.instead_of = buyer.wish.name
    stand.take(other, 1)
    buyer.bought.append((other, 1))
    return True


def _more(stand: _Stand, buyer: Buyer) -> None:
    """What else goes in the basket: a second piece, other things, something to reach a threshold; and the code that is known.

    Whether a threshold is near is read from the basket that was meant, so that a shortage never makes anybody buy more; who took
    something else than what they came for takes one, and reaches for no threshold.
    """
    main, luck, habits = buyer.bought[0][0], buyer.luck, stand.habits
    is_content = not buyer.instead_of
    wants_two = luck[8] < habits.twice
    if wants_two and is_content and stand.take(main, 1):
        buyer.bought[0] = (main, 2)
    meant = buyer.wish.price_cents * (2 if wants_two else 1)
    for drawn, pick in zip(luck[16::2], luck[17::2], strict=True):
        if drawn < habits.more / MAX_MORE:
            meant += _add(stand, buyer, pick)
    offer = _known(stand.picture, buyer)
    wanted = [cents for cents in (stand.picture.free_from_cents, offer.minimum_cents if offer else None) if cents]
    if is_content and luck[14] < TOP_UP and any(TOP_UP_FROM * cents <= meant < cents for cents in wanted):
        _add(stand, buyer, luck[15])
    buyer.code = offer.code if offer is not None else ""


def _known(picture: Picture, buyer: Buyer) -> Offer | None:
    """The offer with a code that this buyer knows and that gives most."""
    known = [o for o in picture.offers if not o.is_automatic and buyer.luck[5] < reach(o)]
    return max(known, key=lambda o: (o.worth_cents, -o.id), default=None)


def _add(stand: _Stand, buyer: Buyer, luck: float) -> int:
    """Put one more thing in the basket if it is there; its price, had or not."""
    item = stand.pick(luck)
    if item is None or item.key == buyer.wish.key or item.key not in stand.picture.by_key:
        return 0
    if all(item.key != held.key for held, _ in buyer.bought) and stand.take(item, 1):
        buyer.bought.append((item, 1))
    return item.price_cents
