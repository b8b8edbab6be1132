"""Cart rules: whether each may be used, what it takes off, line by line to the cent, and what is left to pay.

See docs/algorithme-des-prix.md. Amounts are cents with tax. The order in which lines or codes are given changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.kernel.money import BP, allocate, excl_cents, format_bp, format_cents, round_half_up, share_bp
from sandbox.shop.customers.rules import Buyer

NONE, PERCENT, AMOUNT = "none", "percent", "amount"
ORDER, CHEAPEST, PRODUCT, SELECTION = "order", "cheapest", "product", "selection"
KIND_WORDS = {"product": "produit", "category": "catégorie", "brand": "marque"}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a cart. `category_ids` hold the ancestors too; `is_promotion` when a price rule already lowered its price."""

    key: int
    product_id: int
    name: str
    quantity: int
    unit_incl_cents: int
    tax_bp: int
    variant_id: int | None = None
    category_ids: frozenset[int] = frozenset()
    brand_id: int | None = None
    is_promotion: bool = False

    @property
    def total_cents(self) -> int:
        """The line's amount before any cart rule."""
        return self.quantity * self.unit_incl_cents


@dataclass(frozen=True, slots=True)
class Chosen:
    """A product, category or brand of a rule's selection, with its name."""

    kind: str
    target_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Gift:
    """A product offered: its price and rate, and whether one is left."""

    product_id: int
    variant_id: int | None
    name: str
    unit_incl_cents: int
    tax_bp: int
    is_available: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A cart rule as the algorithm needs it; `used` and `used_by_buyer` count the orders that hold it."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    code: str = ""
    priority: int = 1
    is_active: bool = True
    customer_id: int | None = None
    minimum_cents: int = 0
    minimum_is_tax_incl: bool = True
    minimum_has_shipping: bool = False
    quantity: int = 1
    used: int = 0
    quantity_per_customer: int = 1
    used_by_buyer: int = 0
    is_free_shipping: bool = False
    reduction_kind: str = NONE
    reduction_bp: int = 0
    reduction_cents: int = 0
    reduction_is_tax_incl: bool = True
    applies_to: str = ORDER
    product_id: int | None = None
    product_name: str = ""
    excludes_discounted: bool = False
    gift: Gift | None = None
    groups: Mapping[int, str] = field(default_factory=dict)
    carriers: Mapping[int, str] = field(default_factory=dict)
    selections: Sequence[Chosen] = ()
    selection_quantity: int = 1
    excluded_ids: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        """What people call it: its code, else its name."""
        return self.code or self.name


@dataclass(frozen=True, slots=True)
class Basket:
    """A cart to price; `shipping_cents` and `carrier_id` are None until a carrier is known."""

    items: Sequence[Item]
    buyer: Buyer
    at: datetime
    shipping_cents: int | None = None
    carrier_id: int | None = None

    @property
    def products_cents(self) -> int:
        """All lines with tax, before cart rules."""
        return sum(item.total_cents for item in self.items)

    @property
    def products_excl_cents(self) -> int:
        """All lines without tax, before cart rules."""
        return sum(excl_cents(item.total_cents, item.tax_bp) for item in self.items)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that may not be used: the text for the customer, and how many cents are missing when that is why."""

    rule: Rule
    message: str
    missing_cents: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that is used: what it takes off each line (by key), off shipping, its gift, and why in words.

    `leftover_cents` is what an amount larger than the cart leaves for a new voucher.
    """

    rule: Rule
    parts: Mapping[int, int]
    shipping_cents: int = 0
    gift: Gift | None = None
    leftover_cents: int = 0
    reason: str = ""

    @property
    def products_cents(self) -> int:
        """What it takes off the products, the gift's price included."""
        return sum(self.parts.values()) + (self.gift.unit_incl_cents if self.gift else 0)

    @property
    def total_cents(self) -> int:
        """What it takes off in all, shipping included."""
        return self.products_cents + self.shipping_cents


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rules used and refused, by priority, and what is left of each line (by key) and of shipping."""

    applied: tuple[Applied, ...]
    refused: tuple[Refusal, ...]
    left: Mapping[int, int]
    shipping_cents: int | None


# may it be used ------------------------------------------------------------------------------------------------------


def refuse(rule: Rule, basket: Basket, applied: Sequence[Applied] = ()) -> Refusal | None:
    """Why a rule may not be used on a basket, given the rules already used; None when it may."""
    message = _refuse_rule(rule, basket) or _refuse_buyer(rule, basket) or _refuse_content(rule, basket)
    if message:
        return Refusal(rule, message)
    missing = missing_cents(rule, basket)
    if missing:
        return Refusal(rule, _words_missing(rule, basket, missing), missing)
    other = next((a.rule for a in applied if a.rule.id in rule.excluded_ids or rule.id in a.rule.excluded_ids), None)
    if other is not None:
        return Refusal(rule, f"{_subject(rule)} ne se cumule pas avec «\u00a0{other.label}\u00a0».")
    return None


def _subject(rule: Rule) -> str:
    return f"Le code «\u00a0{rule.code}\u00a0»" if rule.code else f"Le bon «\u00a0{rule.name}\u00a0»"


def _refuse_rule(rule: Rule, basket: Basket) -> str | None:
    if not rule.is_active:
        return f"{_subject(rule)} n’est pas actif."
    if basket.at < rule.starts_at:
        return f"{_subject(rule)} n’est pas encore valable."
    if basket.at > rule.ends_at:
        return f"{_subject(rule)} n’est plus valable."
    if rule.used >= rule.quantity:
        return f"{_subject(rule)} a déjà été utilisé autant de fois que prévu."
    return None


def _refuse_buyer(rule: Rule, basket: Basket) -> str | None:
    buyer = basket.buyer
    if rule.customer_id is not None and buyer.customer_id is None:
        return f"{_subject(rule)} est réservé à un client : connectez-vous pour l’utiliser."
    if rule.customer_id is not None and rule.customer_id != buyer.customer_id:
        return f"{_subject(rule)} est réservé à un autre client."
    if rule.groups and not set(rule.groups) & set(buyer.group_ids):
        return f"{_subject(rule)} est réservé à ce groupe de clients : {', '.join(rule.groups.values())}."
    if buyer.customer_id is not None and rule.used_by_buyer >= rule.quantity_per_customer:
        times = "une fois" if rule.quantity_per_customer == 1 else f"{rule.quantity_per_customer} fois"
        return f"{_subject(rule)} ne peut servir que {times} par client, et vous l’avez déjà utilisé."
    return None


def _refuse_content(rule: Rule, basket: Basket) -> str | None:
    if not basket.items:
        return "Votre panier est vide."
    if rule.carriers and basket.carrier_id is None:
        return (
            f"{_subject(rule)} demande un transporteur ({', '.join(rule.carriers.values())}) : choisissez-le d’abord."
        )
    if rule.carriers and basket.carrier_id not in rule.carriers:
        return f"{_subject(rule)} ne vaut qu’avec ce transporteur : {', '.join(rule.carriers.values())}."
    if rule.selections:
        found = sum(item.quantity for item in basket.items if in_selection(rule, item))
        if found < rule.selection_quantity:
            return _words_selection(rule, found)
    if rule.gift is not None and not rule.gift.is_available:
        return f"{_subject(rule)} : le cadeau «\u00a0{rule.gift.name}\u00a0» n’est plus en stock."
    if (
        not eligible(rule, basket.items)
        and rule.reduction_kind != NONE
        and not rule.is_free_shipping
        and rule.gift is None
    ):
        return _words_nothing(rule)
    return None


def _words_selection(rule: Rule, found: int) -> str:
    names = ", ".join(chosen.name for chosen in rule.selections)
    if rule.selection_quantity == 1:
        return f"{_subject(rule)} ne concerne que : {names}. Aucun produit de votre panier n’en fait partie."
    return (
        f"{_subject(rule)} demande {rule.selection_quantity} produits parmi : {names}. Votre panier en compte {found}."
    )


def _words_nothing(rule: Rule) -> str:
    if rule.applies_to == PRODUCT:
        return f"{_subject(rule)} ne vaut que pour «\u00a0{rule.product_name}\u00a0», absent de votre panier."
    if rule.excludes_discounted:
        return f"{_subject(rule)} ne s’applique pas aux produits déjà en promotion."
    return f"{_subject(rule)} ne concerne aucun produit de votre panier."


def _minimum_base(rule: Rule, basket: Basket) -> int:
    base = basket.products_cents if rule.minimum_is_tax_incl else basket.products_excl_cents
    return base + ((basket.shipping_cents or 0) if rule.minimum_has_shipping else 0)


def missing_cents(rule: Rule, basket: Basket) -> int:
    """How much is missing to reach the rule's minimum; 0 when it is reached."""
    return max(0, rule.minimum_cents - _minimum_base(rule, basket))


def _words_missing(rule: Rule, basket: Basket, missing: int) -> str:
    tax = "" if rule.minimum_is_tax_incl else " HT"
    ship = ", livraison comprise" if rule.minimum_has_shipping else " de produits"
    return (
        f"{_subject(rule)} est valable dès {format_cents(rule.minimum_cents)}{tax}{ship}. "
        f"Votre panier est à {format_cents(_minimum_base(rule, basket))}{tax} : il manque {format_cents(missing)}."
    )


# what it takes off ---------------------------------------------------------------------------------------------------


def in_selection(rule: Rule, item: Item) -> bool:
    """Whether a line answers the rule's selection: one of the values of each kind given."""
    for kind in {chosen.kind for chosen in rule.selections}:
        targets = {chosen.target_id for chosen in rule.selections if chosen.kind == kind}
        if not targets & _belongings(item, kind):
            return False
    return True


def _belongings(item: Item, kind: str) -> frozenset[int]:
    if kind == "product":
        return frozenset({item.product_id})
    if kind == "brand":
        return frozenset() if item.brand_id is None else frozenset({item.brand_id})
    return item.category_ids


def eligible(rule: Rule, items: Iterable[Item]) -> list[Item]:
    """The lines that a rule's reduction bears on, by key."""
    found = sorted((i for i in items if not (rule.excludes_discounted and i.is_promotion)), key=lambda i: i.key)
    if rule.applies_to == PRODUCT:
        return [i for i in found if i.product_id == rule.product_id]
    if rule.applies_to == SELECTION:
        return [i for i in found if in_selection(rule, i)]
    if rule.applies_to == CHEAPEST and found:
        return [min(found, key=lambda i: (i.unit_incl_cents, i.key))]
    return found


def _bases(rule: Rule, basket: Basket, left: Mapping[int, int]) -> dict[int, int]:
    """What is left of each eligible line; of the cheapest product, one unit."""
    bases = {item.key: left[item.key] for item in eligible(rule, basket.items)}
    if rule.applies_to == CHEAPEST:
        units = {item.key: item.unit_incl_cents for item in basket.items}
        return {key: min(cents, units[key]) for key, cents in bases.items()}
    return bases


def _take_off(rule: Rule, bases: Mapping[int, int], rates: Mapping[int, int]) -> dict[int, int]:
    keys, whole = list(bases), sum(bases.values())
    if rule.reduction_kind == PERCENT:
        off = share_bp(whole, rule.reduction_bp)
    elif rule.reduction_kind == AMOUNT and rule.reduction_is_tax_incl:
        off = min(whole, rule.reduction_cents)
    elif rule.reduction_kind == AMOUNT:
        return _take_off_excl(rule, bases, rates)
    else:
        return {}
    return dict(zip(keys, allocate(off, [bases[key] for key in keys]), strict=True))


def _take_off_excl(rule: Rule, bases: Mapping[int, int], rates: Mapping[int, int]) -> dict[int, int]:
    """An amount without tax, shared over the lines without tax; each line adds its own VAT."""
    keys = list(bases)
    nets = [excl_cents(bases[key], rates[key]) for key in keys]
    shares = allocate(min(sum(nets), rule.reduction_cents), nets)
    return {
        key: min(bases[key], round_half_up(share * (BP + rates[key]), BP))
        for key, share in zip(keys, shares, strict=True)
    }


def use(rule: Rule, basket: Basket, left: Mapping[int, int], shipping: int | None) -> Applied:
    """What a rule takes off what is left of the lines and of shipping."""
    bases = _bases(rule, basket, left)
    parts = {k: v for k, v in _take_off(rule, bases, {i.key: i.tax_bp for i in basket.items}).items() if v}
    leftover = 0
    if rule.reduction_kind == AMOUNT and rule.reduction_is_tax_incl:
        leftover = rule.reduction_cents - sum(parts.values())
    off_shipping = (shipping or 0) if rule.is_free_shipping else 0
    return Applied(rule, parts, off_shipping, rule.gift, leftover, _why(rule, basket, bases, parts))


def _why(rule: Rule, basket: Basket, bases: Mapping[int, int], parts: Mapping[int, int]) -> str:
    words = []
    if rule.reduction_kind == PERCENT:
        words.append(f"{format_bp(rule.reduction_bp)} × {format_cents(sum(bases.values()))}.")
    elif rule.reduction_kind == AMOUNT:
        tax = "TTC" if rule.reduction_is_tax_incl else "HT"
        words.append(
            f"{format_cents(rule.reduction_cents)} {tax}, dans la limite de {format_cents(sum(bases.values()))}."
        )
    left_out = [i for i in basket.items if i.key not in bases] if rule.reduction_kind != NONE else []
    if left_out and rule.applies_to != CHEAPEST:
        names = ", ".join(f"{i.name} ({_why_out(rule, i)})" for i in left_out[:3])
        words.append(f"La base exclut {names}{'…' if len(left_out) > 3 else ''}.")
    elif left_out and bases:
        words.append(f"Sur le produit le moins cher : {next(i.name for i in basket.items if i.key in bases)}.")
    if rule.is_free_shipping:
        words.append("Frais de port offerts.")
    if rule.gift is not None:
        words.append(f"Cadeau : {rule.gift.name}.")
    if rule.minimum_cents:
        words.append(f"{format_cents(_minimum_base(rule, basket))} ≥ {format_cents(rule.minimum_cents)}.")
    return " ".join(words)


def _why_out(rule: Rule, item: Item) -> str:
    return "déjà en promotion" if rule.excludes_discounted and item.is_promotion else "hors sélection"


def apply_rules(rules: Iterable[Rule], basket: Basket) -> Outcome:
    """Use every rule that may be, by priority then age; each bears on what the ones before have left."""
    left = {item.key: item.total_cents for item in basket.items}
    shipping = basket.shipping_cents
    applied: list[Applied] = []
    refused: list[Refusal] = []
    for rule in sorted(rules, key=lambda r: (r.priority, r.id)):
        refusal = refuse(rule, basket, applied)
        if refusal:
            refused.append(refusal)
            continue
        done = use(rule, basket, left, shipping)
        for key, cents in done.parts.items():
            left[key] -= cents
        shipping = None if shipping is None else shipping - done.shipping_cents
        applied.append(done)
    return Outcome(tuple(applied), tuple(refused), left, shipping)


# VAT -----------------------------------------------------------------------------------------------------------------


def taxes_of(parts: Iterable[tuple[int, int]]) -> dict[int, int]:
    """VAT by rate of amounts with tax: pairs (cents, rate in bp). One rounding per rate, so that it adds up with the net."""
    sums: dict[int, int] = {}
    for cents, rate in parts:
        sums[rate] = sums.get(rate, 0) + cents
    return {rate: cents - excl_cents(cents, rate) for rate, cents in sorted(sums.items()) if cents}
