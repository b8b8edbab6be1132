"""Importing a file into a context: tried on a copy of the folder first, so that what is written always passes its check."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ForeignTable, Remark
from sandbox.kernel.media import MediaStore
from sandbox.kernel.money import to_cents
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import fold
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.kernel.yaml_nodes import Fault, Node, read_yaml
from sandbox.training.contexts.importing.brands import BrandBook
from sandbox.training.contexts.importing.company import read_company
from sandbox.training.contexts.importing.drafts import Draft, Drafts, read_drafts
from sandbox.training.contexts.importing.formats import (
    ADDRESSES_FILE,
    CUSTOMERS_FILE,
    ORDERS_FILE,
    OWN,
    OWN_ORDERS,
    PRESTASHOP_PRODUCTS,
    Correspondence,
    check_columns,
    guess,
)
from sandbox.training.contexts.importing.merging import Merge, Taxes
from sandbox.training.contexts.importing.people import PeopleMerge
from sandbox.training.contexts.importing.rows import FILES, RowsMerge
from sandbox.training.contexts.importing.sales import SalesMerge
from sandbox.training.contexts.importing.telling import Fate, Outcome, Telling
from sandbox.training.contexts.services import check_context

_QUOTED = re.compile(r"« (.+?) »", re.DOTALL)
Check = Callable[[Path], list[Fault]]

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do: each line of the file, and what was decided for the trainer."""

    outcomes: Sequence[Outcome]
    remarks: Sequence[str]
    odd_lines: Sequence[Remark]
    left_out: Sequence[str]
    files: Sequence[str]

    def count(self, fate: Fate) -> int:
        """How many lines had that fate."""
        return sum(outcome.fate is fate for outcome in self.outcomes)


def import_table(
    *,
    folder: Path,
    table: ForeignTable,
    mapping: Correspondence,
    media: MediaStore,
    without_tax: bool = False,
    tax: str | None = None,
    products: ForeignTable | None = None,
    is_trial: bool = False,
    check: Check | None = None,
) -> ImportReport:
    """Put the lines of a file into a context's folder; a trial writes nothing.

    `products` is the file of the products, whose numbers a file of combinations uses. A line that the check of the context
    would refuse is refused, and the others are imported. `check` stands for the check of a folder: the last one that it is
    asked, and finds without a fault, is of what is written. Raises RuleBroken when the folder has faults of its own.
    """
    check_columns(mapping)
    drafts = read_drafts(table.lines, mapping, without_tax=without_tax)
    merging = _merging(folder, mapping, tax, products)
    trial = _Trial(folder, check or (lambda at: check_context(folder=at, media=media)), merging, drafts.drafts)
    refused = dict(drafts.refused)
    while True:
        merge, faults = trial.run(refused)
        if not faults:
            break
        # A product at fault makes its description one that nobody reads: the first of the two says why.
        faults.sort(key=lambda fault: fault.file.endswith(".md"))
        blamed = [_blame(merge, fault, refused) for fault in faults]
        if not any(blamed):
            guilty = trial.guilty(refused)
            refused[guilty.line] = f"{faults[0].path} : {faults[0].message}" if faults[0].path else faults[0].message
    files = _files(merge)
    if not is_trial:
        write_files(folder, files)
    return _report(table, mapping, drafts, merge, refused, sorted(files))


def preview_table(
    *, folder: Path, table: ForeignTable, mapping: Correspondence, without_tax: bool = False, tax: str | None = None,
    products: ForeignTable | None = None,
) -> ImportReport:  # fmt: skip
    """What an import would do by what the file and the context say, before the check of the whole context."""
    check_columns(mapping)
    drafts = read_drafts(table.lines, mapping, without_tax=without_tax)
    merging = _merging(folder, mapping, tax, products)
    refused = dict(drafts.refused)
    while True:
        before, merge = len(refused), merging()
        merge.run(drafts.drafts, refused)
        if len(refused) == before:
            return _report(table, mapping, drafts, merge, refused, sorted(_files(merge)))


def tax_rules(folder: Path) -> dict[str, str]:
    """The tax rules of a context: key -> name, the highest rate first."""
    root = read_yaml((folder / "context.yaml").read_text("utf-8-sig"), "context.yaml").root
    found = {node.text("cle"): (_rate(node), node.text("nom") or node.text("cle")) for node in root["taxes"]}
    return {key: name for key, (_rate_, name) in sorted(found.items(), key=lambda rule: -rule[1][0]) if key}


def _merging(
    folder: Path, mapping: Correspondence, tax: str | None, products: ForeignTable | None
) -> Callable[[], Telling]:
    """How the lines of a format meet the context; each call begins anew."""
    if mapping.format in FILES:
        return lambda: RowsMerge(folder, mapping.format)
    company = read_company(folder)
    if mapping.format in (CUSTOMERS_FILE, ADDRESSES_FILE):
        return lambda: PeopleMerge(folder, mapping.format, company)
    taxes, brands = _of_context(folder, mapping.taxes, tax)
    if mapping.format in (ORDERS_FILE, OWN_ORDERS):
        return lambda: SalesMerge(folder, company, taxes.rates, mapping.format == OWN_ORDERS)
    numbers = _numbers(products) if products else {}
    text = (folder / "context.yaml").read_bytes().decode("utf-8")
    return lambda: Merge(folder, taxes, BrandBook(text, brands), mapping.format == OWN, numbers)


def _numbers(table: ForeignTable) -> dict[str, Draft]:
    """The products of a file by the numbers that its program gives them."""
    mapping = guess(table.headers, PRESTASHOP_PRODUCTS)
    column = next((name for name, field in mapping.columns.items() if field == "identifiant"), None)
    by_line = {line.number: line.cells[column] for line in table.lines} if column else {}
    drafts = read_drafts(table.lines, mapping, without_tax=True).drafts
    return {number: draft for draft in drafts if (number := by_line.get(draft.line))}


def _of_context(folder: Path, meant: Mapping[str, str], tax: str | None) -> tuple[Taxes, dict[str, str]]:
    """The tax rules and the brands of a context."""
    root = read_yaml((folder / "context.yaml").read_text("utf-8-sig"), "context.yaml").root
    rates = {node.text("cle"): _rate(node) for node in root["taxes"] if node.text("cle")}
    for key in [*meant.values(), *([tax] if tax else [])]:
        if key not in rates:
            raise RuleBroken(f"« {key} » n’est pas une clé de la section « taxes ».{Reader.near(key, rates)}")
    usual = tax or max(rates, key=lambda key: rates[key], default="")
    brands = {fold(node.text(name)): node.text("cle") for node in root["marques"] for name in ("cle", "nom")}
    return Taxes(rates, usual, dict(meant)), brands


def _rate(node: Node) -> int:
    try:
        return to_cents(parse_decimal(str(node["taux"].value or 0)))
    except ValueFault as fault:
        raise RuleBroken(f"context.yaml, taxes : {fault}") from fault


@dataclass(frozen=True, slots=True)
class _Trial:
    """The import tried on a copy of the folder."""

    folder: Path
    check: Check
    merging: Callable[[], Telling]
    drafts: Sequence[Draft]

    def run(self, refused: dict[int, str]) -> tuple[Telling, list[Fault]]:
        """The merge of all that is not refused, and the faults that the folder would have; `refused` grows on the way."""
        while True:
            before = len(refused)
            merge = self.merging()
            merge.run(self.drafts, refused)
            if len(refused) == before:
                return merge, self._faults(_files(merge))

    def _faults(self, files: Mapping[str, bytes]) -> list[Fault]:
        if not files:
            return []
        with changed_copy(self.folder, files) as copy:
            return self.check(copy)

    def guilty(self, refused: Mapping[int, str]) -> Draft:
        """The first product whose import gives faults that stand at no line of its own, found by halves.

        Raises RuleBroken when the folder has faults before any import.
        """
        if own := self.check(self.folder):
            raise RuleBroken(
                f"Rien n’a été importé : le contexte a des défauts qui ne viennent pas du fichier ({own[0]}). "
                "Corrigez-les d’abord, avec « e5 context check »."
            )
        kept = [draft for draft in self.drafts if draft.line not in refused]
        sound, faulty = 0, len(kept)
        while faulty - sound > 1:
            half = (sound + faulty) // 2
            _merge, faults = self.run({**refused, **{draft.line: "plus tard" for draft in kept[half:]}})
            sound, faulty = (sound, half) if faults else (half, faulty)
        return kept[faulty - 1]


def _blame(merge: Telling, fault: Fault, refused: dict[int, str]) -> bool:
    """Refuse the lines of the imported file that a fault comes from; whether there is any."""
    lines: set[int] = set()
    for table in merge.tables():
        if table.file == fault.file:
            lines |= table.sources_at(fault.line)
    lines |= {line for file, (_text, line) in merge.texts().items() if fault.file == file and line}
    for line in lines:
        refused.setdefault(line, f"{fault.path} : {fault.message}" if fault.path else fault.message)
    return bool(lines)


def _files(merge: Telling) -> dict[str, bytes]:
    """What changes, by file."""
    files = {table.file: table.written() for table in merge.tables() if table.is_changed}
    for file, (text, _line) in merge.texts().items():
        files[file] = text.encode()
    return files


@contextmanager
def changed_copy(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A copy of a context's folder with these files in it, under the same name, thrown away at the end."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.resolve().name
        shutil.copytree(folder, copy)
        write_files(copy, files)
        yield copy


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files: all of them beside the old ones first, then each one in its place."""
    beside: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = path.with_name(f".{path.name}.nouveau")
            beside[path].write_bytes(content)
        for path, new in beside.items():
            new.replace(path)
    except PermissionError as error:
        for new in beside.values():
            new.unlink(missing_ok=True)
        raise RuleBroken(
            f"Impossible d’écrire dans « {folder.name} » : fermez le tableur où un de ses fichiers est ouvert, puis relancez."
        ) from error


def _report(
    table: ForeignTable,
    mapping: Correspondence,
    drafts: Drafts,
    merge: Telling,
    refused: Mapping[int, str],
    files: list[str],
) -> ImportReport:
    cells = {line.number: line.cells for line in table.lines}
    outcomes = [
        *merge.outcomes,
        *(Outcome(line, Fate.REFUSED, _placed(why, cells.get(line, {}), mapping)) for line, why in refused.items()),
    ]
    remarks = [words if count == 1 else f"{words[:-1]} ({count} fois)." for words, count in merge.remarks.items()]
    if drafts.pictures:
        remarks.append(
            f"Images par adresse non téléchargées : {drafts.pictures}. Posez-les dans medias/ et citez-les dans images.csv."
        )
    columns = mapping.left_out(table.headers)
    odd = [*table.remarks, *(Remark(line, told) for line, told in drafts.remarks.items() if line not in refused)]
    odd.sort(key=lambda told: told.line)
    return ImportReport(sorted(outcomes, key=lambda told: told.line), remarks, odd, columns, files)


def _placed(reason: str, cells: Mapping[str, str], mapping: Correspondence) -> str:
    """A reason at the column of the file that it speaks of: the one it names, else the one whose cell it quotes."""
    if reason.startswith("colonne «"):
        return reason
    named, separator, rest = reason.partition(" : ")
    for header, meaning in mapping.columns.items():
        if separator and meaning and meaning == named:
            return f"colonne « {header} » : {rest}"
    quoted = _QUOTED.search(reason)
    for header, cell in cells.items():
        if quoted and cell and cell.strip() == quoted[1].strip():
            return f"colonne « {header} » : {reason}"
    return reason
