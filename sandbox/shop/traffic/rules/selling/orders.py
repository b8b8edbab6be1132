"""The orders of two years: who buys what on which day, how it travels and ends, the carts left behind, what comes back. Pure.

A day's orders are drawn in the order of their hours, so that a customer of a day is known the day after. Each order has its own
dice, named by its day and rank: the same profile and the same company give the same orders.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.rules.selling.basket import Shelf
from sandbox.shop.traffic.rules.selling.calendar import draw_minute, stratify
from sandbox.shop.traffic.rules.selling.dice import Dice
from sandbox.shop.traffic.rules.selling.goods import Carrier, Line, Prices, Product, half_up, parcel, postage
from sandbox.shop.traffic.rules.selling.people import Buyer, Invented, People
from sandbox.shop.traffic.rules.selling.plan import DAYS, Origin, Plan, plan_orders

MADE = "ventes-"
"""How the keys of invented customers begin: they go when orders are written again, unless something else names them."""
WAITS, SENT_AFTER, ARRIVED_AFTER = 6, 1, 4
"""Days: how long a cheque or a transfer may be waited for; when a parcel has left; when it has arrived."""
SOON = 5
"""Days in which a customer does not order again."""
KNOWN_FIRST = 0.4
"""How often a customer of the company who never ordered takes the place of a new one."""
NEVER_BOUGHT = 0.3
"""Carts left by somebody who registered and bought nothing."""
RETURN_AFTER = 9
"""Days from an order to the asking for its return."""
PROMISED_SOONEST, PROMISED_LATEST = 3, 25
"""A review tells of a day between so many days after the order."""


@dataclass(frozen=True)
class States:
    """The keys of a company's states: paid, being prepared, sent, delivered, cancelled, refunded; empty for one it has not.

    `waiting` is by key of payment: where an order stands until the money comes.
    """

    paid: str
    preparing: str
    sent: str
    delivered: str
    cancelled: str
    refunded: str
    waiting: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Code:
    """A promotion code: its days before the start, cents or percent off the goods or the postage, and how often it may serve."""

    code: str
    first: int
    last: int
    minimum: int
    percent: int
    amount: int
    free_delivery: bool
    each: int
    at_most: int


@dataclass(frozen=True)
class Promise:
    """What a verified review says: that customer had bought that product, so many days before the start."""

    customer: str
    product: str
    lived: int


@dataclass(frozen=True)
class Company:
    """What orders are written for. `buyers`: its customers who may order; `references` and `emails` are already taken."""

    products: Sequence[Product]
    carriers: Mapping[str, Carrier]
    payments: Sequence[str]
    states: States
    prices: Prices = field(default_factory=Prices)
    codes: Sequence[Code] = ()
    buyers: Sequence[Buyer] = ()
    promises: Sequence[Promise] = ()
    references: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


@dataclass
class Sale:
    """An order; its day before the start, amounts in cents with tax."""

    reference: str
    customer: str
    day: int
    minute: int
    source: str
    campaign: str
    payment: str
    delivery: str
    billing: str
    lines: list[Line]
    carrier: str = ""
    state: str = ""
    code: str = ""
    discount: int = 0
    postage: int = 0
    tracking: str = ""

    @property
    def goods(self) -> int:
        """Cents with tax of the lines, before the discount."""
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        """What the customer owes."""
        return self.goods - self.discount + self.postage


@dataclass(frozen=True)
class LeftCart:
    """A cart that nobody ordered."""

    key: str
    customer: str
    day: int
    minute: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Back:
    """A line of an order that came back and was paid back."""

    order: str
    day: int
    minute: int
    line: Line
    reason: str
    words: str


@dataclass
class Written:
    """All that was written: orders and carts from the oldest to the newest, the customers made up for them, what came back."""

    sales: list[Sale] = field(default_factory=list)
    carts: list[LeftCart] = field(default_factory=list)
    invented: list[Invented] = field(default_factory=list)
    backs: list[Back] = field(default_factory=list)


BACK_WORDS: Sequence[tuple[str, str]] = (
    ("avis", "J’ai changé d’avis, rien n’est ouvert."),
    ("convient", "Ce n’est pas ce que j’imaginais, je préfère le rendre."),
    ("defaut", "Arrivé abîmé : je renvoie l’article dans son emballage."),
    ("erreur", "Ce n’est pas l’article que j’avais choisi."),
    ("autre", "Acheté en double, je rends celui-ci."),
    ("convient", "Pas la bonne taille pour l’usage que j’en ai."),
    ("avis", "Le cadeau avait déjà été trouvé par quelqu’un d’autre."),
    ("defaut", "Un défaut dès la première utilisation."),
)  # fmt: skip


def write_orders(profile: Profile, company: Company) -> Written:
    """The orders, customers, carts and returns that a profile gives a company."""
    return _Writer(profile, company).write()


class _Writer:
    """Two years being written."""

    def __init__(self, profile: Profile, company: Company) -> None:
        self.profile, self.company, self.selling = profile, company, profile.selling
        self.seed = profile.seed
        self.plan: Plan = plan_orders(profile)
        self.shelf = Shelf(profile, company.products, company.prices)
        self.people = People(self.seed, profile.regions, profile.reference_on.year, set(company.emails))
        self.buyers = {buyer.key: buyer for buyer in company.buyers}
        self.unused = sorted(
            (buyer for buyer in company.buyers if buyer.addresses), key=lambda one: (-one.since, one.key)
        )
        self.past: list[str] = []
        self.last: dict[str, int] = {}
        self.references = set(company.references)
        self.codes: Counter[str] = Counter()
        self.own_codes: Counter[tuple[str, str]] = Counter()
        self.number = 0
        self.out = Written(invented=self.people.made)

    def write(self) -> Written:
        promised = self._promised()
        moments = self._moments(sum(map(len, promised.values())))
        for offset in DAYS:
            for rank, (minute, promise) in enumerate(
                self._day(moments.get(offset, 0), promised.get(offset, ()), offset)
            ):
                self._order(offset, rank, minute, promise)
        self._backs()
        self._carts()
        return self.out

    # when ------------------------------------------------------------------------------------------------------------

    def _moments(self, promised: int) -> Counter[int]:
        """How many orders each day brings, those that reviews need apart."""
        weights = [self.plan.of(offset) for offset in DAYS]
        count = max(0, self.plan.total - promised)
        return Counter(DAYS[rank] for rank in stratify(weights, count, Dice(self.seed, "jours")) if count)

    def _day(self, count: int, promised: Sequence[Promise], offset: int) -> list[tuple[int, Promise | None]]:
        """The minutes of a day's orders, in order; nothing yet after the hour at which a session begins."""
        dice = Dice(self.seed, "heures", offset)
        closed = self.profile.closed_hour if offset == 0 else 24
        hours = [weight if hour < closed else 0 for hour, weight in enumerate(self.profile.hours)]
        waiting: list[Promise | None] = [*promised, *[None] * count]
        if not sum(hours):
            return []
        return sorted(((draw_minute(hours, dice), one) for one in waiting), key=lambda pair: pair[0])

    def _promised(self) -> dict[int, list[Promise]]:
        """The purchases that verified reviews tell of, by the day of their order."""
        found: dict[int, list[Promise]] = {}
        for promise in self.company.promises:
            buyer = self.buyers.get(promise.customer)
            if buyer is None or not buyer.addresses:
                continue
            days = [
                day for day in range(promise.lived + PROMISED_SOONEST, promise.lived + PROMISED_LATEST + 1)
                if 0 < day <= min(buyer.since, -DAYS[0]) and self.shelf.has(promise.product, -day)
            ]  # fmt: skip
            if days:
                day = Dice(self.seed, "avis", promise.customer, promise.product).pick(days)
                found.setdefault(-day, []).append(promise)
        return found

    # an order --------------------------------------------------------------------------------------------------------

    def _order(self, offset: int, rank: int, minute: int, promise: Promise | None) -> None:
        day, dice = -offset, Dice(self.seed, "commande", offset, rank)
        if not self.shelf.is_open(offset):
            return
        buyer = self.buyers[promise.customer] if promise else self._buyer(day, minute, dice)
        lines = self.shelf.basket(offset, buyer.group, dice, first=promise.product if promise else "")
        source, campaign = self._origin(offset, dice)
        sale = Sale(
            reference=self._reference(dice), customer=buyer.key, day=day, minute=minute, source=source, campaign=campaign,
            payment=self._payment(dice), delivery=buyer.addresses[0], billing=buyer.addresses[0],
            lines=lines,
        )  # fmt: skip
        sale.code, sale.discount, has_free_delivery = self._code(sale, dice)
        sale.carrier = self._carrier(lines, dice)
        carrier = self.company.carriers.get(sale.carrier)
        sale.postage = 0 if has_free_delivery else postage(carrier, lines, sale.goods - sale.discount)
        sale.state = self._state(sale, dice, is_kept=promise is not None)
        if carrier and carrier.tracking and sale.state in (self.company.states.sent, self.company.states.delivered):
            sale.tracking = parcel(carrier.tracking, dice)
        self.past.append(buyer.key)
        self.last[buyer.key] = day
        self.out.sales.append(sale)

    def _buyer(self, day: int, minute: int, dice: Dice) -> Buyer:
        """Somebody who bought already, or somebody new."""
        if self.past and dice.chance(self.selling.returning / 100):
            for _ in range(6):
                key = dice.pick(self.past)
                if self.last[key] - day >= SOON:
                    return self.buyers[key]
        ready = self._known(day)
        if ready and dice.chance(KNOWN_FIRST):
            return ready
        return self._invented(day, max(0, minute - dice.between(2, 25)))

    def _known(self, day: int) -> Buyer | None:
        """The customer of the company who registered first of those who never ordered."""
        while self.unused and self.unused[0].key in self.last:
            self.unused.pop(0)
        return self.unused.pop(0) if self.unused and self.unused[0].since > day else None

    def _invented(self, day: int, minute: int) -> Buyer:
        self.number += 1
        while f"{MADE}{self.number:05d}" in self.company.keys:
            self.number += 1
        made = self.people.invent(f"{MADE}{self.number:05d}", day=day, minute=minute).buyer
        self.buyers[made.key] = made
        return made

    def _origin(self, offset: int, dice: Dice) -> Origin:
        cells = self.plan.days[offset]
        weights = list(cells.items()) if sum(cells.values()) > 0 else [((self.profile.sources[0].key, ""), 1.0)]
        return dice.weighted(weights)

    def _reference(self, dice: Dice) -> str:
        while (reference := dice.letters(9)) in self.references:
            pass
        self.references.add(reference)
        return reference

    def _payment(self, dice: Dice) -> str:
        """One of the company's payments; by default most pay by the first, and some by each of the others."""
        asked = self.selling.payments
        usual = {key: 12.0 if rank == 0 else 1.0 for rank, key in enumerate(self.company.payments)}
        chosen = {key: asked.get(key, 0) for key in self.company.payments} if asked else usual
        return dice.weighted(list((chosen if sum(chosen.values()) > 0 else usual).items()))

    def _carrier(self, lines: Sequence[Line], dice: Dice) -> str:
        """How it travels: a carrier that takes these goods and their weight; nothing for what has no parcel."""
        if all(line.product.kind == "virtuel" for line in lines):
            return ""
        weight, asked = sum(line.weight_g for line in lines), self.selling.carriers
        able = [
            (key, asked.get(key, 0.0) if asked else 2.0 if rank == 0 else 1.0)
            for rank, (key, carrier) in enumerate(self.company.carriers.items())
            if weight <= carrier.heaviest and all(key in line.product.carriers for line in lines if line.product.carriers)
        ]  # fmt: skip
        if not able:
            return ""
        return dice.weighted(able if sum(weight for _, weight in able) > 0 else [(key, 1.0) for key, _ in able])

    def _code(self, sale: Sale, dice: Dice) -> tuple[str, int, bool]:
        """The code that was typed, its cents off the goods, and whether it pays the postage; most typed none."""
        if not self.company.codes or not dice.chance(self.selling.coded / 100):
            return "", 0, False
        able = [
            code for code in self.company.codes
            if code.first >= sale.day >= code.last and sale.goods >= code.minimum and self.codes[code.code] < code.at_most
            and self.own_codes[sale.customer, code.code] < code.each
        ]  # fmt: skip
        if not able:
            return "", 0, False
        code = dice.pick(able)
        self.codes[code.code] += 1
        self.own_codes[sale.customer, code.code] += 1
        return code.code, min(sale.goods, code.amount + half_up(sale.goods * code.percent, 100)), code.free_delivery

    def _state(self, sale: Sale, dice: Dice, *, is_kept: bool) -> str:
        """Where an order of that day stands when the session begins; one that a review tells of arrived."""
        states, fate = self.company.states, 0.0 if is_kept else 100 * dice.unit()
        selling = self.selling
        if states.cancelled and not is_kept and fate < selling.cancelled:
            return states.cancelled
        if (
            states.refunded and not is_kept and sale.day > WAITS
            and selling.cancelled <= fate < selling.cancelled + selling.refunded
        ):  # fmt: skip
            return states.refunded
        if (waiting := states.waiting.get(sale.payment)) and sale.day <= WAITS and not is_kept:
            return waiting
        if not sale.carrier or sale.day < SENT_AFTER:
            return states.paid
        if sale.day < ARRIVED_AFTER - 1 and not is_kept:
            return (states.preparing or states.paid) if sale.day <= SENT_AFTER else (states.sent or states.paid)
        if sale.day <= ARRIVED_AFTER and not is_kept and states.sent and dice.chance(0.5):
            return states.sent
        return states.delivered or states.sent or states.paid

    # after -----------------------------------------------------------------------------------------------------------

    def _backs(self) -> None:
        """Lines that came back: of orders that arrived, of what is not made for one buyer."""
        for sale in self.out.sales:
            dice = Dice(self.seed, "retour", sale.reference)
            able = [
                line for line in sale.lines if not line.product.label and line.product.kind != "virtuel" and line.total
            ]
            is_there = sale.state == self.company.states.delivered and sale.state != "" and sale.day > RETURN_AFTER + 12
            if able and is_there and dice.chance(self.selling.returned / 100):
                line, (reason, words) = dice.pick(able), dice.pick(BACK_WORDS)
                self.out.backs.append(
                    Back(sale.reference, sale.day - RETURN_AFTER, dice.between(480, 1300), line, reason, words)
                )

    def _carts(self) -> None:
        """Carts left behind: by customers who had registered, some of whom never bought."""
        count = round(len(self.out.sales) * self.selling.left / 100)
        known = sorted((-buyer.since, buyer.key) for buyer in self.buyers.values() if buyer.key in self.last)
        since = [offset for offset, _ in known]
        weights = [self.plan.of(offset) if self.shelf.is_open(offset) else 0 for offset in DAYS]
        for number, place in enumerate(stratify(weights, count, Dice(self.seed, "paniers")) if count else (), 1):
            offset, dice = DAYS[place], Dice(self.seed, "panier", number)
            minute = next((minute for minute, _ in self._day(1, (), offset)), 0)
            before = bisect_right(since, offset - 1)
            if before and not dice.chance(NEVER_BOUGHT):
                buyer = self.buyers[known[int(dice.unit() * before)][1]]
            else:
                buyer = self._invented(-offset, max(0, minute - dice.between(2, 25)))
            lines = self.shelf.basket(offset, buyer.group, dice)
            self.out.carts.append(LeftCart(f"panier-ventes-{number:05d}", buyer.key, -offset, minute, lines))
