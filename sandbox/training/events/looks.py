"""Whether a condition holds in a shop now, as the evidence sees it. A condition that cannot be told does not hold."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sandbox.kernel import clock
from sandbox.kernel.remembered import Remembered
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop
from sandbox.training.evidence.checks import check
from sandbox.training.evidence.findings import State
from sandbox.training.evidence.looking import Looking
from sandbox.training.evidence.queries import findings_of_shop
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.conditions import Asked, read_condition
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import NameFault, Names
from sandbox.training.subjects.scenario import Event, Proof, Route

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """The shop that the events of a subject happen in, and the starting shop that the evidence compares it with.

    `time_factor`: how much longer the candidate has than the subject says.
    """

    subject: Subject
    shop: Shop
    baseline_id: int
    time_factor: float = 1.0

    def is_reached(self, proof_id: str) -> bool:
        """Whether a proof of the subject is reached now."""
        return self._state(proof_id) is State.REACHED

    def holds(self, event: Event) -> bool:
        """Whether an event's `si` holds now; looked at once a revision of the shop and a minute, as promotions begin by themselves."""
        key = (self.subject.digest, self.shop.key, self.shop.revision, int(clock.now().timestamp() // 60), event.id)
        kept = _kept.find(key)
        return kept if kept is not None else _kept.keep(key, self._look(event))

    def _look(self, event: Event) -> bool:
        try:
            asked = read_condition(event.trigger.when)
            return self._holds(asked)
        except (ValueError, NameFault) as fault:
            log.warning("event %s of %s: %s", event.id, self.subject.slug, fault)
            return False

    def _holds(self, asked: Asked) -> bool:
        if asked.route is not None:
            return self._fits(asked.route)
        state = self._state(asked.proof_id)
        if asked.state == State.PARTIAL:
            return state in (State.PARTIAL, State.REACHED)
        return state == asked.state

    def _state(self, proof_id: str) -> State | None:
        found = findings_of_shop(self.subject, self.shop, self.baseline_id, time_factor=self.time_factor).proofs
        return next((proof.state for proof in found if proof.proof_id == proof_id), None)

    def _fits(self, route: Route) -> bool:
        journal = all_of(self.shop.id)
        with shop_scope(self.shop.id):
            look = Looking(self.subject, self.shop.id, self.baseline_id, journal, Names(self.shop.anchor_on))
            found = check(look, route, _asker(route)).conditions
        return bool(found) and all(condition.holds is True for condition in found)


def _asker(route: Route) -> Proof:
    """The condition as the proof that checks are told they work for."""
    return Proof.model_validate(
        {**route.model_dump(by_alias=True), "id": "condition", "lignes": [], "libelle": "Condition"}
    )


_kept: Remembered[tuple[str, str, int, int, str], bool] = Remembered(1000)
