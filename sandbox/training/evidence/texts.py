"""Measuring a text somebody wrote: length, words, share copied from the annexes, facts told, claims that are forbidden.

Measures only: whether it is well written is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.kernel.text import count_words, fold
from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.spelling import faults_of
from sandbox.training.evidence.values import counted, interval_words
from sandbox.training.subjects.expectations import read_expected
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.operators import same_text
from sandbox.training.subjects.scenario import Route

COPIED_RUN = 5
MAX_FAULTS = 3
_WORD = re.compile(r"[a-z0-9]+")


def text_conditions(subject: Subject, label: str, text: str, route: Route) -> list[Condition]:
    """The points of a text: of a field of the shop, or of a note."""
    expected = route.expected
    found: list[Condition] = []
    if "longueur" in expected:
        bounds = read_expected("longueur", expected["longueur"], int)
        found.append(_sized(f"{label} : longueur", len(text), bounds, "caractère"))
    if "mots" in expected:
        bounds = read_expected("mots", expected["mots"], int)
        found.append(_sized(f"{label} : mots", count_words(text), bounds, "mot"))
    if "faits" in expected:
        found += _facts(label, text, expected["faits"], expected.get("faits_min"))
    if "copie_max" in expected:
        found.append(_copied(label, text, sources_of(subject, route), int(expected["copie_max"])))
    if "sans" in expected:
        found.append(_forbidden(label, text, expected["sans"]))
    if "orthographe_max" in expected:
        found.append(_spelled(label, text, int(expected["orthographe_max"])))
    return found


def sources_of(subject: Subject, route: Route) -> str:
    """The texts that should not be copied: annexes, questions or the instruction, by their ids."""
    texts = []
    for source in route.sources:
        attachment = next((a for a in subject.scenario.attachments if a.id == source), None)
        task = next((t for t in subject.tasks if t.id == source), None)
        if attachment is not None:
            texts.append(subject.files.get(attachment.file, ""))
        elif task is not None:
            texts.append(task.instruction)
        elif source == "consigne":
            texts.append(subject.scenario.instruction)
    return "\n".join(texts)


def copied_share(text: str, source: str) -> int:
    """How much of a text, in whole percents of its words, stands in runs of five words or more of the source."""
    words = _words(text)
    if len(words) < COPIED_RUN:
        return 0
    known = set(_runs(_words(source)))
    copied = [False] * len(words)
    for start, run in enumerate(_runs(words)):
        if run in known:
            copied[start : start + COPIED_RUN] = [True] * COPIED_RUN
    return round(100 * sum(copied) / len(words))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - COPIED_RUN + 1):
        yield tuple(words[start : start + COPIED_RUN])


def _sized(label: str, count: int, bounds: Any, noun: str) -> Condition:
    low, high = bounds
    ok = (low is None or count >= low) and (high is None or count <= high)
    return Condition(label, interval_words(bounds, f"{noun}s"), counted(count, noun), ok)


def tells(folded: str, wording: str) -> bool:
    """Whether a text, brought to what is compared, has a wording at the beginning of a word: « main » is not in « demain »."""
    wanted = same_text(wording)
    at = folded.find(wanted)
    while wanted and at >= 0:
        if at == 0 or not folded[at - 1].isalnum():
            return True
        at = folded.find(wanted, at + 1)
    return False


def _facts(label: str, text: str, facts: Mapping[str, Any], minimum: Any) -> list[Condition]:
    """Each fact with its wordings; with `faits_min`, one condition for that many of them."""
    folded = same_text(text)
    told = {name: any(tells(folded, str(w)) for w in (words if isinstance(words, list) else [words]))
            for name, words in facts.items()}  # fmt: skip
    if minimum is None:
        return [
            Condition(f"{label} : {name.replace('_', ' ')}", "cité", "cité" if ok else "absent", ok)
            for name, ok in told.items()
        ]
    wanted, count = int(minimum), sum(told.values())
    names = ", ".join(name.replace("_", " ") for name, ok in told.items() if ok) or "aucun"
    return [
        Condition(
            f"{label} : faits de l’annexe", f"au moins {wanted} sur {len(told)}", f"{count} ({names})", count >= wanted
        )
    ]


def _copied(label: str, text: str, source: str, most: int) -> Condition:
    share = copied_share(text, source)
    ok = share <= most and bool(text)
    return Condition(f"{label} : part recopiée", f"au plus {most} %", f"{share} %" if text else "vide", ok)


def _spelled(label: str, text: str, most: int) -> Condition:
    """A hint: what is found is a fault, what is not found may be one."""
    faults = faults_of(text)
    shown = ", ".join(faults[:MAX_FAULTS])
    observed = f"{counted(len(faults), 'faute')} : {shown}" if faults else "aucune repérée" if text else "vide"
    if len(faults) > MAX_FAULTS:
        observed += f" et {counted(len(faults) - MAX_FAULTS, 'autre')}"
    expected = f"au plus {counted(most, 'faute')}" if most else "aucune faute"
    words = "orthographe (fautes courantes seulement)"
    return Condition(f"{label} : {words}", expected, observed, bool(text) and len(faults) <= most)


def _forbidden(label: str, text: str, claims: Any) -> Condition:
    folded = same_text(text)
    present = [str(c) for c in (claims if isinstance(claims, list) else [claims]) if tells(folded, str(c))]
    observed = ", ".join(f"« {claim} »" for claim in present) if present else "aucune" if text else "vide"
    return Condition(f"{label} : allégations interdites", "aucune", observed, bool(text) and not present)
