"""The orders: those written by hand, and those drawn around them so that the whole has the shape of the profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.shop.traffic.rules.selling.calendar import draw_minute
from sandbox.shop.traffic.rules.selling.days import covers, days_before, minute_of_day, on_calendar
from sandbox.shop.traffic.rules.selling.dice import Dice
from sandbox.shop.traffic.rules.selling.goods import Line, Product, half_up, parcel, postage
from tools.history.baskets import GIFT_MONTHS, choose_variant, draw_lines, on_sale, written_line
from tools.history.calendar import draw_days, make_room
from tools.history.profile import Habit, Profile, Word
from tools.history.sources import Customer, Promise

SHIPPED = {"expedie", "livre", "rembourse"}
SOONEST, LATEST = 3, 32
"""A review tells of a day between so many days after the order."""
PRESSING = 1.5
"""How much a promised purchase adds to the appetite on the last day for it; less before."""
BOUGHT = {"livre", "rembourse", "expedie", "paiement-accepte"}


@dataclass
class Order:
    """An order as it goes into the file; amounts in cents with tax."""

    reference: str
    customer: str
    day: int
    minute: int
    state: str
    carrier: str
    payment: str
    delivery: str
    billing: str
    lines: list[Line]
    code: str = ""
    discount: int = 0
    postage: int = 0
    tracking: str = ""
    message: str = ""
    note: str = ""
    source: str = "direct"
    campaign: str = ""

    @property
    def goods(self) -> int:
        """Cents with tax of the lines, before the discount."""
        return sum(line.total for line in self.lines)

    @property
    def when(self) -> tuple[int, int]:
        """Sorts from the oldest to the newest."""
        return -self.day, self.minute


@dataclass
class Ledger:
    """What is known of each customer while the orders are drawn, oldest first."""

    last: dict[str, int] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    campaigns: Counter[str] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    promises: dict[str, list[Promise]] = field(default_factory=dict)

    def add(self, order: Order) -> None:
        """Remember an order; the promises that it keeps are no longer waited for."""
        self.last[order.customer] = order.day
        self.count[order.customer] = self.count.get(order.customer, 0) + 1
        self.references.add(order.reference)
        self.campaigns[order.campaign] += 1
        self.codes[order.customer, order.code] += 1
        if order.state in BOUGHT and (waiting := self.promises.get(order.customer)):
            bought = {line.product.key for line in order.lines}
            self.promises[order.customer] = [p for p in waiting if p.product not in bought or not p.kept_on(order.day)]

    def due(self, customer: str, day: int) -> list[Promise]:
        """What the customer's reviews say was bought about that day, the most pressing first."""
        found = [
            p for p in self.promises.get(customer, ()) if p.lived + SOONEST <= day <= min(p.lived + LATEST, p.until)
        ]
        return sorted(found, key=lambda promise: -promise.lived)


def _appetite(profile: Profile, customer: Customer, habit: Habit, ledger: Ledger, day: int) -> float:
    """How likely this customer is to order that day, beside the others: their cycle, the season, a first order soon after signing up."""
    if (
        day >= customer.since
        or day < habit.until
        or not customer.addresses
        or ledger.count.get(customer.key, 0) >= habit.at_most
    ):
        return 0.0
    segment = profile.segments[habit.segment]
    season = segment.season if on_calendar(profile.reference_day, day).month in GIFT_MONTHS else segment.off_season
    last = ledger.last.get(customer.key)
    if last is None:
        pressing = sum(PRESSING / (day - promise.lived) for promise in ledger.due(customer.key, day))
        return pressing + season * (0.35 if customer.since - day < 10 else 0.06)
    gap = (last - day) / segment.cycle
    pressing = sum(PRESSING / (day - promise.lived) for promise in ledger.due(customer.key, day))
    if last == day:
        return 1e-12
    if gap < 0.4:  # too soon: only when nobody else is left, or when a review says so
        return pressing + 1e-9 * gap
    return pressing + season * min(gap, 2.2) ** 2 / segment.cycle


def _code(
    profile: Profile, customer: Customer, lines: list[Line], ledger: Ledger, day: int, dice: Dice
) -> tuple[str, int, bool]:
    """The code a private customer typed, its cents off, and whether it pays the postage; most typed none."""
    goods = sum(line.total for line in lines)
    first = customer.key not in ledger.last
    for code in profile.codes:
        fits = covers(code.period, day) and goods >= code.minimum and (first or not code.first_only)
        left = ledger.codes[customer.key, code.code] < code.each
        if customer.group == "client" and fits and left and dice.chance(code.share):
            return code.code, code.amount + half_up(goods * code.percent, 100), code.free_delivery
    return "", 0, False


def _origin(profile: Profile, customer: Customer, ledger: Ledger, day: int, dice: Dice) -> tuple[str, str]:
    """Source and campaign of the visit that bought; campaigns speak to private customers."""
    for campaign in profile.campaigns:
        open_ = customer.group != "professionnels" and ledger.campaigns[campaign.key] < campaign.at_most
        if open_ and covers(campaign.period, day) and dice.chance(campaign.share):
            return campaign.source, campaign.key
    return dice.weighted([(source.key, source.share) for source in profile.sources]), ""


def _carrier(habit: Habit, lines: list[Line], dice: Dice) -> str:
    """How it travels: the customer's way, unless the goods forbid it; a subscription has no parcel."""
    if all(line.product.kind == "virtuel" for line in lines):
        return ""
    allowed = [line.product.carriers for line in lines if line.product.carriers]
    light = sum(line.weight_g for line in lines) <= 2000
    hurried = dice.chance(0.05) and light and habit.carrier != "retrait-brulerie"
    wanted = "chrono-maree" if hurried else habit.carrier
    if allowed and not all(wanted in carriers for carriers in allowed):
        return next(carrier for carrier in allowed[0] if all(carrier in carriers for carriers in allowed))
    return wanted


def tracking_number(profile: Profile, carrier: str, dice: Dice) -> str:
    """A parcel number in that carrier's form; nothing for what is fetched at the shop."""
    prefix = profile.carriers[carrier].tracking if carrier else ""
    return parcel(prefix, dice) if prefix else ""


def _new_reference(dice: Dice, ledger: Ledger) -> str:
    while True:
        reference = dice.letters(9)
        if reference not in ledger.references:
            return reference


def _addresses(customer: Customer, dice: Dice) -> tuple[str, str]:
    """Delivery and invoice: the first address for both, the second as a company's accounts, or now and then as the place of delivery."""
    first = customer.addresses[0]
    if len(customer.addresses) == 1:
        return first, first
    second = customer.addresses[1]
    if customer.group == "professionnels":
        return first, second
    return (second, first) if dice.chance(0.2) else (first, first)


def draw_order(
    profile: Profile,
    products: dict[str, Product],
    customers: dict[str, Customer],
    ledger: Ledger,
    *,
    index: int,
    day: int,
) -> Order:
    """The order of a day: who, what, how it travels, what it costs, how it ended."""
    dice = Dice(profile.seed, "order", index)
    appetites = [(key, _appetite(profile, customers[key], habit, ledger, day)) for key, habit in profile.habits.items()]
    customer = customers[dice.weighted(appetites)]
    habit = profile.habits[customer.key]
    promised = [p.product for p in ledger.due(customer.key, day) if on_sale(profile, products[p.product], day)]
    lines = draw_lines(
        profile,
        products,
        group=customer.group,
        habit=habit,
        segment=profile.segments[habit.segment],
        day=day,
        dice=dice,
        first=promised[:3],
    )
    carrier = _carrier(habit, lines, dice)
    delivery, billing = _addresses(customer, dice)
    payment = habit.payment if habit.payment == "carte" or dice.chance(0.8) else "carte"
    if day <= profile.recent_until and payment == "cheque":  # the cheques that are waited for are written by hand
        payment = "carte"
    state = "livre" if promised else dice.weighted(profile.states_of(payment, day))
    if state in {"livre", "expedie", "preparation"} and all(line.product.kind == "virtuel" for line in lines):
        state = "paiement-accepte"
    if state == "expedie" and carrier == "retrait-brulerie":
        state = "livre"
    code, discount, paid_postage = _code(profile, customer, lines, ledger, day, dice)
    source, campaign = _origin(profile, customer, ledger, day, dice)
    goods = sum(line.total for line in lines)
    return Order(
        reference=_new_reference(dice, ledger),
        customer=customer.key,
        day=day,
        minute=draw_minute(profile.rhythm.hours, dice),
        state=state,
        carrier=carrier,
        payment=payment,
        delivery=delivery,
        billing=billing,
        lines=lines,
        code=code,
        discount=discount,
        postage=0 if paid_postage else postage(profile.carriers.get(carrier), lines, goods - discount),
        tracking=tracking_number(profile, carrier, dice) if state in SHIPPED else "",
        source=source,
        campaign=campaign,
    )


def written_order(
    profile: Profile, products: dict[str, Product], customers: dict[str, Customer], raw: dict[str, Any]
) -> Order:
    """An order of `commandes.toml`; what it leaves out follows the customer's habits."""
    customer = customers[raw["client"]]
    habit = profile.habits.get(customer.key)
    dice = Dice(profile.seed, "written", raw["reference"])
    lines = [
        written_line(profile, products, group=customer.group, day=days_before(raw["date"]), text=text)
        for text in raw["lignes"]
    ]
    goods = sum(line.total for line in lines)
    carrier = raw.get("transporteur", habit.carrier if habit else "relais-escale")
    discount = half_up(goods * raw.get("remise_pourcent", 0), 100) + int(raw.get("remise_centimes", 0))
    delivery = f"{customer.key}-{raw['livraison']}" if "livraison" in raw else customer.addresses[0]
    return Order(
        reference=raw["reference"],
        customer=customer.key,
        day=days_before(raw["date"]),
        minute=minute_of_day(raw["date"]),
        state=raw["etat"],
        carrier=carrier,
        payment=raw.get("paiement", "carte"),
        delivery=delivery,
        billing=f"{customer.key}-{raw['facturation']}" if "facturation" in raw else customer.addresses[0],
        lines=lines,
        code=raw.get("code", ""),
        discount=discount,
        postage=postage(profile.carriers.get(carrier), lines, goods - discount),
        tracking=tracking_number(profile, carrier, dice) if raw["etat"] in {"expedie", "livre"} else "",
        message=raw.get("message", "").strip(),
        note=raw.get("note", "").strip(),
        source=raw.get("source", "direct"),
        campaign=raw.get("campagne", ""),
    )


def unkept(promises: Sequence[Promise], orders: Sequence[Order]) -> list[Promise]:
    """The promises that none of the orders keeps."""
    days: dict[tuple[str, str], set[int]] = {}
    for order in orders:
        if order.state in BOUGHT:
            for line in order.lines:
                days.setdefault((order.customer, line.product.key), set()).add(order.day)
    return [
        promise
        for promise in promises
        if not any(map(promise.kept_on, days.get((promise.customer, promise.product), ())))
    ]


def promised_order(
    profile: Profile,
    products: dict[str, Product],
    customers: dict[str, Customer],
    ledger: Ledger,
    promise: Promise,
) -> Order:
    """The order that a verified review needs and chance did not draw: that product alone, received before the day it tells of."""
    customer, product = customers[promise.customer], products[promise.product]
    habit = profile.habits.get(customer.key)
    if habit is None or not customer.addresses:
        raise ValueError(f"{customer.key} cannot have bought {product.key}: no habits or no address")
    dice = Dice(profile.seed, "promise", customer.key, product.key)
    since = min(customer.since, product.added)
    days = [
        d
        for d in range(promise.lived, min(promise.lived + 25, promise.until) + 1)
        if d <= since and on_sale(profile, product, d)
    ]
    if not days:
        raise ValueError(f"{customer.key} could not buy {product.key} before J-{promise.lived}")
    day = dice.pick([d for d in days if d >= promise.lived + 3] or days)
    variant = choose_variant(product, [habit.size, habit.grind])
    price = profile.prices.of(product, variant, group=customer.group, quantity=1, day=day)
    lines = [Line(product, variant, 1, price)]
    carrier = _carrier(habit, lines, dice)
    delivery, billing = _addresses(customer, dice)
    source, campaign = _origin(profile, customer, ledger, day, dice)
    return Order(
        reference=_new_reference(dice, ledger),
        customer=customer.key,
        day=day,
        minute=draw_minute(profile.rhythm.hours, dice),
        state="livre" if carrier else "paiement-accepte",
        carrier=carrier,
        payment=habit.payment,
        delivery=delivery,
        billing=billing,
        lines=lines,
        postage=postage(profile.carriers.get(carrier), lines, price),
        tracking=tracking_number(profile, carrier, dice),
        source=source,
        campaign=campaign,
    )


def _nearest(orders: Sequence[Order], word: Word) -> Order:
    """The customer's order for a message or a note; an error names the one that suits nobody."""
    suited = [
        order
        for order in orders
        if order.customer == word.customer and any(line.product.key.startswith(word.product) for line in order.lines)
    ]
    if not suited:
        raise ValueError(f"no order of {word.customer} for: {word.text}")
    return min(suited, key=lambda order: (abs(order.day - word.near), order.day))


def _add_words(profile: Profile, drawn: Sequence[Order]) -> None:
    """Put the hand-written messages and private notes on drawn orders, one message and one note an order at most."""
    for word in profile.words:
        _nearest([order for order in drawn if not order.message], word).message = word.text
    for word in profile.notes:
        _nearest([order for order in drawn if not order.note], word).note = word.text


def promises_of_words(profile: Profile, products: dict[str, Product]) -> list[Promise]:
    """The purchases that the messages written by hand speak of: about that day, that product or the first of that beginning."""
    found = []
    for word in profile.words:
        fitting = [key for key in products if word.product and key.startswith(word.product)]
        sold = [key for key in fitting if on_sale(profile, products[key], word.near)]
        if sold:
            found.append(Promise(word.customer, sold[0], word.near - SOONEST, word.near + LATEST))
    return found


def make_orders(
    profile: Profile,
    products: dict[str, Product],
    customers: dict[str, Customer],
    promises: Sequence[Promise] = (),
) -> list[Order]:
    """As many orders as the profile says, oldest first: those written by hand, those drawn, those that reviews still need."""
    written = sorted(
        (written_order(profile, products, customers, raw) for raw in profile.fixed), key=lambda order: order.when
    )
    ledger = Ledger()
    promises = [*promises, *promises_of_words(profile, products)]
    for promise in promises:
        ledger.promises.setdefault(promise.customer, []).append(promise)
    ledger.references.update(order.reference for order in written)
    drawn = _drawn_around(profile, products, customers, ledger, written)
    for promise in unkept(promises, [*written, *drawn]):
        order = promised_order(profile, products, customers, ledger, promise)
        ledger.add(order)
        drawn.remove(_spare(drawn, promises, order.day))
        drawn.append(order)
    _add_words(profile, drawn)
    return sorted([*written, *drawn], key=lambda order: (order.when, order.reference))


def _drawn_around(
    profile: Profile,
    products: dict[str, Product],
    customers: dict[str, Customer],
    ledger: Ledger,
    written: Sequence[Order],
) -> list[Order]:
    """The orders drawn between the written ones, oldest first; the recent written ones take the place of as many."""
    recent = [order.day for order in written if order.day <= profile.recent_until]
    days = make_room(draw_days(profile, profile.total - len(written) + len(recent)), recent)
    waiting = list(written)
    drawn: list[Order] = []
    for index, day in enumerate(days):
        while waiting and waiting[0].day >= day:
            ledger.add(waiting.pop(0))
        drawn.append(draw_order(profile, products, customers, ledger, index=index, day=day))
        ledger.add(drawn[-1])
    return drawn


def _spare(drawn: Sequence[Order], promises: Sequence[Promise], day: int) -> Order:
    """The drawn order nearest to a day that no review speaks of: it leaves its place to one that a review needs."""
    told = {(promise.customer, promise.product) for promise in promises}
    spare = [order for order in drawn if not any((order.customer, line.product.key) in told for line in order.lines)]
    return min(spare, key=lambda order: (abs(order.day - day), order.reference))
