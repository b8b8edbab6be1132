"""What is sold and how it travels: products, their forms, prices of a day, postage by weight. Amounts in cents with tax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.shop.traffic.rules.selling.dice import Dice

VIRTUAL = "virtuel"


@dataclass(frozen=True)
class Variant:
    """A saleable form of a product; `attributes` in the order of the file."""

    reference: str
    attributes: Mapping[str, str]
    price: int
    weight_g: int
    is_default: bool


@dataclass(frozen=True)
class Product:
    """A product that orders may hold; `added` in days before the start, `carriers` empty when all may bring it.

    `label` is the field that a customer must fill in, empty without one; `least` the fewest units that are sold at once.
    """

    key: str
    kind: str
    category: str
    price: int
    vat: str
    weight_g: int
    added: int
    carriers: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    label: str = ""
    least: int = 1


@dataclass(frozen=True)
class Line:
    """One line of an order: `price` in cents with tax for one."""

    product: Product
    variant: Variant | None
    quantity: int
    price: int

    @property
    def total(self) -> int:
        """Cents with tax of the whole line."""
        return self.price * self.quantity

    @property
    def weight_g(self) -> int:
        """Grams to carry."""
        return (self.variant.weight_g if self.variant else self.product.weight_g) * self.quantity

    @property
    def content(self) -> str:
        """The line as a cart, a return or a slip names it: « produit:déclinaison*2 »."""
        form = f":{self.variant.reference}" if self.variant else ""
        return f"{self.product.key}{form}*{self.quantity}"


@dataclass(frozen=True)
class Special:
    """A price lower than the catalogue's from one day before the start to another: percent or cents off, or a fixed price."""

    product: str
    variant: str
    group: str
    first: int
    last: int
    from_quantity: int
    percent: int
    off: int
    fixed: int


@dataclass(frozen=True)
class Carrier:
    """Prices with tax by weight: (up to so many grams, cents); `free_from` in cents of goods, 0 when never."""

    brackets: Sequence[tuple[int, int]]
    free_from: int
    tracking: str = ""
    is_pickup: bool = False

    @property
    def heaviest(self) -> int:
        """The grams that it still takes."""
        return max((limit for limit, _ in self.brackets), default=0)


@dataclass(frozen=True)
class Prices:
    """What lowers a price: the percent off a category that a group has, and the offers of a time."""

    group_percent: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    specials: Sequence[Special] = ()

    def of(self, product: Product, variant: Variant | None, *, group: str, quantity: int, day: int) -> int:
        """Cents with tax that this group paid for one, so many days before the start: the lowest of what it could get."""
        full = variant.price if variant else product.price
        prices = [half_up(full * (100 - self.group_percent.get(group, {}).get(product.category, 0)), 100)]
        for special in self.specials:
            fits = special.product == product.key and special.group in {"", group} and quantity >= special.from_quantity
            named = special.variant in {"", variant.reference if variant else ""}
            if fits and named and special.first >= day >= special.last:
                prices.append(special.fixed or half_up(full * (100 - special.percent), 100) - special.off)
        return max(0, min(prices))


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def postage(carrier: Carrier | None, lines: Iterable[Line], goods: int) -> int:
    """Cents with tax for carrying these lines; nothing above the free amount or without a parcel. Too heavy: ValueError."""
    if carrier is None or (carrier.free_from and goods >= carrier.free_from):
        return 0
    weight = sum(line.weight_g for line in lines)
    for limit, price in carrier.brackets:
        if weight <= limit:
            return price
    raise ValueError(f"no price for {weight} g")


def parcel(prefix: str, dice: Dice) -> str:
    """A parcel number that begins as that carrier's do."""
    return f"{prefix}{dice.between(100, 999)} {dice.between(1000, 9999)} {dice.between(100, 999)} FR"
