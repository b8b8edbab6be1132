"""What lines of a good run show: an operation is written as an action, with the target and the values that its line must hold.

`nom` for a value that is there, `nom=valeur` for an exact one, `nom~texte` for one that holds that text (no space in it),
`!nom` for one that must not be there, `@element` for the target.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sandbox.training.subjects.player import Line
from tests.scenarios import shipped

INDEX: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "operations_of_subjects.yaml").read_text("utf-8"))
SHOWN: dict[str, list[str]] = INDEX["actions"]
ASKED: dict[str, dict[str, list[str]]] = INDEX["sujets"]
OF_THE_SITE = "wp."


def words(written: str) -> list[str]:
    """« retour.changer_etat etat=colis reçu » is two words: an exact value may hold a space."""
    found: list[str] = []
    for word in written.split():
        if found and "=" in found[-1] and "~" not in found[-1] and not set(word) & set("=~!@"):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def shows(line: Line, written: str) -> bool:
    """Whether a line of a run is that action, with those values."""
    action, *wanted = words(written)
    return line.action == action and all(_holds(line, want) for want in wanted)


def _holds(line: Line, want: str) -> bool:
    if want.startswith("!"):
        return want[1:] not in line.values
    if want.startswith("@"):
        return line.target == want[1:]
    name, holds, part = want.partition("~")
    if holds:
        return part in str(line.values.get(name, ""))
    name, equals, value = want.partition("=")
    return name in line.values and (not equals or str(line.values[name]) == value)


def played(slug: str) -> set[str]:
    """The operations that lines of the good run show."""
    lines = shipped.lines_of(slug)
    return {op for op, ways in SHOWN.items() if any(shows(line, way) for line in lines for way in ways)}


def claimed(support: str) -> set[str]:
    """The operations that the faithful subjects of a support ask for, together."""
    slugs = [slug for slug in ASKED if shipped.subject(slug).scenario.support == support]
    return {op for slug in slugs for ops in ASKED[slug].values() for op in ops}
