"""What the forms propose beside a field: how its values are written, what it is in the company today, the actions in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.module import Entity, Field
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.text import excerpt
from sandbox.kernel.values import Kind, show
from sandbox.kernel.yaml_nodes import Path
from sandbox.modules import entities
from sandbox.training.authoring.fields import Choices, Column, Input, Suggestion
from sandbox.training.authoring.rows import CONDITIONS, VALUES
from sandbox.training.authoring.vocabulary import OPERATOR_WORDS
from sandbox.training.authoring.yaml_edit import value_at
from sandbox.training.contexts.models import ContextPack
from sandbox.training.subjects.expectations import SCENES
from sandbox.training.subjects.generating import GENERATED
from sandbox.training.subjects.names import NameFault, split_target
from sandbox.training.subjects.operators import OPERATORS
from sandbox.training.subjects.player import accepted_values, default_action, registered_actions

KIND_WORDS: Mapping[Kind, str] = {
    Kind.TEXT: "du texte", Kind.HTML: "du texte", Kind.INTEGER: "un nombre entier", Kind.DECIMAL: "un nombre : 1,5",
    Kind.CENTS: "un montant : 12,90", Kind.MICROS: "un prix hors taxes : 10,75", Kind.RATE: "un taux : 5,5",
    Kind.YES_NO: "oui ou non", Kind.DAY: "un jour : J+3", Kind.MOMENT: "un jour et une heure : J-2 14:05",
    Kind.CHOICE: "un choix de la liste", Kind.REF: "une fiche, par sa clé", Kind.LIST: "plusieurs, entre des barres : a | b",
}  # fmt: skip


@cache
def action_choices() -> list[tuple[str, str]]:
    """(name, words) of every action of the shop: « avis.repondre » is « a répondu à l’avis »."""
    return [(name, f"{spec.words} ({name})") for name, spec in sorted(registered_actions().items())]


def entity_choices(*, made: bool = False) -> list[tuple[str, str]]:
    """(name, label) of what a subject may name; with `made`, only what can be created."""
    known = registered_actions()
    found = [(e.name, e.label) for e in entities().values() if not made or default_action("creer", e.name) in known]
    return sorted(found, key=lambda one: one[1])


def suggestion_of(field: Field, today: str = "") -> Suggestion:
    """How the values of a field are written."""
    choices = tuple(field.choices) or (("oui", "non") if field.kind is Kind.YES_NO else ())
    words = KIND_WORDS[field.kind] + (f" ; aujourd’hui : {today}" if today else "")
    return Suggestion(words, choices, field.ref or "")


def entity_of(data: Any, at: Path) -> Entity | None:
    """The kind of thing that a part of the file is about, by its `cible` or its `entite`."""
    target = str(value_at(data, (*at, "cible")) or "")
    known = entities()
    return known.get(target.partition(":")[0]) or known.get(str(value_at(data, (*at, "entite")) or ""))


def fields_of(data: Any, at: Path) -> list[tuple[str, str]]:
    """(name, label) of what a proof may look at: the fields of its thing, or what its scene gives."""
    if value_at(data, (*at, "type")) == "comportement":
        outputs = SCENES.get(str(value_at(data, (*at, "scene"), "")), {})
        return [(name, output.label) for name, output in outputs.items()]
    entity = entity_of(data, at)
    return [(field.name, field.label) for field in entity.fields] if entity else []


def values_of_today(data: Any, target: str) -> dict[str, str]:
    """What the fields of a thing of the company say today, in words, as far as they say something."""
    wanted = value_at(data, ("contexte", "ref"), "")
    pack = db.session.get(ContextPack, str(wanted).partition("@")[0])
    if pack is None or not target:
        return {}
    try:
        entity, key = split_target(target)
    except NameFault:
        return {}
    column = getattr(entity.model, "key", None)
    with shop_scope(pack.reference_shop_id):
        row = db.session.scalars(sa.select(entity.model).where(column == key)).first() if column is not None else None
        if row is None:
            return {}
        found = {f.name: f.value_of(row) for f in entity.fields if f.kind not in (Kind.REF, Kind.LIST)}
        return {
            f.name: excerpt(show(f.kind, found[f.name], f.choices), 40) for f in entity.fields if f.name in found
        }  # fmt: skip


def values_input(data: Any, at: Path, label: str) -> Input:
    """The values that a starting change or an effect writes: fields by their labels, with what may be written there."""
    entity, op = entity_of(data, at), str(value_at(data, (*at, "op")) or "")
    name = str(value_at(data, (*at, "action")) or "") or default_action(op, entity.name if entity else "")
    spec = registered_actions().get(name)
    today = values_of_today(data, str(value_at(data, (*at, "cible")) or "")) if op == "modifier" else {}
    if op == "generer":
        names: Iterable[str] = GENERATED["visite"]
    else:
        names = accepted_values(spec) if spec is not None else ()
    choices, suggest = [], {}
    for one in names:
        field = entity.field(one) if entity is not None else None
        other = entities().get(one)
        choices.append((one, field.label if field else other.label if other else one.replace("_", " ")))
        ref = other.name if other is not None and field is None else ""
        suggest[one] = (
            suggestion_of(field, today.get(one, ""))
            if field
            else Suggestion(KIND_WORDS[Kind.REF] if ref else "", (), ref)
        )
    columns = (Column("Champ", choices), Column("Valeur", is_long=True))
    return Input((*at, "valeurs"), label, "rows", "Videz la valeur pour retirer la ligne. Une date s’écrit J+3, un montant 12,90.",
                 table=VALUES, columns=columns, suggest=suggest)  # fmt: skip


def conditions_input(data: Any, at: Path) -> Input:
    """What is expected of the fields of a thing: field, comparison, value."""
    today = values_of_today(data, str(value_at(data, (*at, "cible")) or ""))
    entity = entity_of(data, at)
    fields = {field.name: field for field in entity.fields} if entity is not None else {}
    suggest = {name: suggestion_of(field, today.get(name, "")) for name, field in fields.items()}
    scene = SCENES.get(str(value_at(data, (*at, "scene")) or ""), {})
    suggest |= {
        name: Suggestion(
            KIND_WORDS[output.kind], ("oui", "non") if output.kind is Kind.YES_NO else (), output.ref or ""
        )
        for name, output in scene.items()
    }
    columns = (
        Column("Champ", fields_of(data, at)),
        Column("Comparaison", operator_choices()),
        Column("Valeur", is_long=True),
    )
    return Input(
        (*at, "attend"), "Une condition par ligne", "rows",
        "Plusieurs valeurs se séparent par une barre : 200 | 300. Le mot « vide » veut dire rien. Videz la valeur pour retirer la "
        "condition. Une date s’écrit J+3.",
        table=CONDITIONS, columns=columns, suggest=suggest,
    )  # fmt: skip


def operator_choices() -> Choices:
    """(operator, words)."""
    return [(name, OPERATOR_WORDS.get(name, name)) for name in OPERATORS]
