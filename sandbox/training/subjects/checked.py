"""A scenario being checked: what the checks share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sandbox.kernel.yaml_nodes import Fault, Path, Tree
from sandbox.training.subjects.format import Grid
from sandbox.training.subjects.names import near
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.scenario import Scenario

ANCHOR = date(2027, 1, 15)


@dataclass(slots=True)
class Checked:
    """A scenario being checked, and where to write what is wrong."""

    scenario: Scenario
    tree: Tree
    grid: Grid | None
    files: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, path: Path, message: str) -> None:
        """Keep a fault at a place of the file."""
        self.faults.append(Fault(self.tree.file, self.tree.line(path), message, code, ".".join(map(str, path))))

    def unknown(self, path: Path, what: str, word: str, known: Iterable[str], *, feminine: bool = False) -> None:
        """Keep « … inconnu » with the nearest known word."""
        agreed = "inconnue" if feminine else "inconnu"
        self.fault("E012", path, f"{what} « {word} » {agreed}.{near(word, known)}")

    def check_action(self, path: Path, name: str | None) -> None:
        """Whether the shop has that action."""
        if name is not None and name not in registered_actions():
            self.unknown(path, "Action de la boutique", name, registered_actions(), feminine=True)
