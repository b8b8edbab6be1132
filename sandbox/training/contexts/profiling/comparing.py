"""A profile beside the one it changes: its changes in words, and the months and sources that it would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.db import db
from sandbox.shop.traffic.models import TrafficDay
from sandbox.shop.traffic.rules.profile import SOURCES
from sandbox.shop.traffic.rules.simulator import Facts
from sandbox.training.contexts.importing.telling import Fate
from sandbox.training.contexts.profiling.parts import PARTS, Block, Entry

_SUMS = ("visits", "bounces", "carts", "orders")


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is no longer the same, in words."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What happened in some days."""

    visits: int = 0
    bounces: int = 0
    carts: int = 0
    orders: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, name) + getattr(other, name) for name in _SUMS))

    @property
    def conversion(self) -> float | None:
        """Orders for a hundred visits; None without a visit."""
        return 100 * self.orders / self.visits if self.visits else None

    @property
    def bounce(self) -> float | None:
        """Visits of one page in a hundred; None without a visit."""
        return 100 * self.bounces / self.visits if self.visits else None


@dataclass(frozen=True, slots=True)
class Compared:
    """A month or a source, before and after."""

    label: str
    before: Sums
    after: Sums


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a profile would give: its months in order, its sources, and the whole."""

    months: Sequence[Compared]
    sources: Sequence[Compared]
    whole: Compared


def foretell(slug: str, anchor: date, facts: Facts) -> Foretold:
    """The facts that a profile gives beside those that the company has. `anchor` is the day J of its figures."""
    columns = (TrafficDay.day_offset, TrafficDay.source, *(getattr(TrafficDay, name) for name in _SUMS))
    had = [
        (day, source, Sums(*sums))
        for day, source, *sums in db.session.execute(sa.select(*columns).filter_by(context_slug=slug))
    ]
    gives = [(c.offset, c.source, Sums(c.visits, c.bounces, c.carts, c.orders)) for c in facts.cells]
    months = _sides(had, gives, lambda row: _month(anchor, row[0]))
    sources = _sides(had, gives, lambda row: row[1])
    return Foretold(
        [Compared(f"{MONTH_NAMES[key[1] - 1]} {key[0]}", *sums) for key, sums in sorted(months.items())],
        [Compared(SOURCES[key], *sources[key]) for key in SOURCES if key in sources],
        Compared("Deux ans", _whole(had), _whole(gives)),
    )


def _sides(had: Any, gives: Any, key: Any) -> dict[Any, tuple[Sums, Sums]]:
    sides: list[dict[Any, Sums]] = [{}, {}]
    for side, rows in zip(sides, (had, gives), strict=True):
        for row in rows:
            side[key(row)] = side.get(key(row), Sums()) + row[2]
    return {name: (sides[0].get(name, Sums()), sides[1].get(name, Sums())) for name in {**sides[0], **sides[1]}}


def _whole(rows: Iterable[tuple[int, str, Sums]]) -> Sums:
    total = Sums()
    for row in rows:
        total += row[2]
    return total


def _month(anchor: date, offset: int) -> tuple[int, int]:
    day = anchor + timedelta(days=offset)
    return day.year, day.month


# changes -------------------------------------------------------------------------------------------------------------


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What is no longer the same, part by part, in the order of the form."""
    found: list[Change] = []
    for part in PARTS.values():
        for block in part.blocks:
            if block.columns:
                found += _lines(block, before.get(block.key), after.get(block.key))
            else:
                sides = [side.get(block.key) if block.key else side for side in (before, after)]
                found += [
                    Change(Fate.CHANGED, f"{_said(block, entry)} : {_shown(entry, old)} → {_shown(entry, new)}")
                    for entry in block.entries
                    if _plain(entry, old := _at(sides[0], entry.key)) != _plain(entry, new := _at(sides[1], entry.key))
                ]
    return found


def _said(block: Block, entry: Entry) -> str:
    return f"{block.title}, {entry.label}"


def _at(place: Any, key: str) -> Any:
    if isinstance(place, list):
        return place[int(key)] if int(key) < len(place) else None
    return place.get(key) if isinstance(place, dict) else None


def _plain(entry: Entry, value: Any) -> str:
    """A value such as two ways of writing it are the same."""
    text = entry.default if value is None else str(value)
    if entry.is_number:
        try:
            return f"{float(text.replace(',', '.')):.10g}" if text else ""
        except ValueError:
            return text
    return text


def _shown(entry: Entry, value: Any) -> str:
    text = entry.default if value is None else str(value)
    if not text:
        return "vide"
    if entry.is_number:
        return f"{_plain(entry, text).replace('.', ',')}{chr(0xA0) + entry.unit if entry.unit else ''}"
    return entry.choices.get(text, text)


def _lines(block: Block, before: Any, after: Any) -> list[Change]:
    """The lines of a table that came, went or changed: those of the same name are the same line, else those of the same rank."""
    first = block.columns[0]
    old, new = (_items(block, side) for side in (before, after))
    has_names = block.key not in ("incidents", "avis_severes")
    named: list[dict[str, dict[str, Any]]] = [
        {(_plain(first, item.get(first.key)) if has_names else str(rank)): item for rank, item in enumerate(items)}
        for items in (old, new)
    ]
    found = []
    for name in dict.fromkeys([*named[0], *named[1]]):
        was, now = named[0].get(name), named[1].get(name)
        called = _called(block, now or was or {})
        if was is None or now is None:
            told = f"{called} : {'ajouté' if was is None else 'retiré'}"
            found.append(Change(Fate.ADDED if was is None else Fate.CHANGED, told))
            continue
        found += [
            Change(
                Fate.CHANGED,
                f"{called}, {entry.label} : {_shown(entry, was.get(entry.key))} → {_shown(entry, now.get(entry.key))}",
            )
            for entry in block.columns
            if _plain(entry, was.get(entry.key)) != _plain(entry, now.get(entry.key))
        ]
    return found


def _items(block: Block, value: Any) -> list[dict[str, Any]]:
    if block.is_mapping and isinstance(value, dict):
        first, second = block.columns
        return [{first.key: name, second.key: one} for name, one in value.items()]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _called(block: Block, item: Mapping[str, Any]) -> str:
    """What a line is called: « campagne rentree », « incident panne de J-289 »."""
    first = block.columns[0]
    name = (
        first.choices.get(str(item.get(first.key)), str(item.get(first.key, "")))
        if first.choices
        else str(item.get(first.key, ""))
    )
    if block.key in ("incidents", "avis_severes"):
        name = f"{name if first.key != 'du' else ''} de {item.get('du', '?')}".strip()
    return f"{block.word.capitalize()} {name}"
