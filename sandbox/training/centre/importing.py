"""A list of candidates from a file: whatever its encoding and separator, what is wrong by line, and nothing done twice."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import SEPARATOR_WORDS, ForeignTable, read_table
from sandbox.training.centre.models import CentreCandidate, CentreDay
from sandbox.training.centre.rules import Called, LineFault, meanings, read_called
from sandbox.training.centre.services import add_candidate, change_candidate

MAX_LINES = 600


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `faults` are (line, words): those lines were left out; `notes` those that were read all the same."""

    encoding: str
    separator: str
    added: int
    changed: int
    unchanged: int
    faults: tuple[tuple[int, str], ...]
    notes: tuple[tuple[int, str], ...]
    left_out: tuple[str, ...]


def import_candidates(*, day: CentreDay, content: bytes) -> Imported:
    """Call the candidates of a file. Who is on the list already, by number, is corrected; the same file changes nothing.

    Raises RuleBroken (field `file`) for a file without a column for numbers and one for names.
    """
    table = read_table(content)
    columns = _columns(table)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    refused = {remark.line for remark in table.remarks if "n’est pas lue" in remark.message}
    faults = [(remark.line, remark.message) for remark in table.remarks if remark.line in refused]
    seen: dict[str, int] = {}
    known = {candidate.number: candidate for candidate in day.candidates}
    for line in table.lines:
        try:
            called = read_called({field: line.cells[header] for header, field in columns.items()})
            if called.number in seen:
                raise LineFault(f"le numéro {called.number} est déjà à la ligne {seen[called.number]}.")
            seen[called.number] = line.number
            counts[_keep(day, known.get(called.number), called)] += 1
        except LineFault as fault:
            faults.append((line.number, f"{fault}"))
        except RuleBroken as refusal:
            faults.append((line.number, refusal.message))
    return Imported(
        table.encoding, SEPARATOR_WORDS[table.separator], faults=tuple(sorted(faults)),
        notes=tuple((r.line, r.message) for r in table.remarks if r.line not in refused),
        left_out=tuple(header for header in table.headers if header not in columns), **counts,
    )  # fmt: skip


def _keep(day: CentreDay, before: CentreCandidate | None, called: Called) -> str:
    """What became of a line: `added`, `changed` or `unchanged`."""
    if before is None:
        add_candidate(day=day, called=called)
        return "added"
    if Called(before.number, before.last_name, before.first_name, before.extra, before.extra_minutes) == called:
        return "unchanged"
    change_candidate(candidate=before, called=called)
    return "changed"


def _columns(table: ForeignTable) -> dict[str, str]:
    if len(table.lines) > MAX_LINES:
        raise RuleBroken(
            f"Ce fichier a plus de {MAX_LINES} lignes : ce n’est pas une liste de candidats.", field="file"
        )
    columns = meanings(table.headers)
    if missing := {"number": "numéro", "last_name": "nom"}.keys() - set(columns.values()):
        words = " et ".join(
            {"number": "« numéro »", "last_name": "« nom »"}[name] for name in sorted(missing, reverse=True)
        )
        raise RuleBroken(
            f"La première ligne doit nommer les colonnes : il manque {words}. Colonnes attendues : numéro, nom, prénom, temps.",
            field="file",
        )
    return columns
