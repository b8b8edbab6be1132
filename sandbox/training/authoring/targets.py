"""The things of the company that a subject names, looked up while it is being written: what is not there is told at its line.

A starting change of what does not exist can never be made: an error. A proof or an event may speak of what the candidate will
make: a remark, until a good run tells for sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.module import Entity
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Path
from sandbox.modules import entities
from sandbox.shop.shops.queries import get_shop
from sandbox.training.contexts.models import ContextPack
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, near, near_word, strip_entity
from sandbox.training.subjects.scenario import Values

Place = tuple[Path, str, str]
"""Where, the fault's code, its words."""
TOLD = "W014"
LATER = " Si c’est le candidat qui la crée, laissez ainsi."


def unknown_targets(subject: Subject, pack: ContextPack) -> list[Place]:
    """What the subject, drawn first, names and neither its company holds nor its own changes and events make."""
    drawn = subject.drawn(0)
    made = _made(drawn)
    found: list[Place] = []
    with shop_scope(pack.reference_shop_id):
        names = Names(get_shop(pack.reference_shop_id).anchor_on)
        told: dict[str, str] = {}
        for path, target, code in _targets(drawn):
            kind, _, key = target.partition(":")
            entity = entities().get(kind)
            if entity is None or not key or key in made:
                continue
            if target not in told:
                told[target] = "" if names.find_row(entity, key) is not None else _words(entity, target, key, made)
            if words := told[target]:
                found.append((path, code, words + (LATER if code == TOLD else "")))
        for path, entity, values, code in _references(drawn):
            for name, raw in values.items():
                words = _lost_reference(entity, name, raw, names, made)
                if words:
                    found.append(((*path, name), code, words))
    return found


def _lost_reference(entity: Entity, name: str, raw: Any, names: Names, made: set[str]) -> str:
    """What is wrong with a value that names a thing; nothing for any other value."""
    field = entity.field(name)
    wanted = entities().get(field.ref or "") if field is not None and field.kind is not Kind.LIST else None
    if wanted is None or not isinstance(raw, str) or not raw.strip():
        return ""
    key = strip_entity(raw, wanted.name)
    if key in made or names.find_row(wanted, key) is not None:
        return ""
    return f"{wanted.label} « {key} » : introuvable dans cette entreprise.{near(key, _keys(wanted, made))}"


def _made(subject: Subject) -> set[str]:
    """The keys that the subject's changes and events give to what they make."""
    keys = {injection.key for injection in subject.scenario.injections if injection.key}
    return keys | {effect.key for event in subject.scenario.events for effect in event.effects if effect.key}


def _targets(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    for n, injection in enumerate(subject.scenario.injections):
        if injection.target and injection.op != "generer":
            yield ("injections", n, "cible"), injection.target, "E012"
    for n, event in enumerate(subject.scenario.events):
        for i, effect in enumerate(event.effects):
            if effect.target:
                yield ("evenements", n, "effets", i, "cible"), effect.target, TOLD
    for n, proof in enumerate(subject.proofs):
        for path, route in proof.ways(n):
            if route.target:
                yield (*path, "cible"), route.target, TOLD


def _references(subject: Subject) -> Iterator[tuple[Path, Entity, Values, str]]:
    """The values that changes, events and proofs give to the fields of an entity."""
    for n, injection in enumerate(subject.scenario.injections):
        if injection.action is None and injection.op in ("creer", "modifier"):
            yield from _of_values(
                ("injections", n, "valeurs"), injection.entity, injection.target, injection.values, "E012"
            )
    for n, event in enumerate(subject.scenario.events):
        for i, effect in enumerate(event.effects):
            if effect.action is None and effect.op in ("creer", "modifier"):
                path: Path = ("evenements", n, "effets", i, "valeurs")
                yield from _of_values(path, effect.entity, effect.target, effect.values, TOLD)
    for n, proof in enumerate(subject.proofs):
        for here, route in proof.ways(n):
            yield from _of_values((*here, "parmi_ceux"), route.entity, route.target, route.where, TOLD)


def _of_values(
    path: Path, name: str | None, target: str | None, values: Values, code: str
) -> Iterator[tuple[Path, Entity, Values, str]]:
    entity = entities().get(name or (target or "").partition(":")[0])
    if entity is not None:
        yield path, entity, values, code


def lost_target(target: str, meant: str | None) -> str:
    """What is said of a target that is nowhere; `meant` is the whole target that was meant, if one is near."""
    advice = f" Vouliez-vous dire « {meant} » ?" if meant else ""
    return f"Cible « {target} » inconnue dans le contexte et les injections.{advice}"


def _words(entity: Entity, target: str, key: str, made: set[str]) -> str:
    nearest = near_word(key, _keys(entity, made))
    return lost_target(target, f"{entity.name}:{nearest}" if nearest else None)


def _keys(entity: Entity, made: set[str]) -> list[str]:
    """The keys that may be meant: those that the subject makes, then those of the company of that kind."""
    keys = getattr(entity.model, "key", None)
    known = [str(one) for one in db.session.scalars(sa.select(keys)).all() if one] if keys is not None else []
    return [*sorted(made), *known]
