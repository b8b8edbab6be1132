"""Rules of the catalogue: names, addresses, codes, prices, stock, combinations of attribute values. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_micros, incl_cents, round_half_up
from sandbox.kernel.text import fold, slugify

KINDS = {"standard": "standard", "declinaisons": "variants", "pack": "pack", "virtuel": "virtual"}
KIND_WORDS = {"standard": "standard", "variants": "avec déclinaisons", "pack": "pack", "virtual": "virtuel"}
KIND_LABELS = {
    "standard": "Produit standard", "variants": "Produit avec déclinaisons", "pack": "Pack de produits",
    "virtual": "Produit virtuel",
}  # fmt: skip
OUT_OF_STOCK = {"defaut": "default", "refuser": "deny", "accepter": "allow"}
CONDITIONS = {"neuf": "new", "occasion": "used", "reconditionné": "refurbished"}
CONDITION_LABELS = {"new": "Neuf", "used": "Occasion", "refurbished": "Reconditionné"}
VISIBILITIES = {"partout": "both", "catalogue": "catalog", "recherche": "search", "nulle part": "none"}
VISIBILITY_LABELS = {
    "both": "Partout", "catalog": "Catalogue seulement", "search": "Recherche seulement", "none": "Nulle part",
}  # fmt: skip
REDIRECTS = {
    "404": "404", "410": "410", "301 catégorie": "301-category", "302 catégorie": "302-category",
    "301 produit": "301-product", "302 produit": "302-product",
}  # fmt: skip
REDIRECT_LABELS = {
    "301-category": "Redirection permanente vers la catégorie (301)",
    "302-category": "Redirection temporaire vers la catégorie (302)",
    "301-product": "Redirection permanente vers un produit associé (301)",
    "302-product": "Redirection temporaire vers un produit associé (302)",
    "404": "Aucune redirection (404)",
    "410": "Aucune redirection (410)",
}
ATTRIBUTE_KINDS = {"liste": "select", "radio": "radio", "couleur": "color"}
ATTRIBUTE_KIND_LABELS = {"select": "Liste déroulante", "radio": "Boutons radio", "color": "Couleur"}
FIELD_KINDS = {"texte": "text", "fichier": "file"}
FIELD_KIND_LABELS = {"text": "Texte", "file": "Fichier"}

MAX_VARIANTS = 200
MAX_ATTACHMENTS = 20
MAX_PRICE_MICROS = 1_000_000 * 1_000_000  # a million euros
_FORBIDDEN = re.compile(r"[<>;=#{}]")
_COLOR = re.compile(r"^#[0-9a-fA-F]{6}$")
_CODE = re.compile(r"^[A-Za-z0-9 ./_-]*$")


def check_name(name: str, *, field: str = "name", maximum: int = 128) -> str:
    """A name of 1 to `maximum` characters without < > ; = # { }."""
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Donnez un nom.", field=field)
    if len(name) > maximum:
        raise RuleBroken(f"{maximum} caractères au plus ({len(name)} saisis).", field=field)
    if found := _FORBIDDEN.search(name):
        raise RuleBroken(f"Le caractère « {found[0]} » n’est pas permis dans un nom.", field=field)
    return name


def check_text(text: str, maximum: int, *, field: str) -> str:
    """A text of at most `maximum` characters, outer spaces removed."""
    text = text.strip()
    if len(text) > maximum:
        raise RuleBroken(f"{maximum} caractères au plus ({len(text)} saisis).", field=field)
    return text


def tidy_slug(slug: str, *, field: str = "slug", maximum: int = 128) -> str:
    """A friendly address as PrestaShop corrects it: lower-case letters, digits, hyphens; empty when none is left."""
    tidied = slugify(slug) if any(sign.isalnum() for sign in fold(slug)) else ""
    if len(tidied) > maximum:
        raise RuleBroken(f"{maximum} caractères au plus.", field=field)
    return tidied


def free_slug(text: str, taken: Collection[str], *, maximum: int = 128) -> str:
    """The slug of a text, numbered when another already has it (`mug-2`)."""
    base = slugify(text)[: maximum - 4].strip("-")
    candidates = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(slug for slug in candidates if slug not in taken)


def ean13_digit(first: str) -> int:
    """The check digit of twelve digits."""
    total = sum(int(digit) * (3 if rank % 2 else 1) for rank, digit in enumerate(first))
    return -total % 10


def check_ean13(code: str, *, field: str = "ean13") -> str:
    """Empty, or thirteen digits whose last one agrees with the others."""
    code = code.replace(" ", "")
    if not code:
        return ""
    if not (len(code) == 13 and code.isascii() and code.isdigit()):
        raise RuleBroken("Un code EAN-13 compte treize chiffres.", field=field)
    expected = ean13_digit(code[:12])
    if int(code[12]) != expected:
        raise RuleBroken(f"Code EAN-13 faux : le dernier chiffre devrait être {expected}.", field=field)
    return code


def check_code(code: str, maximum: int, *, field: str) -> str:
    """A reference or a code: letters, digits, spaces, dots, slashes, hyphens."""
    code = check_text(code, maximum, field=field)
    if not _CODE.match(code):
        raise RuleBroken("Lettres sans accent, chiffres, espaces, points, barres et tirets seulement.", field=field)
    return code


def check_color(color: str, *, field: str = "color") -> str:
    """Empty, or #rrggbb."""
    color = color.strip()
    if color and not _COLOR.match(color):
        raise RuleBroken("Une couleur s’écrit #rrggbb (exemple : #8a4a2f).", field=field)
    return color.lower()


def check_at_least(value: int, low: int, *, field: str, words: str | None = None) -> int:
    """A number not under a bound."""
    if value < low:
        raise RuleBroken(
            words or ("Une valeur négative n’a pas de sens ici." if low == 0 else f"Au moins {low}."), field=field
        )
    return value


def check_choice(value: str, choices: Collection[str], *, field: str) -> str:
    """A stored code that exists."""
    if value not in choices:
        raise RuleBroken(f"Choix « {value} » inconnu.", field=field)
    return value


def check_price(micros: int, *, field: str = "price_excl_micros") -> int:
    """A price without tax, from 0 to a million euros."""
    if micros < 0:
        raise RuleBroken("Un prix n’est pas négatif.", field=field)
    if micros > MAX_PRICE_MICROS:
        raise RuleBroken("Ce prix dépasse un million d’euros : vérifiez la virgule.", field=field)
    return micros


@dataclass(frozen=True, slots=True)
class TypedPrice:
    """What came back from a pair of linked price fields: micros without tax, cents with tax; None for an empty field."""

    excl_micros: int | None
    incl_cents: int | None


def resolve_price(typed: TypedPrice, stored_micros: int, rate_bp: int, *, old_rate_bp: int | None = None) -> int:
    """The price without tax meant by two linked fields.

    The one that was changed decides; when both were, they must agree to the cent (the page's script keeps them so), else
    RuleBroken on « price_incl_cents ». When only the rate changed, the price without tax stays.
    """
    shown = incl_cents(stored_micros, rate_bp if old_rate_bp is None else old_rate_bp)
    excl_changed = typed.excl_micros is not None and typed.excl_micros != stored_micros
    incl_changed = typed.incl_cents is not None and typed.incl_cents not in (shown, incl_cents(stored_micros, rate_bp))
    if typed.excl_micros is not None and excl_changed and not incl_changed:
        return typed.excl_micros
    if typed.incl_cents is not None and incl_changed and not excl_changed:
        return excl_micros(typed.incl_cents, rate_bp)
    if not excl_changed and not incl_changed:
        return stored_micros
    assert typed.excl_micros is not None
    assert typed.incl_cents is not None
    if incl_cents(typed.excl_micros, rate_bp) != typed.incl_cents:
        raise RuleBroken(
            "Les prix HT et TTC ne correspondent pas au taux de TVA : corrigez l’un des deux.", field="price_incl_cents"
        )
    return typed.excl_micros


_CONTENT = re.compile(r"(\d+(?:,\d+)?)\s*(kg|g|l|cl|ml)\b", re.IGNORECASE)
_THOUSANDTHS = {"kg": 1000, "g": 1, "l": 1000, "cl": 10, "ml": 1}
_FAMILIES = {"kg": {"kg", "g"}, "g": {"kg", "g"}, "l": {"l", "cl", "ml"}, "litre": {"l", "cl", "ml"}}


def content_of(unit: str, content_milli: int, names: Iterable[str] = ()) -> int:
    """The content of what is sold in thousandths of its unit: what a variant's values say (« 1 kg »), else the product's.

    A product without content has none in any variant.
    """
    if content_milli <= 0:
        return content_milli
    for name in names:
        for found in _CONTENT.finditer(name):
            if (measure := found[2].lower()) in _FAMILIES.get(unit.lower(), ()):
                return round(float(found[1].replace(",", ".")) * _THOUSANDTHS[measure])
    return content_milli


def unit_price_cents(price_incl_cents: int, unit_content_milli: int) -> int | None:
    """Price with tax for one unit (kg, litre), from a content in thousandths of it; None without a content."""
    return round_half_up(price_incl_cents * 1000, unit_content_milli) if unit_content_milli > 0 else None


@dataclass(frozen=True, slots=True)
class Stock:
    """What can be sold: units left, whether the customer may order, the words shown, and a state word for styles.

    state: in | low | order | out.
    """

    quantity: int
    can_order: bool
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class StockRules:
    """The shop's defaults about stock: `allows` orders without stock, the labels, the « derniers articles » threshold."""

    allows: bool
    in_label: str
    order_label: str
    out_label: str
    last_items: int


def stock_state(quantity: int, out_of_stock: str, in_label: str, out_label: str, rules: StockRules) -> Stock:
    """Stock of a product or variant from its quantity, its own behaviour (default | deny | allow) and labels."""
    if quantity > 0:
        if quantity <= rules.last_items:
            return Stock(quantity, True, "Derniers articles en stock", "low")
        return Stock(quantity, True, in_label or rules.in_label, "in")
    allows = rules.allows if out_of_stock == "default" else out_of_stock == "allow"
    if allows:
        return Stock(quantity, True, out_label or rules.order_label, "order")
    return Stock(quantity, False, rules.out_label, "out")


def combinations(groups: Sequence[Sequence[int]], existing: Iterable[Collection[int]]) -> list[tuple[int, ...]]:
    """The combinations of one value of each group that do not exist yet, in the order of the groups.

    Empty groups are left out. Raises RuleBroken when nothing is chosen, or beyond MAX_VARIANTS.
    """
    chosen = [list(dict.fromkeys(group)) for group in groups if group]
    if not chosen:
        raise RuleBroken("Cochez au moins une valeur d’attribut.", field="values")
    known = {frozenset(combination) for combination in existing}
    total = 1
    for group in chosen:
        total *= len(group)
    if total + len(known) > MAX_VARIANTS:
        raise RuleBroken(
            f"{total} combinaisons, c’est trop : {MAX_VARIANTS} déclinaisons au plus pour un produit.", field="values"
        )
    return [combination for combination in itertools.product(*chosen) if frozenset(combination) not in known]


def clean_tags(labels: Iterable[str]) -> list[str]:
    """Tags without doubles (case and accents count), each of 1 to 64 characters; at most 30."""
    found = list(dict.fromkeys(" ".join(label.split()) for label in labels))
    found = [label for label in found if label]
    if any(len(label) > 64 for label in found):
        raise RuleBroken("Un mot-clé compte 64 caractères au plus.", field="tags")
    if len(found) > 30:
        raise RuleBroken("Trente mots-clés au plus.", field="tags")
    return found
