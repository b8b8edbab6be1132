"""A part of a profile as the form shows it, and what is posted read back: every value checked at its own field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.kernel.packs import Reader
from sandbox.kernel.text import fold
from sandbox.kernel.values import Kind, ValueFault, parse
from sandbox.training.contexts.profiling.parts import Block, Entry, Part

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
BLANKS = 2
"""Empty lines that a table offers for what is to be added."""
MOST_LINES = 200
REMOVED = "retirer"
_SPACES = re.compile(r"[ \t\r\n]+")
"""Not the spaces that French typography binds words with."""
Data = dict[str, Any]
Line = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """A part being shown: the text of each field by its name, the lines of each table, what is wrong by the name of its field."""

    part: Part
    values: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[Line]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=dict)
    """By table, the line of the form that each kept item stands on: the file counts its items without the empty lines."""
    named: dict[str, dict[str, str]] = field(default_factory=dict)
    """By table that is a mapping in the file, the field that bears each key."""

    def put_fault(self, path: str, message: str) -> None:
        """Put what the check of the whole file found at its field, or at the table when it names no column."""
        head, *rest = path.split(".")
        place, _dot, key = path.partition(".")
        if key in self.named.get(place, ()):  # a mapping names a line by its key
            self.faults.setdefault(self.named[place][key], message)
            return
        if head in self.kept and rest and rest[0].isdigit() and int(rest[0]) < len(self.kept[head]):
            rest[0] = str(self.kept[head][int(rest[0])])
        self.faults.setdefault(".".join([head, *rest]), message)

    def is_wrong(self, base: str) -> bool:
        """Whether something of a line is wrong."""
        return any(name == base or name.startswith(f"{base}.") for name in self.faults)

    @staticmethod
    def is_filled(block: Block, line: Line) -> bool:
        """Whether something was typed in a line."""
        return not _is_blank(block, line)

    @staticmethod
    def called(block: Block, line: Line) -> str:
        """What a line is about: its name or key, and its days."""
        first = block.columns[0]
        key = line.get(first.key, "")
        name = line.get("nom") or line.get("objet") or first.choices.get(key, key)
        days = f"du {line['du']} au {line['au']}" if line.get("du") and line.get("au") and first.key != "du" else ""
        if first.key == "du":
            name = f"de {key} à {line.get('au', '')}"
        return ", ".join(text for text in (name, days) if text)

    def told(self) -> list[tuple[str, str]]:
        """(name of the field, label and message) of all that is wrong."""
        return [(name, f"{self.label(name)}\u00a0: {message}") for name, message in self.faults.items()]

    def label(self, name: str) -> str:
        """What a field is called: « mars », « campagne 3, Coût »."""
        head, *rest = name.split(".")
        for block in self.part.blocks:
            for entry in block.entries:
                if block.name(entry) == name:
                    return entry.label
            if block.key == head:
                column = next((entry.label for entry in block.columns if rest and entry.key == rest[-1]), "")
                line = f"{block.word} {int(rest[0]) + 1}" if rest and rest[0].isdigit() else block.title
                return f"{line}, {column}" if column else line
        return name


def show(part: Part, data: Mapping[str, Any]) -> Sheet:
    """A part of a profile as the file has it."""
    sheet = Sheet(part)
    for block in part.blocks:
        place = data.get(block.key) if block.key else data
        for entry in block.entries:
            sheet.values[block.name(entry)] = _shown(entry, _at(place, entry.key))
        if block.columns:
            sheet.tables[block.key] = [*_lines(block, place), *_blank_lines(block)]
            if block.is_mapping and isinstance(place, dict):
                sheet.named[block.key] = _fields_of(block, list(place), range(len(place)))
    return sheet


def _at(place: Any, key: str) -> Any:
    if isinstance(place, list):
        return place[int(key)] if int(key) < len(place) else None
    return place.get(key) if isinstance(place, dict) else None


def _lines(block: Block, place: Any) -> list[Line]:
    if block.is_mapping:
        first, second = block.columns
        pairs = place.items() if isinstance(place, dict) else ()
        return [{first.key: _shown(first, key), second.key: _shown(second, value)} for key, value in pairs]
    items = [item for item in place if isinstance(item, dict)] if isinstance(place, list) else []
    return [{entry.key: _shown(entry, item.get(entry.key)) for entry in block.columns} for item in items]


def _blank_lines(block: Block) -> list[Line]:
    return [{entry.key: "" for entry in block.columns} for _ in range(BLANKS)]


def _shown(entry: Entry, value: Any) -> str:
    """A value as a French reader writes it."""
    text = entry.default if value is None else str(value)
    if entry.is_typed:
        return entry.choices.get(text, text)
    if entry.kind is Kind.DAY and (day := _ISO.fullmatch(text)):
        return "/".join(reversed(day.groups()))
    return text.replace(".", ",") if entry.is_number else text


def read_posted(part: Part, form: Mapping[str, str], today: date) -> tuple[Sheet, Data]:
    """What was typed, with its faults, and the values to put in the profile; a line all empty, or to be removed, is left out."""
    sheet, data = Sheet(part), Data()
    for block in part.blocks:
        if block.columns:
            data[block.key] = _posted_lines(block, form, sheet, today)
            continue
        found = {entry.key: _posted(block.name(entry), entry, form, sheet, today) for entry in block.entries}
        if block.is_list:
            data[block.key] = list(found.values())
        elif block.key:
            data.setdefault(block.key, {}).update((key, value) for key, value in found.items() if value)
        else:
            data.update(found)
    return sheet, data


def _posted(name: str, entry: Entry, form: Mapping[str, str], sheet: Sheet, today: date) -> str:
    typed = form.get(name, "").strip()
    sheet.values[name] = typed
    try:
        return read_entry(entry, typed, today)
    except ValueFault as fault:
        sheet.faults[name] = str(fault)
        return typed


def _posted_lines(block: Block, form: Mapping[str, str], sheet: Sheet, today: date) -> Any:
    lines, items = list[Line](), list[Line]()
    kept = sheet.kept.setdefault(block.key, [])
    for rank in range(min(_count(block, form), MOST_LINES + BLANKS)):
        line = {entry.key: form.get(f"{block.key}.{rank}.{entry.key}", "").strip() for entry in block.columns}
        if form.get(f"{block.key}.{rank}.{REMOVED}"):
            line[REMOVED] = "y"
        lines.append(line)
        if REMOVED in line or _is_blank(block, line):
            continue
        kept.append(rank)
        items.append(_item(block, rank, line, sheet, today))
    while len(lines) < len(items) + BLANKS:
        lines += _blank_lines(block)[:1]
    sheet.tables[block.key] = lines
    if not block.is_mapping:
        return items
    first, second = block.columns
    found: Line = {}
    for rank, item in zip(kept, items, strict=True):
        if item[first.key] in found:
            sheet.faults.setdefault(f"{block.key}.{rank}.{first.key}", f"« {item[first.key]} » est écrit deux fois.")
        found[item[first.key]] = item[second.key]
    sheet.named[block.key] = _fields_of(block, [item[first.key] for item in items], kept)
    return found


def _fields_of(block: Block, keys: Sequence[str], ranks: Iterable[int]) -> dict[str, str]:
    """The field that bears each key of a mapping."""
    return {key: f"{block.key}.{rank}.{block.columns[0].key}" for key, rank in zip(keys, ranks, strict=True)}


def _count(block: Block, form: Mapping[str, str]) -> int:
    ranks = [
        int(bits[1])
        for name in form
        if (bits := name.split("."))[0] == block.key and len(bits) == 3 and bits[1].isdecimal()
    ]
    return max(ranks, default=-1) + 1


def _is_blank(block: Block, line: Line) -> bool:
    """Whether nothing was typed in a line; a list always has a choice, which says nothing by itself, but for what one looks for."""
    return not any(line[entry.key] for entry in block.columns if not entry.choices or entry.of)


def _item(block: Block, rank: int, line: Line, sheet: Sheet, today: date) -> Line:
    item: Line = {}
    for entry in block.columns:
        name = f"{block.key}.{rank}.{entry.key}"
        try:
            item[entry.key] = read_entry(entry, line[entry.key], today)
        except ValueFault as fault:
            sheet.faults[name] = str(fault)
            item[entry.key] = line[entry.key]
    return item


def read_entry(entry: Entry, typed: str, today: date) -> str:
    """A value as the file keeps it: numbers with a point, days as their distance to J. Raises ValueFault, in French."""
    if not typed:
        if entry.is_required:
            raise ValueFault("Choisissez dans la liste." if entry.choices else "Ce champ est obligatoire.")
        return entry.default
    if entry.of:
        return _named(entry, typed)
    if entry.choices:
        if typed not in entry.choices:
            raise ValueFault("Choisissez dans la liste.")
        return typed
    if entry.kind is Kind.TEXT:
        if len(typed) > entry.longest:
            raise ValueFault(f"{len(typed)} caractères, {entry.longest} au plus.")
        return _SPACES.sub(" ", typed)
    value = parse(entry.kind, typed, today)
    if entry.kind is Kind.DAY:
        return _day(entry, value, today)
    number = Decimal(value) / 100 if entry.kind is Kind.CENTS else Decimal(value)
    if (entry.least is not None and number < Decimal(str(entry.least))) or (
        entry.most is not None and number > Decimal(str(entry.most))
    ):
        raise ValueFault(f"De {_french(entry.least or 0)} à {_french(entry.most or 0)}.")
    return f"{number.normalize():f}"


def _named(entry: Entry, typed: str) -> str:
    """The key of what the company calls that: by the key itself, else by its name. Raises ValueFault."""
    if typed in entry.choices:
        return typed
    wanted = fold(typed)
    found = [
        key for key, name in entry.choices.items() if wanted in (fold(key), fold(name), fold(name.rpartition(" (")[0]))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueFault(f"Plusieurs s’appellent ainsi : tapez une clé ({', '.join(found[:4])}).")
    near = Reader.near(typed, [name.rpartition(" (")[0] or name for name in entry.choices.values()])
    raise ValueFault(f"L’entreprise n’a rien de ce nom.{near}")


def _day(entry: Entry, day: date, today: date) -> str:
    if entry.key == "jour_reference":
        return day.isoformat()
    if not timedelta(days=-730) <= day - today <= timedelta():
        raise ValueFault("De J-730 à J : les relevés couvrent deux ans, et J n’est pas encore passé.")
    return f"J-{(today - day).days}"


def _french(number: float) -> str:
    return f"{number:,.10g}".replace(",", "\u202f").replace(".", ",")
