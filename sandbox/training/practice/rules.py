"""Comparing one's own levels with the findings: pure. The machine finds, it does not rate."""

from __future__ import annotations

from enum import StrEnum

from sandbox.training.evidence.findings import State


class Judgement(StrEnum):
    """How a self-given level stands beside the finding."""

    COHERENT = "Cohérent"
    CONFIDENT = "Trop confiant"
    SEVERE = "Trop sévère"
    DISCUSS = "À discuter"


_COHERENT = {State.REACHED: {"S", "TS"}, State.PARTIAL: {"I", "S"}, State.MISSED: {"TI", "I"}}
_ORDER = ("TI", "I", "S", "TS")


def judge(level: str, state: State) -> Judgement:
    """Coherent, too confident, too severe; to be discussed where only a person can judge."""
    fitting = _COHERENT.get(state)
    if fitting is None or level not in _ORDER:
        return Judgement.DISCUSS
    if level in fitting:
        return Judgement.COHERENT
    highest = max(_ORDER.index(fit) for fit in fitting)
    return Judgement.CONFIDENT if _ORDER.index(level) > highest else Judgement.SEVERE
