"""What playing a subject showed: expected and observed, proof by proof; and the run kept as a golden run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shops.models import Shop
from sandbox.training.authoring import editing
from sandbox.training.authoring.drafting import keep_run
from sandbox.training.authoring.recording import record
from sandbox.training.evidence.findings import Condition, Findings, State
from sandbox.training.evidence.queries import findings_of_shop
from sandbox.training.subjects.fields import IDENTIFIER
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.models import WrittenSubject

EMPTY = "vide"


@dataclass(frozen=True, slots=True)
class Compared:
    """A proof after a run: the state that is wanted of it, the one observed, its points."""

    proof_id: str
    label: str
    letters: str
    wanted: State
    observed: State
    points: tuple[Condition, ...]
    note: str
    is_guard: bool

    @property
    def is_as_wanted(self) -> bool:
        """Whether it came out as wanted; what only a person can tell always does."""
        return self.observed in (self.wanted, State.UNVERIFIABLE)


def compared(subject: Subject, found: Findings, expected: Mapping[str, str] | None = None) -> list[Compared]:
    """Each proof with what a run left: the good run must reach everything, another what its file says."""
    rows = []
    for proof in subject.proofs:
        finding = found.proof(proof.id)
        wanted = State((expected or {}).get(proof.id, State.REACHED.value))
        letters = ", ".join(subject.letter_of(line) for line in proof.lines)
        rows.append(
            Compared(
                proof.id, proof.label, letters, wanted, finding.state, finding.conditions, finding.note, proof.is_guard
            )
        )
    return rows


def observed(subject: Subject, shop: Shop, baseline_id: int) -> list[Compared]:
    """What a shop that was played in shows now."""
    return compared(subject, findings_of_shop(subject, shop, baseline_id))


def record_trial(
    *, written: WrittenSubject, trial_id: str, subject: Subject, shop: Shop, baseline_id: int, base_revision: int, author: str
) -> WrittenSubject:  # fmt: skip
    """Keep what was played in a shop as a golden run of the subject, with the states it reached.

    Raises RuleBroken on `trial_id` for a name that cannot be, Conflict when the text was saved since.
    """
    if not IDENTIFIER.fullmatch(trial_id) or trial_id == EMPTY:
        raise RuleBroken(
            "Choisissez un nom comme « bon » ou « autre-voie » (« vide » est celui de qui ne fait rien).",
            field="trial_id",
        )
    found = findings_of_shop(subject, shop, baseline_id)
    try:
        text = record(shop).text
    except RuleBroken as refused:
        raise RuleBroken(refused.message, field="trial_id") from refused
    name = f"essais/{trial_id}.jsonl"
    expected = {proof.proof_id: proof.state.value for proof in found.proofs if proof.state is not State.UNVERIFIABLE}
    keep_run(written=written, name=name, text=text, author=author)
    return editing.add_trial(
        written=written, trial_id=trial_id, file=name, expected=expected, base_revision=base_revision, author=author
    )
