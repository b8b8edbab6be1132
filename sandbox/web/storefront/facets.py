"""Narrowing a list of products: facets with their counts, sorting, the filters of an address. Pure.

A shop has a few hundred products at most: they are narrowed in memory, after one read of the list, so that a facet counts on
the very prices and stocks that the cards show. Inside a facet values add up (OR), between facets they narrow (AND); the count
beside a value says how many products one would see with it, the facet's own other values aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.kernel.text import fold, slugify
from sandbox.kernel.values import ValueFault, parse_decimal

MAX_VALUES = 30
MAX_FEATURES = 6
MAX_ATTRIBUTES = 4
MAX_LENGTH = 34
OPEN_FACETS = 4
SHOWN_VALUES = 8
"""Values shown of a facet; the others are one click away."""
STOCK = "disponibilite"
SHELF, BRAND, SELECTION = "Rayon", "Marque", "Sélection"
STOCK_WORDS = {"stock": "En stock", "commande": "Sur commande", "rupture": "Épuisé"}

SORTS: Mapping[str, str] = {
    "pertinence": "Notre sélection", "ventes": "Les plus achetés", "nouveautes": "Nouveautés d’abord",
    "prix": "Prix croissant", "-prix": "Prix décroissant", "nom": "Nom, de A à Z", "notes": "Mieux notés",
}  # fmt: skip

LEGAL_FEATURES = frozenset({
    "allergenes", "ingredients", "denomination de vente", "a consommer de preference avant",
    "conservation", "garantie", "entretien", "contenu", "exploitant", "origine des ingredients", "dimensions", "duree",
})  # fmt: skip
"""Features that tell the law or the use, not a choice: never a facet, never the line under a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A product of a list as facets see it. `price_cents` None when the buyer sees no price. `traits` facet -> values."""

    product_id: int
    name: str
    price_cents: int | None
    stock: str
    traits: Mapping[str, tuple[str, ...]]
    rank: int = 0
    added: int = 0
    sold: int = 0
    mean: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, the word in the address, whether chosen, how many products, its colour if it is one."""

    label: str
    slug: str
    is_chosen: bool
    count: int
    color: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet ready to be drawn."""

    name: str
    slug: str
    choices: Sequence[Choice]
    is_open: bool

    @property
    def first(self) -> Sequence[Choice]:
        """The values shown at once; a facet that is only just longer is shown whole."""
        return self.choices if len(self.choices) <= SHOWN_VALUES + 2 else self.choices[:SHOWN_VALUES]

    @property
    def rest(self) -> Sequence[Choice]:
        """The values behind « Afficher plus »."""
        return self.choices[len(self.first) :]

    @property
    def opens_rest(self) -> bool:
        """Whether a value behind « Afficher plus » is chosen."""
        return any(choice.is_chosen for choice in self.rest)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, and the arguments of the address without it."""

    label: str
    arguments: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Wish:
    """What an address asks: chosen values by facet, bounds of price in cents, sort, page; `faults` by field."""

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    low_text: str = ""
    high_text: str = ""
    sort: str = ""
    page: int = 1
    faults: dict[str, str] = field(default_factory=dict)

    def arguments(self, **changes: Sequence[str] | str | None) -> dict[str, Sequence[str]]:
        """The arguments of the address with some replaced; None or empty leaves one out. A change goes back to page 1."""
        found: dict[str, Sequence[str]] = {**self.chosen}
        for name, text in (("prix_min", self.low_text), ("prix_max", self.high_text), ("tri", self.sort)):
            if text:
                found[name] = (text,)
        for name, value in changes.items():
            found[name] = (value,) if isinstance(value, str) else (value or ())
        return {name: values for name, values in found.items() if values}


def read_wish(arguments: Mapping[str, Sequence[str]], known: Iterable[str]) -> Wish:
    """The wish of an address; `known` are the slugs of the facets. Unreadable bounds are told, not guessed."""
    wish = Wish()
    for slug in known:
        values = tuple(dict.fromkeys(value for value in arguments.get(slug, ()) if value))
        if values:
            wish.chosen[slug] = values
    wish.low_text, wish.low = _bound(wish, arguments, "prix_min")
    wish.high_text, wish.high = _bound(wish, arguments, "prix_max")
    sort = _first(arguments, "tri")
    wish.sort = sort if sort in SORTS else ""
    page = _first(arguments, "page")
    wish.page = int(page) if page.isdecimal() and len(page) < 6 else 1
    return wish


def _first(arguments: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(arguments.get(name, ())), "").strip()


def _bound(wish: Wish, arguments: Mapping[str, Sequence[str]], name: str) -> tuple[str, int | None]:
    text = _first(arguments, name)[:20]
    if not text:
        return "", None
    try:
        return text, int(parse_decimal(text) * 100)
    except ValueFault as fault:
        wish.faults[name] = str(fault)
        return text, None


def split_values(value: str) -> tuple[str, ...]:
    """« Floral, fruité » is two values, each with a capital; a sentence stays one."""
    if value.endswith(".") or ";" in value:
        return (value,)
    return tuple(part[:1].upper() + part[1:] for raw in value.split(",") if (part := raw.strip()))


def useful_traits(entries: Sequence[Entry], order: Sequence[str]) -> list[str]:
    """The traits worth a facet: several short values, some of them shared, on a fair part of the list."""
    found = []
    for name in order:
        counts: dict[str, int] = {}
        for entry in entries:
            for value in entry.traits.get(name, ()):
                counts[value] = counts.get(value, 0) + 1
        common = [count for count in counts.values() if count > 1]
        bearers = sum(name in entry.traits for entry in entries)
        is_short = all(len(value) <= MAX_LENGTH for value in counts)
        splits = len(counts) > 1 or (bool(counts) and bearers < len(entries))
        if (
            fold(name) not in LEGAL_FEATURES
            and splits
            and is_short
            and len(counts) <= MAX_VALUES
            and sum(common) * 3 >= bearers > 1
            and len(common) * 3 >= len(counts)
        ):
            found.append(name)
    return found[:MAX_FEATURES]


def splitting_traits(entries: Sequence[Entry], order: Iterable[str]) -> list[str]:
    """The traits of which some value is not on every product: choosing it leaves something out."""
    found = []
    for name in dict.fromkeys(order):
        counts: dict[str, int] = {}
        for entry in entries:
            for value in set(entry.traits.get(name, ())):
                counts[value] = counts.get(value, 0) + 1
        if len(counts) <= MAX_VALUES and any(count < len(entries) for count in counts.values()):
            found.append(name)
    return found


def narrow(entries: Iterable[Entry], wish: Wish, *, aside: str | None = None) -> list[Entry]:
    """The entries that fulfil the wish; `aside` leaves one facet's own values out (`prix` for the bounds)."""
    kept = []
    for entry in entries:
        if aside != "prix" and not _in_bounds(entry, wish):
            continue
        if all(slug == aside or _bears(entry, slug, values) for slug, values in wish.chosen.items()):
            kept.append(entry)
    return kept


def _in_bounds(entry: Entry, wish: Wish) -> bool:
    if wish.low is None and wish.high is None:
        return True
    if entry.price_cents is None:
        return False
    return (wish.low is None or entry.price_cents >= wish.low) and (wish.high is None or entry.price_cents <= wish.high)


def _bears(entry: Entry, slug: str, values: Sequence[str]) -> bool:
    return any(value in values for value in _slugs(entry, slug))


def _slugs(entry: Entry, slug: str) -> list[str]:
    if slug == STOCK:
        return [entry.stock]
    return [slugify(value) for name, values in entry.traits.items() if slugify(name) == slug for value in values]


def facets(
    entries: Sequence[Entry], wish: Wish, names: Sequence[str], colors: Mapping[str, str] | None = None
) -> list[Facet]:
    """The facets of a list, in order; availability comes after the first two. `colors` are those of values, by their words."""
    found = []
    for name in names:
        slug = slugify(name)
        others = narrow(entries, wish, aside=slug)
        labels = {slugify(value): value for entry in entries for value in entry.traits.get(name, ())}
        found.append((name, slug, labels, others))
    stocks = {key: word for key, word in STOCK_WORDS.items() if any(entry.stock == key for entry in entries)}
    if len(stocks) > 1:
        found.insert(min(2, len(found)), ("Disponibilité", STOCK, stocks, narrow(entries, wish, aside=STOCK)))
    return [
        Facet(name, slug, _choices(slug, labels, others, wish, colors or {}), rank < OPEN_FACETS or slug in wish.chosen)
        for rank, (name, slug, labels, others) in enumerate(found)
    ]


def _choices(
    slug: str, labels: Mapping[str, str], others: Sequence[Entry], wish: Wish, colors: Mapping[str, str]
) -> list[Choice]:
    chosen = wish.chosen.get(slug, ())
    counts = Counter(value for entry in others for value in set(_slugs(entry, slug)))
    choices = [
        Choice(_shown(label), value, value in chosen, counts[value], colors.get(label, ""))
        for value, label in labels.items()
    ]
    return choices if slug == STOCK else sorted(choices, key=lambda choice: _in_order(choice.slug))


def _in_order(slug: str) -> tuple[tuple[int, int | str], ...]:
    """« 20 cl » goes before « 100 cl »: numbers count as numbers."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in slug.split("-"))


def _shown(label: str) -> str:
    """« 2 · claire » is sorted by its number and shown as « Claire »."""
    level, dot, word = label.partition(" · ")
    return word[:1].upper() + word[1:] if dot and level.isdigit() else label


def chips(wish: Wish, found: Sequence[Facet]) -> list[Chip]:
    """The active filters in words."""
    made = []
    if wish.low is not None or wish.high is not None:
        made.append(Chip(_price_words(wish), wish.arguments(prix_min=None, prix_max=None)))
    for facet in found:
        for choice in facet.choices:
            if choice.is_chosen:
                rest = tuple(value for value in wish.chosen[facet.slug] if value != choice.slug)
                made.append(Chip(f"{facet.name}\u00a0: {choice.label}", wish.arguments(**{facet.slug: rest})))
    return made


def _price_words(wish: Wish) -> str:
    if wish.high is None:
        return f"Dès {wish.low_text}\u00a0€"
    if wish.low is None:
        return f"Jusqu’à {wish.high_text}\u00a0€"
    return f"De {wish.low_text} à {wish.high_text}\u00a0€"


def arrange(entries: Iterable[Entry], sort: str) -> list[Entry]:
    """The entries in the order asked; the shop's own rank decides between equals."""
    ranked = sorted(entries, key=lambda entry: entry.rank)
    match sort:
        case "prix":
            ranked.sort(key=lambda entry: entry.price_cents or 0)
        case "-prix":
            ranked.sort(key=lambda entry: -(entry.price_cents or 0))
        case "nom":
            ranked.sort(key=lambda entry: fold(entry.name))
        case "-nom":
            ranked.sort(key=lambda entry: fold(entry.name), reverse=True)
        case "nouveautes":
            ranked.sort(key=lambda entry: -entry.added)
        case "ventes":
            ranked.sort(key=lambda entry: -entry.sold)
        case "notes":
            ranked.sort(key=lambda entry: -entry.mean)
    return ranked
