"""Putting drafts into the files of a context: what is there is found again, what is new gets a key, and each line is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.kernel.money import incl_cents, to_cents, to_micros
from sandbox.kernel.text import fold, slugify
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.catalog.seed import ATTRIBUTE_COLUMNS, CATEGORY_COLUMNS, PRODUCT_COLUMNS, VARIANT_COLUMNS
from sandbox.training.contexts.importing.brands import BrandBook
from sandbox.training.contexts.importing.drafts import Draft, Price, Refused, Subject, VariantDraft, written
from sandbox.training.contexts.importing.folder import ContextTable, TableRow
from sandbox.training.contexts.importing.telling import LONGEST_KEY, Telling, amount

_DEEPEST = 3
_HOMES = {"accueil", "home", "racine", "root"}


@dataclass(frozen=True, slots=True)
class Taxes:
    """The tax rules of the context, with the one for what says nothing, and those meant by what the file calls a tax."""

    rates: dict[str, int]
    usual: str
    meant: dict[str, str]


@dataclass(slots=True)
class Merge(Telling):
    """The files of a context being changed; `remarks` tells what was decided for the trainer."""

    root: Path
    taxes: Taxes
    brands: BrandBook
    is_own: bool
    numbers: dict[str, Draft]
    """The products of the other shop by its own numbers, from its other file."""
    products: ContextTable = field(init=False)
    categories: ContextTable = field(init=False)
    variants: ContextTable = field(init=False)
    attributes: ContextTable = field(init=False)
    _groups: dict[str, list[TableRow]] = field(init=False)

    def __post_init__(self) -> None:
        self.products = ContextTable(self.root, "catalogue/produits.csv", PRODUCT_COLUMNS)
        self.categories = ContextTable(self.root, "catalogue/categories.csv", CATEGORY_COLUMNS)
        self.variants = ContextTable(self.root, "catalogue/declinaisons.csv", VARIANT_COLUMNS)
        self.attributes = ContextTable(self.root, "catalogue/attributs.csv", ATTRIBUTE_COLUMNS)
        self._groups = {}
        for row in self.variants.rows:
            self._groups.setdefault(row.cells["produit"], []).append(row)

    def texts(self) -> dict[str, tuple[str, int]]:
        """The descriptions written, and context.yaml when it got brands."""
        return {**self.descriptions, **self.brands.written()}

    def tables(self) -> list[ContextTable]:
        """The files that an import may change."""
        return [self.products, self.categories, self.variants, self.attributes]

    def run(self, drafts: Iterable[Draft], refused: dict[int, str]) -> None:
        """Put every draft that is not refused; what is found refused on the way is added to `refused`, and tells to begin again."""
        for draft in drafts:
            if draft.line in refused:
                for variant in draft.variants:
                    refused.setdefault(variant.line, f"Le produit de la ligne {draft.line} est refusé.")
                continue
            draft_variants = [variant for variant in draft.variants if variant.line not in refused]
            try:
                if draft.subject is Subject.CATEGORY:
                    self._category(draft)
                elif draft.subject is Subject.VARIANT:
                    self._combination(draft, draft.variants[0])
                else:
                    self._product(draft, draft_variants, refused)
            except (Refused, ValueFault) as fault:
                refused[draft.line] = str(fault)

    # categories ------------------------------------------------------------------------------------------------------

    def _category(self, draft: Draft) -> None:
        parent = self._path(draft.paths[0], draft.line) if draft.paths else self._root_key()
        row = self._child(parent, draft.cells["nom"])
        is_new = row is None
        if row is None:
            row = self._new_category(parent, draft.cells["nom"], draft.line)
        self._meet(f"catégorie {row.cells['cle']}", draft.line)
        cells = {name: text for name, text in draft.cells.items() if name != "nom"}
        changes = self._put_all(self.categories, row, cells, draft.line)
        self._tell(draft.line, row, is_new, changes)

    def _path(self, names: tuple[str, ...], line: int) -> str:
        """The key of the category at the end of a path, whose missing parts are made."""
        wanted = [name for place, name in enumerate(names) if place or fold(name) not in _HOMES]
        if len(wanted) > _DEEPEST:
            self._remark(f"Catégories à plus de {_DEEPEST} niveaux : rangées au troisième.")
            wanted = wanted[:_DEEPEST]
        if len(wanted) == 1 and (row := self._only_named(wanted[0])) is not None:
            return row.cells["cle"]
        key = self._root_key()
        for name in wanted:
            row = self._child(key, name) or self._new_category(key, name, line)
            key = row.cells["cle"]
        return key

    def _root_key(self) -> str:
        row = next((row for row in self.categories.rows if not row.cells.get("parent", "").strip()), None)
        if row is None:
            raise Refused("categories.csv n’a pas de racine (une ligne sans parent).")
        return row.cells["cle"]

    def _child(self, parent: str, name: str) -> TableRow | None:
        return next(
            (
                row
                for row in self.categories.rows
                if row.cells.get("parent", "") == parent and fold(row.cells["nom"]) == fold(name)
            ),
            None,
        )

    def _only_named(self, name: str) -> TableRow | None:
        """A category named alone may stand anywhere, when one only has that name."""
        found = [row for row in self.categories.rows if fold(row.cells["nom"]) == fold(name)]
        return found[0] if len(found) == 1 else None

    def _new_category(self, parent: str, name: str, line: int) -> TableRow:
        position = 1 + sum(row.cells.get("parent", "") == parent for row in self.categories.rows)
        key = self._free_key(self.categories, slugify(name))
        self._remark(f"Catégorie créée : « {name} » ({key}).")
        cells = {"cle": key, "parent": parent, "nom": name, "position": str(position), "active": "oui"}
        return self.categories.add(cells, line)

    # products --------------------------------------------------------------------------------------------------------

    def _product(self, draft: Draft, variants: list[VariantDraft], refused: dict[int, str]) -> None:
        row = self._known(draft)
        is_new = row is None
        cells = dict(draft.cells)
        if not self.is_own:
            self._complete(cells, draft, row, variants)
        if row is None:
            key = draft.key if self.is_own else self._free_key(self.products, draft.key or cells["nom"])
            row = self.products.add({"cle": key, "type": "standard", "etat": "neuf", **cells}, draft.line)
            changes: list[str] = []
        else:
            changes = self._put_all(self.products, row, cells, draft.line)
        reference = draft.cells.get("reference", "")
        self._meet(f"produit {row.cells['cle']}", draft.line, f"référence « {reference} »" if reference else "")
        if draft.description and self._describe(row.cells["cle"], draft):
            changes.append("description")
        self._tell(draft.line, row, is_new, changes)
        for variant in variants:
            try:
                self._variant(row, variant, variants[0], draft)
            except (Refused, ValueFault) as fault:
                refused[variant.line] = str(fault)

    def _complete(
        self, cells: dict[str, str], draft: Draft, row: TableRow | None, variants: list[VariantDraft]
    ) -> None:
        """What the file says in other ways, and for a new product what it does not say."""
        if draft.paths:
            keys = [self._path(path, draft.line) for path in draft.paths]
            main = max(range(len(keys)), key=lambda place: len(draft.paths[place]))
            cells["categorie"] = keys[main]
            cells["categories"] = "|".join(dict.fromkeys(key for key in keys if key != keys[main]))
        elif row is None:
            cells["categorie"] = self._root_key()
            self._remark("Produits sans catégorie : rangés à l’accueil.")
        cells["tva"] = self._tax(draft, row)
        if price := (variants[0].price if variants and variants[0].price else draft.price):
            cells["prix_ttc"] = self._euros(price, cells["tva"])
        elif row is None:
            raise Refused("Le prix est vide.")
        if draft.brand:
            cells["marque"], is_new = self.brands.key_of(draft.brand, draft.line)
            if is_new:
                self._remark(f"Marque créée : « {draft.brand} » ({cells['marque']}).")
        if variants:
            cells["type"] = "declinaisons"
            cells["quantite"] = ""
        elif row is not None and row.cells.get("type", "") == "declinaisons":
            cells.pop("quantite", None)
        elif row is None and "quantite" not in cells:
            self._remark("Produits sans quantité : stock à zéro.")
        if row is None and "en_ligne" not in cells:
            cells["en_ligne"] = "non"
            self._remark("Produits dont rien ne dit s’ils sont en ligne : hors ligne.")

    def _known(self, draft: Draft) -> TableRow | None:
        """The product that a draft is about: by its key in our own files, else by its reference, else by its name."""
        key = draft.key if self.is_own else slugify(draft.key or draft.cells["nom"])[:LONGEST_KEY].strip("-")
        same = self.products.find("cle", key)
        reference = draft.cells.get("reference", "")
        if self.is_own or not reference:
            return same
        found = self.products.find("reference", reference)
        return found or (same if same and not same.cells.get("reference", "") else None)

    def _tax(self, draft: Draft, row: TableRow | None) -> str:
        if draft.is_untaxed:
            return ""
        if meant := self.taxes.meant.get(draft.tax):
            return meant
        if row is not None:
            return row.cells.get("tva", "")
        told = f"TVA « {draft.tax} » inconnue ici" if draft.tax else "TVA non dite"
        self._remark(f"{told} : « {self.taxes.usual} » (réglable avant l’import).")
        return self.taxes.usual

    def _euros(self, price: Price, tax: str) -> str:
        if price.amount < 0:
            raise Refused("Le prix est négatif.")
        return amount(self._cents(price, tax))

    def _cents(self, price: Price, tax: str) -> int:
        if price.is_without_tax:
            return incl_cents(to_micros(price.amount), self.taxes.rates.get(tax, 0))
        return to_cents(price.amount)

    def _describe(self, key: str, draft: Draft) -> bool:
        file = f"catalogue/descriptions/{key}.md"
        path = self.root / file
        before = path.read_text("utf-8-sig").strip() if path.is_file() else ""
        if before == draft.description.strip():
            return False
        self.descriptions[file] = (draft.description, draft.line)
        return True

    # variants --------------------------------------------------------------------------------------------------------

    def _combination(self, draft: Draft, variant: VariantDraft) -> None:
        """A combination that stands in a file of its own: it says what it adds to its product."""
        product = self._numbered(draft.key)
        tax = product.cells.get("tva", "")
        cells = dict(variant.cells)
        if variant.impact:
            cells["impact_ttc"] = amount(self._cents(variant.impact, tax))
        weight = product.cells.get("poids_kg", "")
        if variant.weight_impact is not None and (weight or variant.weight_impact):
            cells["poids_kg"] = written(parse_decimal(weight or "0") + variant.weight_impact)
        for name, text in (("type", "declinaisons"), ("quantite", "")):
            self.products.put(product, name, text, draft.line)
        row = self._put_variant(product, variant, cells)
        if cells.get("par_defaut") == "oui":
            for other in self._variants_of(product.cells["cle"]):
                if other is not row:
                    self.variants.put(other, "par_defaut", "non", draft.line)

    def _numbered(self, number: str) -> TableRow:
        """The product of a number of the other shop, else of a reference or a key."""
        if number in self.numbers and (row := self._known(self.numbers[number])) is not None:
            return row
        if (found := self.products.find("cle", number) or self.products.find("reference", number)) is not None:
            return found
        raise Refused(
            f"Produit « {number} » inconnu : importez d’abord les produits, puis donnez leur fichier (--produits) avec celui des déclinaisons."
        )

    def _variant(self, product: TableRow, variant: VariantDraft, first: VariantDraft, draft: Draft) -> None:
        tax = product.cells.get("tva", "")
        price, base = variant.price or draft.price, first.price or draft.price
        if price is None or base is None:
            raise Refused("Le prix est vide.")
        impact = self._cents(price, tax) - self._cents(base, tax)
        self._put_variant(
            product, variant, {**variant.cells, "impact_ttc": amount(impact)}, is_told=variant.line != draft.line
        )

    def _put_variant(
        self, product: TableRow, variant: VariantDraft, cells: dict[str, str], *, is_told: bool = True
    ) -> TableRow:
        key = product.cells["cle"]
        options = "|".join(f"{name}={value}" for name, value in self._options(variant))
        wanted = set(options.split("|"))
        row = next((row for row in self._variants_of(key) if set(row.cells["attributs"].split("|")) == wanted), None)
        is_new = row is None
        self._meet(f"déclinaison {key} {options}", variant.line)
        if row is None:
            is_default = "non" if self._variants_of(key) else "oui"
            row = self.variants.add(
                {"produit": key, "attributs": options, "par_defaut": is_default, **cells}, variant.line
            )
            self._groups.setdefault(key, []).append(row)
            changes: list[str] = []
        else:
            changes = self._put_all(self.variants, row, cells, variant.line)
        if is_told:
            self._tell(variant.line, row, is_new, changes, f"{key} : {options}")
        return row

    def _variants_of(self, key: str) -> list[TableRow]:
        return self._groups.get(key, [])

    def _options(self, variant: VariantDraft) -> list[tuple[str, str]]:
        """The attributes and values as attributs.csv writes them; what it lacks is added."""
        found = []
        for name, value in variant.options:
            group = [row for row in self.attributes.rows if fold(row.cells["groupe"]) == fold(name)]
            row = next((row for row in group if fold(row.cells["valeur"]) == fold(value)), None)
            if row is None:
                like = group[0].cells if group else {"groupe": name, "type": variant.kinds.get(name, "liste")}
                cells = {"groupe": like["groupe"], "type": like.get("type", ""), "valeur": value}
                row = self.attributes.add({**cells, "position": str(len(group) + 1)}, variant.line)
            found.append((row.cells["groupe"], row.cells["valeur"]))
        return found
