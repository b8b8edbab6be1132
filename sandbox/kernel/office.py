"""Documents of office suites that people hand over: looked at without being run, and read as far as they honestly can be.

A document is a ZIP of XML parts. One that is too large once open, holds a program, names an outside file or declares an entity
is refused. Reading gives the cells of tables and the paragraphs of texts, one line each, numbers written the French way.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from sandbox.kernel.errors import RuleBroken

SUFFIXES = frozenset({".xlsx", ".ods", ".odt", ".docx"})
READ = SUFFIXES | {".csv", ".txt"}
"""What can be read; a picture or a PDF is for people."""
MAX_PARTS = 2000
MAX_OPEN = 40 * 1024 * 1024
MAX_READ = 12 * 1024 * 1024
"""The largest part that is read, once open."""
MAX_TEXT = 50_000
MAX_REPEATED = 200
BETWEEN = " | "

_MAIN: Mapping[str, str] = {
    ".xlsx": "xl/workbook.xml",
    ".docx": "word/document.xml",
    ".ods": "content.xml",
    ".odt": "content.xml",
}
_PROGRAM = re.compile(
    r"(?:^|/)(?:vba\w*\.bin|activex/|embeddings/|Basic/|Scripts/)|\.(?:exe|dll|js|vbs|bat|cmd|ps1)$", re.IGNORECASE
)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError, EOFError,
    KeyError, ValueError, IndexError, ElementTree.ParseError,
)  # fmt: skip


def check_office(data: bytes, suffix: str, *, field: str | None = None) -> bytes:
    """The bytes of a document that is what its name says and holds no program; raises RuleBroken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if _MAIN[suffix] not in names:
                raise RuleBroken(f"Ce fichier n’est pas un {suffix} lisible.", field=field)
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_OPEN:
                raise RuleBroken("Ce document est trop grand une fois ouvert.", field=field)
            if any(part.flag_bits & 1 for part in parts):
                raise RuleBroken(
                    "Ce document est protégé par un mot de passe : enregistrez-le sans protection.", field=field
                )
            if any(_PROGRAM.search(name) for name in names):
                raise RuleBroken(
                    "Ce document contient une macro ou un autre fichier : enregistrez-le sans elle.", field=field
                )
            for name in names:
                if name.endswith((".xml", ".rels")) and _DECLARES.search(_part(archive, name)):
                    raise RuleBroken(f"Ce fichier n’est pas un {suffix} lisible.", field=field)
    except _BROKEN as error:
        raise RuleBroken(f"Ce fichier n’est pas un {suffix} lisible.", field=field) from error
    return data


def read_text(data: bytes, suffix: str) -> str | None:
    """What a file says, a line for each row or paragraph, cut at a bound; None for one that is not read."""
    reader = _READERS.get(suffix)
    if reader is None:
        return None
    lines: list[str] = []
    room = MAX_TEXT
    try:
        for line in reader(data):
            lines.append(line[:room])
            room -= len(line) + 1
            if room <= 0:
                break
    except _BROKEN:
        return None
    return "\n".join(lines).replace("\0", "")[:MAX_TEXT]


def _csv(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8-sig")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            yield BETWEEN.join(cell.strip() for cell in row)
    except csv.Error:
        yield from text.splitlines()


def _txt(data: bytes) -> Iterator[str]:
    yield from data.decode("utf-8-sig").splitlines()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, no further than its bound, whatever its header promises."""
    with archive.open(name) as part:
        found = part.read(MAX_READ + 1)
    if len(found) > MAX_READ:
        raise ValueError(name)
    return found


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part read as XML; one that declares a type or an entity, or hides them in another encoding than UTF-8, is refused."""
    data = _part(archive, name)
    if b"\0" in data or _DECLARES.search(data):
        raise ValueError(name)
    return ElementTree.fromstring(data)  # nosec B314 - nothing is declared, so nothing can be expanded or fetched


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _under(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (one for one in element.iter() if _local(one) == name)


def _words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def _xlsx(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        shared = (
            [_words(one) for one in _under(_tree(archive, "xl/sharedStrings.xml"), "si")]
            if "xl/sharedStrings.xml" in names
            else []
        )
        percents = _percent_styles(_tree(archive, "xl/styles.xml")) if "xl/styles.xml" in names else set()
        sheets = sorted(
            (n for n in names if re.fullmatch(r"xl/worksheets/sheet\d{1,4}\.xml", n)), key=lambda n: (len(n), n)
        )
        for sheet in sheets:
            for row in _under(_tree(archive, sheet), "row"):
                cells = [_xlsx_cell(cell, shared, percents) for cell in _under(row, "c")]
                if any(cells):
                    yield BETWEEN.join(cells)


def _xlsx_cell(cell: ElementTree.Element, shared: list[str], percents: set[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell).strip()
    raw = next((_words(one) for one in _under(cell, "v")), "")
    if kind == "s":
        return shared[int(raw)].strip() if raw else ""
    return _number(raw, is_percent=cell.get("s", "") in percents) if kind == "n" else raw.strip()


def _percent_styles(styles: ElementTree.Element) -> set[str]:
    """The ranks of the cell styles that show a share as percents."""
    own = {one.get("numFmtId", "") for one in _under(styles, "numFmt") if "%" in one.get("formatCode", "")}
    formats = next(_under(styles, "cellXfs"), None)
    ranks = enumerate(formats) if formats is not None else ()
    return {str(rank) for rank, one in ranks if one.get("numFmtId", "") in own | {"9", "10"}}


def _number(raw: str, *, is_percent: bool = False) -> str:
    """« 1240.5 » as people write it; what is no number as it is."""
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return raw.strip()
    if not number.is_finite() or abs(number.adjusted()) > 15:
        return raw.strip()
    number = round(number * 100 if is_percent else number, 10).normalize()
    return f"{number:f}".replace(".", ",") + ("\u00a0%" if is_percent else "")


def _ods(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for row in _under(_tree(archive, "content.xml"), "table-row"):
            cells: list[str] = []
            for cell in row:
                repeated = _attribute(cell, "number-columns-repeated")
                count = int(repeated) if repeated.isdecimal() and len(repeated) < 6 else 1
                cells += [_ods_cell(cell)] * min(count, MAX_REPEATED)
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield BETWEEN.join(cells)


def _ods_cell(cell: ElementTree.Element) -> str:
    kind, raw = _attribute(cell, "value-type"), _attribute(cell, "value")
    if kind in ("float", "currency", "percentage") and raw:
        return _number(raw, is_percent=kind == "percentage")
    return " ".join(_words(one).strip() for one in cell if _local(one) == "p")


def _odt(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in _tree(archive, "content.xml").iter():
            if _local(one) in ("p", "h"):
                yield _words(one)


def _docx(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in _under(_tree(archive, "word/document.xml"), "p"):
            yield "".join(part.text or "" for part in _under(one, "t"))


_READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".csv": _csv, ".txt": _txt, ".xlsx": _xlsx, ".ods": _ods, ".odt": _odt, ".docx": _docx,
}  # fmt: skip
