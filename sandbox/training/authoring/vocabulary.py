"""The words of the format as the editor proposes them: keys by place, closed values, entities, fields, operators, actions.

Made from the very models that check a file, so that what is proposed is what is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sandbox.modules import entities
from sandbox.training.subjects.expectations import SCENES, TEXT_POINTS
from sandbox.training.subjects.operators import OPERATORS
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.scenario import Scenario

OPERATOR_WORDS = {
    "egal": "est égal à", "parmi": "est l’un de", "min": "vaut au moins", "max": "vaut au plus", "entre": "est entre",
    "contient_un": "contient un de", "contient_tous": "contient tous", "sans": "ne contient aucun de",
    "longueur": "compte de … à … caractères", "mots": "compte de … à … mots", "tolerance": "à … près",
}  # fmt: skip


@cache
def vocabulary() -> dict[str, Any]:
    """Everything the completion needs, as plain data."""
    keys: dict[str, list[str]] = {}
    values: dict[str, list[str]] = {}
    for place, name, field in _walk(Scenario, ""):
        keys.setdefault(place, []).append(name)
        if choices := _choices(field):
            values[f"{place}.{name}".lstrip(".")] = choices
    return {
        "keys": keys,
        "values": values,
        "entities": {name: [field.name for field in entity.fields] for name, entity in entities().items()},
        "labels": {name: entity.label for name, entity in entities().items()},
        "operators": {name: OPERATOR_WORDS.get(name, "") for name in OPERATORS},
        "text_points": list(TEXT_POINTS),
        "scenes": {name: list(outputs) for name, outputs in SCENES.items()},
        "actions": sorted(registered_actions()),
    }


def _walk(model: type[BaseModel], place: str, depth: int = 0) -> Iterator[tuple[str, str, FieldInfo]]:
    for key, field in model.model_fields.items():
        name = field.alias or key
        yield place, name, field
        inner = _model_in(field.annotation)
        if inner is not None and depth < 4:
            yield from _walk(inner, f"{place}.{name}".lstrip("."), depth + 1)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := _model_in(arg))), None)


def _choices(field: FieldInfo) -> list[str]:
    return list(_literals(field.annotation))


def _literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (str(one) for one in get_args(annotation))
        return
    for arg in get_args(annotation):
        yield from _literals(arg)
