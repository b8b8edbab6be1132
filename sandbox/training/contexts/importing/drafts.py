"""What a file of another program says of each product or category, before it meets the context."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ForeignLine
from sandbox.kernel.text import fold, plain, slugify
from sandbox.kernel.to_markdown import to_markdown
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.catalog.rules import check_ean13
from sandbox.training.contexts.importing.formats import (
    OWN,
    PRESTASHOP_CATEGORIES,
    PRESTASHOP_COMBINATIONS,
    ROWS,
    SHOPIFY,
    WOOCOMMERCE,
    Correspondence,
)

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_PARAGRAPH = re.compile(r"</(?:p|div|li|h[1-6])>|<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s,;\"'<>]+", re.IGNORECASE)
_YES = {"1", "true", "yes", "oui", "vrai", "active"}
_NO = {"0", "-1", "false", "no", "non", "faux", "draft", "archived", ""}
_CONDITIONS = {"new": "neuf", "used": "occasion", "refurbished": "reconditionné"}
_OUT_OF_STOCK = {
    "0": "refuser", "1": "accepter", "2": "defaut", "notify": "accepter", "deny": "refuser", "continue": "accepter",
}  # fmt: skip
_TEXTS = ("nom", "reference", "meta_titre", "meta_description", "slug", "mots_cles", "libelle_dispo", "libelle_rupture")
_NUMBERS = ("largeur_cm", "hauteur_cm", "profondeur_cm", "poids_kg", "quantite", "quantite_min", "prix_achat_ht")
_ATTRIBUTE_KINDS = {"color": "couleur", "radio": "radio", "select": "liste"}
_MOST_OPTIONS = 9
_SMALLEST = Decimal("0.000001")
"""« 1e-999999 » is a number too, whose zeros would fill the memory."""
_OPTION_NAMES = ("option1_nom", "option2_nom", "option3_nom")
_SAID = ("nom", "description", "reference", "prix", "quantite", "ean13")
"""What a line of a product says besides a picture more."""
_DECLINED = {"grouped": "un produit groupé", "external": "un produit vendu sur un autre site"}


class Refused(Exception):
    """A line that is not imported; the text is French."""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount as the file gives it."""

    amount: Decimal
    is_without_tax: bool


@dataclass(slots=True)
class VariantDraft:
    """A combination of a product; its price is given whole, or as what it adds to that of the product."""

    line: int
    options: tuple[tuple[str, str], ...]
    cells: dict[str, str]
    price: Price | None = None
    impact: Price | None = None
    weight_impact: Decimal | None = None
    kinds: dict[str, str] = field(default_factory=dict)
    """How a new attribute is chosen, by its name: liste, radio or couleur."""


class Subject(StrEnum):
    """What a draft is about."""

    PRODUCT = "produit"
    CATEGORY = "catégorie"
    VARIANT = "déclinaison"
    ROW = "ligne"


@dataclass(slots=True)
class Draft:
    """A product, a category, or one combination; `cells` are columns of the context, already in its own words."""

    line: int
    key: str = ""
    """Its name for the other program."""
    subject: Subject = Subject.PRODUCT
    cells: dict[str, str] = field(default_factory=dict)
    price: Price | None = None
    tax: str = ""
    is_untaxed: bool = False
    brand: str = ""
    paths: list[tuple[str, ...]] = field(default_factory=list)
    description: str = ""
    variants: list[VariantDraft] = field(default_factory=list)
    option_names: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Drafts:
    """All that a file says, the lines it refuses by itself, and the addresses of pictures that were not fetched."""

    drafts: list[Draft] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    pictures: int = 0
    remarks: dict[int, str] = field(default_factory=dict)


def read_drafts(lines: Iterable[ForeignLine], mapping: Correspondence, *, without_tax: bool) -> Drafts:
    """The products or categories of a file; `without_tax` says what prices are whose column does not tell."""
    found = Drafts()
    by_name: dict[str, Draft] = {}
    for line in lines:
        cells = {
            meaning: line.cells[name] for name, meaning in mapping.columns.items() if meaning and name in line.cells
        }
        found.pictures += len(_ADDRESS.findall(cells.get("images", "")))
        if mapping.format not in ROWS and mapping.format != OWN and (told := _mend(cells)):
            found.remarks[line.number] = told
        try:
            _read_line(found, by_name, line.number, cells, mapping.format, without_tax)
        except Refused as refused:
            found.refused[line.number] = str(refused)
        except ValueFault as fault:
            found.refused[line.number] = str(fault)
    return found


def _mend(cells: dict[str, str]) -> str:
    """Put right what no product should be refused for: an address in capitals, a code that no till would read; what was done."""
    told = []
    if (slug := cells.get("slug", "")) and slug != slugify(slug):
        cells["slug"] = slugify(slug)
        told.append(f"Adresse « {slug} » récrite « {cells['slug']} ».")
    if code := cells.get("ean13", "").lstrip("'"):
        try:
            cells["ean13"] = check_ean13(code)
        except RuleBroken as refused:
            cells["ean13"] = ""
            told.append(f"Code « {code} » laissé vide : {refused.message}")
    return " ".join(told)


def _read_line(
    found: Drafts, by_name: dict[str, Draft], line: int, cells: dict[str, str], format_: str, without_tax: bool
) -> None:
    if format_ in ROWS:
        found.drafts.append(Draft(line, subject=Subject.ROW, cells=cells))
        return
    if format_ == OWN:
        found.drafts.append(_own(line, cells))
        return
    if format_ == SHOPIFY:
        _shopify(found, by_name, line, cells, without_tax)
        return
    if format_ == PRESTASHOP_COMBINATIONS:
        found.drafts.append(_combination(line, cells))
        return
    kinds = {kind.strip() for kind in fold(cells.get("type", "")).split(",")}
    if format_ == WOOCOMMERCE and "variation" in kinds:
        parent = by_name.get(fold(cells.get("parent", "").removeprefix("id:").strip()))
        if parent is None:
            raise Refused(f"Déclinaison d’un produit absent du fichier (« {cells.get('parent', '')} »).")
        parent.variants.append(_variant(line, cells, without_tax))
        return
    draft = _category(line, cells) if format_ == PRESTASHOP_CATEGORIES else _product(line, cells, without_tax)
    if format_ == WOOCOMMERCE:
        for kind in kinds & set(_DECLINED):
            raise Refused(f"« {kind} » : {_DECLINED[kind]} n’a pas d’équivalent ici.")
        if "virtual" in kinds or "downloadable" in kinds:
            draft.cells["type"] = "virtuel"
        for name in filter(None, (cells.get("identifiant"), cells.get("reference"))):
            by_name.setdefault(fold(name), draft)
    found.drafts.append(draft)


def _own(line: int, cells: Mapping[str, str]) -> Draft:
    """A line of a produits.csv: its columns are already those of the context."""
    if not cells.get("cle"):
        raise Refused("La clé est vide.")
    return Draft(line, key=cells["cle"], cells={name: text for name, text in cells.items() if text and name != "cle"})


def _combination(line: int, cells: Mapping[str, str]) -> Draft:
    """« Couleur:color:0, Taille:select:1 » and « Bleu:0, L:1 », of a product that another file describes."""
    groups = [text.strip().split(":") for text in cells.get("attributs", "").split(",") if text.strip()]
    values = [text.strip().split(":")[0] for text in cells.get("valeurs", "").split(",") if text.strip()]
    if not cells.get("produit") or not groups or len(groups) != len(values):
        raise Refused("Il faut un produit, et autant de valeurs que d’attributs.")
    named = {f"option{n}_nom": group[0] for n, group in enumerate(groups, 1)}
    given = {f"option{n}_valeur": value for n, value in enumerate(values, 1)}
    variant = _variant(line, {**cells, **named, **given}, without_tax=True)
    variant.kinds = {group[0].strip(): _ATTRIBUTE_KINDS.get(group[1], "liste") for group in groups if len(group) > 1}
    if cells.get("impact_ht"):
        variant.impact = Price(number(cells["impact_ht"]), is_without_tax=True)
    if cells.get("impact_poids_kg"):
        variant.weight_impact = number(cells["impact_poids_kg"])
    if variant.cells.get("prix_achat_ht") == "0":  # how that program says « what the product costs »
        del variant.cells["prix_achat_ht"]
    if cells.get("par_defaut"):
        variant.cells["par_defaut"] = yes_no(cells["par_defaut"])
    return Draft(line, key=cells["produit"], subject=Subject.VARIANT, variants=[variant])


def _shopify(found: Drafts, by_name: dict[str, Draft], line: int, cells: dict[str, str], without_tax: bool) -> None:
    handle = cells.get("identifiant", "")
    if not handle:
        raise Refused("La colonne « Handle » est vide.")
    draft = by_name.get(handle)
    if draft is None:
        draft = _product(line, cells, without_tax)
        draft.key = handle
        if "statut" in cells and fold(cells["statut"]) != "active":
            draft.cells["en_ligne"] = "non"
        by_name[handle] = draft
        found.drafts.append(draft)
    draft.option_names |= {name: cells[name] for name in _OPTION_NAMES if cells.get(name)}
    value = cells.get("option1_valeur", "")
    if line != draft.line and value in ("", "Default Title") and any(cells.get(name) for name in _SAID):
        raise Refused(
            f"Même produit « {handle} » qu’à la ligne {draft.line}, sans option qui en fasse une déclinaison : rien n’en est repris. "
            "Donnez-lui un autre identifiant, ou écrivez son option."
        )
    if value and (draft.option_names.get("option1_nom"), value) != ("Title", "Default Title"):
        draft.variants.append(_variant(line, {**cells, **draft.option_names}, without_tax))


def _product(line: int, cells: Mapping[str, str], without_tax: bool) -> Draft:
    if not cells.get("nom"):
        raise Refused("Le nom est vide.")
    draft = Draft(line, cells=_plain_cells(cells))
    draft.price = _price(cells, without_tax)
    draft.tax = cells.get("taxe", "")
    draft.is_untaxed = fold(cells.get("taxable", "")) in ("none", "false", "aucun", "aucune")
    draft.brand = cells.get("marque", "")
    draft.paths = _paths(cells.get("chemins", ""))
    draft.description = _rich(cells.get("description", ""))
    return draft


def _category(line: int, cells: Mapping[str, str]) -> Draft:
    if not cells.get("nom"):
        raise Refused("Le nom est vide.")
    kept = {name: plain(cells[name]) for name in ("nom", "meta_titre", "meta_description") if cells.get(name)}
    if cells.get("description"):
        kept["description"] = _paragraphs(cells["description"])
    if cells.get("en_ligne"):
        kept["active"] = yes_no(cells["en_ligne"])
    draft = Draft(line, subject=Subject.CATEGORY, cells=kept)
    draft.paths = _paths(cells.get("parent", ""))[:1]
    return draft


def _variant(line: int, cells: Mapping[str, str], without_tax: bool) -> VariantDraft:
    options = tuple(
        (name, value)
        for n in range(1, _MOST_OPTIONS + 1)
        if (name := cells.get(f"option{n}_nom", "").strip()) and (value := cells.get(f"option{n}_valeur", "").strip())
    )
    if not options:
        raise Refused("Une déclinaison sans attribut ni valeur.")
    for name, value in options:
        if "|" in name + value or "=" in name + value:
            raise Refused(f"« {name} : {value} » contient un signe que le catalogue réserve (= ou |).")
    kept = _plain_cells(
        {
            name: cells.get(name, "")
            for name in ("reference", "quantite", "ean13", "poids_kg", "poids_g", "prix_achat_ht")
        }
    )
    return VariantDraft(line, options, kept, _price(cells, without_tax))


def _plain_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that go into a column of the context as they are, in its own words; an empty one says nothing."""
    kept = {name: plain(cells[name]) for name in _TEXTS if cells.get(name)}
    kept |= {name: written(number(cells[name])) for name in _NUMBERS if cells.get(name)}
    if cells.get("poids_g"):
        kept["poids_kg"] = written(number(cells["poids_g"]) / 1000)
    if cells.get("ean13"):
        kept["ean13"] = cells["ean13"]
    if cells.get("resume"):
        kept["resume"] = _paragraphs(cells["resume"])
    for name in ("en_ligne", "exclusivite_web"):
        if cells.get(name):
            kept[name] = yes_no(cells[name])
    if cells.get("virtuel") and yes_no(cells["virtuel"]) == "oui":
        kept["type"] = "virtuel"
    for name, words in (("etat", _CONDITIONS), ("rupture", _OUT_OF_STOCK)):
        if cells.get(name):
            kept[name] = words.get(fold(cells[name]), cells[name])
    return kept


def _price(cells: Mapping[str, str], without_tax: bool) -> Price | None:
    for name, is_without_tax in (("prix_ttc", False), ("prix_ht", True), ("prix", without_tax)):
        if cells.get(name):
            return Price(number(cells[name]), is_without_tax)
    return None


def number(raw: str) -> Decimal:
    """« 1 234,90 », « 1,234.90 » or « 12.90 EUR » exactly: of a comma and a point, the last one parts the cents."""
    text = raw.removesuffix("EUR").removeprefix("EUR")
    if "," in text and "." in text:
        text = text.replace("," if text.rfind(".") > text.rfind(",") else ".", "")
    try:
        return parse_decimal(text).quantize(_SMALLEST)
    except ValueFault:
        raise ValueFault(f"« {raw} » n’est pas un nombre (exemple : 12,90).") from None


def written(value: Decimal) -> str:
    """A number as the context writes it, without useless zeros."""
    return f"{value.normalize():f}".replace(".", ",")


def yes_no(raw: str) -> str:
    """« oui » or « non », of the words that programs write. Raises ValueFault."""
    word = fold(raw.strip())
    if word in _YES | _NO:
        return "oui" if word in _YES else "non"
    raise ValueFault(f"« {raw} » : oui ou non attendu.")


def _paths(raw: str) -> list[tuple[str, ...]]:
    """« Cafés, Cafés > Origines » or « Accueil/Cafés » as paths; a comma after a backslash is part of a name."""
    paths = []
    for text in re.split(r"(?<!\\),", html.unescape(raw)):
        names = tuple(" ".join(name.split()) for name in re.split(r"[>/]", text.replace("\\,", ",")) if name.strip())
        if names and names not in paths:
            paths.append(names)
    return paths


def _paragraphs(raw: str) -> str:
    """A text without marks, an empty line between paragraphs."""
    if not _TAG.search(raw):
        return html.unescape(raw)
    parts = [plain(part) for part in _PARAGRAPH.split(raw)]
    return "\n\n".join(part for part in parts if part)


def _rich(raw: str) -> str:
    """A description as Markdown. Some programs write the ends of lines as two signs."""
    text = raw.replace("\\n", "\n")
    if text and not _TAG.search(text):
        text = "".join(f"<p>{part}</p>" for part in text.split("\n\n") if part.strip())
    return to_markdown(text)
