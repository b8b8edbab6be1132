"""The orders: those written by hand, and those drawn around them so that the whole has the shape of the profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.history.baskets import (
    GIFT_MONTHS,
    Line,
    choose_variant,
    draw_lines,
    half_up,
    on_sale,
    postage,
    priced,
    written_line,
)
from tools.history.calendar import draw_days, draw_minute
from tools.history.days import covers, days_before, minute_of_day, on_calendar
from tools.history.dice import Dice
from tools.history.profile import Habit, Profile, Word
from tools.history.sources import Customer, Product, Promise

SHIPPED = {"expedie", "livre", "rembourse"}
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

    def add(self, order: Order) -> None:
        """Remember an order."""
        self.last[order.customer] = order.day
        self.count[order.customer] = self.count.get(order.customer, 0) + 1
        self.references.add(order.reference)


def _appetite(profile: Profile, customer: Customer, habit: Habit, ledger: Ledger, day: int) -> float:
    """How likely this customer is to order that day, beside the others: their cycle, the season, a first order soon after signing up."""
    if (
        day > customer.since
        or day < habit.until
        or not customer.addresses
        or ledger.count.get(customer.key, 0) >= habit.at_most
    ):
        return 0.0
    segment = profile.segments[habit.segment]
    season = segment.season if on_calendar(profile.reference_day, day).month in GIFT_MONTHS else segment.off_season
    last = ledger.last.get(customer.key)
    if last is None:
        return season * (0.35 if customer.since - day < 10 else 0.06)
    gap = (last - day) / segment.cycle
    if gap < 0.4:  # too soon: only when nobody else is left
        return 1e-9 * gap
    return season * min(gap, 2.2) ** 2 / segment.cycle


def _code(
    profile: Profile, customer: Customer, lines: list[Line], first: bool, day: int, dice: Dice
) -> tuple[str, int]:
    """The code a private customer typed, and its cents off; most typed none."""
    goods = sum(line.total for line in lines)
    for code in profile.codes:
        fits = covers(code.period, day) and goods >= code.minimum and (first or not code.first_only)
        if customer.group == "client" and fits and dice.chance(code.share):
            return code.code, code.amount + half_up(goods * code.percent, 100)
    return "", 0


def _origin(profile: Profile, day: int, dice: Dice) -> tuple[str, str]:
    """Source and campaign of the visit that bought."""
    for campaign in profile.campaigns:
        if covers(campaign.period, day) and dice.chance(campaign.share):
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
    return f"{prefix}{dice.between(100, 999)} {dice.between(1000, 9999)} {dice.between(100, 999)} FR" if prefix else ""


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
    lines = draw_lines(
        profile,
        products,
        group=customer.group,
        habit=habit,
        segment=profile.segments[habit.segment],
        day=day,
        dice=dice,
    )
    carrier = _carrier(habit, lines, dice)
    delivery, billing = _addresses(customer, dice)
    payment = habit.payment if habit.payment == "carte" or dice.chance(0.8) else "carte"
    state = dice.weighted(profile.final_states[payment])
    if state == "livre" and all(line.product.kind == "virtuel" for line in lines):
        state = "paiement-accepte"
    code, discount = _code(profile, customer, lines, customer.key not in ledger.last, day, dice)
    source, campaign = _origin(profile, day, dice)
    goods = sum(line.total for line in lines)
    return Order(
        reference=_new_reference(dice, ledger),
        customer=customer.key,
        day=day,
        minute=draw_minute(profile.rhythm, dice),
        state=state,
        carrier=carrier,
        payment=payment,
        delivery=delivery,
        billing=billing,
        lines=lines,
        code=code,
        discount=discount,
        postage=postage(profile, carrier, lines, goods - discount),
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
        postage=postage(profile, carrier, lines, goods - discount),
        tracking=tracking_number(profile, carrier, dice) if raw["etat"] in {"expedie", "livre"} else "",
        message=raw.get("message", "").strip(),
        note=raw.get("note", "").strip(),
        source=raw.get("source", "direct"),
        campaign=raw.get("campagne", ""),
    )


def unkept(promises: Sequence[Promise], orders: Sequence[Order]) -> list[Promise]:
    """The promises of reviews that none of the orders keeps."""
    last: dict[tuple[str, str], int] = {}
    for order in orders:
        if order.state in BOUGHT:
            for line in order.lines:
                bought = order.customer, line.product.key
                last[bought] = max(order.day, last.get(bought, order.day))
    return [promise for promise in promises if last.get((promise.customer, promise.product), -1) < promise.lived]


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
    days = [d for d in range(promise.lived, promise.lived + 26) if d <= since and on_sale(profile, product, d)]
    if not days:
        raise ValueError(f"{customer.key} could not buy {product.key} before J-{promise.lived}")
    day = dice.pick([d for d in days if d >= promise.lived + 3] or days)
    variant = choose_variant(product, [habit.size, habit.grind])
    price = priced(profile, group=customer.group, product=product, variant=variant, quantity=1, day=day)
    lines = [Line(product, variant, 1, price)]
    carrier = _carrier(habit, lines, dice)
    delivery, billing = _addresses(customer, dice)
    source, campaign = _origin(profile, day, dice)
    return Order(
        reference=_new_reference(dice, ledger),
        customer=customer.key,
        day=day,
        minute=draw_minute(profile.rhythm, dice),
        state="livre" if carrier else "paiement-accepte",
        carrier=carrier,
        payment=habit.payment,
        delivery=delivery,
        billing=billing,
        lines=lines,
        postage=postage(profile, carrier, lines, price),
        tracking=tracking_number(profile, carrier, dice),
        source=source,
        campaign=campaign,
    )


def _nearest(drawn: list[Order], word: Word) -> Order:
    """The customer's order for a message or a note; an error names the one that suits nobody."""
    suited = [
        order
        for order in drawn
        if order.customer == word.customer and any(line.product.key.startswith(word.product) for line in order.lines)
    ]
    if not suited:
        raise ValueError(f"no order of {word.customer} for: {word.text}")
    return min(suited, key=lambda order: (abs(order.day - word.near), order.day))


def _add_words(profile: Profile, drawn: list[Order]) -> None:
    """Put the hand-written messages and private notes on drawn orders."""
    for word in profile.words:
        _nearest(drawn, word).message = word.text
    for word in profile.notes:
        _nearest(drawn, word).note = word.text


def make_orders(
    profile: Profile,
    products: dict[str, Product],
    customers: dict[str, Customer],
    promises: Sequence[Promise] = (),
) -> list[Order]:
    """All the orders, oldest first: the written ones, as many drawn ones as the profile says, and those that reviews still need."""
    ledger = Ledger()
    written = sorted(
        (written_order(profile, products, customers, raw) for raw in profile.fixed), key=lambda order: order.when
    )
    ledger.references.update(order.reference for order in written)
    waiting = list(written)
    orders: list[Order] = []
    drawn: list[Order] = []
    for index, day in enumerate(draw_days(profile, profile.drawn)):
        while waiting and waiting[0].day >= day:
            orders.append(waiting.pop(0))
            ledger.add(orders[-1])
        order = draw_order(profile, products, customers, ledger, index=index, day=day)
        ledger.add(order)
        drawn.append(order)
        orders.append(order)
    orders.extend(waiting)
    for promise in unkept(promises, orders):
        order = promised_order(profile, products, customers, ledger, promise)
        ledger.add(order)
        drawn.append(order)
        orders.append(order)
    _add_words(profile, drawn)
    return sorted(orders, key=lambda order: (order.when, order.reference))
