"""Reading a context's folder: CSV a trainer edits in a spreadsheet, YAML, Markdown, pictures.

A reader never stops at the first fault: each one is kept with its file, its line and a suggestion, and the loader writes
nothing when there is any.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from PIL import Image, UnidentifiedImageError

from sandbox.kernel.documents import StoredFile
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore, Picture, Recording
from sandbox.kernel.text import clean_html
from sandbox.kernel.values import Kind, ValueFault, parse
from sandbox.kernel.yaml_nodes import Fault, Node, Tree, read_yaml

KEY = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_READ_SUFFIXES = {".csv", ".yaml", ".yml", ".md"}
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
_Stored = TypeVar("_Stored")


def _keys_of(at: Place) -> set[str]:
    """What other lines may call a line by: its key, its reference, the order it is a part of."""
    values = at.values if isinstance(at, Row) else at.value if isinstance(at.value, dict) else {}
    return {value for name in ("cle", "reference", "commande") if isinstance(value := values.get(name), str) and value}


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


class Reader:
    """A context's folder being read: its files, the keys learnt so far, the faults found.

    `anchor` is the day that J means. Keys live by French entity name (`produit`, `categorie`).
    """

    def __init__(self, root: Path, anchor: date, media: MediaStore) -> None:
        self.root = root
        self.anchor = anchor
        self.media = media
        self.faults: list[Fault] = []
        self.absent: Mapping[str, str] = {}
        """Entities that this context has none of, with the reason: who names one is at fault."""
        self._trees: dict[str, Tree] = {}
        self._keys: dict[str, dict[str, int]] = {}
        self._pictures: dict[str, Picture] = {}
        self._spoiled: set[str] = set()
        """Keys of what could not be read: who names one of them is not at fault."""
        self._left_out: set[str] = set()
        """Keys of what is at no fault itself, but hangs on something that could not be read."""
        self._skipped: set[str] = set()
        """The items of YAML files of which only a part may have been looked at."""
        self._wanted: set[str] = set()
        self._later: list[tuple[str, str, Place, str]] = []

    # files -----------------------------------------------------------------------------------------------------------

    def text(self, file: str, *, optional: bool = False) -> str | None:
        """A file's text, BOM removed; a missing one is a fault unless optional."""
        self._wanted.add(file)
        path = self.root / file
        if not path.is_file():
            if not optional:
                self.faults.append(Fault(file, 1, "Fichier manquant."))
            return None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            message = "Accents illisibles : enregistrez le fichier en « CSV UTF-8 » (ou texte UTF-8)."
            self.faults.append(Fault(file, line, message))
            return None
        if strange := _CONTROL.search(text):
            line = text.count("\n", 0, strange.start()) + 1
            self.faults.append(Fault(file, line, "Caractère invisible interdit : retapez ce texte."))
            return None
        return text

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
        first: dict[str, int] = {}
        for record in records:
            if any(cell.strip() for cell in record):
                row = self._row(file, line, header, record, columns)
                if row is not None and self._is_well_keyed(row, first):
                    rows.append(row)
                elif record[0].strip() not in first:
                    self._spoiled.add(record[0].strip())
            line = records.line_num + 1
        return rows

    def yaml(self, file: str, *, optional: bool = False) -> Node:
        """A YAML file as a node; its own faults are kept once."""
        if file not in self._trees:
            text = self.text(file, optional=optional)
            self._trees[file] = read_yaml(text, file) if text is not None else Tree(file)
            self.faults += self._trees[file].faults
            self._check_keys(self._trees[file].root)
        return self._trees[file].root

    def section(self, name: str) -> Node:
        """A section of context.yaml."""
        return self.yaml("context.yaml")[name]

    def markdown(self, file: str, *, optional: bool = False) -> tuple[Node, str]:
        """A Markdown file: its front matter (between two `---` lines) and its text as safe HTML."""
        front, text = self.front(file, optional=optional)
        return front, clean_html(self.html(text))

    def front(self, file: str, *, optional: bool = False) -> tuple[Node, str]:
        """A Markdown file: its front matter, and its text as it is written."""
        text = self.text(file, optional=optional) or ""
        front = Tree(file)
        if text.startswith("---"):
            head, _, text = text[3:].partition("\n---")
            front = read_yaml("\n" + head.lstrip("\n"), file)
            self.faults += front.faults
            self._trees[f"{file} "] = front
        return front.root, text

    @staticmethod
    def html(text: str) -> str:
        """A Markdown text as HTML, whose links are still to be made safe by whoever keeps it."""
        return str(_MARKDOWN.render(text.strip()))

    def files(self, folder: str, suffix: str) -> list[str]:
        """The files of a folder with that ending, in alphabetical order, relative to the context."""
        return sorted(f"{folder}/{path.name}" for path in (self.root / folder).glob(f"*{suffix}"))

    def picture(self, file: str, *, at: Place) -> Picture | None:
        """Store a file of medias/ and return its name and size; a missing or unreadable one is a fault."""
        if file in self._pictures:
            return self._pictures[file]
        path = (self.root / "medias" / file).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            near = self.near(file, (p.name for p in (self.root / "medias").glob("*")))
            self.fault(at, f"Image « {file} » introuvable dans medias/.{near}")
            return None
        try:
            self._pictures[file] = self._stored(path)
        except (UnidentifiedImageError, OSError):
            self.fault(at, f"« {file} » n’est pas une image lisible.")
            return None
        return self._pictures[file]

    def document(self, file: str, *, at: Place) -> StoredFile | None:
        """Store a file of fichiers/ for customers to download; a missing or refused one is a fault."""
        return self._given(file, at, self.media.add_document)

    def recording(self, file: str, *, at: Place) -> Recording | None:
        """Store a sound or a film of fichiers/; a missing or refused one is a fault."""
        return self._given(file, at, self.media.add_recording)

    def _given(self, file: str, at: Place, add: Callable[[bytes, str], _Stored]) -> _Stored | None:
        path = (self.root / "fichiers" / file).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            near = self.near(file, (p.name for p in (self.root / "fichiers").glob("*")))
            self.fault(at, f"Fichier « {file} » introuvable dans fichiers/.{near}")
            return None
        try:
            return add(path.read_bytes(), path.name)
        except RuleBroken as refused:
            self.fault(at, f"« {file} » : {refused.message}")
            return None

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
            self.fault(node, str(fault), is_own=True)
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
        if entity in self.absent:
            self.fault(at, f"« {entity}:{key} » : {self.absent[entity]}", column, is_own=True)
            return None
        found = self.known(entity).get(key)
        if found is None:
            if key not in self._spoiled:
                near = self.near(key, self.known(entity))
                self.fault(
                    at, f"{entity.capitalize().replace('_', ' ')} « {key} » inconnu(e).{near}", column, is_own=True
                )
            else:
                self._left_out |= _keys_of(at)
            self._spoiled |= _keys_of(at)
            if isinstance(at, Node):
                self._skipped.add(f"{at.tree.file} {_dotted(at.path)}")
        return found

    def ref_later(self, entity: str, key: str, *, at: Place, column: str = "") -> None:
        """Check a key of what is read after this: an unknown one becomes a fault at the end."""
        self._later.append((entity, key, at, column))

    def is_spoiled(self, key: str) -> bool:
        """Whether that key is of something that could not be read, whose fault was told there."""
        return key in self._spoiled

    def finish(self) -> None:
        """Tell what nobody read, once every room has read its part: misspelt keys and files would otherwise be passed over."""
        for entity, key, at, column in self._later:
            self.ref(entity, key, at=at, column=column)
        told = [f"{fault.file} {fault.path}" for fault in self.faults if fault.path]
        told += self._skipped
        for tree in self._trees.values():
            for path, known in tree.unread():
                item = f"{tree.file} {_dotted(path[:-1])}"
                if len(path) == 1 or not any(place.startswith(item) for place in told):
                    near = self.near(str(path[-1]), known)
                    self.faults.append(Fault(tree.file, tree.line(path), f"Clé inconnue « {path[-1]} ».{near}"))
            for path in sorted(tree.misread, key=str):
                self.faults.append(Fault(tree.file, tree.line(path), "Un texte est attendu ici.", path=str(path[-1])))
        missing = [name for name in self._wanted if not (self.root / name).is_file()]
        for file in sorted(self.root.rglob("*")):
            name = file.relative_to(self.root).as_posix()
            is_ours = file.suffix in _READ_SUFFIXES and not name.startswith(
                ("medias/", "fichiers/", "NOTES", "LISEZMOI", ".")
            )
            if is_ours and file.is_file() and name not in self._wanted and file.stem not in self._spoiled:
                self.faults.append(
                    Fault(name, 1, f"Aucune partie du contexte ne lit ce fichier.{self.near(name, missing)}")
                )

    def fault(self, at: Place, message: str, column: str = "", *, is_own: bool = False) -> None:
        """Keep a fault at a row or a node; one that may only come of another (not `is_own`) is not kept."""
        if not is_own and _keys_of(at) & self._left_out:
            return
        if isinstance(at, Row):
            self.faults.append(Fault(at.file, at.line, message, path=column))
        else:
            path = _dotted((*at.path, column) if column else at.path)
            self.faults.append(Fault(at.tree.file, at.line, message, path=path))

    def fault_in(self, file: str, message: str) -> None:
        """Keep a fault of a whole file."""
        self.faults.append(Fault(file, 1, message))

    def fault_of_text(self, text: str, message: str) -> None:
        """Keep a fault at the first place where a text that was read stands; at the head of the context when it is nowhere."""
        begin = next((line.strip() for line in text.splitlines() if line.strip()), "")[:60]
        shown = f" « {begin[:30]}… »" if len(begin) > 30 else f" « {begin} »" if begin else ""
        for name in sorted(self._wanted):
            path = self.root / name
            content = path.read_text("utf-8-sig", errors="replace") if begin and path.is_file() else ""
            if begin and begin in content:
                line = content.count("\n", 0, content.index(begin)) + 1
                self.faults.append(Fault(name, line, f"{message}{shown}"))
                return
        self.faults.append(Fault("context.yaml", 1, f"{message}{shown}"))

    @staticmethod
    def near(word: str, known: Iterable[str]) -> str:
        """« Vouliez-vous dire … ? » with a known word that is near, led by a space; empty when none is."""
        close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
        return f" Vouliez-vous dire « {close[0]} » ?" if close else ""

    def _is_well_keyed(self, row: Row, first: dict[str, int]) -> bool:
        """Whether the line's key, when it has one, is written as keys are and was not taken by a line before."""
        key = row.values.get("cle")
        if not isinstance(key, str):
            return True
        if fault := self._key_fault(key, first):
            self.fault(row, fault, "cle")
            return False
        first[key] = row.line
        return True

    def _check_keys(self, node: Node) -> None:
        """The same for the items of every list of a YAML file; an item whose key is refused is left out."""
        first: dict[str, int] = {}
        for item in node:
            key = item.value.get("cle") if isinstance(item.value, dict) else None
            if isinstance(key, str) and (fault := self._key_fault(key, first)):
                self.fault(item["cle"], fault)
                node.value[item.path[-1]] = None
                if key not in first:
                    self._spoiled.add(key)
                continue
            if isinstance(key, str):
                first[key] = item.line
            self._check_keys(item)
        if isinstance(node.value, dict):
            for name, value in node.value.items():
                if isinstance(value, (dict, list)):
                    self._check_keys(Node(node.tree, (*node.path, name), value))

    @staticmethod
    def _key_fault(key: str, first: Mapping[str, int]) -> str | None:
        if key in first:
            return f"La clé « {key} » est écrite deux fois (déjà ligne {first[key]})."
        if not KEY.match(key):
            return f"Clé « {key} » refusée : minuscules sans accent, chiffres et tirets."
        return None

    def _check_header(self, file: str, header: list[str], columns: Mapping[str, Column]) -> None:
        for name in header:
            if name not in columns:
                self.faults.append(Fault(file, 1, f"Colonne « {name} » inconnue.{self.near(name, columns)}"))
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
