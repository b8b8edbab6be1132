"""The report of a rehearsal: lines for the screen, and a PDF that a head of centre can sign."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sandbox.cli._rehearsal.checks import Check, Outcome, count
from sandbox.cli._rehearsal.play import Pace
from sandbox.cli._rehearsal.room import Room
from sandbox.kernel import clock
from sandbox.kernel.typesetting import tagged_pdf
from sandbox.migrations import last_step
from sandbox.training.grading.exports import FONTS

TEMPLATE = Path(__file__).with_name("pdf") / "report.typ"
DAY = "%d/%m/%Y à %H h %M"
SIGNS = {
    Outcome.KEPT: "[ok]   ", Outcome.SLOW: "[lent] ", Outcome.BROKEN: "[ÉCHEC]", Outcome.UNSEEN: "[  –  ]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, where and when."""

    checks: Sequence[Check]
    facts: dict[str, str]

    @property
    def is_green(self) -> bool:
        """Whether no promise was broken."""
        return bool(self.checks) and not self._number(Outcome.BROKEN)

    def _number(self, outcome: Outcome) -> int:
        return sum(check.outcome is outcome for check in self.checks)

    @property
    def verdict(self) -> str:
        """In words."""
        red, slow = self._number(Outcome.BROKEN), self._number(Outcome.SLOW)
        if not self.is_green:
            return (
                f"ROUGE – à ne pas utiliser en l’état : {red} sur {count(len(self.checks), 'vérification')} en échec."
            )
        kept = self._number(Outcome.KEPT)
        words = f"VERT – {kept} vérifications tenues sur {len(self.checks)}"
        return f"{words}, {count(slow, 'lente', 'lentes')} : ce poste est chargé ou modeste." if slow else f"{words}."

    def lines(self) -> list[str]:
        """The report as it is read on the screen."""
        found = [f"{name} : {value}" for name, value in self.facts.items()]
        checked = [
            f"{SIGNS[c.outcome]} {c.title}\n         attendu : {c.expected} · observé : {c.observed}"
            for c in self.checks
        ]
        return [*found, "", *checked, "", self.verdict]

    def pdf(self) -> bytes:
        """The same on paper, with room for a signature."""
        rows = [
            {"title": c.title, "outcome": str(c.outcome), "expected": c.expected, "observed": c.observed}
            for c in self.checks
        ]
        report = {"facts": list(self.facts.items()), "checks": rows, "verdict": self.verdict, "green": self.is_green}
        return tagged_pdf(TEMPLATE, fonts=FONTS, report=report)


def make_report(checks: Sequence[Check], room: Room, pace: Pace, *, seconds: float) -> Report:
    """The report of what was checked on this machine, now."""
    facts = {
        "Date": f"{clock.to_paris(clock.now()):{DAY}}, en {int(seconds) // 60} min {int(seconds) % 60:02} s",
        "Poste": f"{platform.node() or 'sans nom'}, {platform.system()} {platform.release()}, {os.cpu_count() or 1} cœurs",
        "Versions": f"bac à sable E5 {version('e5-sandbox')}, schéma {last_step()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}",
        "Joué": f"« {room.subject} », {room.context}, trois candidats simulés, {pace.words}",
    }
    return Report(checks, facts)
