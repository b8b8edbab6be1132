"""Lists of the back offices: filters under the headers, sorting, pages; read from the address, written back into links.

A view declares its columns once, reads the values, and gives both the `Listing` and the `Page` to the macros of
`macros/backoffice/list.html`:

    LISTING = (
        Column("id", "ID", Filter.RANGE, kind=Kind.INTEGER, is_sorted=True, css="c-id num"),
        Column("name", "Nom", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("state", "État", Filter.CHOICE, choices={"1": "En ligne", "0": "Hors ligne"}),
    )
    listing = Listing.read(LISTING, request.args, "backoffice.products", default_sort="-id")
    page = list_products(..., number=listing.number, size=listing.size, sort=listing.sort)

Values: TEXT gives a string, CHOICE the code, RANGE the pair `name_min` / `name_max` parsed by `kind` (`INTEGER` int,
`CENTS` cents, `MICROS` micros, `DAY` date). What cannot be read is left out of the values and shown as a fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import url_for

from sandbox.kernel import clock
from sandbox.kernel.values import Kind, ValueFault, parse

SIZES = (20, 50, 100)


class Filter(StrEnum):
    """How a column is filtered."""

    NONE = "none"
    TEXT = "text"
    RANGE = "range"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `css` are its classes; `placeholder` the hint of its filter."""

    name: str
    label: str
    filter: Filter = Filter.NONE
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    is_sorted: bool = False
    css: str = ""
    placeholder: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its filter's inputs."""
        if self.filter is Filter.RANGE:
            return (f"{self.name}_min", f"{self.name}_max")
        return () if self.filter is Filter.NONE else (self.name,)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, and the address of the list without it."""

    label: str
    url: str
    name: str


@dataclass(slots=True)
class Listing:
    """What the address asks of a list."""

    columns: Sequence[Column]
    endpoint: str
    raw: dict[str, str]
    values: dict[str, Any]
    faults: dict[str, str]
    sort: str
    number: int
    size: int
    kept: dict[str, Any] = field(default_factory=dict)
    default_sort: str = "-id"

    @classmethod
    def read(
        cls,
        columns: Sequence[Column],
        args: Mapping[str, str],
        endpoint: str,
        *,
        default_sort: str = "-id",
        kept: Mapping[str, Any] | None = None,
        size: int = SIZES[0],
    ) -> Listing:
        """Read filters, sort and page from query arguments; `kept` are arguments every link of the list repeats."""
        raw, values, faults = _read_filters(columns, args)
        names = {c.name for c in columns if c.is_sorted}
        sort = args.get("tri", "")
        asked, page = args.get("par", ""), args.get("page", "")
        return cls(
            columns,
            endpoint,
            raw,
            values,
            faults,
            sort if sort.lstrip("-") in names else default_sort,
            int(page) if page.isdecimal() and len(page) < 8 else 1,
            next((known for known in (*SIZES, size) if asked == str(known)), size),
            dict(kept or {}),
            default_sort,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is on."""
        return bool(self.values)

    def url(self, **changes: Any) -> str:
        """The address of the list with some arguments replaced; None leaves one out."""
        args: dict[str, Any] = {**self.kept, **self.raw}
        if self.sort != self.default_sort:
            args["tri"] = self.sort
        if self.size != SIZES[0]:
            args["par"] = self.size
        if self.number > 1:
            args["page"] = self.number
        args.update(changes)
        return url_for(self.endpoint, **{k: v for k, v in args.items() if v not in (None, "")})

    def page_url(self, number: int) -> str:
        """The address of another page."""
        return self.url(page=number if number > 1 else None)

    def sort_url(self, column: Column) -> str:
        """The address that sorts by a column, the other way round when it already does."""
        return self.url(tri=f"-{column.name}" if self.sort == column.name else column.name, page=None)

    def direction(self, column: Column) -> str | None:
        """`ascending`, `descending`, or None when the list is sorted by something else."""
        return {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort)

    def reset_url(self) -> str:
        """The address of the list without filters."""
        return self.url(page=None, **{name: None for c in self.columns for name in c.fields})

    def chips(self) -> list[Chip]:
        """The active filters, in the order of the columns."""
        return [
            Chip(_words(column, name, self.raw[name]), self.url(page=None, **{name: None}), name)
            for column in self.columns
            for name in column.fields
            if name in self.values
        ]

    def sorted_by(self) -> str:
        """« Trié par ID décroissant »."""
        label = next((c.label for c in self.columns if c.name == self.sort.lstrip("-")), "")
        return f"Trié par {label} {'décroissant' if self.sort.startswith('-') else 'croissant'}" if label else ""


def _read_filters(
    columns: Sequence[Column], args: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Any], dict[str, str]]:
    raw: dict[str, str] = {}
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for column in columns:
        for name in column.fields:
            text = args.get(name, "").strip()[:200]
            if not text:
                continue
            raw[name] = text
            if column.filter is Filter.CHOICE and text not in column.choices:
                faults[name] = "Choix inconnu."
                continue
            try:
                values[name] = parse(column.kind, text, clock.today()) if column.filter is Filter.RANGE else text
            except ValueFault as fault:
                faults[name] = str(fault)
    return raw, values, faults


def _words(column: Column, name: str, text: str) -> str:
    if column.filter is Filter.CHOICE:
        return f"{column.label}\u00a0: {column.choices[text]}"
    if column.filter is Filter.RANGE:
        return f"{column.label} {'≥' if name.endswith('_min') else '≤'} {text}"
    return f"{column.label} contient «\u00a0{text}\u00a0»"
