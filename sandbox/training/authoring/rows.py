"""Small tables of the editor's forms: a mapping of the file shown as rows, one key a row, and written back.

Each kind of mapping has its way: values of a thing (field, value), conditions (field, comparison, value), wordings (name, ways
to say it), figures (name, value, tolerance, period). What a row cannot show is told, kept, and left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import excerpt
from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring.yaml_edit import Document, value_at
from sandbox.training.subjects.figures import FIGURE_KEYS
from sandbox.training.subjects.operators import OPERATORS

EMPTY = "vide"
BAR = " | "
LISTED = ("parmi", "contient_un", "contient_tous", "sans", "entre", "longueur", "mots")
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells as text, its place under the mapping. `is_kept`: written in a way that rows do not show."""

    cells: Cells
    at: Path = ()
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """How a mapping becomes rows and comes back: `width` cells a row, the first `keys` of which say which value it is.

    A row whose first `needed` cells are not all filled says nothing.
    """

    width: int
    keys: int
    needed: int
    read: Callable[[Any], Iterator[Row]]
    put: Callable[[Any, Cells], Any]
    """The value of a row's cells, given the value that stands there."""


def read_rows(table: Table, value: Any) -> list[Row]:
    """The rows of what stands in the file."""
    return list(table.read(value)) if isinstance(value, (dict, list)) else []


def write_rows(document: Document, path: Path, table: Table, sent: Sequence[Cells]) -> None:
    """Put the rows that were sent; those that were not changed, and those that rows do not show, are not touched.

    Raises RuleBroken for a row that says no key, or the same key twice: nothing typed is lost in silence.
    """
    value = document.get(path)
    found = read_rows(table, value)
    was = {row.cells[: table.keys]: row for row in found if not row.is_kept}
    kept = {row.cells[: table.keys] for row in found if row.is_kept}
    now = _by_key(table, sent)
    if isinstance(value, list) and {key: row.cells for key, row in was.items()} != now:
        document.put(path, {row.cells[0]: {} for row in was.values()})
    for key in was.keys() - now.keys():
        _drop(document, path, was[key])
    for key, cells in now.items():
        if key in kept or (key in was and was[key].cells == cells):
            continue
        place = (*path, *key)
        document.put(place, table.put(document.get(place), cells))


def _by_key(table: Table, sent: Sequence[Cells]) -> dict[Cells, Cells]:
    """The rows by what they are about; an emptied one is none."""
    found: dict[Cells, Cells] = {}
    for cells in map(_stripped, sent):
        if not cells[0] and any(cells[table.keys :]):
            typed = next(cell for cell in cells[table.keys :] if cell)
            raise RuleBroken(f"À côté de « {excerpt(typed, 40)} », dites de quoi il s’agit dans la première case.")
        key = cells[: table.keys]
        if not all(cells[: table.needed]):
            continue
        if key in found and found[key] != cells:
            raise RuleBroken(f"« {' '.join(key)} » est écrit sur deux lignes : gardez l’une des deux.")
        found[key] = cells
    return found


def _stripped(cells: Cells) -> Cells:
    return tuple(cell.replace("\r\n", "\n").strip() for cell in cells)


def _drop(document: Document, path: Path, row: Row) -> None:
    """Take a row away, and what holds it when nothing is left there."""
    place = (*path, *row.at)
    document.drop(place)
    if len(row.at) > 1 and document.get(place[:-1]) == {}:
        document.drop(place[:-1])


def _values(value: Any) -> Iterator[Row]:
    for name, one in value.items() if isinstance(value, dict) else ():
        cells = _shown(one)
        yield Row((str(name), cells or "…"), (name,), is_kept=cells is None)


def _shown(one: Any) -> str | None:
    """A value as one text: a list between bars; None when it cannot be."""
    if isinstance(one, dict) or (
        isinstance(one, list) and any(isinstance(x, (dict, list)) or "|" in str(x) for x in one)
    ):
        return None
    if isinstance(one, list):
        return BAR.join(EMPTY if item is None else str(item) for item in one)
    return EMPTY if one is None else str(one).strip()


def _split(text: str) -> list[str | None]:
    return [None if part.strip() == EMPTY else part.strip() for part in text.split("|") if part.strip()]


def _put_value(was: Any, cells: Cells) -> Any:
    text = cells[1]
    if isinstance(was, list):
        return _split(text)
    return None if text == EMPTY else f"{text}\n" if "\n" in text else text


def _conditions(value: Any) -> Iterator[Row]:
    for name, asked in value.items() if isinstance(value, dict) else ():
        for operator, one in asked.items() if isinstance(asked, dict) else [("", asked)]:
            cells = _shown(one)
            is_kept = cells is None or operator not in OPERATORS
            at: Path = (name, operator) if isinstance(asked, dict) else (name,)
            yield Row((str(name), str(operator), cells or "…"), at, is_kept=is_kept)


def _put_condition(_was: Any, cells: Cells) -> Any:
    _name, operator, text = cells
    if operator in LISTED:
        return _split(text)
    return None if text == EMPTY else text


def _wordings(value: Any) -> Iterator[Row]:
    for name, one in value.items() if isinstance(value, dict) else ():
        cells = _shown(one)
        yield Row((str(name), cells or "…"), (name,), is_kept=cells is None)


def _put_wordings(_was: Any, cells: Cells) -> Any:
    return [part for part in _split(cells[1]) if part is not None]


def _figures(value: Any) -> Iterator[Row]:
    for name in value:
        one = value_at(value, (name,)) if isinstance(value, Mapping) else None
        parts = one if isinstance(one, dict) else {}
        is_odd = (one is not None and not isinstance(one, dict)) or bool(set(parts) - set(FIGURE_KEYS))
        yield Row((str(name), *(str(parts.get(key) or "") for key in FIGURE_KEYS)), (name,), is_kept=is_odd)


def _put_figure(_was: Any, cells: Cells) -> Any:
    return {key: cell for key, cell in zip(FIGURE_KEYS, cells[1:], strict=True) if cell}


VALUES = Table(2, 1, 2, _values, _put_value)
CONDITIONS = Table(3, 2, 3, _conditions, _put_condition)
WORDINGS = Table(2, 1, 2, _wordings, _put_wordings)
FIGURES = Table(4, 1, 1, _figures, _put_figure)
