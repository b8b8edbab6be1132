"""Changing a few values of a YAML text and nothing else: comments, order and ways of writing stay as they were.

Every scalar stays text on the way (ruamel's guesses are kept off), and what comes out is read again: should anything but the
wanted place have changed, the change is refused, and the text editor remains.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.yaml_nodes import Path, read_yaml
from sandbox.training.authoring.comments import with_comments_of

UNREADABLE = "Le texte YAML a une faute de ponctuation : corrigez-la d’abord dans l’onglet « Texte »."
ELSEWHERE = (
    "Ce fichier est écrit d’une façon que les formulaires ne savent pas garder : modifiez-le dans l’onglet « Texte »."
)
SHORT = 100
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+@")


class _NoGuess(VersionedResolver):
    """Nothing is a number, a date or a boolean: only nothing is nothing."""

    @property
    def versioned_resolver(self) -> Any:
        """The tags that a plain scalar may be given."""
        every: Any = super().versioned_resolver
        null = "tag:yaml.org,2002:null"
        return {letter: kept for letter, rows in every.items() if (kept := [row for row in rows if row[0] == null])}


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _NoGuess
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class Document:
    """A text being changed. Paths are those of faults: `("taches", 0, "consigne")`."""

    def __init__(self, text: str) -> None:
        tree = read_yaml(text, "subject.yaml")
        if tree.faults or not isinstance(tree.data, dict):
            raise RuleBroken(UNREADABLE)
        self.data: Any = copy.deepcopy(tree.data)
        """What the text should say once written, as plain data."""
        self._first, self._text = tree.data, text
        try:
            self._root: Any = _yaml().load(text)
        except (YAMLError, ValueError) as error:
            raise RuleBroken(ELSEWHERE) from error

    def get(self, path: Path, default: Any = None) -> Any:
        """The value at a place, or the default."""
        return value_at(self.data, path, default)

    def put(self, path: Path, value: Any) -> None:
        """Write a value; maps on the way are made when they are missing. Nothing moves when it already stands there."""
        if self.get(path) == value:
            return
        for at in range(1, len(path)):
            if not isinstance(self.get(path[:at]), (dict, list)):
                self._set(path[:at], {})
        self._set(path, value)

    def drop(self, path: Path) -> None:
        """Take a key or an item away; one that is not there stays away."""
        holder = self.get(path[:-1])
        last: Any = path[-1]
        is_there = last in holder if isinstance(holder, dict) else isinstance(holder, list) and last < len(holder)
        if not is_there:
            return
        del holder[last]
        del value_at(self._root, path[:-1])[last]

    def add(self, path: Path, value: Any) -> int:
        """Append an item to a list, made when it is missing; its rank."""
        if not isinstance(self.get(path), list):
            self._set(path, [])
        holder = self.get(path)
        holder.append(copy.deepcopy(value))
        written = value_at(self._root, path)
        if not written and isinstance(written, CommentedSeq):
            written.fa.set_block_style()
        written.append(_written(value, is_item=True))
        return len(holder) - 1

    def move(self, path: Path, step: int) -> None:
        """Move an item of a list up (-1) or down (1); at the end of the list it stays."""
        rank: Any = path[-1]
        holder, written = self.get(path[:-1]), value_at(self._root, path[:-1])
        if not isinstance(holder, list) or not 0 <= rank + step < len(holder) or rank >= len(holder):
            return
        remark = written.ca.items.pop(rank, None)  # what is written after the item, on its line
        for items in (holder, written):
            items.insert(rank + step, items.pop(rank))
        if remark is not None:
            written.ca.items[rank + step] = remark

    def text(self) -> str:
        """The text with the changes; the very same text when there are none."""
        if self.data == self._first:
            return self._text
        out = io.StringIO()
        _yaml().dump(self._root, out)
        text = out.getvalue()
        if read_yaml(text, "subject.yaml").data != self.data:
            raise RuleBroken(ELSEWHERE)
        return with_comments_of(self._text, text)

    def _set(self, path: Path, value: Any) -> None:
        self.get(path[:-1])[path[-1]] = copy.deepcopy(value)
        value_at(self._root, path[:-1])[path[-1]] = _written(value)


def value_at(data: Any, path: Path, default: Any = None) -> Any:
    """What stands at a path of maps and lists, or the default."""
    for part in path:
        is_key = isinstance(data, Mapping) and part in data
        is_list = isinstance(data, Sequence) and not isinstance(data, str)
        if not is_key and not (is_list and isinstance(part, int) and part < len(data)):
            return default
        data = data[part]
    return data


def _written(value: Any, *, is_item: bool = False) -> Any:
    """A value as a person would write it: long texts in blocks, short lists and maps on one line, quotes where they help."""
    if isinstance(value, dict):
        made = CommentedMap({key: _written(one) for key, one in value.items()})
        if not is_item and _is_short(value):
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        items = CommentedSeq([_written(one, is_item=not _is_short(value)) for one in value])
        if _is_short(value):
            items.fa.set_flow_style()
        return items
    if value is None:
        return None
    text = str(value)
    if "\n" in text and _is_block(text):
        return LiteralScalarString(text)
    return text if text and set(text) <= _PLAIN and text[0] not in "-@." else DoubleQuotedScalarString(text)


def _is_block(text: str) -> bool:
    """Whether a literal block says exactly this text."""
    lines = text.split("\n")
    return bool(text.strip()) and not lines[0].startswith((" ", "\t")) and all(line == line.rstrip() for line in lines)


def _is_short(value: Any) -> bool:
    flat = value.values() if isinstance(value, dict) else value
    is_flat = all(not isinstance(one, dict) and "\n" not in str(one) for one in flat)
    return is_flat and sum(len(str(one)) + 4 for one in flat) <= SHORT
