"""An audience file read: what each line counts, of which day or period, and every line that is not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sandbox.kernel.foreign_tables import Remark
from sandbox.kernel.text import fold
from sandbox.shop.traffic.rules.indicators import number as spaced
from sandbox.training.contexts.importing import visit_columns as names
from sandbox.training.contexts.importing.visit_meanings import derived, known, source_of
from sandbox.training.contexts.importing.visit_tables import RawTable, read_raw
from sandbox.training.contexts.importing.visit_values import (
    Unread,
    day_order,
    decimal_mark,
    nth_day,
    read_count,
    read_day,
    read_number,
    read_rate,
    read_seconds,
)

_NOT_SET = frozenset(
    {"(not set)", "(non defini)", "(not provided)", "(other)", "(autre)", "unassigned", "non attribue", ""}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody who looked at the file chose; what is empty is found, or asked."""

    encoding: str = ""
    decimals: str = ""
    days: str = ""
    label: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A line: the days it counts, what it is about, and its counts."""

    line: int
    first: date
    last: date
    about: Mapping[str, str]
    counts: Mapping[str, int]


@dataclass(slots=True)
class VisitTable:
    """A table that was understood: what it is about, and its lines."""

    line: int
    title: str
    about: tuple[str, ...]
    measures: list[Measure] = field(default_factory=list)


@dataclass(slots=True)
class Visits:
    """The file: its tables, the lines refused with their reason, what was odd, the columns left out."""

    tool: str
    encoding: str
    tables: list[VisitTable] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    """What must be chosen for every line to be read: decimals, days, label, period."""


def read_visits(content: bytes, choices: Reading | None = None) -> Visits:
    """The visits in a file of Google Analytics or Matomo; nothing raises, whatever the bytes."""
    choices = choices or Reading()
    raw = read_raw(content, encoding=choices.encoding)
    found = Visits(raw.tool, raw.encoding, remarks=list(raw.remarks))
    cells = [cell for table in raw.tables for _number, row in table.rows for cell in row]
    mark = choices.decimals or decimal_mark(cells)
    for table in raw.tables:
        _Table(table, choices, mark, found).read()
    return found


class _Table:
    """One table being read."""

    def __init__(self, raw: RawTable, choices: Reading, mark: str, found: Visits) -> None:
        self.raw, self.choices, self.mark, self.found = raw, choices, mark, found
        self.first, self.last = raw.first or choices.first, raw.last or choices.last
        self.fields = self._fields()
        dated = [row[place] for _n, row in raw.rows for place, name in enumerate(self.fields) if name == "jour"]
        self.order = choices.days or day_order(dated, self.first, self.last)

    def read(self) -> None:
        """Read it into the file's tables; a table that tells nothing known is refused at its heading."""
        about = tuple(
            name for name in self.fields if name and names.is_dimension(name) and name not in ("jour", "rang")
        )
        self._left_out()
        if "label" in about:
            self.found.needs.add("label")
            self.found.refused[self.raw.line] = (
                "On ne sait pas ce que dit la colonne « label » : choisissez (canal, appareil, page, lieu ou recherche)."
            )
        elif not any(name and not names.is_dimension(name) for name in self.fields):
            self.found.refused[self.raw.line] = (
                "Aucune colonne de ce tableau ne compte des visites, des pages ou des recherches."
            )
        elif not any(name and names.is_dimension(name) for name in self.fields):
            self.found.refused[self.raw.line] = (
                "Aucune colonne de ce tableau ne dit le jour, la source, l’appareil, le lieu ou la page."
            )
        else:
            self._lines(about)

    def _fields(self) -> list[str]:
        """What each column means, the first of two alike; Matomo's « label » by its segments, or as chosen."""
        fields: list[str] = []
        for name in self.raw.fields:
            fields.append("" if name in fields else name)
        if "label" in fields:
            place = fields.index("label")
            segments = [
                row[at] for _n, row in self.raw.rows for at, heading in enumerate(self.raw.headings)
                if heading.lower().replace(":", "_").replace(" ", "") == "metadata_segment"
            ]  # fmt: skip
            meant = self.choices.label or names.meaning_of_labels([row[place] for _n, row in self.raw.rows], segments)
            fields[place] = meant or "label"
        return fields

    def _left_out(self) -> None:
        for heading, name in zip(self.raw.headings, self.fields, strict=True):
            if not name and heading not in self.found.left_out:
                self.found.left_out.append(heading)

    def _lines(self, about: tuple[str, ...]) -> None:
        table = VisitTable(self.raw.line, self.raw.title, about)
        for number, row in self.raw.rows:
            try:
                table.measures.append(self._measure(number, row))
            except Unread as unread:
                self.found.refused[number] = str(unread)
        if table.measures:
            self.found.tables.append(table)
            self._check_total(table)

    def _measure(self, number: int, row: Sequence[str]) -> Measure:
        cells = {name: cell for name, cell in zip(self.fields, row, strict=True) if name}
        first, last = self._days(cells)
        return Measure(number, first, last, self._about(cells), self._counts(cells))

    def _days(self, cells: Mapping[str, str]) -> tuple[date, date]:
        if "jour" in cells:
            try:
                day = read_day(cells["jour"], self.order)
            except Unread as unread:
                self.found.needs |= {"days"} if "deux jours" in str(unread) else set()
                raise
        elif "rang" in cells:
            day = self._nth(cells["rang"])
        elif self.first is None or self.last is None:
            self.found.needs.add("period")
            raise Unread("Ni le fichier ni la ligne ne disent de quels jours il s’agit : donnez la période.")
        else:
            return self.first, self.last
        if (self.first and day < self.first) or (self.last and day > self.last):
            raise Unread(f"Le {day:%d/%m/%Y} est hors de la période du fichier.")
        return day, day

    def _nth(self, raw: str) -> date:
        if self.first is None:
            self.found.needs.add("period")
        return nth_day(raw, self.first, self.last)

    def _about(self, cells: Mapping[str, str]) -> dict[str, str]:
        told = {name: cells[name] for name in cells if names.is_dimension(name) and name not in ("jour", "rang")}
        about: dict[str, str] = {}
        if source := source_of(told):
            about["source"] = source
        for name, raw in told.items():
            if name == "appareil":
                about[name] = known(names.device_of(raw), raw, "appareil")
            elif name == "campagne":
                about[name] = (
                    "" if fold(raw) in _NOT_SET | {"(none)", "(direct)", "(organic)", "(referral)"} else raw[:60]
                )
            elif name in ("pays", "region", "ville"):
                about[name] = "Non précisé" if fold(raw) in _NOT_SET else raw[:60]
            elif name in ("page", "titre", "entree", "terme"):
                if fold(raw) in _NOT_SET:
                    raise Unread(f"« {raw} » : {names.DIMENSIONS[name].lower()} que l’outil n’a pas mesurée.")
                about[name] = raw[: 80 if name == "terme" else 160]
        return about

    def _counts(self, cells: Mapping[str, str]) -> dict[str, int]:
        read: dict[str, Decimal] = {}
        for name, raw in cells.items():
            if names.is_dimension(name) or raw in ("", "-", "–"):
                continue
            try:
                read[name] = self._number(name, raw)
            except Unread as unread:
                self.found.needs |= {"decimals"} if "deux façons" in str(unread) else set()
                raise
        if "terme" in cells and "recherches" not in read and "pages_vues" in read:
            read["recherches"] = read.pop("pages_vues")
        counts = derived(read)
        if not counts:
            raise Unread("La ligne ne compte rien.")
        return counts

    def _number(self, name: str, raw: str) -> Decimal:
        if name in names.RATES:
            return read_rate(raw, self.mark)
        if name in names.DURATIONS:
            return read_seconds(raw, self.mark)
        return read_number(raw, self.mark) if name in names.DECIMALS else Decimal(read_count(raw, self.mark))

    def _check_total(self, table: VisitTable) -> None:
        """Tell when the file's own total is not the sum of the lines that were read."""
        if self.raw.total is None or "visites" not in self.fields:
            return
        number, row = self.raw.total
        place = self.fields.index("visites")
        try:
            whole = read_count(row[place] if place < len(row) else "", self.mark)
        except Unread:
            return
        read = sum(measure.counts.get("visites", 0) for measure in table.measures)
        if read != whole:
            told = f"Le total du fichier est de {spaced(whole)} visites, ses lignes lues en font {spaced(read)} : il en manque, ou elles se recoupent."
            self.found.remarks.append(Remark(number, told))
