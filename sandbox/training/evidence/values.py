"""Observed and expected values: read, compared and said in French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.kernel.module import Entity
from sandbox.kernel.text import count_words, excerpt, plain
from sandbox.kernel.values import Kind, ValueFault, parse, show
from sandbox.training.evidence.findings import Condition
from sandbox.training.journal.values import micros_words
from sandbox.training.subjects.expectations import read_expected
from sandbox.training.subjects.names import NameFault, Names, entity_named, strip_entity, title_of_row
from sandbox.training.subjects.operators import holds, is_empty

SHOWN_TEXT = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: its label, how it is written, the entity it refers to, its choices and what people read for each."""

    label: str
    kind: Kind
    ref: Entity | None
    choices: Mapping[str, str]
    names: Names
    words: Mapping[str, str] = field(default_factory=dict)

    def conditions(self, value: Any, operators: Mapping[str, Any]) -> list[Condition]:
        """One condition an operator, the observed value always said."""
        observed = self._normal(value)
        tolerance = self._read(operators["tolerance"]) if "tolerance" in operators else None
        asked = [(name, raw) for name, raw in operators.items() if name != "tolerance"]
        found = []
        for operator, raw in asked:
            expected = read_expected(operator, raw, self._reader(operator))
            try:
                ok = holds(operator, observed, expected, tolerance=tolerance)
            except TypeError:
                ok = False
            label = f"{self.label} ({_ASPECTS[operator]})" if len(asked) > 1 and operator in _ASPECTS else self.label
            words = self._expected_words(operator, expected)
            if tolerance is not None and operator == "egal":
                words += f" (± {self._words(tolerance)})"
            found.append(Condition(label, words, self._observed_words(operator, observed), ok))
        return found

    def missing(self, operators: Mapping[str, Any], why: str) -> list[Condition]:
        """The same conditions when there is nothing to look at."""
        found = []
        for operator, raw in operators.items():
            if operator != "tolerance":
                expected = read_expected(operator, raw, self._reader(operator))
                found.append(Condition(self.label, self._expected_words(operator, expected), why, False))
        return found

    def _reader(self, operator: str) -> Any:
        if operator in ("min", "max") and self.kind is Kind.LIST:
            return lambda raw: parse(Kind.INTEGER, raw, self.names.anchor)
        return self._read

    def _read(self, raw: Any) -> Any:
        """An expected value as kept: the id of a reference, `parse` for the rest."""
        try:
            if self.ref is not None:
                if isinstance(raw, list):
                    return [self._read(item) for item in raw]
                return self._row_id(str(raw)) if raw not in (None, "") else None
            if self.kind is Kind.LIST:
                return [str(item) for item in raw] if isinstance(raw, list) else str(raw)
            return parse(self.kind, raw, self.names.anchor, self.choices)
        except ValueFault as fault:
            raise NameFault(str(fault)) from None

    def _row_id(self, raw: str) -> Any:
        """The id of the row named; its name when the shop has no such row, which nothing observed then equals."""
        assert self.ref is not None
        key = strip_entity(raw, self.ref.name)
        row = self.names.find_row(self.ref, key)
        return row.id if row is not None else key

    def _normal(self, value: Any) -> Any:
        """An observed value in the same form: rooms give references as ids or as keys."""
        if self.ref is None or value is None:
            return value
        if isinstance(value, (list, tuple)):
            return [self._normal(item) for item in value if item is not None]
        if isinstance(value, str):
            row = self.names.find_row(self.ref, value)
            return row.id if row is not None else value
        return getattr(value, "id", value)

    def _expected_words(self, operator: str, expected: Any) -> str:
        match operator:
            case "egal":
                return self._words(expected)
            case "parmi":
                return " ou ".join(self._words(item) for item in expected)
            case "min":
                return f"au moins {self._count_or_words(expected)}"
            case "max":
                return f"au plus {self._count_or_words(expected)}"
            case "entre":
                return f"de {self._words(expected[0])} à {self._words(expected[1])}"
            case "contient_un":
                return "contient " + " ou ".join(self._quoted(item) for item in expected)
            case "contient_tous":
                return "contient " + ", ".join(self._quoted(item) for item in expected)
            case "sans":
                return "sans " + ", ".join(self._quoted(item) for item in expected)
            case _:
                return interval_words(expected, "caractères" if operator == "longueur" else "mots")

    def _observed_words(self, operator: str, observed: Any) -> str:
        if operator == "longueur":
            return counted(len(plain(str(observed or ""))), "caractère")
        if operator == "mots":
            return counted(count_words(plain(str(observed or ""))), "mot")
        if operator in ("min", "max") and isinstance(observed, list):
            return str(len(observed))
        return self._words(observed)

    def _count_or_words(self, expected: Any) -> str:
        return str(expected) if self.kind is Kind.LIST else self._words(expected)

    def _quoted(self, item: Any) -> str:
        words = self._words(item)
        return words if self.ref is not None else f"« {words} »"

    def _words(self, value: Any) -> str:
        if is_empty(value):
            return "vide"
        if isinstance(value, (list, tuple)):
            if self.ref is not None:
                self.names.read(self.ref, "id", (item for item in value if isinstance(item, int)))
            return ", ".join(self._words(item) for item in value)
        if self.ref is not None:
            return self._row_title(value)
        if self.kind in (Kind.TEXT, Kind.HTML, Kind.LIST):
            return excerpt(plain(str(value)), SHOWN_TEXT)
        if self.kind is Kind.MICROS:
            return micros_words(int(value))
        return self.words.get(str(value)) or show(self.kind, value, self.choices)

    def _row_title(self, value: Any) -> str:
        assert self.ref is not None
        row = self.names.row(self.ref, value) if isinstance(value, int) else None
        return title_of_row(self.ref, row) if row is not None else str(value)


_ASPECTS = {
    "longueur": "longueur", "mots": "mots", "contient_un": "contenu", "contient_tous": "contenu", "sans": "absence",
    "min": "minimum", "max": "maximum",
}  # fmt: skip


def interval_words(bounds: Any, unit: str) -> str:
    """« de 200 à 300 caractères »."""
    low, high = bounds
    if low is None:
        return f"au plus {high} {unit}"
    return f"au moins {low} {unit}" if high is None else f"de {low} à {high} {unit}"


def counted(count: int, noun: str) -> str:
    """« 1 caractère », « 248 caractères »."""
    return f"{count} {noun}{'s' if count > 1 else ''}"


def asked_of(entity: Entity, name: str, names: Names) -> tuple[Asked, Any]:
    """How to look at a field of an entity, and the field."""
    spec = entity.field(name)
    if spec is None:
        raise NameFault(f"L’entité « {entity.name} » n’a pas de champ « {name} ».")
    ref = entity_named(spec.ref) if spec.ref else None
    return Asked(spec.label, spec.kind, ref, spec.choices, names, spec.words), spec
