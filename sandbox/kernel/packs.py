"""Reading a context's folder: CSV a trainer edits in a spreadsheet, YAML, Markdown, pictures.

A reader never stops at the first fault: each one is kept with its file, its line and a suggestion, and the loader writes
nothing when there is any.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from PIL import Image, UnidentifiedImageError

from sandbox.kernel.media import MediaStore, Picture
from sandbox.kernel.text import clean_html
from sandbox.kernel.values import Kind, ValueFault, parse
from sandbox.kernel.yaml_nodes import Fault, Node, Tree, read_yaml

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Column:
    """How a CSV column is read; `default` stands for an empty cell, `choices` maps French words to stored codes."""

    kind: Kind = Kind.TEXT
    required: bool = False
    default: Any = None
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a CSV file, its cells read."""

    file: str
    line: int
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


Place = Row | Node


class Reader:
    """A context's folder being read: its files, the keys learnt so far, the faults found.

    `anchor` is the day that J means. Keys live by French entity name (`produit`, `categorie`).
    """

    def __init__(self, root: Path, anchor: date, media: MediaStore) -> None:
        self.root = root
        self.anchor = anchor
        self.media = media
        self.faults: list[Fault] = []
        self._trees: dict[str, Tree] = {}
        self._keys: dict[str, dict[str, int]] = {}
        self._pictures: dict[str, Picture] = {}

    # files -----------------------------------------------------------------------------------------------------------

    def text(self, file: str, *, optional: bool = False) -> str | None:
        """A file's text, BOM removed; a missing one is a fault unless optional."""
        path = self.root / file
        if not path.is_file():
            if not optional:
                self.faults.append(Fault(file, 1, "Fichier manquant."))
            return None
        try:
            return path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            message = "Accents illisibles : enregistrez le fichier en « CSV UTF-8 » (ou texte UTF-8)."
            self.faults.append(Fault(file, line, message))
            return None

    def rows(self, file: str, columns: Mapping[str, Column], *, optional: bool = False) -> list[Row]:
        """The lines of a CSV file. Unknown or missing columns and unreadable cells are faults; the line is then skipped."""
        text = self.text(file, optional=optional)
        if text is None:
            return []
        records = csv.reader(io.StringIO(text, newline=""), delimiter=";")
        header = next(records, [])
        self._check_header(file, header, columns)
        rows = []
        line = records.line_num + 1
        for record in records:
            if any(cell.strip() for cell in record) and (row := self._row(file, line, header, record, columns)):
                rows.append(row)
            line = records.line_num + 1
        return rows

    def yaml(self, file: str, *, optional: bool = False) -> Node:
        """A YAML file as a node; its own faults are kept once."""
        if file not in self._trees:
            text = self.text(file, optional=optional)
            self._trees[file] = read_yaml(text, file) if text is not None else Tree(file)
            self.faults += self._trees[file].faults
        return self._trees[file].root

    def section(self, name: str) -> Node:
        """A section of context.yaml."""
        return self.yaml("context.yaml")[name]

    def markdown(self, file: str, *, optional: bool = False) -> tuple[Node, str]:
        """A Markdown file: its front matter (between two `---` lines) and its text as safe HTML."""
        text = self.text(file, optional=optional) or ""
        front = Tree(file)
        if text.startswith("---"):
            head, _, text = text[3:].partition("\n---")
            front = read_yaml("\n" + head.lstrip("\n"), file)
            self.faults += front.faults
        return front.root, clean_html(_MARKDOWN.render(text.strip()))

    def files(self, folder: str, suffix: str) -> list[str]:
        """The files of a folder with that ending, in alphabetical order, relative to the context."""
        return sorted(f"{folder}/{path.name}" for path in (self.root / folder).glob(f"*{suffix}"))

    def picture(self, file: str, *, at: Place) -> Picture | None:
        """Store a file of medias/ and return its name and size; a missing or unreadable one is a fault."""
        if file in self._pictures:
            return self._pictures[file]
        path = (self.root / "medias" / file).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            near = self._near(file, (p.name for p in (self.root / "medias").glob("*")))
            self.fault(at, f"Image « {file} » introuvable dans medias/.{near}")
            return None
        try:
            self._pictures[file] = self._stored(path)
        except (UnidentifiedImageError, OSError):
            self.fault(at, f"« {file} » n’est pas une image lisible.")
            return None
        return self._pictures[file]

    def _stored(self, path: Path) -> Picture:
        name = self.media.add_trusted(path)
        if name.endswith(".svg"):
            return Picture(name, 0, 0)
        with Image.open(self.media.path(name)) as image:
            return Picture(name, image.width, image.height)

    # values ----------------------------------------------------------------------------------------------------------

    def value(self, node: Node, kind: Kind, default: Any = None, choices: Mapping[str, str] | None = None) -> Any:
        """A YAML value read as a kind; unreadable is a fault and gives the default."""
        if node.value is None:
            return default
        try:
            return parse(kind, node.value, self.anchor, choices)
        except ValueFault as fault:
            self.fault(node, str(fault))
            return default

    # keys and faults -------------------------------------------------------------------------------------------------

    def learn(self, entity: str, key: str, row_id: int) -> None:
        """Remember the id of a key."""
        self._keys.setdefault(entity, {})[key] = row_id

    def known(self, entity: str) -> Mapping[str, int]:
        """The keys learnt for an entity."""
        return self._keys.get(entity, {})

    def ref(self, entity: str, key: str | None, *, at: Place, column: str = "") -> int | None:
        """The id of a key; None for an empty key; an unknown one is a fault with the nearest known key."""
        if not key:
            return None
        found = self.known(entity).get(key)
        if found is None:
            near = self._near(key, self.known(entity))
            self.fault(at, f"{entity.capitalize().replace('_', ' ')} « {key} » inconnu(e).{near}", column)
        return found

    def fault(self, at: Place, message: str, column: str = "") -> None:
        """Keep a fault at a row or a node."""
        if isinstance(at, Row):
            self.faults.append(Fault(at.file, at.line, message, path=column))
        else:
            path = ".".join(map(str, (*at.path, column) if column else at.path))
            self.faults.append(Fault(at.tree.file, at.line, message, path=path))

    @staticmethod
    def _near(word: str, known: Iterable[str]) -> str:
        close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
        return f" Vouliez-vous dire « {close[0]} » ?" if close else ""

    def _check_header(self, file: str, header: list[str], columns: Mapping[str, Column]) -> None:
        for name in header:
            if name not in columns:
                self.faults.append(Fault(file, 1, f"Colonne « {name} » inconnue.{self._near(name, columns)}"))
        for name, column in columns.items():
            if column.required and name not in header:
                self.faults.append(Fault(file, 1, f"La colonne obligatoire « {name} » manque."))
        for name in {name for name in header if header.count(name) > 1}:
            self.faults.append(Fault(file, 1, f"La colonne « {name} » est écrite deux fois."))

    def _row(
        self, file: str, line: int, header: list[str], record: list[str], columns: Mapping[str, Column]
    ) -> Row | None:
        before = len(self.faults)
        if len(record) > len(header):
            message = f"{len(record)} cellules pour {len(header)} colonnes : un point-virgule de trop, ou des guillemets oubliés."
            self.faults.append(Fault(file, line, message))
            return None
        cells = dict(zip(header, record, strict=False))
        values: dict[str, Any] = {}
        for name, column in columns.items():
            raw = cells.get(name, "")
            raw = raw.strip() if column.kind not in (Kind.TEXT, Kind.HTML) else raw
            if not raw.strip():
                if column.required:
                    self.faults.append(Fault(file, line, "Cellule obligatoire vide.", path=name))
                values[name] = column.default
                continue
            try:
                values[name] = parse(column.kind, raw, self.anchor, column.choices)
            except ValueFault as fault:
                self.faults.append(Fault(file, line, str(fault), path=name))
        return Row(file, line, values) if len(self.faults) == before else None
