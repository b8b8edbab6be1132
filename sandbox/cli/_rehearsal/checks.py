"""A promise of the rehearsal: what was expected, what was observed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a promise. SLOW: kept, but above the limit of the machine that is recommended."""

    KEPT = "tenu"
    SLOW = "lent"
    BROKEN = "échec"
    UNSEEN = "non vérifié"


@dataclass(frozen=True, slots=True)
class Check:
    """A promise and what became of it. `is_timed`: the outcome depends on the speed of the machine."""

    title: str
    expected: str
    observed: str
    outcome: Outcome
    is_timed: bool = False


def kept(title: str, is_kept: object, expected: str, observed: str) -> Check:
    """A promise that is kept or broken."""
    return Check(title, expected, observed, Outcome.KEPT if is_kept else Outcome.BROKEN)


def timed(title: str, spent: float, limit: float, observed: str, *, broken_from: float | None = None) -> Check:
    """A length of time against its limit; between the limit and `broken_from` it is slow, beyond it the promise is broken."""
    most = limit if broken_from is None else broken_from
    outcome = Outcome.KEPT if spent <= limit else Outcome.SLOW if spent <= most else Outcome.BROKEN
    return Check(title, f"{seconds(limit)} au plus", observed, outcome, is_timed=True)


def unseen(title: str, expected: str, why: str) -> Check:
    """A promise that this machine does not let us look at."""
    return Check(title, expected, why, Outcome.UNSEEN)


def p95(values: list[float]) -> float:
    """What nineteen of twenty stay below; infinite for none."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)] if values else float("inf")


def clock(seconds_left: float) -> str:
    """« 39:58 »."""
    left = int(seconds_left)
    return f"{'−' if left < 0 else ''}{abs(left) // 60:02}:{abs(left) % 60:02}"


def seconds(length: float) -> str:
    """« 1,4 s », « 120 s », « 150 ms »."""
    if length == float("inf"):
        return "aucune mesure"
    if length < 1:
        return f"{round(1000 * length)}\u00a0ms"
    text = f"{length:.0f}" if length >= 10 or length == round(length) else f"{length:.1f}"
    return f"{text}\u00a0s".replace(".", ",")


def count(number: int, one: str, many: str = "") -> str:
    """« 3 candidats »."""
    return f"{number}\u00a0{one if number < 2 else many or one + 's'}"


def answers(statuses: Iterable[int]) -> str:
    """« 3 acceptés », « 1 accepté, 2 refusés » for what was answered to forms; other answers keep their number."""
    found = Counter(
        "accepté" if s in (200, 302, 303) else "refusé" if s in (403, 409, 503) else str(s) for s in statuses
    )
    words = [f"réponse {word}" if word.isdecimal() else count(number, word) for word, number in sorted(found.items())]
    return ", ".join(words) or "aucun envoi"
