"""The CSV files of a context, changed cell by cell: a file in which nothing changes keeps its bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from sandbox.kernel import clock
from sandbox.kernel.packs import Column
from sandbox.kernel.values import ValueFault, parse

_BOM = "\ufeff"
_LARGEST = 100_000
"""Kilos or centimetres: beyond, the database has no room for the grams or the millimetres."""


@dataclass(slots=True)
class TableRow:
    """A line of a file; `sources` are the lines of the imported file that changed it."""

    cells: dict[str, str]
    sources: set[int] = field(default_factory=set)


class ContextTable:
    """One CSV file. Columns that it lacks are added when something is written into them."""

    def __init__(self, root: Path, file: str, columns: Mapping[str, Column]) -> None:
        self.path = root / file
        self.file = file
        self.columns = columns
        text = self.path.read_bytes().decode("utf-8") if self.path.is_file() else _BOM
        self._mark = _BOM if text.startswith(_BOM) else ""
        self._newline = "\r\n" if "\r\n" in text or not text.strip(_BOM) else "\n"
        records = list(csv.reader(io.StringIO(text.removeprefix(_BOM), newline=""), delimiter=";"))
        self.header = records[0] if records else list(columns)
        self.rows = [
            TableRow({name: cell.replace("\r\n", "\n") for name, cell in zip(self.header, record, strict=False)})
            for record in records[1:]
            if any(cell.strip() for cell in record)
        ]
        self.is_changed = False
        self._found: dict[str, dict[str, TableRow]] = {}

    def find(self, name: str, text: str) -> TableRow | None:
        """The first line that has that text in a column."""
        if name not in self._found:
            self._found[name] = {}
            for row in self.rows:
                self._found[name].setdefault(row.cells.get(name, ""), row)
        return self._found[name].get(text)

    def add(self, cells: Mapping[str, str], source: int) -> TableRow:
        """A new line at the end. Raises ValueFault for an unreadable value."""
        row = TableRow(dict.fromkeys(self.header, ""), {source})
        for name, text in cells.items():
            if self._means(name, text) != self.columns[name].default or name in self.header:
                self._write(row, name, text)
        self.rows.append(row)
        for name, found in self._found.items():
            found.setdefault(row.cells.get(name, ""), row)
        self.is_changed = True
        return row

    def put(self, row: TableRow, name: str, text: str, source: int) -> str | None:
        """Write a cell; what changed in words, or None when it already said so. Raises ValueFault for an unreadable value."""
        before = row.cells.get(name, "")
        if before.strip() == text.strip() or self._means(name, text) == self._meant(name, before):
            return None
        self._write(row, name, text)
        row.sources.add(source)
        self.is_changed = True
        return f"{name} : {before or 'vide'} → {text or 'vide'}"

    def _write(self, row: TableRow, name: str, text: str) -> None:
        if name not in self.header:
            self.header.append(name)
        if row.cells.get(name, "") != text:
            self._found.pop(name, None)
        row.cells[name] = text

    def _means(self, name: str, text: str) -> object:
        column = self.columns[name]
        if not text.strip():
            return column.default
        value = parse(column.kind, text, clock.today(), column.choices)
        if isinstance(value, Decimal) and abs(value) > _LARGEST:
            raise ValueFault(f"{name} : « {text} » est démesuré.")
        return value

    def _meant(self, name: str, text: str) -> object:
        try:
            return self._means(name, text)
        except ValueFault:
            return None

    def written(self) -> bytes:
        """The file."""
        return "".join([self._mark, *self._lines()]).encode()

    def sources_at(self, line: int) -> set[int]:
        """The lines of the imported file that made what stands at a line of this one."""
        begins = 1
        for row, text in zip([None, *self.rows], self._lines(), strict=True):
            ends = begins + text.count("\n")
            if begins <= line < ends:
                return row.sources if row else set()
            begins = ends
        return set()

    def _lines(self) -> Iterable[str]:
        for cells in [self.header, *([row.cells.get(name, "") for name in self.header] for row in self.rows)]:
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=";", lineterminator=self._newline).writerow(cells)
            yield out.getvalue()
