"""What an event does: rows of the shop through the registered actions, under the persona's name, and messages of personas.

Needs a transaction that writes; never commits. What the shop refuses raises, and the caller takes back all of the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sandbox.kernel.actions import Performed, take_performed
from sandbox.kernel.changes import RowChange, take_changes
from sandbox.kernel.db import db, session
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.text import excerpt, slugify
from sandbox.shop.shops.queries import open_shop
from sandbox.shop.shops.rules import words_of_half
from sandbox.training.events.looks import Place
from sandbox.training.journal.words import sentence
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import Player, default_action, parameters, registered_actions
from sandbox.training.subjects.scenario import Effect, Event, Injection, Persona

NOBODY = "Sujet"
MAX_QUOTED = 160


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a persona."""

    author: str
    role: str
    channel: str
    body: str


@dataclass(slots=True)
class Happened:
    """What an event did: the rows, the messages, and both in words."""

    changes: list[RowChange] = field(default_factory=list)
    messages: list[Said] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def perform(place: Place, event: Event) -> Happened:
    """Make an event's effects in its shop, in their order; raises NameFault or the refusal of a service."""
    happened = Happened()
    with shop_scope(place.shop.id):
        player = Player(place.shop.anchor_on)
        for effect in event.effects:
            persona = persona_of(place.subject, effect)
            if effect.op == "message":
                said = _said(effect, persona)
                happened.messages.append(said)
                happened.words.append(f"{said.author} : « {excerpt(said.body, MAX_QUOTED)} »")
            else:
                player.inject(injection_of(event, effect, persona))
                db.session.flush()
                changes, performed = take_changes(session()), take_performed()
                happened.changes += changes
                happened.words += _words(performed, changes)
    return happened


def persona_of(subject: Subject, effect: Effect) -> Persona | None:
    """Who an effect comes from, None for nobody."""
    return subject.scenario.personas.get(effect.persona or "")


def author_of(subject: Subject, event: Event) -> str:
    """Under whose name an event is told: its first persona."""
    found = (persona_of(subject, effect) for effect in event.effects)
    return next((persona.name for persona in found if persona is not None), NOBODY)


def action_of(effect: Effect) -> str:
    """The registered action that an effect goes through, empty for a message."""
    if effect.op == "message":
        return ""
    if effect.action:
        return effect.action
    entity = (effect.target or "").partition(":")[0] if effect.target else effect.entity or ""
    return default_action(effect.op, entity)


def injection_of(event: Event, effect: Effect, persona: Persona | None) -> Injection:
    """An effect as the player takes it, with the persona's name where its action wants one."""
    name = action_of(effect)
    values = dict(effect.values)
    spec = registered_actions().get(name)
    takes = parameters(spec.service) if spec is not None else set()
    if persona is not None and "client" not in values and effect.op == "creer":
        if "author" in takes:
            values.setdefault("auteur", persona.name)
        elif {"name", "email"} <= takes:
            values.setdefault("nom", persona.name)
            values.setdefault("email", f"{slugify(persona.name)}@example.org")
    data = {"id": event.id, "op": effect.op, "entite": effect.entity, "cible": effect.target, "cle": effect.key}
    return Injection.model_validate({**data, "action": name, "valeurs": values})


def _said(effect: Effect, persona: Persona | None) -> Said:
    text = str(effect.values.get("texte") or "").strip()
    if persona is None:
        return Said(NOBODY, "", "", text)
    # Subjects write « messagerie_interne »; candidates read words.
    return Said(persona.name, persona.role, persona.channel.replace("_", " "), text)


def _words(performed: Sequence[Performed], changes: Sequence[RowChange]) -> list[str]:
    told = [sentence(done) for done in performed if done.leaves_trace]
    if told or not changes:
        return told
    return [
        sentence(
            Performed("", "", words_of_half(has_storefront=open_shop().has_storefront).changed, changes=list(changes))
        )
    ]
