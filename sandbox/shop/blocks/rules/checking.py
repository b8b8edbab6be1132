"""What people send as blocks, checked: known kinds, known attributes, values within their bounds, safe texts.

Nothing is refused that can be put right: an unknown attribute is dropped, a number out of its bounds is brought back in.
Refused: what is no list of blocks, an unknown kind, a block where it may not stand, a text beyond all measure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import clean_html
from sandbox.shop.blocks.rules.inline import MAX_TEXT, clean_inline, clean_plain, clean_url
from sandbox.shop.blocks.rules.kinds import KINDS, PERSON_LINKS, Attr, BlockKind, Holds, may_stand_in
from sandbox.shop.blocks.rules.tree import Block

MAX_BLOCKS = 1000
MAX_DEPTH = 8
MAX_BYTES = 600_000
MAX_ROWS = 200
MAX_CELLS = 20
FIELD = "content"


def read_blocks(written: Any) -> list[Block]:
    """Checked blocks of what a form or a file gives: a list, or its JSON text. Raises RuleBroken."""
    data = written
    if isinstance(written, str):
        if len(written) > MAX_BYTES:
            raise RuleBroken("Le contenu est trop long pour être enregistré.", field=FIELD)
        try:
            data = json.loads(written or "[]")
        except (ValueError, RecursionError) as error:
            raise RuleBroken("Le contenu envoyé n’est pas lisible : rien n’a été enregistré.", field=FIELD) from error
    if not isinstance(data, list):
        raise RuleBroken("Le contenu envoyé n’est pas une suite de blocs.", field=FIELD)
    return _Reading().blocks(data, None, 1)


class _Reading:
    """One text being read: counts its blocks."""

    def __init__(self) -> None:
        self.count = 0

    def blocks(self, data: Sequence[Any], outer: BlockKind | None, depth: int) -> list[Block]:
        if depth > MAX_DEPTH:
            raise RuleBroken(f"Les blocs sont emboîtés sur plus de {MAX_DEPTH} niveaux.", field=FIELD)
        return [self.block(one, outer, depth) for one in data]

    def block(self, data: Any, outer: BlockKind | None, depth: int) -> Block:
        self.count += 1
        if self.count > MAX_BLOCKS:
            raise RuleBroken(f"Un contenu a {MAX_BLOCKS} blocs au plus.", field=FIELD)
        name = data.get("kind") if isinstance(data, Mapping) else None
        kind = KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            raise RuleBroken("Un bloc est d’un type que le site ne connaît pas.", field=FIELD)
        if not may_stand_in(kind, outer):
            where = f"dans le bloc « {outer.label} »" if outer else "directement dans le contenu"
            raise RuleBroken(f"Le bloc « {kind.label} » ne peut pas être placé {where}.", field=FIELD)
        attrs, inner = data.get("attrs") or {}, data.get("inner") or []
        if not isinstance(attrs, Mapping) or not isinstance(inner, list) or (inner and not kind.inside):
            raise RuleBroken(f"Un bloc « {kind.label} » n’est pas lisible.", field=FIELD)
        return Block(kind.name, clean_attrs(kind, attrs), tuple(self.blocks(inner, kind, depth + 1)))


def clean_attrs(kind: BlockKind, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a block, in the order of its kind, those at their default left out."""
    found = {}
    for name, spec in kind.attrs.items():
        if name in attrs:
            value = _clean(kind, spec, attrs[name])
            if value != spec.default:
                found[name] = value
    return found


def _clean(kind: BlockKind, spec: Attr, value: Any) -> Any:
    match spec.holds:
        case Holds.YES_NO:
            return value is True or value in ("true", "1", 1)
        case Holds.NUMBER:
            return _number(spec, value)
        case Holds.MEDIA:
            return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else None
        case Holds.CHOICE:
            return value if value in {code for code, _ in spec.choices} else spec.default
        case Holds.ROWS:
            return _rows(value)
        case Holds.ITEMS:
            return _items(spec, value)
        case _:
            return _text(kind, spec, value)


def _text(kind: BlockKind, spec: Attr, value: Any) -> str | None:
    if value is None:
        return None if spec.default is None else ""
    if not isinstance(value, str):
        return ""
    limit = min(spec.length, MAX_TEXT)
    if len(value) > limit:
        raise RuleBroken(f"Un texte du bloc « {kind.label} » dépasse {limit} caractères.", field=FIELD)
    match spec.holds:
        case Holds.RICH:
            return clean_inline(value)
        case Holds.URL:
            return clean_url(value)
        case Holds.HTML:
            return clean_html(value)
        case Holds.MOMENT:
            return _moment(value)
        case _:
            return clean_plain(value)


def _number(spec: Attr, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return int(spec.default)
    return max(spec.low, min(spec.high, number))


def _rows(value: Any) -> list[list[str]]:
    """The cells of a table; every row as wide as the widest."""
    if not isinstance(value, list):
        return []
    rows = [row for row in value if isinstance(row, list)]
    if len(rows) > MAX_ROWS or any(len(row) > MAX_CELLS for row in rows):
        raise RuleBroken(f"Un tableau a {MAX_ROWS} lignes et {MAX_CELLS} colonnes au plus.", field=FIELD)
    width = max((len(row) for row in rows), default=0)
    return [[clean_inline(str(cell)[:MAX_TEXT]) for cell in row] + [""] * (width - len(row)) for row in rows]


def _items(spec: Attr, value: Any) -> list[dict[str, Any]]:
    """A list of small records, of the parts that the kind names; empty records are dropped."""
    found = []
    for one in value[:50] if isinstance(value, list) else []:
        if isinstance(one, Mapping):
            parts = {name: _part(name, one[name]) for name in spec.parts if one.get(name)}
            if any(parts.values()):
                found.append(parts)
    return found


def _part(name: str, value: Any) -> Any:
    if name == "media":
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else None
    if not isinstance(value, str):
        return value is True
    return clean_url(value) if name == "url" or name in PERSON_LINKS else clean_inline(value[:4000])


def _moment(value: str) -> str:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(timespec="minutes")
    except ValueError:
        return ""
