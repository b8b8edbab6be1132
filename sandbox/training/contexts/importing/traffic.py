"""An audience file brought into a company: looked at, tried on a copy of its folder, kept in trafic-releve.csv, told by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ENCODINGS
from sandbox.kernel.media import MediaStore
from sandbox.kernel.values import ValueFault, parse_day
from sandbox.shop.traffic.models import TrafficDay
from sandbox.shop.traffic.rules import measured as m
from sandbox.shop.traffic.rules.indicators import number
from sandbox.shop.traffic.seed import FILE, MEASURES, MEASURES_FILE
from sandbox.training.contexts.importing.drafts import Draft, Refused
from sandbox.training.contexts.importing.folder import ContextTable, TableRow
from sandbox.training.contexts.importing.reading import MAX_LINES
from sandbox.training.contexts.importing.taking_back import keep_before, load_with
from sandbox.training.contexts.importing.telling import Fate, Outcome, Telling
from sandbox.training.contexts.importing.visit_columns import DIMENSIONS
from sandbox.training.contexts.importing.visit_lines import AS_DATED, PLACINGS, WORDS, Laid, lay, what_is_missing
from sandbox.training.contexts.importing.visit_tables import TRAFFIC
from sandbox.training.contexts.importing.visit_values import DAY_ORDERS, DECIMAL_MARKS
from sandbox.training.contexts.importing.visits import Reading, Visits, read_visits
from sandbox.training.contexts.models import ContextImport

LABELS = {
    name: DIMENSIONS[name] for name in ("canal", "appareil", "region", "ville", "pays", "page", "entree", "terme")
}
"""What Matomo's column « label » may tell."""
COMPLETE, REPLACE = "completer", "remplacer"
MODES: Mapping[str, str] = {
    COMPLETE: "compléter les relevés déjà importés",
    REPLACE: "remplacer tous les relevés déjà importés",
}
_NAMED = ("genre", "du", "au", "source", "campagne", "appareil", "libelle")


@dataclass(frozen=True, slots=True)
class TrafficChoices:
    """How an audience file is to be read; what is empty is found, or asked."""

    encoding: str = ""
    decimals: str = ""
    days: str = ""
    label: str = ""
    first: str = ""
    last: str = ""
    placing: str = AS_DATED
    mode: str = COMPLETE
    format: str = TRAFFIC

    def reading(self) -> Reading:
        """Raises RuleBroken at the field of a day that cannot be read, or of a period that ends before it begins."""
        first, last = _day(self.first, "first"), _day(self.last, "last")
        if first and last and last < first:
            raise RuleBroken("La période finit avant de commencer.", field="last")
        return Reading(self.encoding, self.decimals, self.days, self.label, first, last)


@dataclass(slots=True)
class Looked:
    """An audience file being looked at: what it says, the lines it becomes, and what became of each."""

    visits: Visits
    laid: Laid
    merge: VisitsMerge
    outcomes: Sequence[Outcome]
    taken_out: int = 0
    """How many lines of earlier imports leave, when this one takes their place."""

    def count(self, fate: Fate) -> int:
        """How many lines have that fate."""
        return sum(outcome.fate == fate for outcome in self.outcomes)


@dataclass(slots=True)
class VisitsMerge(Telling):
    """trafic-releve.csv, changed line by line; a line is named by its kind, its days and what it is about."""

    root: Path
    table: ContextTable = field(init=False)
    _left: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict, init=False)
    """The lines that were taken out and that the file has not brought back, by their names."""

    def __post_init__(self) -> None:
        self.table = ContextTable(self.root, MEASURES_FILE, MEASURES)

    def tables(self) -> list[ContextTable]:
        """The file."""
        return [self.table]

    @property
    def taken_out(self) -> int:
        """How many lines left for good."""
        return len(self._left)

    def empty(self) -> None:
        """Take every line out, so that those of the file stand alone; they are remembered, to tell what comes back."""
        self._left = {_name_of(row): dict(row.cells) for row in self.table.rows}
        self.table.rows.clear()

    def run(self, drafts: Iterable[Draft], refused: dict[int, str]) -> None:
        """Put every line that is not refused."""
        rows = {_name_of(row): row for row in self.table.rows}
        spans = _spans(self.table.rows)
        for draft in drafts:
            if draft.line in refused:
                continue
            try:
                self._put(draft, rows, spans)
            except (Refused, ValueFault) as fault:
                refused[draft.line] = str(fault)

    def _put(
        self, draft: Draft, rows: dict[tuple[str, ...], TableRow], spans: Mapping[str, set[tuple[date, date]]]
    ) -> None:
        cells = draft.cells
        key = tuple(cells[name] for name in _NAMED)
        row = rows.get(key)
        before = dict(row.cells) if row else self._left.get(key)
        if row is None:
            _check_apart(cells, spans)
            row = self.table.add({name: text for name, text in cells.items() if text}, draft.line)
            self._left.pop(key, None)
        else:
            self._put_all(self.table, row, cells, draft.line)
        changes = _changes(before or {}, row.cells)
        about = " · ".join(cells[name] for name in ("source", "campagne", "appareil", "libelle") if cells[name])
        days = " au ".join(dict.fromkeys(_in_french(cells[name]) for name in ("du", "au")))
        told = f"{WORDS[cells['genre']]}, {days}{' : ' if about else ''}{about}"
        self._tell(draft.line, row, before is None, changes, told)


def _name_of(row: TableRow) -> tuple[str, ...]:
    return tuple(row.cells.get(name, "") for name in _NAMED)


def _in_french(day: str) -> str:
    """« 03/11/2026 »; « J-3 » stays what it is."""
    return day if day.startswith("J") else f"{parse_day(day, clock.today()):%d/%m/%Y}"


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What a line says that it did not, in words."""
    names = [name for name in dict.fromkeys((*before, *now)) if before.get(name, "") != now.get(name, "")]
    return [f"{name} : {_written(name, before)} → {_written(name, now)}" for name in names]


def _written(name: str, cells: Mapping[str, str]) -> str:
    """A cell as it is read: a title may end with a year, a count is spaced."""
    text = cells.get(name, "")
    return number(int(text)) if text.isdecimal() and name != "titre" else text or "vide"


def _spans(rows: Iterable[TableRow]) -> dict[str, set[tuple[date, date]]]:
    """The days that each kind of lines already covers."""
    found: dict[str, set[tuple[date, date]]] = {}
    for row in rows:
        try:
            span = (parse_day(row.cells["du"], clock.today()), parse_day(row.cells["au"], clock.today()))
        except (KeyError, ValueFault):
            continue
        found.setdefault(row.cells.get("genre", ""), set()).add(span)
    return found


def _check_apart(cells: Mapping[str, str], spans: Mapping[str, set[tuple[date, date]]]) -> None:
    """Refuse a period that runs over another one of the same kind: what the days in common have cannot be known."""
    first, last = (parse_day(cells[name], clock.today()) for name in ("du", "au"))
    for start, end in spans.get(cells["genre"], ()):
        if (start, end) != (first, last) and start <= last and first <= end:
            raise Refused(
                f"Recoupe un relevé déjà importé ({WORDS[cells['genre']]}, du {start:%d/%m/%Y} au {end:%d/%m/%Y}) sans avoir les mêmes jours."
            )


def choices_of(waiting: ContextImport) -> TrafficChoices:
    """How a waiting audience file is read."""
    return TrafficChoices(**waiting.choices)


def is_traffic(waiting: ContextImport) -> bool:
    """Whether an import is of an audience file."""
    return (waiting.choices or {}).get("format") == TRAFFIC


def choose(*, waiting: ContextImport, choices: TrafficChoices) -> None:
    """Keep how the file is to be read. Raises RuleBroken at the field of a choice that is not offered."""
    for name, offered in (
        ("encoding", ENCODINGS), ("decimals", DECIMAL_MARKS), ("days", DAY_ORDERS), ("label", LABELS), ("placing", PLACINGS),
        ("mode", MODES),
    ):  # fmt: skip
        if getattr(choices, name) and getattr(choices, name) not in offered:
            raise RuleBroken("Choisissez dans la liste.", field=name)
    choices.reading()
    waiting.choices = asdict(choices)
    db.session.flush()


def look(waiting: ContextImport, folder: Path) -> Looked:
    """What the file says and what the import would do. Raises RuleBroken when nothing can be kept of it, or for a company without traffic."""
    if not (folder / FILE).is_file():
        raise RuleBroken("Cette entreprise n’a pas de fréquentation (trafic.yaml) : rien où poser un relevé.")
    choices = choices_of(waiting)
    visits = read_visits(waiting.content or b"", choices.reading())
    if sum(len(table.measures) for table in visits.tables) > MAX_LINES:
        raise RuleBroken(
            f"Ce fichier a plus de {number(MAX_LINES)} lignes : choisissez une période plus courte, ou moins de dimensions."
        )
    laid = lay(visits, placing=choices.placing or AS_DATED, today=clock.today())
    merge = VisitsMerge(folder)
    if choices.mode == REPLACE:
        merge.empty()
    refused = dict(laid.refused)
    merge.run([Draft(line, cells=cells) for line, cells in laid.cells], refused)
    laid.refused.update(refused)
    outcomes = [*merge.outcomes, *(Outcome(line, Fate.REFUSED, why) for line, why in refused.items())]
    return Looked(visits, laid, merge, sorted(outcomes, key=lambda told: told.line), merge.taken_out)


def bring_in(*, waiting: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Write what the file counted and load the company again; its copies read the new figures. Raises RuleBroken; nothing is then written."""
    if waiting.done_at is not None:
        raise RuleBroken("Ce fichier est déjà importé.")
    import_id, looked = waiting.id, look(waiting, folder)
    if not looked.merge.outcomes:
        raise RuleBroken("Aucune ligne de ce fichier ne peut être reprise : voyez pourquoi ligne par ligne.")
    table, added, before = looked.merge.table, list[str](), dict[str, bytes]()
    if table.is_changed:
        before = load_with(folder, {table.file: table.written()}, media, refused="Rien n’a été importé")
        added = _compared(looked)
    done = db.session.get_one(ContextImport, import_id)  # loading a company forgets the rows that were read before
    done.report, done.done_at, done.content = _report(looked, added), clock.now(), None
    if before:
        keep_before(done, before, {table.file: table.written()})
    db.session.flush()
    return done


def _compared(looked: Looked) -> list[str]:
    """The visits that the company now has on the days of the file, beside those that its lines count."""
    lines = [cells for _line, cells in looked.laid.cells if cells["genre"] in m.VISITS]
    kind = next((kind for kind in m.VISITS if any(cells["genre"] == kind for cells in lines)), "")
    mine = [cells for cells in lines if cells["genre"] == kind]
    if not mine:
        return []
    today = clock.today()
    days = {
        day for cells in mine
        for day in range((parse_day(cells["du"], today) - today).days, (parse_day(cells["au"], today) - today).days + 1)
    }  # fmt: skip
    slug = looked.merge.root.resolve().name
    here = sa.select(sa.func.sum(TrafficDay.visits)).where(
        TrafficDay.context_slug == slug, TrafficDay.day_offset.in_(days)
    )
    now, told = int(db.session.scalar(here) or 0), sum(int(cells["visites"]) for cells in mine)
    if now == told:
        return [f"Visites de ces {len(days)} jours : {number(now)}, comme dans le fichier."]
    why = "L’écart vient des commandes de l’entreprise, qui gardent chacune leur visite, ou d’un autre relevé plus précis de ces jours."
    return [
        f"Visites de ces {len(days)} jours : {number(now)} dans la boutique, {number(told)} dans ces lignes du fichier. {why}"
    ]


def _report(looked: Looked, added: Sequence[str]) -> dict[str, Any]:
    return {
        "format": TRAFFIC,
        "lines": [[told.line, str(told.fate), told.words] for told in looked.outcomes],
        "remarks": [*_taken_out(looked), *added, *what_is_missing(looked.laid)],
        "odd": [[told.line, told.message] for told in sorted(looked.laid.remarks, key=lambda one: one.line)],
        "left_out": list(looked.visits.left_out),
        "files": [MEASURES_FILE] if looked.merge.table.is_changed else [],
        "counts": {str(fate): looked.count(fate) for fate in Fate},
    }


def _taken_out(looked: Looked) -> list[str]:
    if not looked.taken_out:
        return []
    return [f"Lignes des relevés précédents ôtées pour laisser la place à celles-ci : {number(looked.taken_out)}."]


def _day(text: str, name: str) -> date | None:
    if not text.strip():
        return None
    try:
        return parse_day(text, clock.today())
    except ValueFault as fault:
        raise RuleBroken(str(fault), field=name) from fault
