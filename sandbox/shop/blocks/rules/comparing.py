"""Two versions of a text side by side: a line for each block, in words that people know, what differs marked word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from sandbox.shop.blocks.rules.kinds import KINDS, Attr, Holds
from sandbox.shop.blocks.rules.rendering import plain_text
from sandbox.shop.blocks.rules.tree import Block

_WORDS = re.compile(r"\s+|\S+")
_IN_TEXT = frozenset({"text", "cite", "caption", "html"})


@dataclass(frozen=True, slots=True)
class Line:
    """A block in words: its kind (« Paragraphe »), what it says, how deep it stands."""

    label: str
    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and whether the other version lacks them."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A line on one side, in pieces."""

    label: str
    pieces: tuple[Piece, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A line as it was and as it is; None where it stands on one side only."""

    before: Side | None
    after: Side | None

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changed."""
        sides = [side for side in (self.before, self.after) if side]
        return len(sides) == 2 and not any(piece.is_marked for side in sides for piece in side.pieces)


def lines_of(blocks: Iterable[Block], depth: int = 0) -> list[Line]:
    """A line for each block, outer before inner: its kind, its words, then its settings that are not the usual ones."""
    found: list[Line] = []
    for block in blocks:
        kind = KINDS[block.kind]
        settings = [
            f"{spec.label}\u00a0: {_said(spec, block.get(name))}"
            for name, spec in kind.attrs.items()
            if _is_told(name, spec, block)
        ]
        words = plain_text([Block(block.kind, block.attrs)])
        told = "[" + "\u00a0; ".join(settings) + "]" if settings else ""
        found.append(Line(kind.label, " ".join(part for part in (words, told) if part), depth))
        found += lines_of(block.inner, depth + 1)
    return found


def _is_told(name: str, spec: Attr, block: Block) -> bool:
    shown = spec.label and name not in _IN_TEXT and spec.holds not in (Holds.ROWS, Holds.ITEMS, Holds.HTML, Holds.RICH)
    return bool(shown) and name in block.attrs


def _said(spec: Attr, value: Any) -> str:
    if spec.holds is Holds.YES_NO:
        return "oui" if value else "non"
    if spec.holds is Holds.CHOICE:
        return next((word for code, word in spec.choices if code == value), str(value))
    return f"n°\u00a0{value}" if spec.holds is Holds.MEDIA else str(value)


def compare(before: Sequence[Line], after: Sequence[Line]) -> list[Pair]:
    """The lines of both, the same ones facing each other; lines that took others' place face them, marked word by word."""
    found: list[Pair] = []
    for how, b1, b2, a1, a2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "replace":
            found += [_changed(old, new) for old, new in zip_longest(before[b1:b2], after[a1:a2])]
        else:
            lines = zip_longest(before[b1:b2], after[a1:a2])
            found += [Pair(_whole(old, how == "delete"), _whole(new, how == "insert")) for old, new in lines]
    return found


def _whole(line: Line | None, is_marked: bool) -> Side | None:
    return Side(line.label, (Piece(line.text, is_marked),), line.depth) if line else None


def _changed(old: Line | None, new: Line | None) -> Pair:
    if old is None or new is None:
        return Pair(_whole(old, True), _whole(new, True))
    if old.label != new.label:
        return Pair(_whole(old, True), _whole(new, True))
    was, now = _WORDS.findall(old.text), _WORDS.findall(new.text)
    left: list[Piece] = []
    right: list[Piece] = []
    for how, b1, b2, a1, a2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        left += [Piece("".join(was[b1:b2]), how != "equal")] if b2 > b1 else []
        right += [Piece("".join(now[a1:a2]), how != "equal")] if a2 > a1 else []
    return Pair(Side(old.label, tuple(left), old.depth), Side(new.label, tuple(right), new.depth))


def folded(pairs: Sequence[Pair], around: int = 2) -> list[Pair | int]:
    """The same lines, but long runs of unchanged ones far from any change: a number says how many are left out there."""
    near = {n + step for n, pair in enumerate(pairs) if not pair.is_same for step in range(-around, around + 1)}
    found: list[Pair | int] = []
    for n, pair in enumerate(pairs):
        last = found[-1] if found else None
        if n in near:
            found.append(pair)
        elif isinstance(last, int):
            found[-1] = last + 1
        else:
            found.append(1)
    return found
