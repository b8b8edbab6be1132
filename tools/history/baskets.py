"""What goes into a basket and what it costs: products a customer likes, in the form they drink, at the catalogue's prices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sandbox.shop.traffic.rules.selling.days import covers, on_calendar
from sandbox.shop.traffic.rules.selling.dice import Dice
from sandbox.shop.traffic.rules.selling.goods import Line, Product, Variant
from tools.history.profile import Habit, Profile, Segment
from tools.history.sources import cents

GIFT_MONTHS = {5, 6, 11, 12}
_LINE = re.compile(r"^(?P<product>[a-z0-9-]+)(?:\[(?P<form>[^\]]*)\])?\*(?P<quantity>\d+)(?:@(?P<price>\d+,\d\d))?$")


def choose_variant(product: Product, wanted: list[str], *, strict: bool = False) -> Variant | None:
    """The variant with most of the wanted values, the default one among equals; none for a product without variants."""
    if not product.variants:
        return None

    def score(variant: Variant) -> tuple[int, bool]:
        values = [value.casefold() for value in variant.attributes.values()]
        return sum(any(word.casefold() in value for value in values) for word in wanted), variant.is_default

    best = max(product.variants, key=score)
    if strict and score(best)[0] < len(wanted):
        raise ValueError(f"{product.key}: no variant {wanted}, only {[v.attributes for v in product.variants]}")
    return best


def written_line(profile: Profile, products: dict[str, Product], *, group: str, day: int, text: str) -> Line:
    """A line written by hand: « colombie-huila[250 g, Filtre]*2 », and « @7,90 » when the price was not the usual one."""
    found = _LINE.match(text)
    if found is None:
        raise ValueError(f"not a line: {text!r}")
    product = products[found["product"]]
    wanted = [word.strip() for word in (found["form"] or "").split(",") if word.strip()]
    variant = choose_variant(product, wanted, strict=True)
    quantity = int(found["quantity"])
    usual = profile.prices.of(product, variant, group=group, quantity=quantity, day=day)
    return Line(product, variant, quantity, cents(found["price"]) if found["price"] else usual)


def on_sale(profile: Profile, product: Product, day: int) -> bool:
    """Whether the product could be bought that day: already added, not out of stock, not a subscription within a parcel."""
    return product.added >= day and not any(
        product.key == key and covers(period, day) for key, period in profile.unavailable
    )


def draw_lines(
    profile: Profile,
    products: dict[str, Product],
    *,
    group: str,
    habit: Habit,
    segment: Segment,
    day: int,
    dice: Dice,
    first: Sequence[str] = (),
) -> list[Line]:
    """The basket of a customer on a day: what must be in it, then about every second time something they like, otherwise what sells."""
    sold = {key for key, product in products.items() if on_sale(profile, product, day)}
    usual = [(key, 1.0 / (rank + 1)) for rank, key in enumerate(habit.tastes) if key in sold]
    gift = profile.gift_factor if on_calendar(profile.reference_day, day).month in GIFT_MONTHS else 1.0
    common = [
        (key, weight * (gift if key in profile.gifts else 1.0))
        for key, weight in profile.popularity.items()
        if key in sold
    ]
    lines: dict[str, Line] = {}
    forced = list(first)
    for _ in range(max(len(forced), 1 + dice.weighted(list(enumerate(segment.lines))))):
        drawn = dice.weighted(usual) if usual and dice.chance(segment.faithful) else dice.weighted(common)
        key = forced.pop(0) if forced else drawn
        product = products[key]
        if (
            key in lines
            or (product.kind == "virtuel" and lines)
            or any(line.product.kind == "virtuel" for line in lines.values())
        ):
            continue
        wanted = [habit.size, habit.grind]
        if "Poids" not in (product.variants[0].attributes if product.variants else {}):
            wanted = list(dice.pick(product.variants).attributes.values()) if product.variants else []
        variant = choose_variant(product, wanted)
        quantity = (
            1
            if product.kind == "virtuel" or product.price > 3000
            else 1 + dice.weighted(list(enumerate(segment.quantities)))
        )
        price = profile.prices.of(product, variant, group=group, quantity=quantity, day=day)
        lines[key] = Line(product, variant, quantity, price)
    return list(lines.values())
