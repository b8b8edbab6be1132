"""Reading at once the rows that a subject names by their keys: one statement an entity instead of one a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from sandbox.kernel.remembered import Remembered
from sandbox.modules import entities
from sandbox.training.subjects.expectations import SCENES
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, strip_entity
from sandbox.training.subjects.scenario import Route


def read_ahead(names: Names, subject: Subject) -> None:
    """Read the rows of the open shop that bear a key of the subject."""
    for entity_name, keys in _named(subject).items():
        names.read(entities()[entity_name], "key", keys)


def _named(subject: Subject) -> Mapping[str, list[str]]:
    kept = _kept.find(subject.digest)
    if kept is not None:
        return kept
    found: dict[str, set[str]] = {}
    for proof in subject.proofs:
        for route in (proof, *proof.routes):
            for entity, key in _keys(route):
                if entity in entities() and isinstance(
                    getattr(entities()[entity].model, "key", None), sa.orm.InstrumentedAttribute
                ):
                    found.setdefault(entity, set()).add(key)
    return _kept.keep(subject.digest, {name: sorted(keys) for name, keys in found.items()})


def _keys(route: Route) -> Iterator[tuple[str, str]]:
    """The entities and keys that a route names: targets, what is spared, inputs of scenes, values of references."""
    for target in (route.target or "", *route.except_for):
        entity, colon, key = target.partition(":")
        if colon:
            yield entity, key
    for name, raw in route.given.items():
        entity = "produit" if name == "produits" else name
        for item in raw if isinstance(raw, list) else [raw]:
            yield entity, strip_entity(str(item), entity).partition("*")[0]
    for name, operators in route.expected.items():
        ref = _reference(route, name)
        for raw in operators.values() if ref and isinstance(operators, dict) else ():
            for item in raw if isinstance(raw, list) else [raw]:
                if isinstance(item, str):
                    yield ref, strip_entity(item, ref)
    for name, raw in route.where.items():
        if ref := _reference(route, name):
            yield ref, strip_entity(str(raw), ref)


def _reference(route: Route, name: str) -> str:
    """The entity that an expected value names, if it names one."""
    if route.kind == "comportement":
        output = SCENES[route.scene or "accueil"].get(name)
        return output.ref or "" if output is not None else ""
    entity = entities().get(route.entity or (route.target or "").partition(":")[0])
    field = entity.field(name) if entity is not None else None
    return field.ref or "" if field is not None else ""


_kept: Remembered[str, Mapping[str, list[str]]] = Remembered(64)
