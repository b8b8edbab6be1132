"""What goes into baskets: what is on sale on a day, how often each article sells, in what form and how many. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.rules.selling import names
from sandbox.shop.traffic.rules.selling.dice import Dice
from sandbox.shop.traffic.rules.selling.goods import VIRTUAL, Line, Prices, Product, Variant
from sandbox.shop.traffic.rules.selling.plan import article_factor

MOST_LINES, MOST_UNITS, DEAR = 8, 12, 8_000
"""Lines of a basket, units of a line; above so many cents, one is enough."""
USUAL_FORM = 3.0
"""How much more often the form that a product shows first is bought."""


class Shelf:
    """The articles of a company, with what each weighs in its sales."""

    def __init__(self, profile: Profile, products: Sequence[Product], prices: Prices) -> None:
        self._profile, self._prices = profile, prices
        self._products = sorted(products, key=lambda product: product.key)
        self._weights = _weights(profile, self._products)
        self._touched = {incident.product for incident in profile.incidents if incident.product}
        self._days: dict[int, tuple[list[Product], list[float]]] = {}

    def has(self, key: str, offset: int) -> bool:
        """Whether an article may be bought on a day."""
        return any(product.key == key for product in self._of(offset)[0])

    def is_open(self, offset: int) -> bool:
        """Whether anything may be bought on a day."""
        return bool(self._of(offset)[0])

    def basket(self, offset: int, group: str, dice: Dice, *, first: str = "") -> list[Line]:
        """The lines of a basket of a day that `is_open`; `first` is in it. What has no parcel is bought alone."""
        sold, heights = self._of(offset)
        wanted = 1
        while wanted < MOST_LINES and dice.chance(1 - 1 / max(1.0, self._profile.selling.lines)):
            wanted += 1
        named = next((product for product in sold if product.key == first), None)
        lines: dict[str, Line] = {}
        for _ in range(wanted):
            product = named if named and not lines else sold[bisect_right(heights, dice.unit() * heights[-1])]
            if product.key in lines or (lines and product.kind == VIRTUAL):
                continue
            lines[product.key] = self._line(product, offset, group, dice)
            if product.kind == VIRTUAL:
                break
        return list(lines.values())

    def _line(self, product: Product, offset: int, group: str, dice: Dice) -> Line:
        variant = _form(product, dice)
        price, units = (variant.price if variant else product.price), product.least
        if product.kind != VIRTUAL and price < DEAR:
            while units < MOST_UNITS and dice.chance(1 - 1 / max(1.0, self._profile.selling.quantity)):
                units += 1
        return Line(
            product, variant, units, self._prices.of(product, variant, group=group, quantity=units, day=-offset)
        )

    def _of(self, offset: int) -> tuple[list[Product], list[float]]:
        """What is sold on a day, and the heights that a draw falls between."""
        if offset not in self._days:
            pairs = [
                (product, weight * self._factor(product, offset))
                for product, weight in zip(self._products, self._weights, strict=True) if product.added >= -offset
            ]  # fmt: skip
            kept = [(product, weight) for product, weight in pairs if weight > 0]
            self._days[offset] = [product for product, _ in kept], list(accumulate(weight for _, weight in kept))
        return self._days[offset]

    def _factor(self, product: Product, offset: int) -> float:
        return article_factor(self._profile, product.key, offset) if product.key in self._touched else 1.0


def _weights(profile: Profile, products: Sequence[Product]) -> list[float]:
    """How often each article sells: a few very often, many now and then; cheap ones rather than dear ones, and chance."""
    chances = {
        product.key: Dice(profile.seed, "article", product.key).unit() * max(100, product.price) ** 0.25 for product in products
    }  # fmt: skip
    ranks = {key: rank for rank, key in enumerate(sorted(chances, key=lambda key: (chances[key], key)))}
    usual = [(ranks[product.key] + 1) ** -(0.8 * profile.selling.spread) for product in products]
    mean = sum(usual) / len(usual) if usual else 0
    asked = profile.selling.favourites
    return [
        asked[product.key] * mean if product.key in asked else own for product, own in zip(products, usual, strict=True)
    ]


def _form(product: Product, dice: Dice) -> Variant | None:
    if not product.variants:
        return None
    return dice.weighted([(variant, USUAL_FORM if variant.is_default else 1.0) for variant in product.variants])


def engraving(line: Line, reference: str) -> str:
    """What the customer wrote for an article that is made for one buyer; empty for another."""
    if not line.product.label:
        return ""
    dice = Dice("gravure", reference, line.product.key)
    words = dice.pick(names.ENGRAVED) if dice.chance(0.3) else dice.pick(dice.pick((names.WOMEN, names.MEN)))
    return f"{line.product.label}\u00a0: {words}"
