"""Our own files brought back: each line is found again by what names it, and its cells are put as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.kernel.packs import Column
from sandbox.kernel.values import ValueFault
from sandbox.shop.catalog.seed import CATEGORY_COLUMNS, VARIANT_COLUMNS
from sandbox.shop.customers.seed import ADDRESSES, CUSTOMERS
from sandbox.training.contexts.importing.drafts import Draft, Refused
from sandbox.training.contexts.importing.folder import ContextTable, TableRow
from sandbox.training.contexts.importing.formats import OWN_ADDRESSES, OWN_CATEGORIES, OWN_CUSTOMERS, OWN_VARIANTS
from sandbox.training.contexts.importing.telling import Telling

Named = Callable[[Mapping[str, str]], str]


def _variant_name(cells: Mapping[str, str]) -> str:
    """A combination is named by its product and its values, in any order."""
    values = "|".join(sorted(filter(None, (part.strip() for part in cells.get("attributs", "").split("|")))))
    return f"{cells.get('produit', '')} : {values}" if values and cells.get("produit") else ""


def _key(cells: Mapping[str, str]) -> str:
    return cells.get("cle", "")


FILES: dict[str, tuple[str, Mapping[str, Column], Named]] = {
    OWN_CATEGORIES: ("catalogue/categories.csv", CATEGORY_COLUMNS, _key),
    OWN_VARIANTS: ("catalogue/declinaisons.csv", VARIANT_COLUMNS, _variant_name),
    OWN_CUSTOMERS: ("clients/clients.csv", CUSTOMERS, _key),
    OWN_ADDRESSES: ("clients/adresses.csv", ADDRESSES, _key),
}


@dataclass(slots=True)
class RowsMerge(Telling):
    """One file of the context, changed line by line."""

    root: Path
    format: str
    table: ContextTable = field(init=False)
    _rows: dict[str, TableRow] = field(init=False)
    _named: Named = field(init=False)

    def __post_init__(self) -> None:
        file, columns, self._named = FILES[self.format]
        self.table = ContextTable(self.root, file, columns)
        self._rows = {self._named(row.cells): row for row in self.table.rows}

    def tables(self) -> list[ContextTable]:
        """The file."""
        return [self.table]

    def run(self, drafts: Iterable[Draft], refused: dict[int, str]) -> None:
        """Put every line that is not refused."""
        for draft in drafts:
            if draft.line not in refused:
                try:
                    self._put(draft)
                except (Refused, ValueFault) as fault:
                    refused[draft.line] = str(fault)

    def _put(self, draft: Draft) -> None:
        name = self._named(draft.cells)
        if not name:
            raise Refused("La clé est vide." if self._named is _key else "Il faut un produit et ses attributs.")
        self._meet(name, draft.line)
        row, changes = self._rows.get(name), list[str]()
        is_new = row is None
        if row is None:
            row = self._rows[name] = self.table.add({k: v for k, v in draft.cells.items() if v}, draft.line)
        else:
            changes = self._put_all(self.table, row, draft.cells, draft.line)
        self._tell(draft.line, row, is_new, changes, name)
