"""A subject set on what its company does not have: the shop of one that has a site only, or the site of one that has none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.kernel.actions import REGISTRY
from sandbox.kernel.yaml_nodes import Path
from sandbox.modules import entities, side_of
from sandbox.training.contexts.halves import Halves
from sandbox.training.subjects.conditions import read_condition
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.player import read_run
from sandbox.training.subjects.scenario import Effect, Event, Injection, Route

Place = tuple[Path, str, str]
"""Where in the file, which code, which words."""

_SITE_SCENES = ("site_page", "site_menu", "site_bloc", "site_recherche")
_FIGURES = ("indicateurs", "graphique", "chiffres")
"""What is asked of a note and read in the shop’s statistics."""
_OF_SHOP, _OF_SITE = (
    "de la boutique, et cette entreprise n’a qu’un site",
    "du site, et cette entreprise n’a pas de site",
)


def half_faults(subject: Subject, halves: Halves) -> list[Place]:
    """Everything in a subject that names a half that its company does not have; nothing for one that has both."""
    if halves.has_shop and halves.has_site:
        return []
    return list(_Halved(subject, "site" if halves.has_shop else "shop").faults())


def _is_read(point: str, asked: Any) -> bool:
    """Whether something asked of a note is read in the shop; a number that the subject itself gives is not."""
    if point == "chiffres" and isinstance(asked, dict):
        return any(not isinstance(one, dict) or "valeur" not in one for one in asked.values())
    return asked is not None


class _Halved:
    """A subject whose company lacks a side: `shop` or `site`."""

    def __init__(self, subject: Subject, missing: str) -> None:
        self.subject, self.missing = subject, missing
        self.words = _OF_SHOP if missing == "shop" else _OF_SITE

    def faults(self) -> Iterator[Place]:
        """In the order of the file."""
        scenario = self.subject.scenario
        if scenario.support == ("boutique" if self.missing == "shop" else "site"):
            other, lacks = ("site", "qu’un site") if self.missing == "shop" else ("boutique", "pas de site")
            yield (
                ("support",),
                "E016",
                f"Cette entreprise n’a {lacks} : écrivez « support: {other} », ou changez de contexte.",
            )
        for n, injection in enumerate(scenario.injections):
            yield from self._change(("injections", n), injection)
        for n, event in enumerate(scenario.events):
            yield from self._event(("evenements", n), event)
        for n, proof in enumerate(self.subject.proofs):
            for i, route in enumerate((proof, *proof.routes)):
                yield from self._route(("preuves", n) if not i else ("preuves", n, "ou_bien", i - 1), route)
        for n, question in enumerate(scenario.questions):
            if question.when is not None:
                yield from self._action(("questions", n, "quand", "apres"), question.when.after)
        yield from self._runs()

    def _entity(self, path: Path, name: str | None) -> Iterator[Place]:
        found = entities().get(name or "")
        if found is not None and side_of(found.name) == self.missing:
            yield path, "E016", f"« {found.name} » est une chose {self.words}."

    def _target(self, path: Path, target: str | None) -> Iterator[Place]:
        yield from self._entity(path, (target or "").partition(":")[0])

    def _action(self, path: Path, name: str | None) -> Iterator[Place]:
        spec = REGISTRY.get(name or "")
        if spec is not None and side_of(spec.entity) == self.missing:
            yield path, "E016", f"« {spec.name} » est une action {self.words}."

    def _change(self, path: Path, change: Injection | Effect) -> Iterator[Place]:
        yield from self._entity((*path, "entite"), change.entity)
        yield from self._target((*path, "cible"), change.target)
        yield from self._action((*path, "action"), change.action)

    def _event(self, path: Path, event: Event) -> Iterator[Place]:
        yield from self._action((*path, "declencheur", "apres"), event.trigger.after)
        if event.trigger.when is not None:
            asked = read_condition(event.trigger.when)
            if asked.route is not None:
                yield from self._route((*path, "declencheur", "si"), asked.route)
        for n, effect in enumerate(event.effects):
            yield from self._change((*path, "effets", n), effect)

    def _route(self, path: Path, route: Route) -> Iterator[Place]:
        yield from self._target((*path, "cible"), route.target)
        yield from self._entity((*path, "entite"), route.entity)
        for n, target in enumerate(route.except_for):
            yield from self._target((*path, "sauf", n), target)
        for name in ("action", "avant", "apres"):
            yield from self._action(
                (*path, name), {"action": route.action, "avant": route.before, "apres": route.after}[name]
            )
        side = "site" if route.scene in _SITE_SCENES else "shop"
        if route.scene is not None and side == self.missing:
            yield (*path, "scene"), "E016", f"La scène « {route.scene} » est {self.words}."
        for point in _FIGURES:
            if route.kind == "livrable" and self.missing == "shop" and _is_read(point, route.expected.get(point)):
                yield (*path, "attend", point), "E016", f"« {point} » se lit dans les statistiques {self.words}."

    def _runs(self) -> Iterator[Place]:
        for n, trial in enumerate(self.subject.scenario.trials):
            text = self.subject.files.get(trial.recording or "")
            try:
                lines = read_run(text) if text else []
            except NameFault:
                continue  # told elsewhere
            for line in lines:
                for path, code, words in self._action(("essais_temoins", n, "enregistrement"), line.action):
                    yield path, code, f"L’essai « {trial.id} », ligne {line.number} : {words}"
