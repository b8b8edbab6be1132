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
from sandbox.training.subjects.shape import Shape, dotted

ANCHOR = date(2027, 1, 15)


@dataclass(slots=True)
class Checked:
    """A scenario being checked, and where to write what is wrong. `raw_files` are its files before variables are drawn."""

    scenario: Scenario
    tree: Tree
    grid: Grid | None
    files: Mapping[str, str]
    shape: Shape
    raw_files: Mapping[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, path: Path, message: str) -> None:
        """Keep a fault at a place of the file; what stands at a mended place was told already."""
        if not self.shape.is_mended(path):
            here = self.shape.origin(path)
            self.faults.append(Fault(self.tree.file, self.tree.line(here), message, code, dotted(here)))

    def is_whole(self, *sections: str) -> bool:
        """Whether nothing was mended in these parts of the file, so that what is missing there is really missing."""
        return not any(not path or path[0] in sections for path in self.shape.mended)

    def line_of(self, path: Path) -> int:
        """The line of a place."""
        return self.tree.line(self.shape.origin(path))

    def unknown(self, path: Path, what: str, word: str, known: Iterable[str], *, feminine: bool = False) -> None:
        """Keep « … inconnu » with the nearest known word."""
        agreed = "inconnue" if feminine else "inconnu"
        self.fault("E012", path, f"{what} « {word} » {agreed}.{near(word, known)}")

    def check_action(self, path: Path, name: str | None) -> None:
        """Whether the shop has that action."""
        if name is not None and name not in registered_actions():
            self.unknown(path, "Action de la boutique", name, registered_actions(), feminine=True)
