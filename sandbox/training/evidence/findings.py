"""What a check says: states, conditions with expected and observed, findings by proof and by line of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """The four states of a finding."""

    REACHED = "atteint"
    PARTIAL = "partiel"
    MISSED = "non_atteint"
    UNVERIFIABLE = "non_verifiable"

    @property
    def words(self) -> str:
        """As read on screen."""
        return {"atteint": "Atteint", "partiel": "Partiel", "non_atteint": "Non atteint"}.get(
            self.value, "Non vérifiable"
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """One point of a proof: what it is about, what was expected, what is there, whether it holds (None: cannot be told)."""

    label: str
    expected: str
    observed: str
    holds: bool | None

    @property
    def state(self) -> State:
        """The point's own state."""
        if self.holds is None:
            return State.UNVERIFIABLE
        return State.REACHED if self.holds else State.MISSED


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """A proof's state with its points. `note` says why it cannot be verified, or by which route it was reached.

    `seqs` are the journal's numbers of the actions concerned; `is_untouched`: as it was at the start.
    """

    proof_id: str
    label: str
    state: State
    conditions: tuple[Condition, ...] = ()
    is_guard: bool = False
    note: str = ""
    seqs: tuple[int, ...] = ()
    is_untouched: bool = False

    @property
    def held(self) -> int:
        """How many points hold."""
        return sum(condition.holds is True for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A line of the grid: the state of its proofs together, and a few words for the console (« 6 sur 6 »)."""

    line_id: str
    state: State
    words: str
    proofs: tuple[ProofFinding, ...] = ()
    alerts: tuple[str, ...] = ()
    is_untouched: bool = False

    @property
    def held(self) -> int:
        """How many points hold over its proofs, guards left out."""
        return sum(proof.held for proof in self.proofs if not proof.is_guard)

    @property
    def points(self) -> int:
        """How many points there are, guards left out."""
        return sum(len(proof.conditions) for proof in self.proofs if not proof.is_guard)

    @property
    def told(self) -> str:
        """Its words with what was expected of the first point that does not hold: for who has no table of points beside."""
        plain = [proof for proof in self.proofs if not proof.is_guard]
        missed = next((c for proof in plain for c in proof.conditions if c.holds is False), None)
        if missed is None or self.state not in (State.PARTIAL, State.MISSED) or self.is_untouched:
            return self.words
        return f"{self.words} (attendu : {missed.expected})"

    @property
    def seqs(self) -> tuple[int, ...]:
        """The journal's numbers of the actions concerned, in order."""
        return tuple(sorted({seq for proof in self.proofs for seq in proof.seqs}))


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in a shop for a subject, at a revision of the shop."""

    revision: int
    proofs: tuple[ProofFinding, ...]
    lines: tuple[LineFinding, ...]
    errors: tuple[str, ...] = field(default=())

    def line(self, line_id: str) -> LineFinding:
        """The finding of a line."""
        return next(line for line in self.lines if line.line_id == line_id)

    def proof(self, proof_id: str) -> ProofFinding:
        """The finding of a proof."""
        return next(proof for proof in self.proofs if proof.proof_id == proof_id)


def roll_up(line_id: str, proofs: Sequence[ProofFinding], *, is_human: bool) -> LineFinding:
    """A line from its proofs. A broken guard is a neutral alert. A line for human judgement shows its measures only."""
    plain = [proof for proof in proofs if not proof.is_guard]
    alerts = tuple(f"{p.label} : {_first_miss(p)}" for p in proofs if p.is_guard and p.state is State.MISSED)
    is_untouched = bool(plain) and all(proof.is_untouched for proof in plain)
    state = _line_state(plain, is_human=is_human)
    finding = LineFinding(line_id, state, "", tuple(proofs), alerts, is_untouched)
    return LineFinding(line_id, state, _words(finding, plain, is_human=is_human), tuple(proofs), alerts, is_untouched)


def _line_state(plain: Sequence[ProofFinding], *, is_human: bool) -> State:
    if not plain:
        return State.UNVERIFIABLE
    if is_human:
        return State.MISSED if all(p.state is State.MISSED and p.is_untouched for p in plain) else State.UNVERIFIABLE
    states = {proof.state for proof in plain}
    if len(states) == 1:
        return states.pop()
    if states == {State.UNVERIFIABLE, State.MISSED}:
        # Nothing is reached: « partiel » would say that something is. Before anybody did anything it is « rien encore ».
        return State.MISSED if all(proof.is_untouched for proof in plain) else State.UNVERIFIABLE
    if State.UNVERIFIABLE in states and states <= {State.UNVERIFIABLE, State.REACHED}:
        return State.UNVERIFIABLE
    return State.PARTIAL


def _words(finding: LineFinding, plain: Sequence[ProofFinding], *, is_human: bool) -> str:
    if not plain:
        return "jugement humain"
    if finding.is_untouched and finding.state is State.MISSED:
        return "rien encore"
    if is_human:
        measured = next((c.observed for p in plain for c in p.conditions), "")
        return f"{measured}, à lire" if measured else "à lire"
    if finding.state is State.UNVERIFIABLE:
        return next((p.note for p in plain if p.note), "à constater")
    if finding.state is State.REACHED:
        return f"{finding.held} sur {finding.points}" if finding.points > 1 else "vérifié"
    missed = next((p for p in plain if p.state is not State.REACHED), plain[0])
    return f"{finding.held} sur {finding.points} · {_first_miss(missed)}" if finding.points > 1 else _first_miss(missed)


def _first_miss(proof: ProofFinding) -> str:
    missed = next((c for c in proof.conditions if c.holds is not True), None)
    if missed is None:
        return proof.note or proof.state.words.lower()
    return f"{missed.label[:1].lower()}{missed.label[1:]} : {missed.observed}"
