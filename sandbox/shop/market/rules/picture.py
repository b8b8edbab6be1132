"""What the market sees of a shop: plain data, so that two shops can be compared and a week played without a database."""

from __future__ import annotations

from dataclasses import dataclass, field

Key = tuple[int, int | None]
"""A thing on sale: a product, or one of its variants."""

NEGATIVE = 3
"""Stars up to which a review is a reproach."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing on sale. `stock` is None when it never runs out; `sheet` how complete its page is, from 0 to 1.

    `is_sold`: online, to be ordered, with its price. `is_featured`: among the popular products of the home page; `is_shown`: a
    slide leads to it or to its category. `has_clean_page`: its title, description and captions have no fault for search engines.
    """

    key: Key
    name: str
    category_id: int
    price_cents: int
    stock: int | None
    is_sold: bool = True
    sheet: float = 1.0
    is_featured: bool = False
    is_shown: bool = False
    has_clean_page: bool = True


@dataclass(frozen=True, slots=True)
class Opinion:
    """A published review."""

    id: int
    product_id: int
    stars: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A cart rule that anybody may use in the week: what it takes off a usual basket, in cents, and from which amount.

    `is_automatic` needs no code; `is_told`: its code is highlighted, or written on the home page.
    """

    id: int
    name: str
    code: str
    minimum_cents: int
    worth_cents: int
    is_automatic: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A shop as visitors find it. `delivery_cents`: the cheapest delivery of a usual basket, None when nobody delivers.

    `waiting` customers wrote and have no answer; `seo` is the share of pages without a fault of title or description, 0 to 100.
    """

    items: tuple[Item, ...]
    opinions: tuple[Opinion, ...] = ()
    offers: tuple[Offer, ...] = ()
    seo: float = 100.0
    waiting: int = 0
    delivery_cents: int | None = 0
    free_from_cents: int | None = None

    @property
    def by_key(self) -> dict[Key, Item]:
        """The things on sale by product and variant."""
        return {item.key: item for item in self.items}


@dataclass(frozen=True, slots=True)
class Usual:
    """What a source brings on a device on that day of the week, in the four weeks before; rates of a visit, from 0 to 1."""

    visits: float
    bounce: float = 0.4
    product: float = 0.5
    first_time: float = 0.5
    again: float = 0.05
    pages: float = 3.0
    seconds: float = 50.0


@dataclass(frozen=True, slots=True)
class Habits:
    """What the market is used to: read from the shop's start, the same with and without the candidate's changes.

    `usual` by day of the week (Monday 0), source and device; `buying` the share of a source's visits that order; `wishes` how
    often each thing is wanted; `hours` how visits spread over a day. `carts` and `checkouts` are for each order. A basket has
    `more` lines beyond the first, and `twice` is how often a line is of two pieces.
    """

    usual: dict[tuple[int, str, str], Usual]
    buying: dict[str, float]
    wishes: dict[Key, float]
    hours: tuple[float, ...] = field(default=(1.0,) * 24)
    carts: float = 2.7
    checkouts: float = 1.6
    basket_cents: int = 3500
    more: float = 0.8
    twice: float = 0.15
