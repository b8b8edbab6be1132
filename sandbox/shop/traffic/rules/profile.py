"""What a trainer writes in trafic.yaml, read: the simulator's whole input besides the orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sandbox.shop.orders.rules.places import UNKNOWN_PLACE

FIRST_DAY = -730
"""Facts go back two years before J."""

DEVICES = {"mobile": "Mobile", "ordinateur": "Ordinateur", "tablette": "Tablette"}
SOURCES = {
    "organique": "Moteurs de recherche", "direct": "Accès direct", "payant": "Liens sponsorisés",
    "social": "Réseaux sociaux", "email": "E-mail", "referent": "Sites affiliés",
}  # fmt: skip
VISIT_INCIDENTS = frozenset({"ouverture", "panne", "presse"})
MEASURE_INCIDENTS = frozenset({"mesure"})
"""The tag of the audience tool fell off: visits are made and not recorded, orders are."""
BOT_INCIDENTS = frozenset({"robots"})
"""Robots that the tool takes for people: visits of one page that last no time, by direct access, at any hour."""
CONVERSION_INCIDENTS = frozenset({"rupture", "prix", "retard"})
STOCK_OUT = "rupture"
ARTICLE_INCIDENTS = frozenset({"prix"})
"""Those whose factor is on the sales of the article that they name."""
INCIDENTS = VISIT_INCIDENTS | MEASURE_INCIDENTS | BOT_INCIDENTS | CONVERSION_INCIDENTS

MOST_ORDERS = 100
"""Orders of an ordinary day that a profile may ask for: seventy thousand in two years."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of visits: shares and rates in per cent, `pages` a visit on average."""

    key: str
    name: str
    share: float
    conversion: float
    bounce: float
    pages: float


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: from and to as distances to J, its whole cost in cents, the visits it adds in all."""

    key: str
    name: str
    source: str
    medium: str
    first: int
    last: int
    cost_cents: int
    visits: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A newsletter, sent on the first day of its campaign: what the mailing tool counted, each reader once.

    `takes_email` gives it the visits and orders that came by e-mail on the campaign's days without any other mark.
    """

    campaign: str
    subject: str
    audience: str
    sent: int
    delivered: int
    opened: int
    clicked: int
    unsubscribed: int
    takes_email: bool = False


@dataclass(frozen=True, slots=True)
class PageShare:
    """A page: its share of the views, and how many of a hundred visits that see it end there."""

    path: str
    title: str
    share: float
    exit_rate: float


@dataclass(frozen=True, slots=True)
class Term:
    """A search: its share of the searches, and how many products it finds."""

    term: str
    share: float
    results: int


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened: a factor on visits or on conversion (see the sets above) from one day to another.

    `told` is what the trainer reads of it, and nobody else. `product` is the key of the article that it is about, empty for the
    whole shop: out of stock, it is not sold; the effect of its price is on its own sales.
    """

    kind: str
    first: int
    last: int
    factor: float
    told: str = ""
    product: str = ""

    @property
    def is_of_article(self) -> bool:
        """Whether its factor is on the sales of one article, and not on the conversion of the shop."""
        return bool(self.product) and self.kind in ARTICLE_INCIDENTS


@dataclass(frozen=True, slots=True)
class HarshReviews:
    """Days on which customers complain: how many reviews of one or two stars are written, about which theme (see `complaints`).

    A `count` of zero writes none: the company's own reviews of these days are told. `about` names the product or the category
    that they are of; empty for any product.
    """

    first: int
    last: int
    count: int
    theme: str
    told: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Selling:
    """How the orders are written from the profile. Shares are in per cent of the orders, the weights of choices relative.

    `orders_a_day`: of an ordinary day at J; 0 for what the conversion of the sources makes of the visits. `lines` and `quantity`
    are means. `spread`: how far best sellers are from the long tail, 0 when all articles sell alike. `favourites`: how many times an
    ordinary article some are sold; the articles, payments and carriers that are not named are as usual.
    """

    is_written: bool
    keeps_customers: bool = True
    orders_a_day: float = 0
    lines: float = 1.7
    quantity: float = 1.2
    spread: float = 1
    returning: float = 35
    coded: float = 8
    cancelled: float = 2
    refunded: float = 1.5
    returned: float = 3
    left: float = 12
    favourites: Mapping[str, float] = field(default_factory=dict)
    payments: Mapping[str, float] = field(default_factory=dict)
    carriers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """The whole profile. `months`, `weekdays` and `hours` are factors, read at the date `reference_on` minus n for J-n.

    `closed_hour` is the hour at which the records of J stop: a session begins in the morning, and nobody may see visits
    that have not happened yet.
    """

    seed: int
    reference_on: date
    visits_a_day: float
    growth: float
    months: tuple[float, ...]
    weekdays: tuple[float, ...]
    hours: tuple[float, ...]
    sources: tuple[Source, ...]
    devices: dict[str, float]
    regions: dict[str, float]
    campaigns: tuple[Campaign, ...] = ()
    pages: tuple[PageShare, ...] = ()
    terms: tuple[Term, ...] = ()
    incidents: tuple[Incident, ...] = ()
    closed_hour: int = 9
    letters: tuple[Letter, ...] = ()
    harsh: tuple[HarshReviews, ...] = ()
    selling: Selling = Selling(is_written=False)

    def letter_on(self, offset: int) -> str:
        """The letter that takes the unmarked visits by e-mail of a day; empty without one."""
        taking = {letter.campaign for letter in self.letters if letter.takes_email}
        return next((c.key for c in self.campaigns if c.key in taking and c.first <= offset <= c.last), "")

    def factor(self, offset: int, kinds: frozenset[str]) -> float:
        """The product of the incidents of these kinds that touch a day."""
        result = 1.0
        for incident in self.incidents:
            if incident.kind in kinds and not incident.is_of_article and incident.first <= offset <= incident.last:
                result *= incident.factor
        return result


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order of the context, as the simulator needs it: its visit must exist. `is_first` when its customer had never ordered."""

    reference: str
    offset: int
    source: str
    campaign: str
    region: str = UNKNOWN_PLACE
    is_first: bool = False
