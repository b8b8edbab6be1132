"""Tables of figures: one object for the screen, the CSV and the workbook, so that they cannot differ."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.spreadsheets import Figure, csv_bytes, safe
from sandbox.kernel.text import slugify
from sandbox.shop.traffic.rules.indicators import Evolution, Unit, Value, number, show, show_evolution

Cell = str | Value | Evolution | date | None

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = {
    Unit.COUNT: "#,##0", Unit.CENTS: '#,##0.00" €"', Unit.PERCENT: "0.00%", Unit.SHARE: "0.0%",
    Unit.RATIO: "#,##0.00", Unit.SECONDS: "[m]:ss",
}  # fmt: skip
_UNITS = {Unit.CENTS: " (€)", Unit.PERCENT: " (%)", Unit.SHARE: " (%)", Unit.SECONDS: " (s)"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its classes on screen; `is_text` aligns it left."""

    label: str
    css: str = ""
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its cells, the address of what it is about, a picture."""

    cells: tuple[Cell, ...]
    url: str = ""
    image: str | None = None
    css: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with their total. `series` are the columns that a native chart of the workbook draws; `formula` explains them."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    series: tuple[int, ...] = ()
    chart: str = ""
    note: str = ""
    empty: str = "Rien à afficher pour cette période."

    @property
    def lines(self) -> tuple[Row, ...]:
        """The rows and the total."""
        return (*self.rows, self.total) if self.total else self.rows

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why some figures are « – », each reason once: written under the table, where everybody can read it."""
        cells = (cell for row in self.lines for cell in row.cells if isinstance(cell, Value | Evolution))
        return tuple(dict.fromkeys(cell.reason for cell in cells if cell.amount is None and cell.reason))

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The reasons as a file says them, under the figures."""
        return tuple(f"«\u00a0–\u00a0»\u00a0: {reason}" for reason in self.reasons)


def count(amount: int | None, reason: str = "") -> Value:
    """A number of things as a cell."""
    return Value(amount, Unit.COUNT, reason)


def money(cents: float | None, reason: str = "") -> Value:
    """Cents as a cell."""
    return Value(cents, Unit.CENTS, reason)


def share(part: float, whole: float, reason: str = "Le total est à zéro : rien à diviser.") -> Value:
    """A part of a whole in per cent; « – » when the whole is zero."""
    return Value(part / whole * 100, Unit.SHARE) if whole else Value(None, Unit.SHARE, reason)


def words(cell: Cell) -> str:
    """A cell as it is read on screen."""
    match cell:
        case None:
            return ""
        case Value():
            return show(cell)
        case Evolution():
            return show_evolution(cell)
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return cell


def headers(table: Table) -> list[str]:
    """The headers with the units that the screen writes beside each figure."""
    found = []
    for index, column in enumerate(table.columns):
        first = next((row.cells[index] for row in table.lines if isinstance(row.cells[index], Value | Evolution)), None)
        unit = (
            _UNITS.get(first.unit, "")
            if isinstance(first, Value)
            else " (% ou pt)"
            if isinstance(first, Evolution)
            else ""
        )
        found.append(column.label + unit)
    return found


def to_csv(title: str, tables: Sequence[Table]) -> bytes:
    """Tables one under another, as French spreadsheets open them."""
    lines: list[list[str]] = []
    for rank, table in enumerate(tables):
        if len(tables) > 1:
            lines += [[]] if rank else []
            lines.append([f"{table.title} · {title}"])
        lines.append(headers(table))
        lines += [[_plain(cell) for cell in row.cells] for row in table.lines]
        if table.footnotes:
            lines += [[], *([said] for said in table.footnotes)]
    return csv_bytes(lines)


def _plain(cell: Cell) -> str:
    match cell:
        case Value(amount=None) | Evolution(amount=None):
            return "–"
        case Value():
            return _decimal((cell.amount or 0) / (100 if cell.unit is Unit.CENTS else 1), cell.unit)
        case Evolution():
            return _decimal(cell.amount, Unit.PERCENT)
        case None:
            return ""
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return cell


def _decimal(amount: float | None, unit: Unit) -> Figure:
    """A number as French spreadsheets read it: no spaces, a plain minus, a comma."""
    places = 0 if unit in (Unit.COUNT, Unit.SECONDS) else 2
    return Figure(number(amount or 0, places).replace("\u00a0", "").replace("−", "-"))


def to_xlsx(title: str, tables: Sequence[Table]) -> bytes:
    """A workbook: one sheet a table, with its native chart when it has one."""
    import xlsxwriter  # two megabytes that a server asked for no workbook does without

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": clock.now()})
    styles = _Styles(book)
    taken: set[str] = set()
    for table in tables:
        name = _sheet_name(table.title, taken)
        _sheet(book, book.add_worksheet(name), name, title, table, styles)
    book.close()
    return out.getvalue()


class _Styles:
    """The formats of a workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.right = book.add_format({"align": "right"})
        self.by_unit = {unit: book.add_format({"num_format": code}) for unit, code in _FORMATS.items()}
        self.percent = book.add_format({"num_format": "+0.0%;−0.0%;0.0%"})
        self.points = book.add_format({"num_format": '+0.00" pt";−0.00" pt"'})


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 characters, none of those Excel refuses, never twice the same."""
    name = "".join(" " if c in "[]:*?/\\" else c for c in title)[:28].strip() or "Tableau"
    while name.lower() in taken:
        name = f"{name[:28]}{len(taken)}"
    taken.add(name.lower())
    return name


def _sheet(book: Any, sheet: Any, name: str, title: str, table: Table, styles: _Styles) -> None:
    sheet.write_string(0, 0, table.title, styles.title)
    sheet.write_string(1, 0, title)
    for index, column in enumerate(table.columns):
        sheet.write_string(3, index, column.label, styles.head)
        longest = max((len(words(row.cells[index])) for row in table.lines), default=0)
        sheet.set_column(index, index, min(46, max(9, len(column.label) + 1, longest + 2)))
    for rank, row in enumerate(table.lines, 4):
        for index, cell in enumerate(row.cells):
            _write(sheet, rank, index, cell, styles)
    for rank, said in enumerate(filter(None, (table.note, *table.footnotes)), 5 + len(table.lines)):
        sheet.write_string(rank, 0, said)
    sheet.freeze_panes(4, 1)
    if table.chart and table.series and table.rows:
        sheet.insert_chart(3, len(table.columns) + 1, _native_chart(book, name, table))


def _write(sheet: Any, row: int, column: int, cell: Cell, styles: _Styles) -> None:
    match cell:
        case Value(amount=None) | Evolution(amount=None):
            sheet.write_string(row, column, "–", styles.right)
        case Value():
            divisor = {Unit.CENTS: 100, Unit.PERCENT: 100, Unit.SHARE: 100, Unit.SECONDS: 86_400}.get(cell.unit, 1)
            sheet.write_number(row, column, (cell.amount or 0) / divisor, styles.by_unit[cell.unit])
        case Evolution(in_points=True):
            sheet.write_number(row, column, cell.amount, styles.points)
        case Evolution():
            sheet.write_number(row, column, (cell.amount or 0) / 100, styles.percent)
        case date():
            moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
            sheet.write_datetime(row, column, moment, styles.day)
        case None:
            sheet.write_blank(row, column, None)
        case _:
            sheet.write_string(row, column, safe(cell))


def _native_chart(book: Any, name: str, table: Table) -> Any:
    """A chart of the sheet's own cells: it moves when they are changed."""
    chart = book.add_chart({"type": table.chart})
    last = 3 + len(table.rows)
    for index in table.series:
        chart.add_series({
            "name": [name, 3, index], "categories": [name, 4, 0, last, 0], "values": [name, 4, index, last, index],
        })  # fmt: skip
    chart.set_title({"name": table.title})
    across, down = (table.columns[0].label, table.columns[table.series[0]].label)
    chart.set_x_axis({"name": down if table.chart == "bar" else across})
    chart.set_y_axis({"name": across if table.chart == "bar" else down, "reverse": table.chart == "bar"})
    chart.set_size({"width": 720, "height": 360})
    chart.set_legend({"position": "bottom"})
    return chart


def file_name(*parts: str) -> str:
    """The name of a downloaded file, without its ending."""
    return "-".join(slugify(part) for part in parts if part)
