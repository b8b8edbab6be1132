"""The price of one product for one buyer at one moment: the algorithm of docs/algorithme-des-prix.md, and nothing else.

Everything is computed without tax, in micros; the price with tax is rounded once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sandbox.kernel.money import BP, MICROS_PER_CENT, excl_micros, format_bp, format_cents, incl_cents, round_half_up
from sandbox.shop.customers.rules import Buyer

PERCENT, AMOUNT, PRICE = "percent", "amount", "price"
SPECIFIC, CATALOG, GROUP = "prix spécifique", "règle catalogue", "groupe"

Verdict = Literal["", "Gagne", "S’applique", "Écartée"]


@dataclass(frozen=True, slots=True)
class Cut:
    """What an offer does to a price: percent (`bp`) | amount (`cents`, with tax or not) | price (`price_micros`, without tax)."""

    kind: str
    bp: int = 0
    cents: int = 0
    is_tax_incl: bool = True
    price_micros: int = 0

    def words(self) -> str:
        """« −20 % », « −5,00 € TTC », « prix fixé à 12,00 € HT »."""
        if self.kind == PERCENT:
            return f"−{format_bp(self.bp)}"
        if self.kind == AMOUNT:
            return f"−{format_cents(self.cents)} {'TTC' if self.is_tax_incl else 'HT'}"
        return f"prix fixé à {format_cents(round_half_up(self.price_micros, MICROS_PER_CENT))} HT"


@dataclass(frozen=True, slots=True)
class Offer:
    """A specific price (`source` SPECIFIC) or a catalogue rule (CATALOG) that concerns the product. None = no condition."""

    source: str
    id: int
    name: str
    cut: Cut
    from_quantity: int = 1
    variant_id: int | None = None
    customer_id: int | None = None
    group_id: int | None = None
    group_name: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def title(self) -> str:
        """« Prix spécifique −20 % », « Règle de prix catalogue « Nuit du café » −10 % »."""
        if self.source == SPECIFIC:
            return f"Prix spécifique {self.cut.words()}"
        return f"Règle de prix catalogue «\u00a0{self.name}\u00a0» {self.cut.words()}"


@dataclass(frozen=True, slots=True)
class GroupReduction:
    """The reduction of the buyer's default group; `is_category` when the one of the product's category replaced it."""

    name: str
    bp: int
    is_category: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What is priced: base and impact without tax in micros, VAT rate, who, how many, when."""

    base_micros: int
    tax_bp: int
    buyer: Buyer
    at: datetime
    quantity: int = 1
    variant_id: int | None = None
    impact_micros: int = 0
    offers: Sequence[Offer] = ()
    group: GroupReduction | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of « Pourquoi ce prix ? »: what it is, its verdict, why, and the price with tax after it."""

    title: str
    verdict: Verdict
    reason: str
    incl_cents: int


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price. `regular_incl_cents` is the buyer's price without the promotion, struck when `is_reduced`.

    `reduction_bp` says how much lower it is, in basis points rounded to whole percents as shops announce it when the cut is
    a percentage. `source` and `name` say what made the price: a promotion, else the group's reduction, else None.
    """

    unit_incl_cents: int
    unit_excl_micros: int
    regular_incl_cents: int
    tax_bp: int
    is_reduced: bool
    reduction_bp: int
    source: str | None
    name: str
    steps: tuple[Step, ...]
    ends_at: datetime | None = None
    starts_at: datetime | None = None

    @property
    def is_promotion(self) -> bool:
        """Whether a specific price or a catalogue rule made it: what « exclure les produits en promotion » means."""
        return self.source in (SPECIFIC, CATALOG)

    @property
    def unit_excl_cents(self) -> int:
        """The unit price without tax in cents, for display."""
        return round_half_up(self.unit_excl_micros, MICROS_PER_CENT)

    @property
    def regular_excl_cents(self) -> int:
        """The regular price without tax in cents, for display."""
        return round_half_up(self.regular_incl_cents * BP, BP + self.tax_bp)


def refusal_of(offer: Offer, ask: Ask) -> str | None:
    """Why an offer does not concern this buyer now, in French; None when it does."""
    if offer.starts_at is not None and ask.at < offer.starts_at:
        return "Pas encore commencée."
    if offer.ends_at is not None and ask.at > offer.ends_at:
        return "Terminée."
    if offer.variant_id is not None and offer.variant_id != ask.variant_id:
        return "Réservée à une autre déclinaison."
    if offer.customer_id is not None and offer.customer_id != ask.buyer.customer_id:
        return "Réservée à un autre client."
    if offer.group_id is not None and offer.group_id != ask.buyer.default_group_id:
        return f"Réservée au groupe «\u00a0{offer.group_name}\u00a0», qui n’est pas le groupe par défaut de l’acheteur."
    if ask.quantity < offer.from_quantity:
        return f"À partir de {offer.from_quantity} unités ; ici {ask.quantity}."
    return None


def _rank(offer: Offer) -> tuple[object, ...]:
    """Smaller wins. A specific price comes before any catalogue rule; then the quantity tier; see the algorithm's page."""
    if offer.source == SPECIFIC:
        begun = offer.starts_at.timestamp() if offer.starts_at else float("-inf")
        return (
            0, offer.variant_id is None, -offer.from_quantity, offer.customer_id is None, offer.group_id is None, -begun, -offer.id,
        )  # fmt: skip
    return (1, False, -offer.from_quantity, False, False, 0.0, offer.id)


def choose(offers: Iterable[Offer], ask: Ask) -> tuple[Offer | None, list[tuple[Offer, str]]]:
    """The offer that makes the price, and the others with the reason why they do not; the order of `offers` is nothing."""
    asides: list[tuple[Offer, str]] = []
    open_offers: list[Offer] = []
    for offer in sorted(offers, key=_rank):
        reason = refusal_of(offer, ask)
        if reason:
            asides.append((offer, reason))
        else:
            open_offers.append(offer)
    if not open_offers:
        return None, asides
    winner, *losers = open_offers
    return winner, [*((loser, _why_beaten(winner, loser)) for loser in losers), *asides]


def _why_beaten(winner: Offer, loser: Offer) -> str:
    if winner.source != loser.source:
        return "Le prix spécifique passe avant."
    if winner.variant_id is not None and loser.variant_id is None:
        return "Un prix propre à la déclinaison passe avant."
    if winner.from_quantity != loser.from_quantity:
        return f"Le palier de {winner.from_quantity} unités passe avant."
    if winner.customer_id is not None and loser.customer_id is None:
        return "Un prix propre au client passe avant."
    if winner.group_id is not None and loser.group_id is None:
        return "Un prix propre au groupe passe avant."
    return (
        "La règle la plus ancienne passe avant." if winner.source == CATALOG else "Le prix le plus récent passe avant."
    )


def apply_cut(cut: Cut, micros: int, tax_bp: int) -> int:
    """A price without tax after a percentage or an amount, never below zero. A fixed price replaces the base: see `price`."""
    if cut.kind == PERCENT:
        return max(0, micros - round_half_up(micros * cut.bp, BP))
    if cut.kind == AMOUNT:
        off = excl_micros(cut.cents, tax_bp) if cut.is_tax_incl else cut.cents * MICROS_PER_CENT
        return max(0, micros - off)
    return max(0, cut.price_micros)


def _with_offer(ask: Ask, offer: Offer) -> int:
    """The price without tax once an offer applied; a fixed price keeps the impact unless it is the variant's own."""
    if offer.cut.kind == PRICE:
        return max(0, offer.cut.price_micros + (0 if offer.variant_id is not None else ask.impact_micros))
    return apply_cut(offer.cut, ask.base_micros + ask.impact_micros, ask.tax_bp)


def _less_group(ask: Ask, micros: int) -> int:
    return micros if ask.group is None else max(0, micros - round_half_up(micros * ask.group.bp, BP))


def price(ask: Ask) -> Price:
    """The price of a product: base and impact, one offer at most, then the group's reduction."""
    start = max(0, ask.base_micros + ask.impact_micros)
    winner, asides = choose(ask.offers, ask)
    after_offer = start if winner is None else _with_offer(ask, winner)
    final = _less_group(ask, after_offer)
    unit, regular = incl_cents(final, ask.tax_bp), incl_cents(_less_group(ask, start), ask.tax_bp)
    has_group = ask.group is not None and ask.group.bp > 0
    source = winner.source if winner else GROUP if has_group else None
    name = winner.name if winner else ask.group.name if has_group and ask.group else ""
    return Price(
        unit, final, regular, ask.tax_bp, winner is not None and unit < regular, _announced(winner, unit, regular), source, name,
        tuple(_steps(ask, start, winner, after_offer, asides, unit)),
        winner.ends_at if winner else None, winner.starts_at if winner else None,
    )  # fmt: skip


def _announced(winner: Offer | None, unit: int, regular: int) -> int:
    if winner is None or unit >= regular:
        return 0
    if winner.cut.kind == PERCENT:
        return winner.cut.bp
    return round_half_up((regular - unit) * 100, regular) * 100


def _steps(
    ask: Ask, start: int, winner: Offer | None, after: int, asides: Sequence[tuple[Offer, str]], final: int
) -> Iterable[Step]:
    tax = ask.tax_bp
    base = incl_cents(ask.base_micros, tax)
    yield Step("Prix de vente", "", f"Prix de la fiche produit, TVA {format_bp(tax)} comprise.", base)
    if ask.impact_micros:
        change = incl_cents(start, tax) - base
        yield Step(
            "Impact de la déclinaison",
            "S’applique",
            f"{'+' if change >= 0 else ''}{format_cents(change)}",
            incl_cents(start, tax),
        )
    if winner is not None:
        yield Step(winner.title, "Gagne", _why_won(winner), incl_cents(after, tax))
    for offer, reason in asides:
        yield Step(offer.title, "Écartée", reason, incl_cents(after, tax))
    if winner is None and not asides:
        yield Step("Promotions", "", "Aucune promotion sur ce produit.", incl_cents(after, tax))
    if ask.group is not None and ask.group.bp:
        what = "sur cette catégorie" if ask.group.is_category else "sur tout le catalogue"
        yield Step(
            f"Groupe «\u00a0{ask.group.name}\u00a0» −{format_bp(ask.group.bp)}",
            "S’applique",
            f"Réduction du groupe {what}.",
            final,
        )


def _why_won(winner: Offer) -> str:
    parts = []
    if winner.variant_id is not None:
        parts.append("de cette déclinaison")
    parts.append(f"dès {winner.from_quantity} unité{'s' if winner.from_quantity > 1 else ''}")
    if winner.group_name:
        parts.append(f"pour le groupe «\u00a0{winner.group_name}\u00a0»")
    return " ".join(parts).capitalize() + "."


# conditions of catalogue rules ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Traits:
    """What the conditions of catalogue rules look at: ids of the categories (ancestors included), brand, features, attributes.

    `features` are pairs (feature id, value); `attribute_value_ids` those of the variant, or of all variants when none is chosen.
    """

    category_ids: frozenset[int] = frozenset()
    brand_id: int | None = None
    features: frozenset[tuple[int, str]] = frozenset()
    attribute_value_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a catalogue rule. kind: category | brand | feature | attribute."""

    group_no: int
    kind: str
    target_id: int
    value: str = ""


def matches(conditions: Iterable[Condition], traits: Traits) -> bool:
    """Whether a product is concerned: AND inside a group, OR between groups; no condition means every product."""
    groups: dict[int, bool] = {}
    for condition in conditions:
        groups[condition.group_no] = groups.get(condition.group_no, True) and _holds(condition, traits)
    return not groups or any(groups.values())


def _holds(condition: Condition, traits: Traits) -> bool:
    match condition.kind:
        case "category":
            return condition.target_id in traits.category_ids
        case "brand":
            return condition.target_id == traits.brand_id
        case "feature":
            return (condition.target_id, condition.value) in traits.features
        case _:
            return condition.target_id in traits.attribute_value_ids
