"""The chained seal of a journal: each fact carries a hash made of the one before it and of itself. Pure.

What it proves, and what it does not: docs/adr/0009.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

METHOD = "e5-sceau/1"
SECTIONS: Mapping[str, str] = {
    "horloge": "Horloge", "actions": "Actions", "evenements": "Événements", "observations": "Observations",
    "questions": "Questions orales", "fiche": "Changements de la fiche",
}  # fmt: skip
"""The lists of a journal in the order of the chain, with their names."""
HEAD = ("format", "session", "candidat")
WORK = ("horloge", "actions", "evenements")
"""What the candidate and the clock did: nothing of it comes later once a session is closed."""
MAX_FAULTS = 20
"""Beyond so many places nothing more is learnt."""
_LINK = "maillon"

Journal = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of a chain: its last hash, the hash it starts from, and how many facts of each list it goes over."""

    value: str
    start: str
    counts: Mapping[str, int]

    @property
    def facts(self) -> int:
        """How many facts the seal covers."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of looking at a journal: its seal as computed, how many facts, and what is wrong in words (nothing: intact)."""

    value: str
    facts: int
    faults: tuple[str, ...]


def link(previous: str, section: str, fact: Journal) -> str:
    """The hash of a fact that follows another: its text is always written in the same way."""
    told = {name: value for name, value in fact.items() if name != _LINK}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{section}\n{text}".encode()).hexdigest()


def start_of(journal: Journal) -> str:
    """Where the chain starts: whose journal it is."""
    return link("", "tete", {name: journal.get(name) for name in HEAD})


def seal_of(journal: Journal, counts: Mapping[str, int] | None = None, start: str = "") -> Seal:
    """The seal of a journal, or of its beginning: so many facts of each list, from a start that was kept."""
    begins = previous = start or start_of(journal)
    for section, fact, _ in _facts(journal, counts):
        previous = link(previous, section, fact)
    found = {name: len(_some(journal, name, counts)) for name in SECTIONS}
    return Seal(previous, begins, found)


def sealed(journal: Journal) -> dict[str, Any]:
    """The same journal, each fact with its hash, and the seal at the end."""
    begins = previous = start_of(journal)
    found: dict[str, Any] = {**journal, **{name: [] for name in SECTIONS}}
    for section, fact, _ in _facts(journal):
        previous = link(previous, section, fact)
        found[section].append({**fact, _LINK: previous})
    facts = sum(len(found[name]) for name in SECTIONS)
    found["sceau"] = {"methode": METHOD, "depart": begins, "faits": facts, "valeur": previous}
    return found


def check_journal(journal: Journal) -> Checked:
    """Follow the chain of a sealed journal and say each place where it breaks."""
    told = journal.get("sceau") if isinstance(journal.get("sceau"), Mapping) else {}
    assert isinstance(told, Mapping)
    faults = [] if told.get("methode") == METHOD else [f"Le journal ne porte pas de sceau {METHOD}."]
    computed = previous = start_of(journal)
    if told.get("depart") != previous:
        faults.append("L’en-tête (session, sujet ou candidat) a été modifié.")
    count = 0
    known = {str(fact.get(_LINK)) for _, fact, _ in _facts(journal)} | {str(told.get("depart"))}
    for section, fact, rank in _facts(journal):
        count += 1
        stated = str(fact.get(_LINK))
        computed = link(computed, section, fact)
        if link(previous, section, fact) != stated and len(faults) < MAX_FAULTS:
            faults.append(f"{SECTIONS[section]}, fait n°\u00a0{rank}\u00a0: {_reason(section, fact, known)}.")
        previous = stated
    if told.get("faits") != count:
        faults.append(f"Le sceau porte sur {told.get('faits', 0)} faits, le fichier en contient {count}.")
    if told.get("valeur") != computed:
        faults.append("Le sceau écrit dans le fichier n’est pas celui de son contenu.")
    return Checked(computed, count, tuple(dict.fromkeys(faults)))


def _reason(section: str, fact: Journal, known: set[str]) -> str:
    """A fact whose own hash follows from another one's was moved, or what stood before it; else its text is not the same."""
    if any(link(one, section, fact) == fact.get(_LINK) for one in known):
        return "il n’est plus à sa place, ou un fait a été ajouté avant lui"
    return "il a été modifié ou ajouté, ou le fait qui le précédait a été retiré"


def _facts(journal: Journal, counts: Mapping[str, int] | None = None) -> Iterator[tuple[str, Journal, int]]:
    for section in SECTIONS:
        for rank, fact in enumerate(_some(journal, section, counts), 1):
            yield section, fact, rank


def _some(journal: Journal, section: str, counts: Mapping[str, int] | None) -> Sequence[Journal]:
    facts = journal.get(section)
    listed = (
        [fact if isinstance(fact, Mapping) else {"illisible": fact} for fact in facts]
        if isinstance(facts, list)
        else []
    )
    return listed if counts is None else listed[: counts.get(section, 0)]
