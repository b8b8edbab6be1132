"""Playing what files say: golden runs line by line, and a subject's injections, through the registered actions.

A line of a run is one JSON object: `t` (exam time, « 4min10 »), `action` (French name), `cible` (`entite:cle`), `valeurs`
(French fields), `cle` (a name for what is created, for later lines); recorded runs also have `cles` (names for rows made on the
way) and `appel` (arguments that no French field says, see `calls`). Needs the shop open; never commits.
"""

from __future__ import annotations

import importlib
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from sandbox.kernel.actions import REGISTRY, Action
from sandbox.kernel.changes import RowChange, changes_of
from sandbox.kernel.db import db
from sandbox.kernel.errors import DomainError, NotAllowed, RuleBroken
from sandbox.kernel.json_text import read_json
from sandbox.kernel.module import Entity
from sandbox.kernel.text import fold
from sandbox.kernel.values import Kind, ValueFault, parse
from sandbox.modules import MODULES, entities, entity_of_table
from sandbox.training.subjects.calls import read_argument
from sandbox.training.subjects.compound_trade import COMPOUND
from sandbox.training.subjects.fields import parse_duration
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.generating import generate
from sandbox.training.subjects.names import NameFault, Names, entity_named, near, split_target, strip_entity
from sandbox.training.subjects.scenario import Injection

MADE_BY = {"avis": "avis.deposer", "fil": "message.recevoir", "message": "message.relancer"}
"""What people other than the candidate make is not made by the action called `creer`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a run, read. `at_s` is the exam time in seconds."""

    number: int
    at_s: int
    action: str
    target: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    call: Mapping[str, Any] = field(default_factory=dict)


LINE_KEYS = ("t", "action", "cible", "valeurs", "appel", "cle", "cles")


def registered_actions() -> Mapping[str, Action]:
    """Every action of the rooms, their services imported."""
    for module in MODULES:
        importlib.import_module(f"sandbox.shop.{module.name}.services")
    return REGISTRY


def read_run(text: str) -> list[Line]:
    """The lines of a recorded run; raises NameFault with the number of the line at fault."""
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.strip() and not raw.lstrip().startswith("//"):
            lines.append(_read_line(number, raw))
    return lines


def _read_line(number: int, raw: str) -> Line:
    try:
        data = read_json(raw)
        unknown = set(data) - set(LINE_KEYS)
        if unknown:
            raise NameFault(f"clé « {min(unknown)} » inconnue.{near(min(unknown), LINE_KEYS)}")
        at_s = parse_duration(str(data.get("t", "0min")))
        action, values = str(data["action"]), data.get("valeurs") or {}
        for name in ("valeurs", "appel", "cles"):
            if not isinstance(data.get(name) or {}, dict):
                raise NameFault(f"« {name} » doit être un objet.")
        keys, call = data.get("cles") or {}, data.get("appel") or {}
        return Line(number, at_s, action, data.get("cible"), values, data.get("cle"), keys, call)
    except NameFault as fault:
        raise NameFault(f"ligne {number} : {fault}") from None
    except PydanticCustomError as fault:
        raise NameFault(f"ligne {number} : {str(fault.message()).partition('|')[2]}") from None
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise NameFault(f"ligne {number} : illisible ({error}).") from None


class Player:
    """Plays lines on the open shop and remembers the keys given on the way."""

    def __init__(self, anchor: date) -> None:
        self.names = Names(anchor)

    def play(self, line: Line) -> Any:
        """Perform one line; returns what the service returned. Raises NameFault or the service's own refusal."""
        spec = registered_actions().get(line.action)
        if spec is None:
            raise NameFault(f"Action « {line.action} » inconnue.{near(line.action, registered_actions())}")
        start = len(changes_of(db.session()))
        result = spec.service(**self.arguments(spec, line))
        if line.key and hasattr(result, "id"):
            self.names.given[(spec.entity, line.key)] = result.id
        if line.keys:
            self._name(line, changes_of(db.session())[start:])
        return result

    def arguments(self, spec: Action, line: Line) -> dict[str, Any]:
        """What a line gives to its service; raises NameFault."""
        found = self._arguments(spec, line.target, line.values)
        takes = parameters(spec.service)
        for name, written in line.call.items():
            if name not in takes:
                raise NameFault(f"L’action « {spec.name} » n’a pas d’argument « {name} ».{near(name, takes)}")
            found[name] = read_argument(self.names, written)
        return found

    def _name(self, line: Line, changes: Sequence[RowChange]) -> None:
        """Keep the keys of rows that were made on the way: « declinaison:2 » is the second variant that the action made."""
        made: dict[str, list[int]] = {}
        for change in changes:
            if change.op == "insert":
                entity = entity_of_table(change.table)
                made.setdefault(entity.name if entity is not None else change.table, []).append(change.row_id)
        for place, key in line.keys.items():
            label, _, rank = place.partition(":")
            rows = made.get(label, [])
            if not rank.isdigit() or not 1 <= int(rank) <= len(rows):
                raise NameFault(f"« cles » : {place} n’a pas été créé par cette action.")
            self.names.given[(label, str(key))] = rows[int(rank) - 1]

    def inject(self, injection: Injection) -> Any:
        """Perform an injection of a subject; what it creates keeps its stable key."""
        if injection.op == "generer":
            return generate(injection)
        entity = split_target(injection.target)[0] if injection.target else entity_named(injection.entity or "")
        name = injection.action or default_action(injection.op, entity.name)
        result = self.play(Line(0, 0, name, injection.target, injection.values, injection.key))
        if injection.key and hasattr(result, "key"):
            result.key = injection.key
            db.session.flush()
        return result

    def _arguments(self, spec: Action, target: str | None, written: Mapping[str, Any]) -> dict[str, Any]:
        takes = parameters(spec.service)
        arguments: dict[str, Any] = {}
        if target:
            entity, key = split_target(target)
            arguments[entity.argument] = self.names.get_row(entity, key)
        for name, raw in written.items():
            handler = _HANDLERS.get((spec.name, name))
            if handler is not None:
                arguments.update(handler(self, raw, arguments))
            elif (spec.name, name) in COMPOUND:
                arguments.update(COMPOUND[(spec.name, name)](self.names, raw, arguments))
            else:
                arguments.update(self._argument(entities().get(spec.entity), takes, name, raw, spec.name))
        return arguments

    def _argument(self, entity: Entity | None, takes: set[str], name: str, raw: Any, action: str) -> dict[str, Any]:
        action_entity = entities().get(action.partition(".")[0])
        specs = [e.field(name) for e in (entity, action_entity) if e is not None]
        field_ = next((f for f in specs if f is not None and f.attr in takes), None)
        if field_ is not None:
            return {field_.attr: self.names.value(field_, raw)}
        if name in PLAIN and PLAIN[name][0] in takes:
            attr, kind = PLAIN[name]
            return {attr: _parse(kind, raw, self.names.anchor)}
        field_ = next((f for f in specs if f is not None), None)
        other = entities().get(field_.ref if field_ is not None and field_.ref else name)
        if other is not None:
            row = self.names.get_row(other, strip_entity(str(raw), other.name))
            if other.argument in takes:
                return {other.argument: row}
            if f"{other.argument}_id" in takes:
                return {f"{other.argument}_id": row.id}
        known = [f.name for f in entity.fields if f.attr in takes] if entity else []
        raise NameFault(f"L’action « {action} » n’a pas de champ « {name} ».{near(name, known)}")


def default_action(op: str, entity: str) -> str:
    """The action that a starting change or an effect goes through when it names none."""
    return MADE_BY.get(entity, f"{entity}.creer") if op == "creer" else f"{entity}.{op}"


def parameters(service: Callable[..., Any]) -> set[str]:
    """The keyword arguments of a service, those of an unpacked TypedDict included."""
    names = set()
    for parameter in inspect.signature(service).parameters.values():
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            names.add(parameter.name)
            continue
        hint = typing.get_type_hints(inspect.unwrap(service), include_extras=True).get(parameter.name)
        for part in typing.get_args(hint):
            names |= set(typing.get_type_hints(part))
    return names


def accepted_values(spec: Action) -> list[str]:
    """The French names under which an action takes its values, besides its target."""
    takes = parameters(spec.service)
    found = [name for action, name in (*_HANDLERS, *COMPOUND) if action == spec.name]
    own = entities().get(spec.entity)
    for entity in (own, entities().get(spec.name.partition(".")[0])):
        found += [field_.name for field_ in (entity.fields if entity else ()) if field_.attr in takes]
    found += [name for name, (attr, _kind) in PLAIN.items() if attr in takes]
    targets = [e for e in entities().values() if e is not own]
    found += [e.name for e in targets if e.argument in takes or f"{e.argument}_id" in takes]
    return list(dict.fromkeys(found))


def missing_values(spec: Action, written: Mapping[str, Any]) -> list[str]:
    """The French names of what an action cannot do without and `written` does not give; none where several names may give it."""
    if any(action == spec.name for action, _name in (*_HANDLERS, *COMPOUND)):
        return []
    own = entities().get(spec.entity)
    gives: dict[str, list[str]] = {}
    for entity in (own, entities().get(spec.name.partition(".")[0])):
        for field_ in entity.fields if entity else ():
            gives.setdefault(field_.attr, []).append(field_.name)
    for name, (attr, _kind) in PLAIN.items():
        gives.setdefault(attr, []).append(name)
    for entity in entities().values():
        gives.setdefault(entity.argument, []).append(entity.name)
        gives.setdefault(f"{entity.argument}_id", []).append(entity.name)
    needed = [
        one.name
        for one in inspect.signature(spec.service).parameters.values()
        if one.default is inspect.Parameter.empty and one.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    return [gives[one][0] for one in needed if one in gives and not set(gives[one]) & set(written)]


def play_injections(subject: Subject, anchor: date) -> None:
    """Play a subject's injections on the open shop, in order; raises RuleBroken with the injection at fault."""
    player = Player(anchor)
    for injection in subject.scenario.injections:
        try:
            player.inject(injection)
        except NotAllowed as fault:
            who = (
                " Dites quel client le fait : ajoutez le champ « client »." if "client" not in injection.values else ""
            )
            raise RuleBroken(f"Injection « {injection.id} » : {fault}{who}", field="subject") from None
        except (NameFault, DomainError) as fault:
            text = str(fault)
            raise RuleBroken(
                text if text.startswith("Injection «") else f"Injection « {injection.id} » : {text}", field="subject"
            ) from None


def iterate(text: str, anchor: date) -> Iterator[tuple[Line, Callable[[], Any]]]:
    """The lines of a run with what performs each, for who decides when."""
    player = Player(anchor)
    for line in read_run(text):
        yield line, lambda line=line: player.play(line)  # type: ignore[misc]


def _parse(kind: Kind, raw: Any, anchor: date) -> Any:
    try:
        return parse(kind, raw, anchor)
    except ValueFault as fault:
        raise NameFault(str(fault)) from None


# what no field says ----------------------------------------------------------------------------------------------------

PLAIN: dict[str, tuple[str, Kind]] = {
    "position": ("position", Kind.INTEGER), "rang": ("position", Kind.INTEGER), "alias": ("aliases", Kind.TEXT),
    "texte": ("body", Kind.TEXT), "motif": ("reason", Kind.TEXT), "message": ("body", Kind.TEXT),
    "reponse": ("reply", Kind.TEXT), "valeur": ("value", Kind.TEXT), "nom": ("name", Kind.TEXT),
    "mot_de_passe": ("password", Kind.TEXT), "note": ("note", Kind.TEXT),
}  # fmt: skip


def _attribute_values(player: Player, raw: Any, _arguments: Mapping[str, Any]) -> dict[str, Any]:
    """`{"Poids": ["250 g", "500 g"], "Mouture": "En grains"}` as lists of ids, one an attribute."""
    if not isinstance(raw, dict):
        raise NameFault('« attributs » doit être un objet : {"Poids": ["250 g", "500 g"]}.')
    spec = entity_named("valeur_attribut")
    groups = []
    for attribute, values in raw.items():
        listed = values if isinstance(values, list) else [values]
        groups.append([player.names.get_row(spec, f"{attribute}={value}").id for value in listed])
    return {"values": groups}


def _variants(player: Player, raw: Any, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Variants of the target product by their values: `["500 g", "250 g/En grains"]`; one value names all that have it."""
    product = arguments.get("product")
    if product is None:
        raise NameFault("« declinaisons » demande un produit pour cible.")
    wanted = [set(map(_folded, str(item).split("/"))) for item in (raw if isinstance(raw, list) else [raw])]
    found = [
        variant.id
        for variant in product.variants
        if any(parts <= {_folded(link.value.name) for link in variant.values} for parts in wanted)
    ]
    if not found:
        raise NameFault(f"Aucune déclinaison de « {product.name} » ne correspond à « {raw} ».")
    return {"variant_ids": found}


def _folded(text: str) -> str:
    return fold(text.strip())


_HANDLERS: dict[tuple[str, str], Callable[[Player, Any, Mapping[str, Any]], dict[str, Any]]] = {
    ("declinaison.generer", "attributs"): _attribute_values,
    ("declinaison.modifier_selection", "declinaisons"): _variants,
    ("declinaison.supprimer", "declinaisons"): _variants,
}
