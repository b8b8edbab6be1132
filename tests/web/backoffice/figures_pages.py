"""Reading the pages of figures as a person does: tiles, notes, tables, downloaded files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.etree import ElementTree

import sqlalchemy as sa

from sandbox.kernel.db import db
from tests.support.visitor import Visitor

_TILE = re.compile(r'<div class="tile(?: on)?">(.*?)(?=<div class="tile(?: on)?">|<div class="card-b)', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A key figure as shown: its name, its words, the line under it, the calculation under the ƒ."""

    name: str
    words: str
    under: str
    working: str


def text_of(html: str) -> str:
    """What is read of a piece of a page."""
    return re.sub(r"[ \n]+", " ", unescape(_TAG.sub(" ", html))).strip()


def _inside(html: str, css: str) -> str:
    found = re.search(rf'class="{css}[^"]*"[^>]*>(.*?)</(?:div|p|a)>', html, re.DOTALL)
    return text_of(found[1]) if found else ""


def tiles(html: str) -> dict[str, Shown]:
    """The key figures of a page by their names."""
    found = [
        Shown(_inside(t, "tile-n"), _inside(t, "tile-v"), _inside(t, "tile-e"), _inside(t, "fx-c"))
        for t in _TILE.findall(html)
    ]
    return {tile.name: tile for tile in found}


def tables(html: str) -> dict[str, list[list[str]]]:
    """Caption -> the lines of a table, header first."""
    found: dict[str, list[list[str]]] = {}
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", table, re.DOTALL)
        lines = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        cells = [[text_of(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)] for line in lines]
        found.setdefault(text_of(caption[1]) if caption else "", cells)
    return found


def csv_tables(body: bytes) -> dict[str, list[list[str]]]:
    """Title -> the lines of a table of a CSV of several tables, without what is said under them."""
    found: dict[str, list[list[str]]] = {}
    lines: list[list[str]] = []
    for line in csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"):
        if len(line) == 1 and " · " in line[0]:
            lines = found.setdefault(line[0].split(" · ")[0], [])
        elif line and not line[0].startswith("«\u00a0–\u00a0»"):
            lines.append(line)
    return found


def xlsx_rows(body: bytes) -> list[list[list[str]]]:
    """The cells of each sheet of a workbook, as stored."""
    book = zipfile.ZipFile(io.BytesIO(body))
    strings = [
        "".join(t.text or "" for t in item.iter(f"{_SHEET}t"))
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    ]
    names = sorted(
        (n for n in book.namelist() if n.startswith("xl/worksheets/sheet")), key=lambda n: int(re.sub(r"\D", "", n))
    )
    return [
        [[_cell(c, strings) for c in row] for row in ElementTree.fromstring(book.read(n)).iter(f"{_SHEET}row")]
        for n in names
    ]


def _cell(cell: Any, strings: list[str]) -> str:
    value = cell.find(f"{_SHEET}v")
    text = value.text if value is not None and value.text else ""
    return strings[int(text)] if cell.get("t") == "s" else text


def amount(words: str) -> float:
    """The number in « 1 940,64 € », « +7,7 % », « 36 »."""
    return float(re.sub(r"[^\d,.−-]", "", words).replace("−", "-").replace(",", "."))


def statements(visitor: Visitor, path: str) -> int:
    """How many statements a page takes, all of the request's included."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert visitor.get(path).status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(found)
