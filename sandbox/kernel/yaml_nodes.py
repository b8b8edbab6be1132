"""YAML read as written: every scalar stays text, every value knows its line.

YAML's own guesses are traps for a French trainer (`01000` becomes 512, `8:30` becomes 510, `no` becomes false), so that only
the node tree of ruamel.yaml is used, and who reads a value says what it is. Aliases are refused: they can hide a bomb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from sandbox.kernel.yaml_faults import told

Path = tuple[str | int, ...]
MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_LONGEST_KEPT = 100_000
"""Signs of a text that is kept once read: each page of a subject reads the whole of it again. Only the files of a company are longer."""
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half a character, as « \\ud83d » writes it: nothing can print or keep it."""
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file: where, and what to do about it, in French."""

    file: str
    line: int
    message: str
    code: str = ""
    path: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it forbids the use of what holds it: an `E…`, beside warnings `W…` and information `I…`."""
        return self.code.startswith("E")

    def __str__(self) -> str:
        parts = [f"{self.file}:{self.line}", self.code, self.path, self.message]
        return "  ".join(part for part in parts if part)


@dataclass(slots=True)
class Tree:
    """A file as plain data (dict, list, text, None), the line of each path, and which scalars stood without quotes."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    plain: set[Path] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    asked: dict[Path, set[str]] = field(default_factory=dict)
    """The keys that a reader asked for in each place (items of a list are one place), to tell those that nobody reads."""
    misread: set[Path] = field(default_factory=set)
    """Where a reader wanted a text and a list or a mapping stands."""

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    @property
    def root(self) -> Node:
        """The whole file as a node."""
        return Node(self, (), self.data)

    def unread(self) -> Iterator[tuple[Path, set[str]]]:
        """The keys that nobody asked for, in places where somebody asked for others, with those others."""
        for path in self.lines:
            if path and isinstance(path[-1], str):
                known = self.asked.get(_place(path[:-1]))
                if known is not None and path[-1] not in known:
                    yield path, known


def _place(path: Path) -> Path:
    return tuple("*" if isinstance(part, int) else part for part in path)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a tree with its place. Missing children are nodes whose value is None."""

    tree: Tree
    path: Path
    value: Any

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self.tree.line(self.path)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __getitem__(self, key: str | int) -> Node:
        child = None
        if isinstance(key, str):
            self.tree.asked.setdefault(_place(self.path), set()).add(key)
        if isinstance(self.value, dict):
            child = self.value.get(key)
        elif isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            child = self.value[key]
        return Node(self.tree, (*self.path, key), child)

    def __iter__(self) -> Iterator[Node]:
        """The items of a list that are not empty; nothing for anything else."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                if item is None:
                    continue
                yield Node(self.tree, (*self.path, index), item)

    def items(self) -> Iterator[tuple[str, Node]]:
        """The pairs of a mapping; nothing for anything else."""
        if isinstance(self.value, dict):
            self.tree.asked.setdefault(_place(self.path), set()).update(self.value)
            for key, item in self.value.items():
                yield key, Node(self.tree, (*self.path, key), item)

    def text(self, key: str | int | None = None, default: str = "") -> str:
        """The text of this node, or of a child; `default` when it is missing or not text."""
        node = self if key is None else self[key]
        if isinstance(node.value, (dict, list)):
            self.tree.misread.add(node.path)
        return node.value if isinstance(node.value, str) else default


def read_yaml(text: str, file: str, *, limit: int = MAX_BYTES) -> Tree:
    """Read a text; never raises: what is wrong is in `faults`, and `data` is then None. The tree is the caller's own."""
    if len(text) > _LONGEST_KEPT:
        return _read_anew(text, file, limit)
    known = _read_lately(text, file, limit)
    return Tree(file, _own(known.data), dict(known.lines), set(known.plain), list(known.faults))


def _own(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _own(value) for key, value in data.items()}
    return [_own(item) for item in data] if isinstance(data, list) else data


@lru_cache(maxsize=32)  # the key is the text itself: nothing here is ever out of date
def _read_lately(text: str, file: str, limit: int) -> Tree:
    return _read_anew(text, file, limit)


def _read_anew(text: str, file: str, limit: int) -> Tree:
    tree = Tree(file)
    if len(text) > limit:
        size = f"{limit // 1_000_000} Mo" if limit >= 1_000_000 else f"{limit // 1000} ko"
        tree.faults.append(Fault(file, 1, f"Fichier trop gros ({size} au plus).", "E001"))
        return tree
    try:
        # Not the round-trip kind: it marks the folds of a text with a character of its own.
        _Builder(tree, YAML(typ="safe", pure=True).parse(text)).build()
    except _Refused as refused:
        tree.faults.append(Fault(file, refused.line, refused.message, "E001"))
    except MarkedYAMLError as error:
        line, message = told(text, error)
        tree.faults.append(Fault(file, line, message, "E001"))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = (
            "Fichier illisible : caractère interdit (invisible ou abîmé). Retapez cette ligne, ou enregistrez en UTF-8."
        )
        tree.faults.append(Fault(file, line, message, "E001"))
    except (YAMLError, ValueError, RecursionError, IndexError, AttributeError):
        tree.faults.append(Fault(file, 1, "Fichier illisible : contenu inattendu.", "E001"))
    else:
        return tree
    tree.data = None
    return tree


class _Refused(Exception):
    """What YAML allows and we do not."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class _Builder:
    """Makes a tree of YAML's events in one pass; aliases, tags, deep nesting and keys that are no words are refused."""

    def __init__(self, tree: Tree, events: Iterator[Any]) -> None:
        self.tree, self.events = tree, events

    def build(self) -> None:
        """Read the one document there may be."""
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(
                        _line(event), "Le fichier contient deux documents séparés par « --- » : gardez-en un."
                    )
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                self.tree.data = self._value(event, ())

    def _value(self, event: Any, path: Path) -> Any:
        self._check(event, path)
        self.tree.lines[path] = _line(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(inner := next(self.events), SequenceEndEvent):
                items.append(self._value(inner, (*path, len(items))))
            return items
        if event.style is None or event.style == "":
            self.tree.plain.add(path)
            if event.value in _NULLS:
                return None
        return str(event.value)

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        no_dash = False  # once told, the keys that follow are those of the next item
        while not isinstance(event := next(self.events), MappingEndEvent):
            self._check(event, path)
            line = _line(event)
            if not isinstance(event, ScalarEvent):
                raise _Refused(line, "Une clé est un mot : une liste ou un groupe ne peut pas en tenir lieu.")
            key = str(event.value)
            here = (*path, key)
            if key in found:
                if not no_dash:
                    no_dash = bool(path) and isinstance(path[-1], int) and key == next(iter(found))
                    advice = (
                        f" Si une autre fiche commence ici, il lui manque son tiret : « - {key}: »." if no_dash else ""
                    )
                    message = f"La clé « {key} » est écrite deux fois (déjà ligne {self.tree.lines[here]}). Supprimez l’une des deux.{advice}"
                    self.tree.faults.append(Fault(self.tree.file, line, message, "E002", ".".join(map(str, here))))
                self._skip(next(self.events), path)
                continue
            found[key] = self._value(next(self.events), here)
            self.tree.lines[here] = line
        return found

    def _skip(self, event: Any, path: Path) -> None:
        """Read past the value of a key that is written twice."""
        depth = 0
        while True:
            self._check(event, path)
            depth += isinstance(event, (MappingStartEvent, SequenceStartEvent))
            depth -= isinstance(event, (MappingEndEvent, SequenceEndEvent))
            if depth == 0:
                return
            event = next(self.events)

    def _check(self, event: Any, path: Path) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Refused(
                _line(event),
                "Une valeur ne commence ni par « * » ni par « & » : mettez le texte entre guillemets, ou à la ligne après « | ». "
                "Les renvois YAML (« &nom », « *nom ») sont refusés : recopiez la valeur.",
            )
        if getattr(event, "tag", None) is not None:
            raise _Refused(
                _line(event),
                "Les étiquettes YAML (« !nom », « !!nom ») sont refusées : écrivez la valeur seule, entre guillemets si c’est du texte.",
            )
        if isinstance(event, ScalarEvent) and not event.value.isascii() and _HALF.search(event.value):
            raise _Refused(
                _line(event), "Fichier illisible : caractère interdit, écrit à moitié (« \\ud800 »). Retapez-le."
            )
        if len(path) > MAX_DEPTH:
            raise _Refused(_line(event), "Fichier illisible : trop de niveaux imbriqués.")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
