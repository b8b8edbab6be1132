"""What the forms of the editor ask, place by place of the file. A form changes what it shows; the rest of the file stays.

A page is a list of fields with paths. The name of an input is its path: `taches.0.consigne`; the cells of a table add their
column: `preuves.0.attend~1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring.rows import Cells, Row, Table, read_rows, write_rows
from sandbox.training.authoring.yaml_edit import Document, value_at

Choices = Sequence[tuple[str, str]]
Sent = Mapping[str, Sequence[str]]
NEW = "+"
"""Where a path has the name of something that is not there yet."""
BLANK_ROWS = 2
MAX_ROWS = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be written beside a key of a table: in words, as choices, as the name of a thing of that kind."""

    words: str = ""
    choices: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `choices`: what is chosen from, else one types; `proposals`: words proposed to who types.

    `is_long`: several lines may be typed.
    """

    label: str
    choices: Choices = ()
    is_long: bool = False
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One question of a form.

    `kind`: text, area, lines (one item a line), bars (items between bars), choice, checks, yes, pick (a thing by name), picks
    (several, one a line), rows (a table). `suggest`: what goes beside each key of a table.
    """

    path: Path
    label: str
    kind: str = "text"
    help: str = ""
    choices: Choices = ()
    is_required: bool = False
    rows: int = 4
    table: Table | None = None
    columns: tuple[Column, ...] = ()
    suggest: Mapping[str, Suggestion] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the input."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a form. `removable` is the path of the item that a check box takes away."""

    title: str
    inputs: tuple[Input, ...]
    removable: Path | None = None
    note: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An input with its value: as text, as a list for check boxes, as rows for a table. `theirs`: what somebody else saved."""

    input: Input
    text: str = ""
    chosen: frozenset[str] = field(default_factory=frozenset)
    rows: tuple[Row, ...] = ()
    theirs: str = ""

    @property
    def kind(self) -> str:
        """How it is shown: a line of text that has several is an area."""
        return "area" if self.input.kind == "text" and "\n" in self.text.strip() else self.input.kind


def shown(data: Any, one: Input) -> Shown:
    """The value that stands in the file."""
    value = value_at(data, one.path)
    if one.table is not None:
        return Shown(one, rows=tuple(read_rows(one.table, value)))
    if one.kind == "checks":
        items = value if isinstance(value, list) else [] if value is None else [value]
        return Shown(one, chosen=frozenset(map(str, items)))
    if one.kind in ("lines", "bars", "picks"):
        items = value if isinstance(value, list) else [] if value is None or isinstance(value, dict) else [value]
        return Shown(one, (" | " if one.kind == "bars" else "\n").join(map(str, items)))
    if one.kind == "yes":
        return Shown(one, "oui" if str(value).lower() in ("true", "oui") else "")
    return Shown(one, "" if value is None or isinstance(value, (dict, list)) else str(value))


def typed(data: Any, one: Input, sent: Sent) -> Shown:
    """What was typed, else what stands in the file."""
    was = shown(data, one)
    if one.table is not None:
        if f"{one.name}~0" not in sent:
            return was
        rows = [Row(cells) for cells in cells_of(one, sent) if any(cells)]
        return Shown(one, rows=(*(row for row in was.rows if row.is_kept), *rows))
    if one.kind in ("checks", "yes"):
        if f"_{one.name}" not in sent:
            return was
        return Shown(one, "oui" if sent.get(one.name) else "", frozenset(sent.get(one.name, ())))
    if one.name not in sent:
        return was
    text = sent[one.name][0]
    return Shown(one, text, theirs=was.text if was.text.strip() != _plain(text).strip() else "")


def cells_of(one: Input, sent: Sent) -> list[Cells]:
    """The rows that were sent for a table."""
    if one.table is None:
        return []
    columns = [sent.get(f"{one.name}~{n}", ()) for n in range(one.table.width)]
    return list(zip(*columns, strict=False))[:MAX_ROWS]


def is_filled(inputs: Iterable[Input], sent: Sent) -> bool:
    """Whether anything was typed into a part of a form that stands for something new."""
    for one in inputs:
        if one.table is not None and any(cell.strip() for cells in cells_of(one, sent) for cell in cells):
            return True
        is_asked = one.kind not in ("choice", "checks", "yes") or (one.kind == "choice" and "" in dict(one.choices[:1]))
        if is_asked and any(v.strip() for v in sent.get(one.name, ())[:1]):
            return True
    return False


def write(document: Document, inputs: Iterable[Input], sent: Sent) -> None:
    """Put what was sent into the file, input by input; what was not changed is not touched."""
    for one in inputs:
        values = list(sent.get(one.name, ()))
        if one.table is not None:
            if f"{one.name}~0" in sent:
                write_rows(document, one.path, one.table, cells_of(one, sent))
                if document.get(one.path) == {}:
                    document.drop(one.path)
        elif one.kind in ("checks", "yes"):
            if f"_{one.name}" in sent:  # a form that showed the boxes, and not one without them
                _write_boxes(document, one, values)
        elif values:
            _write_text(document, one, values[0])


def _write_boxes(document: Document, one: Input, values: list[str]) -> None:
    was = shown(document.data, one)
    if one.kind == "yes":
        if bool(values) == bool(was.text):
            return
        if values:
            document.put(one.path, "true")
        else:
            document.drop(one.path)
        return
    if set(values) == set(was.chosen):
        return
    known = [code for code, _ in one.choices if code in values]
    unknown = [code for code in was.chosen if code not in dict(one.choices)]
    _put_or_drop(document, one, [*known, *unknown])


def _write_text(document: Document, one: Input, raw: str) -> None:
    text, was = _plain(raw), shown(document.data, one)
    if text.strip() == was.text.strip():
        return
    if one.kind in ("lines", "bars", "picks"):
        items = [part.strip() for part in text.split("|" if one.kind == "bars" else "\n") if part.strip()]
        _put_or_drop(document, one, items)
    elif "area" in (one.kind, was.kind):
        lines = [line.rstrip() for line in text.strip().split("\n")]
        body = "\n".join(lines)
        _put_or_drop(document, one, f"{body}\n" if "\n" in body else body)
    else:
        _put_or_drop(document, one, " ".join(text.split()))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _put_or_drop(document: Document, one: Input, value: Any) -> None:
    if value or one.is_required:
        document.put(one.path, value)
    else:
        document.drop(one.path)
