"""Saying the arguments of an action in the French fields of a run: the other way of what the player reads.

What is said is always read back first: a field that does not give exactly the same argument is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import Action
from sandbox.kernel.db import db
from sandbox.kernel.errors import DomainError
from sandbox.kernel.module import Entity, Field
from sandbox.kernel.scoping import ShopScoped
from sandbox.kernel.values import Kind
from sandbox.modules import entities
from sandbox.training.subjects.calls import relative_day, row_key, written_argument
from sandbox.training.subjects.names import NameFault, Names, strip_entity
from sandbox.training.subjects.player import PLAIN, Line, Player

MAX_ITEMS = 200


def phrase(
    player: Player, spec: Action, arguments: Mapping[str, Any]
) -> tuple[str | None, dict[str, Any], dict[str, Any]]:
    """The target, the French values and the rest (`appel`) of a call; reads the open shop as it is before the call."""
    target, main = _target(player.names, spec, arguments)
    values: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in arguments.items():
        if name == main:
            continue
        found = next(_said(player, spec, target, name, value), None)
        if found is None:
            rest[name] = written_argument(player.names, name, value)
        else:
            values.update(found)
    return target, values, rest


def _target(names: Names, spec: Action, arguments: Mapping[str, Any]) -> tuple[str | None, str]:
    """The row that an action is about, the action's own entity before others; nothing for what it makes."""
    known = entities()
    order = [known.get(spec.name.partition(".")[0]), known.get(spec.entity), *known.values()]
    for entity in order:
        row = arguments.get(entity.argument) if entity is not None else None
        if entity is not None and isinstance(row, entity.model) and isinstance(row, ShopScoped):
            return row_key(names, row), entity.argument
    return None, ""


def _said(player: Player, spec: Action, target: str | None, name: str, value: Any) -> Iterator[dict[str, Any]]:
    """Each way to say an argument that is read back as itself."""
    for french, raw in _ways(player.names, spec, name, value):
        try:
            read = player.arguments(spec, Line(0, 0, spec.name, target, {french: raw}))
        except (NameFault, DomainError, ValueError, KeyError, TypeError, AttributeError):
            continue
        if name in read and same(read[name], value):
            yield {french: raw}


def same(left: Any, right: Any) -> bool:
    """The same value, whatever holds a list."""
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return set(left) == set(right) and all(same(left[key], right[key]) for key in left)
    return (type(left) is type(right) and bool(left == right)) or (left is right)


def _ways(names: Names, spec: Action, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """French names and values that may stand for an argument, the best first."""
    for entity in (entities().get(spec.entity), entities().get(spec.name.partition(".")[0])):
        for field_ in entity.fields if entity is not None else ():
            if field_.attr == name:
                yield field_.name, written_value(names, field_, value)
    for french, (attr, kind) in PLAIN.items():
        if attr == name:
            yield french, _simple(names, kind, value, {})
    for entity in entities().values():
        if isinstance(value, entity.model) and entity.argument == name:
            yield entity.name, strip_entity(row_key(names, value), entity.name)
        elif f"{entity.argument}_id" == name and isinstance(value, int):
            yield entity.name, _by_number(names, entity, value)
    yield from _of_variants(names, spec, name, value)


def written_value(names: Names, field_: Field, value: Any) -> Any:
    """A value as files write the field."""
    ref = entities().get(field_.ref) if field_.ref else None
    if ref is not None:
        if isinstance(value, (list, tuple)):
            return [_by_number(names, ref, item) for item in value]
        return _by_number(names, ref, value) if value is not None else None
    return _simple(names, field_.kind, value, field_.choices)


def _simple(names: Names, kind: Kind, value: Any, choices: Mapping[str, str]) -> Any:
    if value is None or isinstance(value, (dict, ShopScoped)):
        return None
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        local = clock.to_paris(value)
        return f"{relative_day(local.date(), names.anchor)} {local:%H:%M}"
    if isinstance(value, date):
        return relative_day(value, names.anchor)
    if isinstance(value, (list, tuple)):
        return list(value)
    if kind in (Kind.CENTS, Kind.RATE) and isinstance(value, int):
        text = f"{Decimal(value) / 100:.2f}"
        return (text if kind is Kind.CENTS else text.rstrip("0").rstrip(".")).replace(".", ",")
    if kind is Kind.MICROS and isinstance(value, int):
        return f"{Decimal(value) / 1_000_000:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if kind is Kind.CHOICE:
        return next((word for word, code in choices.items() if code == value), value)
    return value


def _by_number(names: Names, entity: Entity, value: Any) -> Any:
    if not isinstance(value, int):
        return strip_entity(row_key(names, value), entity.name) if isinstance(value, ShopScoped) else value
    row = db.session.scalars(sa.select(entity.model).where(entity.model.id == value)).first()
    return strip_entity(row_key(names, row), entity.name) if row is not None else f"#{value}"


def _of_variants(names: Names, spec: Action, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Attribute values by attribute, and variants by their values."""
    if spec.name == "declinaison.generer" and name == "values":
        spec_of = entities()["valeur_attribut"]
        groups: dict[str, list[str]] = {}
        for value_id in (one for group in value for one in group):
            row = db.session.scalars(sa.select(spec_of.model).where(spec_of.model.id == value_id)).first()
            if row is None:
                return
            groups.setdefault(row.attribute.name, []).append(row.name)
        yield "attributs", groups
    if name == "variant_ids" and len(value) <= MAX_ITEMS:
        model = entities()["declinaison"].model
        rows = db.session.scalars(sa.select(model).where(model.id.in_(list(value))).order_by(model.id)).all()
        yield "declinaisons", ["/".join(link.value.name for link in row.values) for row in rows]
