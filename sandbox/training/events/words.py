"""Events in words: when they come, what they will do, what became of them. For the console, the report, the trainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.kernel.module import Entity
from sandbox.kernel.text import excerpt, plain
from sandbox.modules import entities
from sandbox.training.events.effects import action_of, persona_of
from sandbox.training.events.rules import EVENT
from sandbox.training.subjects.conditions import Asked, read_condition
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.scenario import Effect, Event

MAX_VALUE = 120
Titles = Mapping[str, str]
"""What people call the entities that a subject names by their keys."""
NO_TITLES: Titles = {}
_NBSP = "\u00a0"


def exam_time(ms: int) -> str:
    """« 12:05 », minutes and seconds of the test."""
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"


def length_words(seconds: int) -> str:
    """« 2 min », « 2 min 30 s », « 40 s »."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes}{_NBSP}min"] if minutes else []
    return f"{_NBSP}".join(parts + ([f"{rest}{_NBSP}s"] if rest or not minutes else []))


def targets_of(subject: Subject) -> set[str]:
    """The entities that events name, `produit:mug-escale`: what they act on, and what their conditions look at."""
    found: set[str] = set()
    for event in subject.scenario.events:
        asked = _asked(event)
        if asked is not None and asked.route is not None and asked.route.target:
            found.add(asked.route.target)
        for effect in event.effects:
            found |= {value for value in (effect.target, *effect.values.values()) if _is_target(value)}
    return found


def _is_target(value: object) -> bool:
    return isinstance(value, str) and value.partition(":")[0] in entities() and ":" in value


def trigger_words(subject: Subject, event: Event, titles: Titles = NO_TITLES) -> str:
    """When an event comes: « à 12:00 du temps de chacun », « 2 min après « a répondu au client » »."""
    trigger = event.trigger
    delay = f"{length_words(trigger.delay)} après " if trigger.delay else ""
    if trigger.at is not None:
        words = f"à {exam_time(1000 * (trigger.at + trigger.delay))}" + ("" if trigger.is_scaled else ", pour tous")
    elif trigger.after is not None:
        words = f"{delay or 'dès '}{_after_words(subject, trigger.after)}"
    elif trigger.when is not None:
        words = f"{delay or 'dès '}{_condition_words(subject, event, titles)}"
    else:
        words = "à la main"
    if trigger.unless is not None:
        words += f", sauf si « {_proof_label(subject, trigger.unless)} »"
    if trigger.expires is not None:
        words += f", jusqu’à {exam_time(1000 * trigger.expires)}"
    return words


def _after_words(subject: Subject, name: str) -> str:
    if name.startswith(EVENT):
        other = event_of(subject, name.removeprefix(EVENT))
        return f"l’événement « {other.title if other else name} »"
    spec = registered_actions().get(name)
    return f"l’action « {spec.words if spec else name} »"


def _asked(event: Event) -> Asked | None:
    try:
        return read_condition(event.trigger.when)
    except ValueError:
        return None


def _condition_words(subject: Subject, event: Event, titles: Titles) -> str:
    asked = _asked(event)
    if asked is None:
        return "une condition illisible"
    if asked.route is None:
        return f"la preuve « {_proof_label(subject, asked.proof_id)} »"
    target = asked.route.target or asked.route.entity or ""
    entity = entities().get(target.partition(":")[0])
    points = [
        f"{_label(entity, name)}{_OPERATORS.get(operator, f' {operator}')} {_shown(value)}"
        for name, operators in asked.route.expected.items()
        for operator, value in (operators.items() if isinstance(operators, dict) else [("", operators)])
    ]
    return f"l’état attendu de {_named(entity, target, titles)} ({', '.join(points)})"


def _label(entity: Entity | None, name: str) -> str:
    spec = entity.field(name) if entity is not None else None
    return spec.label if spec is not None else name


def _named(entity: Entity | None, target: str, titles: Titles) -> str:
    """« Produit « Mug Escale » », or the key while nobody knows the title."""
    name, _, key = target.partition(":")
    title = titles.get(target, key)
    return f"{entity.label if entity else name}{f' « {title} »' if title else ''}"


def _proof_label(subject: Subject, proof_id: str) -> str:
    return next((proof.label for proof in subject.proofs if proof.id == proof_id), proof_id)


def event_of(subject: Subject, event_id: str) -> Event | None:
    """The event of that id, or None."""
    return next((event for event in subject.scenario.events if event.id == event_id), None)


def effects_words(subject: Subject, event: Event, titles: Titles = NO_TITLES) -> list[str]:
    """What an event will do, one sentence an effect: the preview before firing."""
    return [_effect_words(subject, effect, titles) for effect in event.effects]


def _effect_words(subject: Subject, effect: Effect, titles: Titles) -> str:
    persona = persona_of(subject, effect)
    if effect.op == "message":
        who = persona.name if persona is not None else "Sujet"
        return f"{who} écrit au candidat{_NBSP}: « {excerpt(str(effect.values.get('texte') or ''), MAX_VALUE)} »"
    action = registered_actions().get(action_of(effect))
    target = effect.target or effect.entity or ""
    entity = entities().get(target.partition(":")[0])
    done = f"{persona.name} {action.words}" if persona is not None and action is not None else _OPS[effect.op]
    values = ", ".join(f"{_label(entity, name)} {_value(value, titles)}" for name, value in effect.values.items())
    return f"{_named(entity, target, titles)}{_NBSP}: {done}{f' ({values})' if values else ''}"


_OPERATORS = {
    "": f"{_NBSP}:", "egal": f"{_NBSP}:", "parmi": " parmi", "min": " au moins", "max": " au plus", "entre": " entre",
    "contient_un": " contient", "contient_tous": " contient", "sans": " sans", "longueur": " de longueur", "mots": ", en mots",
    "tolerance": f" à peu près, écart admis{_NBSP}:",
}  # fmt: skip
"""What is asked of a field, between its name and the value."""
_OPS = {"creer": "création", "modifier": "modification", "supprimer": "suppression"}


def _value(value: object, titles: Titles) -> str:
    return titles.get(value, value) if isinstance(value, str) and _is_target(value) else _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return excerpt(plain(str(value)), MAX_VALUE)
