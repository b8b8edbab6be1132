"""The profile of a history: rhythm of the shop, habits of its customers, incidents, and the orders written by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sandbox.shop.traffic.rules.selling.days import days_before
from sandbox.shop.traffic.rules.selling.goods import Carrier, Prices, Special
from tools.history.sources import cents

Period = tuple[str, str]


@dataclass(frozen=True)
class Rhythm:
    """How busy a day is: factors by month, weekday and hour, growth, a slow opening, and events."""

    months: list[float]
    weekdays: list[float]
    hours: list[float]
    yearly_growth: float
    opening_until: int
    opening_level: float
    events: list[tuple[Period, float]]


@dataclass(frozen=True)
class Segment:
    """A kind of customer: days between two orders, size of baskets, liking for gift seasons, for what they bought already."""

    cycle: int
    lines: list[float]
    quantities: list[float]
    season: float
    off_season: float
    faithful: float


@dataclass(frozen=True)
class Habit:
    """One customer's ways; `tastes` from the most to the least bought."""

    segment: str
    tastes: list[str]
    grind: str
    size: str
    carrier: str
    payment: str
    at_most: int
    until: int


@dataclass(frozen=True)
class Code:
    """A promotion code that past customers used, so many times each at most: percent or cents off the goods, or the postage."""

    code: str
    period: Period
    percent: int
    amount: int
    minimum: int
    share: float
    first_only: bool
    each: int
    free_delivery: bool


@dataclass(frozen=True)
class Source:
    """Where an order's visit came from, and its share."""

    key: str
    share: float


@dataclass(frozen=True)
class Campaign:
    """A paid or mailed operation that some orders of its days came from, so many at most."""

    key: str
    source: str
    period: Period
    share: float
    at_most: int


@dataclass(frozen=True)
class Word:
    """A customer's message or the team's note: goes to that customer's drawn order nearest to the day, with such a product."""

    customer: str
    near: int
    product: str
    text: str


@dataclass(frozen=True)
class Personal:
    """A field that customers fill in for a product: its label, and what they wrote in it, one after the other."""

    product: str
    label: str
    texts: list[str]


@dataclass(frozen=True)
class Profile:
    """Everything the generator needs besides the context's own files."""

    seed: str
    reference_day: date
    total: int
    first_day: int
    last_drawn_day: int
    rhythm: Rhythm
    segments: dict[str, Segment]
    habits: dict[str, Habit]
    popularity: dict[str, float]
    gifts: list[str]
    gift_factor: float
    unavailable: list[tuple[str, Period]]
    prices: Prices
    carriers: dict[str, Carrier]
    codes: list[Code]
    sources: list[Source]
    campaigns: list[Campaign]
    final_states: dict[str, list[tuple[str, float]]]
    recent_states: list[tuple[int, dict[str, list[tuple[str, float]]]]]
    personal: list[Personal]
    words: list[Word]
    notes: list[Word]
    fixed: list[dict[str, Any]]
    carts: list[dict[str, Any]]

    @property
    def recent_until(self) -> int:
        """The days of which the most telling orders are written by hand, and the others have not all arrived."""
        return max((until for until, _ in self.recent_states), default=0)

    def states_of(self, payment: str, day: int) -> list[tuple[str, float]]:
        """The states of an order of that day, with their weights: where the newest are on their way, how the others ended."""
        for until, states in self.recent_states:
            if day <= until and payment in states:
                return states[payment]
        return self.final_states[payment]


def _period(raw: dict[str, Any]) -> Period:
    return raw["du"], raw["au"]


def _rhythm(raw: dict[str, Any]) -> Rhythm:
    return Rhythm(
        months=raw["mois"],
        weekdays=raw["jours"],
        hours=raw["heures"],
        yearly_growth=raw["croissance_annuelle"],
        opening_until=raw["ouverture_jusqu_a"],
        opening_level=raw["ouverture_niveau"],
        events=[(_period(event), event["facteur"]) for event in raw["evenements"]],
    )


def _habit(raw: dict[str, Any]) -> Habit:
    return Habit(
        segment=raw["segment"],
        tastes=raw.get("gouts", []),
        grind=raw.get("mouture", "Grains"),
        size=raw.get("poids", "250 g"),
        carrier=raw.get("transporteur", "relais-escale"),
        payment=raw.get("paiement", "carte"),
        at_most=raw.get("au_plus", 999),
        until=raw.get("jusqu_a", 0),
    )


def _carrier(raw: dict[str, Any]) -> Carrier:
    return Carrier(
        brackets=[(limit, cents(price)) for limit, price in raw["tranches_g"]],
        free_from=cents(raw.get("gratuit_des", "")),
        tracking=raw["suivi"],
    )


def _word(raw: dict[str, Any]) -> Word:
    return Word(customer=raw["client"], near=raw["vers"], product=raw.get("produit", ""), text=raw["texte"])


def _special(raw: dict[str, Any]) -> Special:
    return Special(
        product=raw["produit"],
        variant=raw.get("declinaison", ""),
        group=raw.get("groupe", ""),
        first=days_before(raw["du"]),
        last=days_before(raw["au"]),
        from_quantity=raw.get("des", 1),
        percent=raw.get("pourcent", 0),
        off=cents(raw.get("moins", "")),
        fixed=cents(raw.get("prix", "")),
    )


def _code(raw: dict[str, Any]) -> Code:
    return Code(
        code=raw["code"],
        period=_period(raw),
        percent=raw.get("pourcent", 0),
        amount=cents(raw.get("montant", "")),
        minimum=cents(raw.get("minimum", "")),
        share=raw["part"],
        first_only=raw.get("premiere", False),
        each=raw.get("par_client", 999),
        free_delivery=raw.get("livraison_offerte", False),
    )


def load_profile(folder: Path) -> Profile:
    """The profile of a folder: `profil.toml`, `clients.toml` and the hand-written `commandes.toml`."""
    raw, people, hand = (
        tomllib.loads((folder / name).read_text("utf-8")) for name in ("profil.toml", "clients.toml", "commandes.toml")
    )
    head = raw["histoire"]
    return Profile(
        seed=head["graine"],
        reference_day=head["jour_reference"],
        total=head["commandes"],
        first_day=head["premier_jour"],
        last_drawn_day=head["dernier_jour_tire"],
        rhythm=_rhythm(raw["rythme"]),
        segments={
            key: Segment(
                part["cycle"],
                part["lignes"],
                part["quantites"],
                part.get("saison", 1.0),
                part.get("hors_saison", 1.0),
                part.get("fidelite", 0.55),
            )
            for key, part in raw["segments"].items()
        },
        habits={key: _habit(part) for key, part in people["clients"].items()},
        popularity=raw["popularite"],
        gifts=raw["cadeaux"]["produits"],
        gift_factor=raw["cadeaux"]["facteur"],
        unavailable=[(part["produit"], _period(part)) for part in raw["indisponibilites"]],
        prices=Prices(raw["groupes"], [_special(part) for part in raw["prix_particuliers"]]),
        carriers={key: _carrier(part) for key, part in raw["transporteurs"].items()},
        codes=[_code(part) for part in raw["codes"]],
        sources=[Source(key, share) for key, share in raw["sources"].items()],
        campaigns=[
            Campaign(part["cle"], part["source"], _period(part), part["part"], part.get("au_plus", 9999))
            for part in raw["campagnes"]
        ],
        final_states={payment: list(states.items()) for payment, states in raw["etats_finaux"].items()},
        recent_states=[
            (part["jusqu_a"], {payment: list(states.items()) for payment, states in part["etats"].items()})
            for part in raw["etats_recents"]
        ],
        personal=[Personal(part["produit"], part["libelle"], part["textes"]) for part in raw["personnalisations"]],
        words=[_word(part) for part in hand["mots"]],
        notes=[_word(part) for part in hand["notes"]],
        fixed=hand["commandes"],
        carts=hand["paniers"],
    )
