"""What the forms of the editor ask, place by place of the file. A form changes what it shows; the rest of the file stays.

A page is a list of fields with paths. The name of an input is its path: `taches.0.consigne`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring.yaml_edit import Document, value_at

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Input:
    """One question of a form. `kind`: text, area, lines (one item a line), bars (items between bars), choice, checks, yes, pick (a thing by name)."""

    path: Path
    label: str
    kind: str = "text"
    help: str = ""
    choices: Choices = ()
    is_required: bool = False
    rows: int = 4

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
    """An input with its value as text, or as a list for check boxes."""

    input: Input
    text: str = ""
    chosen: frozenset[str] = field(default_factory=frozenset)


def shown(data: Any, one: Input) -> Shown:
    """The value that stands in the file."""
    value = value_at(data, one.path)
    if one.kind == "checks":
        items = value if isinstance(value, list) else [] if value is None else [value]
        return Shown(one, chosen=frozenset(map(str, items)))
    if one.kind in ("lines", "bars"):
        items = value if isinstance(value, list) else [] if value is None or isinstance(value, dict) else [value]
        return Shown(one, ("\n" if one.kind == "lines" else " | ").join(map(str, items)))
    if one.kind == "yes":
        return Shown(one, "oui" if str(value).lower() in ("true", "oui") else "")
    return Shown(one, "" if value is None or isinstance(value, (dict, list)) else str(value))


def write(document: Document, inputs: Iterable[Input], sent: Mapping[str, Sequence[str]]) -> None:
    """Put what was sent into the file, input by input; what was not changed is not touched."""
    for one in inputs:
        values = list(sent.get(one.name, ()))
        if one.kind in ("checks", "yes"):
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
    document.put(one.path, [*known, *unknown])


def _write_text(document: Document, one: Input, raw: str) -> None:
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    was = shown(document.data, one).text
    if text.strip() == was.strip():
        return
    if one.kind in ("lines", "bars"):
        items = [part.strip() for part in text.split("\n" if one.kind == "lines" else "|") if part.strip()]
        _put_or_drop(document, one, items)
    elif one.kind == "area":
        lines = [line.rstrip() for line in text.strip().split("\n")]
        body = "\n".join(lines)
        _put_or_drop(document, one, f"{body}\n" if "\n" in body else body)
    else:
        _put_or_drop(document, one, " ".join(text.split()))


def _put_or_drop(document: Document, one: Input, value: Any) -> None:
    if value or one.is_required:
        document.put(one.path, value)
    else:
        document.drop(one.path)
