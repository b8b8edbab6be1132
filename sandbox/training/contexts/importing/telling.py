"""What every import into a context's files has in common: writing a line's cells, and telling what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.kernel.text import slugify
from sandbox.training.contexts.importing.drafts import Draft, Refused
from sandbox.training.contexts.importing.folder import ContextTable, TableRow

LONGEST_KEY = 60


class Fate(StrEnum):
    """What became of a line."""

    ADDED = "ajouté"
    CHANGED = "modifié"
    SAME = "inchangé"
    REFUSED = "refusé"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line of the file, in words; `cells` are the line of the context that it became."""

    line: int
    fate: Fate
    words: str
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Telling:
    """The telling part of a merge; `remarks` tells what was decided for the trainer, with how many times."""

    outcomes: list[Outcome] = field(default_factory=list, kw_only=True)
    remarks: dict[str, int] = field(default_factory=dict, kw_only=True)
    descriptions: dict[str, tuple[str, int]] = field(default_factory=dict, kw_only=True)
    """Long texts by their file, each with the line of the imported file that gave it."""
    _met: dict[str, int] = field(default_factory=dict, kw_only=True)

    def tables(self) -> list[ContextTable]:
        """The files that the import may change."""
        raise NotImplementedError

    def texts(self) -> dict[str, tuple[str, int]]:
        """The other files that it writes."""
        return self.descriptions

    def run(self, drafts: Iterable[Draft], refused: dict[int, str]) -> None:
        """Put every draft that is not refused; what is found refused on the way is added to `refused`, and tells to begin again."""
        raise NotImplementedError

    def _put_all(self, table: ContextTable, row: TableRow, cells: Mapping[str, str], line: int) -> list[str]:
        changes = [table.put(row, name, text, line) for name, text in cells.items()]
        return [change for change in changes if change]

    def _meet(self, what: str, line: int, known_by: str = "") -> None:
        """Refuse a second line about the same thing: which of the two is right cannot be known. `known_by`: what both say of it."""
        if (first := self._met.setdefault(what, line)) != line:
            raise Refused(f"Déjà dit à la ligne {first} ({what}{known_by and f', {known_by}'}).")

    def _tell(self, line: int, row: TableRow, is_new: bool, changes: list[str], name: str = "") -> None:
        name = name or f"{row.cells['cle']} ({row.cells['nom']})"
        fate = Fate.ADDED if is_new else Fate.CHANGED if changes else Fate.SAME
        words = f"{name}, {' ; '.join(changes)}" if changes and not is_new else name
        self.outcomes.append(Outcome(line, fate, words, row.cells))

    def _remark(self, words: str) -> None:
        self.remarks[words] = self.remarks.get(words, 0) + 1

    @staticmethod
    def _free_key(table: ContextTable, name: str) -> str:
        """A key made of a name, that no line has."""
        stem = slugify(name)[:LONGEST_KEY].strip("-") or "sans-nom"
        key, n = stem, 1
        while table.find("cle", key) is not None:
            n += 1
            key = f"{stem}-{n}"
        return key


def amount(cents: int) -> str:
    """An amount as the context writes it."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"
