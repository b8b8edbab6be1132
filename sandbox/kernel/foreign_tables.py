"""Tables written by other programs: what they are encoded in, what parts their cells, and every line that can be kept.

Nothing here raises, whatever the bytes: what is odd is told by line, and the rest is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BOMS = (
    ("UTF-8 avec BOM", b"\xef\xbb\xbf", "utf-8"),
    ("UTF-16 LE", b"\xff\xfe", "utf-16-le"),
    ("UTF-16 BE", b"\xfe\xff", "utf-16-be"),
)
ENCODINGS: Mapping[str, str] = {
    "UTF-8": "utf-8", "UTF-8 avec BOM": "utf-8", "cp1252": "cp1252", "CP850": "cp850", "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
}  # fmt: skip
"""The encodings that are told apart, and what Python calls each."""
ENCODING_TOLD: Mapping[str, str] = {
    "UTF-8": "un fichier texte courant (UTF-8)", "UTF-8 avec BOM": "un fichier «\u00a0CSV UTF-8\u00a0» d’Excel",
    "cp1252": "un tableau enregistré par Excel (Windows)", "CP850": "un fichier d’un ancien logiciel (MS-DOS)",
    "UTF-16 LE": "un fichier «\u00a0Texte Unicode\u00a0» d’Excel", "UTF-16 BE": "un fichier «\u00a0Texte Unicode\u00a0»",
}  # fmt: skip
"""What each kind of file is for who saved it: « Fichier lu comme … »."""
UNREADABLE = "\ufffd"
_FRENCH = frozenset("éèêëàâäçùûüîïôöœæÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒ’‘“”«»€°–—…\u00a0²·")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_SAMPLE = 65_536
SEPARATORS = (";", ",", "\t", "|")
SEPARATOR_WORDS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd at a line of the file."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A line whose cells stand under the headers; `number` is the line of the file where it begins."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table as it was read."""

    encoding: str
    separator: str
    headers: tuple[str, ...]
    lines: tuple[ForeignLine, ...]
    remarks: tuple[Remark, ...]


def read_table(content: bytes, *, encoding: str = "", separator: str = "") -> ForeignTable:
    """The table in these bytes; an empty or odd file is a table with remarks, never an error.

    `encoding` and `separator` are found, unless somebody who looked knows better.
    """
    encoding, text = decode_as(content, encoding) if encoding in ENCODINGS else decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    remarks: list[Remark] = []
    text = _without_control(text, remarks)
    separator = separator if separator in SEPARATORS else find_separator(text)
    records = _records(text, separator, remarks)
    if not records:
        return ForeignTable(encoding, separator, (), (), (Remark(1, "Le fichier est vide."),))
    (head_line, head), *rest = records
    headers = _headers(head, head_line, remarks)
    lines = [line for number, record in rest if (line := _line(number, record, headers, remarks)) is not None]
    return ForeignTable(encoding, separator, headers, tuple(lines), tuple(sorted(remarks, key=lambda told: told.line)))


def decode(content: bytes) -> tuple[str, str]:
    """The name of the encoding, and the text: the mark at the head, zeros of UTF-16, valid UTF-8, else the old French ones."""
    for name, mark, codec in _BOMS:
        if content.startswith(mark):
            return name, content[len(mark) :].decode(codec, errors="replace")
    head = content[:_SAMPLE]
    if (zeros := head.count(0)) > len(head) // 4:
        little = head[1::2].count(0) >= zeros - head[1::2].count(0)
        name, codec = ("UTF-16 LE", "utf-16-le") if little else ("UTF-16 BE", "utf-16-be")
        return name, content.decode(codec, errors="replace")
    try:
        return "UTF-8", content.decode("utf-8")
    except UnicodeDecodeError:
        windows, dos = content.decode("cp1252", errors="replace"), content.decode("cp850")
        return ("CP850", dos) if _frenchness(dos) > _frenchness(windows) else ("cp1252", windows)


def decode_as(content: bytes, encoding: str) -> tuple[str, str]:
    """The text read in an encoding that somebody chose, its mark at the head left out; what cannot be read becomes « � »."""
    text = content.decode(ENCODINGS[encoding], errors="replace")
    return encoding, text.removeprefix("\ufeff")


def _frenchness(text: str) -> int:
    """How many letters beyond ASCII a French text would have, less those that it would not."""
    return sum(1 if letter in _FRENCH else -1 for letter in text if letter > "\x7f")


def find_separator(text: str) -> str:
    """What parts the cells: the one under which the most cells stand in lines as long as the first.

    A header that holds commas (« Catégories (x,y,z...) ») above prices that hold one makes a narrow table that fits by chance:
    the wider one is right, even with a ragged line.
    """

    def quality(separator: str) -> int:
        rows = [record for _line, record in _records(text[:_SAMPLE], separator, [])][:50]
        width = len(rows[0]) if rows else 0
        return sum(len(row) == width for row in rows) * (width - 1)

    best = max(SEPARATORS, key=quality)
    header = text.lstrip("\n").partition("\n")[0]
    # A file of one line of prose, or one whose every line is ragged, has no best: its first line decides.
    return best if quality(best) > 0 else max(SEPARATORS, key=header.count)


def _without_control(text: str, remarks: list[Remark]) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if _CONTROL.search(line):
            lines[number - 1] = _CONTROL.sub("", line)
            remarks.append(Remark(number, "Caractères invisibles retirés."))
    return "\n".join(lines)


def _records(text: str, separator: str, remarks: list[Remark]) -> list[tuple[int, list[str]]]:
    """The records with the line where each begins; blank ones are left out."""
    found: list[tuple[int, list[str]]] = []
    position, line = 0, 1
    while position < len(text):
        record, after, is_closed = _record(text, position, separator)
        if not is_closed:
            remarks.append(Remark(line, "Guillemets ouverts et jamais fermés : la ligne est lue sans eux."))
            after = text.find("\n", position) + 1 or len(text)
            record = [cell.strip('"') for cell in text[position:after].rstrip("\n").split(separator)]
        if any(cell.strip() for cell in record):
            found.append((line, record))
        line += text.count("\n", position, after)
        position = after
    return found


def _record(text: str, position: int, separator: str) -> tuple[list[str], int, bool]:
    """One record: its cells, where the next one begins, and whether its quotes are closed."""
    cells: list[str] = []
    while True:
        cell = ""
        if text.startswith('"', position):
            cell, position = _quoted(text, position + 1)
            if position < 0:
                return cells, len(text), False
        end = _cell_end(text, position, separator)
        cells.append(cell + text[position:end])
        if end >= len(text) or text[end] == "\n":
            return cells, min(end + 1, len(text)), True
        position = end + 1


def _quoted(text: str, position: int) -> tuple[str, int]:
    """A quoted cell, two quotes standing for one, and the place after it; -1 when it is never closed."""
    parts: list[str] = []
    while (end := text.find('"', position)) >= 0:
        parts.append(text[position:end])
        if not text.startswith('""', end):
            return "".join(parts), end + 1
        parts.append('"')
        position = end + 2
    return "", -1


def _cell_end(text: str, position: int, separator: str) -> int:
    newline = text.find("\n", position)
    newline = newline if newline >= 0 else len(text)
    end = text.find(separator, position, newline)
    return end if end >= 0 else newline


def _headers(record: list[str], line: int, remarks: list[Remark]) -> tuple[str, ...]:
    """The names of the columns; an empty or repeated one gets a name of its own, and is told."""
    while len(record) > 1 and not record[-1].strip():
        record = record[:-1]
    names: list[str] = []
    for place, raw in enumerate(record, 1):
        name = " ".join(raw.split())
        if not name:
            name = f"Colonne {place}"
            remarks.append(Remark(line, f"La colonne {place} n’a pas de nom."))
        if name in names:
            remarks.append(Remark(line, f"La colonne « {name} » est là deux fois : la première est lue."))
            name = next(f"{name} ({n})" for n in range(2, len(record) + 2) if f"{name} ({n})" not in names)
        names.append(name)
    return tuple(names)


def _line(number: int, record: list[str], headers: tuple[str, ...], remarks: list[Remark]) -> ForeignLine | None:
    """A line under the headers; one with more cells cannot be trusted and is left out, one with fewer is completed."""
    if any(cell.strip() for cell in record[len(headers) :]):
        message = f"{len(record)} cellules pour {len(headers)} colonnes : la ligne n’est pas lue."
        remarks.append(Remark(number, message))
        return None
    if len(record) < len(headers):
        message = f"{len(record)} cellules pour {len(headers)} colonnes : les dernières sont prises vides."
        remarks.append(Remark(number, message))
    cells = [*record, *[""] * (len(headers) - len(record))]
    return ForeignLine(number, {name: cell.strip() for name, cell in zip(headers, cells, strict=False)})
