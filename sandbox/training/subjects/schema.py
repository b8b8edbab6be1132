"""The JSON Schema of a subject's file: made from the models, its words from `words.py`, its lists from the shop's rooms.

Any editor that knows JSON Schema completes and checks a subject with it while somebody types.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from sandbox.modules import entities
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.scenario import FORMAT, Scenario
from sandbox.training.subjects.words import OPERATOR_WORDS, WORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FILE = "e5-scenario-1.schema.json"
_STATES = ("atteint", "partiel", "non_atteint", "non_verifiable")


def subject_schema() -> dict[str, Any]:
    """The whole schema, its keys in the order of the models."""
    raw = Scenario.model_json_schema(by_alias=True)
    definitions = raw.pop("$defs")
    for model in models():
        found = raw if model is Scenario else definitions[model.__name__]
        _describe(found, model)
    _narrow(raw, definitions)
    return {"$schema": DIALECT, "$id": SCHEMA_FILE, **raw, "$defs": definitions}


def schema_text() -> str:
    """The schema as the file that is committed."""
    return json.dumps(subject_schema(), ensure_ascii=False, indent=2) + "\n"


def models() -> list[type[BaseModel]]:
    """The mappings of the file, the whole first, then in the order in which one meets them."""
    found: list[type[BaseModel]] = []

    def walk(model: type[BaseModel]) -> None:
        if model not in found:
            found.append(model)
            for field in model.model_fields.values():
                for inner in _models_in(field.annotation):
                    walk(inner)

    walk(Scenario)
    return found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def words_of(model: type[BaseModel], key: str) -> tuple[str, str]:
    """What a key is for, and an example; those of a parent model count."""
    for name in (base.__name__ for base in model.__mro__):
        if name in WORDS and key in WORDS[name].keys:
            found = WORDS[name].keys[key]
            return found.purpose, found.example
    raise KeyError(f"{model.__name__}.{key} has no words")


def _describe(found: dict[str, Any], model: type[BaseModel]) -> None:
    words = WORDS[model.__name__]
    found["title"], found["description"] = words.title, words.purpose
    for key, schema in found["properties"].items():
        purpose, example = words_of(model, key)
        schema.pop("title", None)
        schema["description"] = f"{purpose} Exemple : {example}"
        if _is_duration(schema) and isinstance(schema.get("default"), int):
            schema["default"] = f"{schema['default'] // 60}min"


def _is_duration(schema: dict[str, Any]) -> bool:
    return "min(" in schema.get("pattern", "")


def _narrow(raw: dict[str, Any], definitions: dict[str, Any]) -> None:
    """The closed lists that the models leave to the validator: entities, actions, operators, helps, states."""
    aids = {"enum": list(AIDS)}
    raw["properties"]["format"]["const"] = FORMAT
    raw["properties"]["aides"] |= {"anyOf": [{"type": "array", "items": aids}, aids]}
    for definition in list(definitions.values()):
        for key, schema in definition["properties"].items():
            if key in ("entite", "cible", "action", "avant") or (key == "apres" and not _is_duration(schema)):
                schema["anyOf"] = [{"$ref": f"#/$defs/{name}"} for name in _LISTS[key]] + [{"type": "null"}]
    definitions["Trial"]["properties"]["attend"]["additionalProperties"] = {"enum": list(_STATES)}
    for name in ("Proof", "Route"):
        definitions[name]["properties"]["attend"]["additionalProperties"] = {"$ref": "#/$defs/Attendu"}
    definitions |= _lists()


_LISTS = {
    "entite": ("Entite",), "cible": ("Cible",), "action": ("Action",), "avant": ("Action",), "apres": ("Action", "ApresEvenement"),
}  # fmt: skip


def _lists() -> dict[str, Any]:
    names = sorted(entities())
    return {
        "Entite": {"title": "Entité", "description": "Un genre de fiche de la boutique.", "enum": names},
        "Cible": {
            "title": "Cible",
            "description": "Une fiche : entité, deux-points, clé. Exemple : produit:coffret-escale-hiver",
            "type": "string",
            "pattern": f"^({'|'.join([*names, 'evenement'])}):.+",
        },
        "Action": {
            "title": "Action", "description": "Une action de la boutique.", "enum": sorted(registered_actions()),
        },
        "ApresEvenement": {"title": "Événement", "type": "string", "pattern": "^evenement:.+"},
        "Attendu": {
            "title": "Attendu",
            "description": "Des opérateurs et leurs valeurs, ou un point d’une preuve « texte ».",
            "anyOf": [
                {"type": "object", "properties": {name: {"description": text} for name, text in OPERATOR_WORDS.items()}},
                {"type": ["array", "integer", "string"]},
            ],
        },
    }  # fmt: skip
