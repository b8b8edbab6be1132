"""A list of candidates from a file: whatever its encoding and separator, what is wrong by line, and nothing done twice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ENCODING_TOLD, SEPARATOR_WORDS, ForeignTable, read_table
from sandbox.kernel.text import fold
from sandbox.training.centre.models import CentreCandidate, CentreDay
from sandbox.training.centre.rules import Called, LineFault, is_class_list, meanings, read_called
from sandbox.training.centre.services import add_candidate, change_candidate

MAX_LINES = 600
SHOWN_NUMBERS = 6
NUMBERED = "Le fichier n’a pas de colonne « numéro » : les candidats sont numérotés dans leur ordre."


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `encoding` says as which kind of file it was read; `faults` are (line, words): those lines were left out; `notes` those that were read all the same."""

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

    A class list has no numbers: who is on the list already is then known by the name, and the others are numbered in their order.
    Once the numbers of the exam come, those who had got one here are known by the name too, and take theirs.
    Raises RuleBroken (field `file`) for a file without a column for names.
    """
    table = read_table(content)
    columns = _columns(table)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    refused = {remark.line for remark in table.remarks if "n’est pas lue" in remark.message}
    faults = [(remark.line, remark.message) for remark in table.remarks if remark.line in refused]
    seen: dict[str, int] = {}
    numbered = _given_their_number(day, table, columns) if "number" in columns.values() else {}
    known = {candidate.number: candidate for candidate in day.candidates}
    numbers = None if "number" in columns.values() else _Numbers(day)
    for line in table.lines:
        try:
            cells = {field: line.cells[header] for header, field in columns.items()}
            called = read_called(cells) if numbers is None else numbers.give(cells)
            if called.number in seen:
                who = f"le numéro {called.number}" if numbers is None else f"« {called.last_name} {called.first_name} »"
                raise LineFault(f"{who} est déjà à la ligne {seen[called.number]}.")
            seen[called.number] = line.number
            fate = _keep(day, known.get(called.number), called)
            counts["changed" if fate == "unchanged" and called.number in numbered else fate] += 1
        except LineFault as fault:
            faults.append((line.number, f"{fault}"))
        except RuleBroken as refusal:
            faults.append((line.number, refusal.message))
    notes = [(remark.line, remark.message) for remark in table.remarks if remark.line not in refused]
    if numbers is not None:
        notes.insert(0, (1, NUMBERED))
    notes = sorted([*notes, *_few(list(numbered.values()))])
    return Imported(
        ENCODING_TOLD[table.encoding], SEPARATOR_WORDS[table.separator], faults=tuple(sorted(faults)),
        notes=tuple(notes), left_out=tuple(header for header in table.headers if header not in columns), **counts,
    )  # fmt: skip


class _Numbers:
    """The numbers of a class list that has none: those of the candidates called by the same name, else the next ones."""

    def __init__(self, day: CentreDay) -> None:
        self.by_name = {_name(one.last_name, one.first_name): one.number for one in day.candidates}
        self.last = max((int(one.number) for one in day.candidates if one.number.isdecimal()), default=0)

    def give(self, cells: dict[str, str]) -> Called:
        """The candidate of a line with a number. Raises LineFault."""
        called = read_called({**cells, "number": str(self.last + 1)})
        name = _name(called.last_name, called.first_name)
        if name in self.by_name:
            return replace(called, number=self.by_name[name])
        self.last += 1
        self.by_name[name] = called.number
        return called


def _given_their_number(day: CentreDay, table: ForeignTable, columns: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Give those who were numbered here the number that a file has for their name: the new numbers, each with its line and words.

    A name that two people of the file or of the day bear tells nothing, nor does a number that somebody else keeps.
    """
    of_day: dict[tuple[str, str], list[CentreCandidate]] = {}
    for one in day.candidates:
        of_day.setdefault(_name(one.last_name, one.first_name), []).append(one)
    of_file: dict[tuple[str, str], list[tuple[int, Called]]] = {}
    for line in table.lines:
        with suppress(LineFault):
            called = read_called({field: line.cells[header] for header, field in columns.items()})
            of_file.setdefault(_name(called.last_name, called.first_name), []).append((line.number, called))
    wanted: dict[str, tuple[int, CentreCandidate]] = {}
    for name, lines in of_file.items():
        people = of_day.get(name, [])
        if len(lines) == len(people) == 1 and lines[0][1].number != people[0].number and _is_ours(day, people[0]):
            wanted.setdefault(lines[0][1].number, (lines[0][0], people[0]))
    while stuck := wanted.keys() & {c.number for c in day.candidates if c not in [one for _, one in wanted.values()]}:
        wanted = {number: found for number, found in wanted.items() if number not in stuck}
    told = {}
    for number, (at, one) in wanted.items():
        told[number] = (
            at,
            f"« {f'{one.last_name} {one.first_name}'.strip()} », numéro {one.number} jusqu’ici, prend le numéro {number}.",
        )
        one.number = f"~{one.id}"  # aside, so that two may swap theirs
    db.session.flush()
    for number, (_, one) in wanted.items():
        mine = Called(number, one.last_name, one.first_name, one.extra, one.extra_minutes)
        change_candidate(candidate=one, called=mine)
    return told


def _few(told: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A whole class whose numbers come is told in one line."""
    if len(told) <= SHOWN_NUMBERS:
        return told
    line, first = min(told)
    words = (
        f"{len(told)} candidats, reconnus par leur nom, prennent le numéro du fichier. {first[0].upper()}{first[1:]}"
    )
    return [(line, words)]


def _is_ours(day: CentreDay, candidate: CentreCandidate) -> bool:
    """Whether a number is one that a class list gets here: 1, 2, 3…, no greater than there are people."""
    number = candidate.number
    return number.isdecimal() and number == str(int(number)) and int(number) <= len(day.candidates)


def _name(last: str, first: str) -> tuple[str, str]:
    return fold(last), fold(first)


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
    fields = set(columns.values())
    missing = [] if "number" in fields or is_class_list(table.headers) else ["« numéro »"]
    if not fields & {"last_name", "full_name"}:
        missing.append("« nom »")
    if missing:
        raise RuleBroken(
            f"La première ligne doit nommer les colonnes : il manque {' et '.join(missing)}. Colonnes attendues : numéro, nom, prénom, "
            "temps ; ou la liste d’une classe : élève, classe.",
            field="file",
        )
    return columns
