"""The tables of an audience file: comment lines, period, each heading with its lines, and the line of totals."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sandbox.kernel.foreign_tables import UNREADABLE, Remark, decode, decode_as, find_separator
from sandbox.kernel.text import fold
from sandbox.training.contexts.importing.visit_columns import MATOMO, column_of, is_dimension
from sandbox.training.contexts.importing.visit_values import Unread, read_day

_RANGE = re.compile(r"#\s*(\d{8})-(\d{8})\s*,*$")
_BOUND = re.compile(r"#\s*(start date|end date|date de debut|date de fin)\s*:\s*(\d{8}|\d{4}-\d{2}-\d{2})")
_TOTALS = re.compile(r"(?:grand total|totals?|totaux(?: globaux)?|total general)$")
TRAFFIC = "trafic"
"""The kind of the imports that hold visits."""
_TALLEST = 20
"""Lines that a quoted cell may hold; beyond, its quotes were never closed."""
UNIVERSAL, ANALYTICS4, MATOMO_TOOL, UNKNOWN = "universal", "ga4", "matomo", ""
TOOLS = {
    UNIVERSAL: "Google Analytics (Universal)",
    ANALYTICS4: "Google Analytics 4",
    MATOMO_TOOL: "Matomo",
    UNKNOWN: "outil non dit",
}


@dataclass(slots=True)
class RawTable:
    """A heading and its lines, as text. `first` and `last` are the period told above it."""

    line: int
    headings: tuple[str, ...]
    title: str = ""
    first: date | None = None
    last: date | None = None
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    total: tuple[int, list[str]] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """What each heading means; empty for one that is not understood."""
        return tuple(column_of(heading) for heading in self.headings)


@dataclass(frozen=True, slots=True)
class RawFile:
    """All the tables of a file, with what was odd."""

    tool: str
    encoding: str
    tables: Sequence[RawTable]
    remarks: Sequence[Remark]


def looks_like_visits(content: bytes) -> bool:
    """Whether a file is an audience tool's: its comment lines, or headings that only such a tool writes."""
    _encoding, text = decode(content[:65_536])
    head = text.lstrip().partition("\n")[0].strip().strip(",;")
    if head.startswith("# -----"):
        return True
    separator = find_separator(text)
    names = [cell.strip().strip('"') for cell in head.split(separator)]
    fields = [column_of(name) for name in names]
    is_told = any(is_dimension(name) for name in fields if name) and "visites" in fields
    return is_told or len(MATOMO & {fold(name) for name in names}) > 1


def read_raw(content: bytes, *, encoding: str = "") -> RawFile:
    """The tables in these bytes; what is odd is told, nothing raises."""
    encoding, text = decode_as(content, encoding) if encoding else decode(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = find_separator("\n".join(line for line in lines if not line.startswith("#")).lstrip("\n"))
    remarks = [Remark(number, f"Une lettre ne se lit pas en {encoding} : choisissez un autre encodage.")
               for number, line in enumerate(lines, 1) if UNREADABLE in line][:1]  # fmt: skip
    reading = _Reading(remarks)
    for number, line, cells in _records(lines, separator):
        reading.take(number, line, cells)
    return RawFile(_tool(lines, reading.tables), encoding, [table for table in reading.tables if table.rows], remarks)


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each record with the line where it begins; a quoted cell may hold line breaks. A comment or empty line has no cells."""
    number = 0
    while number < len(lines):
        start, text = number, lines[number]
        number += 1
        if text.startswith(("#", '"#')):
            yield start + 1, text.strip().strip('"').rstrip(separator).strip(), []
        elif not text.strip():
            yield start + 1, "", []
        else:
            after = next((n for n in range(number, number + _TALLEST) if not _is_open(lines[start:n])), number)
            number = max(number, min(after, len(lines)))
            yield start + 1, "", _cells("\n".join(lines[start:number]), separator)


def _is_open(lines: Sequence[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def _cells(text: str, separator: str) -> list[str]:
    """The cells of a record; one whose quotes are never closed is read without them."""
    if _is_open([text]):
        return [" ".join(cell.split()) for cell in text.replace('"', "").split(separator)]
    try:
        record = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        record = text.split(separator)
    return [" ".join(cell.split()) for cell in record]


class _Reading:
    """The file being cut into tables."""

    def __init__(self, remarks: list[Remark]) -> None:
        self.tables: list[RawTable] = []
        self.remarks = remarks
        self._table: RawTable | None = None
        self._title = ""
        self._first: date | None = None
        self._last: date | None = None

    def take(self, number: int, comment: str, cells: list[str]) -> None:
        """One record of the file."""
        if comment:
            self._table = None
            self._comment(comment)
        elif not any(cells):
            self._table = None if not cells else self._table
        elif self._table is None or self._is_heading(cells):
            while cells and not cells[-1]:
                cells.pop()
            self._table = RawTable(number, tuple(cells), self._title, self._first, self._last)
            self.tables.append(self._table)
        else:
            self._row(self._table, number, cells)

    def _comment(self, text: str) -> None:
        if found := _RANGE.search(text):
            self._first, self._last = _day(found[1]), _day(found[2])
        elif found := _BOUND.search(fold(text)):
            if found[1] in ("start date", "date de debut"):
                self._first = _day(found[2])
            else:
                self._last = _day(found[2])
        elif (title := text.lstrip("# ").strip("- ")) and ":" not in title[:12]:
            self._title = title

    @staticmethod
    def _is_heading(cells: Sequence[str]) -> bool:
        """Whether a line under a table is the heading of another: its cells are all known names, none a number."""
        fields = [column_of(cell) for cell in cells if cell]
        return len(fields) > 1 and all(fields) and any(map(is_dimension, fields)) and not all(map(is_dimension, fields))

    def _row(self, table: RawTable, number: int, cells: list[str]) -> None:
        width = len(table.headings)
        dimensions = [place for place, name in enumerate(table.fields) if name and is_dimension(name)]
        named = [cells[place] for place in dimensions if place < len(cells)]
        if dimensions and (not any(named) or any(_TOTALS.match(fold(name)) for name in named)):
            table.total = (number, cells)
        elif any(cells[width:]):
            self.remarks.append(
                Remark(number, f"{len(cells)} cellules pour {width} colonnes : la ligne n’est pas lue.")
            )
        else:
            # Spreadsheets end some lines with empty cells beyond the last heading.
            table.rows.append((number, [*cells[:width], *[""] * (width - len(cells))]))


def _day(text: str) -> date | None:
    try:
        return read_day(text, "")
    except Unread:
        return None


def _tool(lines: Sequence[str], tables: Sequence[RawTable]) -> str:
    head = [fold(line) for line in lines[:60] if line.startswith(("#", '"#'))]
    if any(_RANGE.search(line) for line in head):
        return UNIVERSAL
    if any(_BOUND.search(line) for line in head) or any("rang" in table.fields for table in tables):
        return ANALYTICS4
    names = {fold(heading) for table in tables for heading in table.headings}
    return MATOMO_TOOL if names & MATOMO else UNKNOWN
