"""Comments of a YAML text stay before what they are about when a form changes the text.

A writer of YAML hangs a comment on what stands above it; people write it about what stands below. A comment is therefore known
by the key or the item that follows it, and put back there when adding, moving or removing something else carried it away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.kernel.yaml_nodes import Path, Tree, read_yaml

_BLOCK = re.compile(r"^(\s*(?:- +)*)[^#]*?(?::|-)\s+[|>][-+\d]*\s*(?:#.*)?$")
_DASHES = re.compile(r"^(?: *- )* *")


@dataclass(frozen=True, slots=True)
class Remark:
    """Lines of comment, without their margin, and the place they are about; `has_room`: a blank line stands before."""

    lines: tuple[str, ...]
    about: Path
    has_room: bool


def with_comments_of(before: str, after: str) -> str:
    """The text after a change with every comment of the text before, each where it belongs; what it says is not changed."""
    remarks = _remarks(before)
    if not remarks:
        return after
    lines, tree = after.split("\n"), read_yaml(after, "")
    places = _places(tree)
    astray = [
        one for one in remarks if one.about in places and not _stands(lines, places[one.about], one.lines)
    ]  # fmt: skip
    if not astray:
        return after
    free = _free(lines)
    for one in astray:
        lines = _without(lines, one.lines, free)
        free = _free(lines)
    places = _places(read_yaml("\n".join(lines), ""))
    for one in sorted(astray, key=lambda remark: -places.get(remark.about, 0)):
        line = places.get(one.about)
        if line is not None and not _stands(lines, line, one.lines):
            margin = " " * (len(lines[line - 1]) - len(lines[line - 1].lstrip()))
            room = [""] if one.has_room and line > 1 and lines[line - 2].strip() else []
            lines[line - 1 : line - 1] = [*room, *(f"{margin}{text}" for text in one.lines)]
    mended = "\n".join(lines)
    return mended if read_yaml(mended, "").data == tree.data else after


def _remarks(text: str) -> list[Remark]:
    lines = text.split("\n")
    found: list[Remark] = []
    held: list[str] = []
    about = {line: place for place, line in _places(read_yaml(text, "")).items()}
    has_room = False
    for number, (line, is_free) in enumerate(zip(lines, _free(lines), strict=True), 1):
        if is_free and line.lstrip().startswith("#"):
            if not held:
                has_room = number > 1 and not lines[number - 2].strip()
            held.append(line.strip())
        elif line.strip():
            if held and number in about and number > len(held) + 1:  # what heads the file stays there by itself
                found.append(Remark(tuple(held), about[number], has_room))
            held = []
    return found


def _places(tree: Tree) -> dict[Path, int]:
    """Each key and item by its names (an item by its id, when it has one), with its line; of those of a line, the outermost."""
    found: dict[int, Path] = {}
    for path, line in tree.lines.items():
        if path and (line not in found or len(path) < len(found[line])):
            found[line] = path
    return {_named(tree.data, path): line for line, path in found.items()}


def _named(data: Any, path: Path) -> Path:
    named: Path = ()
    for part in path:
        data = data[part]
        own = data.get("id") if isinstance(part, int) and isinstance(data, dict) else None
        named = (*named, f"#{own}" if isinstance(own, str) else part)
    return named


def _free(lines: Sequence[str]) -> list[bool]:
    """Whether each line stands outside of a text in a block."""
    found, margin = [], -1
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if margin >= 0 and (not line.strip() or depth > margin):
            found.append(False)
            continue
        margin = -1
        found.append(True)
        if _BLOCK.match(line):
            dashes = _DASHES.match(line)
            margin = len(dashes[0]) if dashes else 0
    return found


def _stands(lines: Sequence[str], line: int, wanted: tuple[str, ...]) -> bool:
    above = [text.strip() for text in lines[: line - 1] if text.strip()]
    return tuple(above[-len(wanted) :]) == wanted


def _without(lines: list[str], unwanted: tuple[str, ...], free: Sequence[bool]) -> list[str]:
    """The lines without the first run of these comments."""
    size = len(unwanted)
    for at in range(len(lines) - size + 1):
        if all(free[at : at + size]) and tuple(text.strip() for text in lines[at : at + size]) == unwanted:
            return [*lines[:at], *lines[at + size :]]
    return lines
