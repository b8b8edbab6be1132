"""The plain form of a widget: a part for each of its blocks, with a line for each attribute that the kind of block names.

A block that holds whole texts (columns, a table…) has no such form: it is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from sandbox.shop.blocks.rules.inline import clean_url
from sandbox.shop.blocks.rules.kinds import KINDS, Attr, BlockKind, Holds
from sandbox.shop.identity.queries import active_extensions
from sandbox.shop.library.queries import list_media
from sandbox.shop.posts.queries import list_categories

Json = dict[str, Any]

_LINES = {Holds.RICH, Holds.PLAIN, Holds.URL, Holds.NUMBER, Holds.YES_NO, Holds.CHOICE, Holds.MEDIA, Holds.HTML}
_INNER = ("list", "buttons", "gallery")
_FILES = {"image": "image", "gallery": "image", "audio": "audio", "video": "video", "file": ""}
_EMPTY_ROWS = 2
MAX_PARTS = 20


@dataclass(slots=True)
class Line:
    """A field: what it is called, how it is drawn, what it holds, what is wrong with it."""

    name: str
    label: str
    draw: str
    value: Any = ""
    choices: Sequence[tuple[str, str]] = ()
    help: str = ""
    error: str = ""


@dataclass(slots=True)
class Part:
    """A block as the form shows it. `raw` is the JSON of a block that has no plain form."""

    number: int
    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    raw: str = ""
    old: Json = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether a line is wrong."""
        return any(line.error for line in self.lines)


def has_plain_form(kind: BlockKind) -> bool:
    """Whether a kind of block can be written line by line."""
    flat = all(spec.holds in _LINES for spec in kind.attrs.values())
    return flat and not kind.is_part and kind.name != "more" and (not kind.inside or kind.name in _INNER)


def proposed() -> dict[str, list[BlockKind]]:
    """The kinds that may be put in an area, by drawer."""
    active, found = active_extensions(), dict[str, list[BlockKind]]()
    for kind in KINDS.values():
        if has_plain_form(kind) and (not kind.needs or kind.needs in active):
            found.setdefault(kind.group, []).append(kind)
    return found


def part_of(number: int, block: Mapping[str, Any]) -> Part:
    """The part of a block as it is kept."""
    kind = KINDS[block["kind"]]
    part = Part(number, kind, old=dict(block))
    if not has_plain_form(kind) or _is_nested(block):
        part.raw = json.dumps(block, ensure_ascii=False)
        return part
    attrs = block.get("attrs", {})
    part.lines = [_line(number, kind, name, spec, attrs.get(name, spec.default)) for name, spec in kind.attrs.items()]
    part.lines += _inner_lines(number, kind, block.get("inner", []))
    return part


def _is_nested(block: Mapping[str, Any]) -> bool:
    return any(one.get("inner") for one in block.get("inner", ()))


def _line(number: int, kind: BlockKind, name: str, spec: Attr, value: Any) -> Line:
    line = Line(f"b{number}-{name}", spec.label, spec.holds.value, "" if value is None else value)
    match spec.holds:
        case Holds.CHOICE:
            line.choices = spec.choices
        case Holds.MEDIA:
            line.choices, line.value = (
                [("", "— Choisir —" if name == "media" else "— Aucune —"), *_files(kind, name)],
                str(value or ""),
            )
        case Holds.RICH:
            line.value = _typed(str(value or ""))
        case Holds.URL if kind.name == "rss":
            line.draw = "address"  # a feed is never a page of ours
        case Holds.NUMBER if name == "category":
            named = [(str(term.row.id), "— " * term.depth + term.row.name) for term in list_categories()]
            line.draw, line.choices, line.value = "media", [("0", "Toutes"), *named], str(value)
        case Holds.NUMBER:
            line.help = f"De {spec.low} à {spec.high}."
    return line


def _typed(text: str) -> str:
    """A rich text as people type it: lines instead of breaks, characters instead of the names that HTML gives them."""
    return text.replace("<br>", "\n").replace("&nbsp;", "\u00a0").replace("&amp; ", "& ")


def _files(kind: BlockKind, name: str = "media") -> list[tuple[str, str]]:
    """The files that an attribute of a block may name: those of its kind, and pictures to be seen before a film."""
    wanted = _FILES.get(kind.name, "") if name == "media" else "image"
    return [(str(row.id), row.title) for row in list_media(kind=wanted)]


def _inner_lines(number: int, kind: BlockKind, inner: Sequence[Mapping[str, Any]]) -> list[Line]:
    rows = [one.get("attrs", {}) for one in inner]
    if kind.name == "list":
        texts = "\n".join(_typed(str(row.get("text", ""))).replace("\n", " ") for row in rows)
        return [Line(f"b{number}-items", "Éléments", "rich", texts, help="Un élément par ligne.")]
    if kind.name == "gallery":
        return [
            Line(f"b{number}-pictures", "Images", "pictures", [str(row.get("media", "")) for row in rows], _files(kind))
        ]
    found: list[Line] = []
    if kind.name == "buttons":
        for rank, row in enumerate([*rows, *({} for _ in range(_EMPTY_ROWS))]):
            for name, spec in KINDS["button"].attrs.items():
                line = _line(number, kind, name, spec, row.get(name, spec.default))
                line.name, line.label = f"b{number}-{name}-{rank}", f"{spec.label} (bouton {rank + 1})"
                found.append(line)
    return found


def parts_sent(form: MultiDict[str, str]) -> list[Part]:
    """The parts that were sent, with what was typed and what is wrong with it."""
    found: list[Part] = []
    for mark in form.getlist("parts")[:MAX_PARTS]:
        number, _, name = mark.partition(":")
        if number.isdigit() and name in KINDS:
            found.append(_sent(int(number), KINDS[name], form))
    return found


def _sent(number: int, kind: BlockKind, form: MultiDict[str, str]) -> Part:
    old = _decoded(form.get(f"b{number}-old", ""), kind)
    part = part_of(number, old)
    if part.raw:
        return part
    if kind.name == "buttons":
        ranks = [name for name in form if name.startswith(f"b{number}-text-")]
        part.lines = part.lines[: len(kind.attrs)]
        part.lines += _inner_lines(number, kind, [{}] * max(0, len(ranks) - _EMPTY_ROWS))
    specs = {**KINDS["button"].attrs, **kind.attrs} if kind.name == "buttons" else kind.attrs
    for line in part.lines:
        line.value = (
            form.getlist(line.name) if line.draw == "pictures" else form.get(line.name, "").replace("\r\n", "\n")
        )
        if line.draw == "yes_no":
            line.value = bool(line.value)
        spec = specs.get(line.name.split("-")[1])
        line.error = _wrong(kind, spec, line) if spec else ""
    return part


def _decoded(text: str, kind: BlockKind) -> Json:
    """The block as it was before, which the form carries; an empty one when it is not readable."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = {}
    is_block = isinstance(found, dict) and found.get("kind") == kind.name
    inner, attrs = (found.get("inner", []), found.get("attrs", {})) if is_block else ([], {})
    is_whole = isinstance(attrs, dict) and isinstance(inner, list) and all(
        isinstance(one, dict) and isinstance(one.get("attrs", {}), dict) for one in inner
    )  # fmt: skip
    return dict(found) if is_block and is_whole else {"kind": kind.name}


def _wrong(kind: BlockKind, spec: Attr, line: Line) -> str:
    """What is wrong with what was typed, or nothing."""
    match spec.holds:
        case Holds.NUMBER if line.draw == "number":
            text = str(line.value).strip()
            is_in = text.isdecimal() and len(text) < 10 and spec.low <= int(text) <= spec.high
            return "" if is_in or not text else f"Entrez un nombre de {spec.low} à {spec.high}."
        case Holds.URL if str(line.value).strip() and not clean_url(line.value):
            return "Indiquez une adresse (https://…), ou rien."
        case Holds.MEDIA if line.value not in dict(line.choices) or (
            not line.value and _is_own(line) and kind.name in _FILES
        ):
            return "Choisissez un fichier de la médiathèque."
        case Holds.RICH | Holds.PLAIN | Holds.HTML if len(str(line.value)) > spec.length:
            return f"{spec.length} caractères au plus."
    return ""


def _is_own(line: Line) -> bool:
    """Whether a field names the very file of its block, and not one that goes with it."""
    return line.name.partition("-")[2] == "media"


def block_of(part: Part) -> Json:
    """The block that a part asks for; the service checks it."""
    if part.raw:
        return dict(json.loads(part.raw))
    values = {line.name.partition("-")[2]: line for line in part.lines}
    attrs = {name: _value(spec, values[name].value) for name, spec in part.kind.attrs.items()}
    return {"kind": part.kind.name, "attrs": _given(attrs), "inner": _inner(part, values)}


def _given(attrs: Json) -> Json:
    return {name: value for name, value in attrs.items() if value is not None}


def _value(spec: Attr, value: Any) -> Any:
    match spec.holds:
        case Holds.NUMBER:
            return int(value) if str(value).strip().isdecimal() else spec.default
        case Holds.MEDIA:
            return int(value) if str(value).isdecimal() else None
        case Holds.RICH:
            return str(value).strip().replace("\n", "<br>")
        case Holds.PLAIN if spec.default is None and not value:
            return None
    return value


def _inner(part: Part, values: Mapping[str, Line]) -> list[Json]:
    match part.kind.name:
        case "list":
            texts = str(values["items"].value).splitlines()
            return [{"kind": "list-item", "attrs": {"text": text.strip()}} for text in texts if text.strip()]
        case "gallery":
            return _pictures(part, values["pictures"])
        case "buttons":
            ranks = [name.rpartition("-")[2] for name in values if name.startswith("text-")]
            specs = KINDS["button"].attrs
            rows = [
                {name: _value(spec, values[f"{name}-{rank}"].value) for name, spec in specs.items()} for rank in ranks
            ]
            return [{"kind": "button", "attrs": _given(row)} for row in rows if row["text"]]
    return []


def _pictures(part: Part, line: Line) -> list[Json]:
    """The ticked pictures: those that were there first, as they were, then the others."""
    known = dict(line.choices)
    wanted = [number for number in line.value if number in known]
    kept = [one for one in part.old.get("inner", []) if str(one.get("attrs", {}).get("media", "")) in wanted]
    there = {str(one["attrs"]["media"]) for one in kept}
    added = [number for number in wanted if number not in there]
    return [*kept, *({"kind": "image", "attrs": {"media": int(number)}} for number in added)]
