"""YAML read as written: every scalar stays text, every value knows its line.

YAML's own guesses are traps for a French trainer (`01000` becomes 512, `8:30` becomes 510, `no` becomes false), so that only
the node tree of ruamel.yaml is used, and who reads a value says what it is. Aliases are refused: they can hide a bomb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file: where, and what to do about it, in French."""

    file: str
    line: int
    message: str
    code: str = ""
    path: str = ""

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


def read_yaml(text: str, file: str) -> Tree:
    """Read a text; never raises: what is wrong is in `faults`, and `data` is then None."""
    tree = Tree(file)
    if len(text) > MAX_BYTES:
        tree.faults.append(Fault(file, 1, "Fichier trop gros (2 Mo au plus).", "E001"))
        return tree
    try:
        loader = YAML(typ="rt", pure=True)
        for event in loader.parse(text):
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
                line = event.start_mark.line + 1
                message = "Les renvois YAML (« &nom », « *nom ») sont refusés : recopiez la valeur."
                tree.faults.append(Fault(file, line, message, "E001"))
                return tree
        node = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        tree.faults.append(_syntax_fault(file, error))
        return tree
    except (YAMLError, ValueError, RecursionError) as error:
        message = f"Fichier illisible : {str(error).splitlines()[0] if str(error) else 'contenu inattendu'}."
        tree.faults.append(Fault(file, 1, message, "E001"))
        return tree
    if node is not None:
        try:
            tree.data = _convert(node, (), tree)
        except RecursionError:
            tree.faults.append(Fault(file, 1, "Fichier illisible : trop de niveaux imbriqués.", "E001"))
    return tree


def _syntax_fault(file: str, error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or ""
    if "mapping values" in problem:
        reason = "deux-points en trop ou guillemets manquants"
    elif "tab" in problem or "\\t" in problem:
        reason = "tabulation interdite : utilisez des espaces"
    elif "expected <block end>" in problem or "indent" in problem:
        reason = "décalage (retrait) incorrect"
    elif "quoted scalar" in problem or "quoted scalar" in (error.context or ""):
        reason = "guillemet non refermé"
    else:
        reason = "ponctuation inattendue"
    return Fault(file, line, f"Fichier illisible, colonne {column} : {reason}.", "E001")


def _convert(node: Any, path: Path, tree: Tree) -> Any:
    if len(path) > MAX_DEPTH:
        raise RecursionError
    tree.lines[path] = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _convert_mapping(node, path, tree)
    if isinstance(node, SequenceNode):
        return [_convert(child, (*path, index), tree) for index, child in enumerate(node.value)]
    if isinstance(node, ScalarNode) and node.style is None:
        tree.plain.add(path)
        if node.value in _NULLS:
            return None
    return str(node.value)


def _convert_mapping(node: MappingNode, path: Path, tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        here = (*path, key)
        if key in found:
            first = tree.lines[here]
            message = f"La clé « {key} » est écrite deux fois (déjà ligne {first}). Supprimez l’une des deux."
            tree.faults.append(Fault(tree.file, line, message, "E002", ".".join(map(str, here))))
            continue
        found[key] = _convert(value_node, here, tree)
        tree.lines[here] = line
    return found
