"""Recording a golden run by playing the subject: the journal of a shop becomes the lines of a `.jsonl` run.

Each entry is said again in keys and relative dates, and played at once on a fresh copy of the starting shop: what is written is
what was found to replay. What cannot be recorded is told in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import Action, take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import DomainError, RuleBroken
from sandbox.kernel.scope import forget_rows, shop_scope
from sandbox.kernel.text import slugify
from sandbox.modules import entities, entity_of_table
from sandbox.shop.notes.queries import bodies
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop
from sandbox.training.events.effects import perform
from sandbox.training.events.looks import Place
from sandbox.training.evidence.ticks import TICK
from sandbox.training.exams.models import Seat
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.playing import RunRefused, play_line
from sandbox.training.journal.queries import all_of
from sandbox.training.journal.rows import model_of, title_in
from sandbox.training.journal.services import EVENT_ACTION, OTHER_ACTION
from sandbox.training.subjects.calls import OBJECTS
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.phrasing import phrase, same
from sandbox.training.subjects.player import Line, Player, parameters, registered_actions
from sandbox.training.subjects.queries import subject_by_digest

PASSWORD = "Essai-temoin-1"
WRITE_NOTE = "livrable.ecrire"
_LEFT_OUT = frozenset({"author", "is_silent"})
"""Who did it is whoever replays it; a replay has no autosave."""
_STAMPS = frozenset({"updated_at", "written_at", "told_at", "moved_at", "since_at", "created_at"})
_NAMED_BY_PARTS = frozenset({"declinaison", "valeur_attribut", "image", "produit_populaire"})
"""What is named by what it is made of (`mug/250 g/Filtre`) needs no key."""
_SENT = {"Picture": "l’image", "Recording": "le son ou la vidéo"}
"""What a person sent from a disk, by the object that names it."""
Spot = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded run: its lines, and what could not be recorded, in words."""

    text: str
    problems: tuple[str, ...]


def record_run(shop: Shop) -> str:
    """What was done in a candidate's shop as the text of a golden run, ready for `essais/<nom>.jsonl`.

    `shop` is the copy somebody played in (a seat's or a practice run's `seat.shop`); it needs a transaction that may write, and
    takes everything back before it answers. What could not be recorded stands in the text as comment lines, `// …`; `record`
    gives them apart. Raises RuleBroken for a shop that is no copy, or in which nothing was done.
    """
    return record(shop).text


def record(shop: Shop, *, subject: Subject | None = None) -> Recording:
    """The same with its problems apart, for a page that tells them.

    `subject` is whose events happened in a shop that is at nobody's seat; a seat's own is found.
    """
    baseline = db.session.get(Shop, shop.parent_id) if shop.parent_id is not None else None
    if baseline is None:
        raise RuleBroken("Ce n’est pas la copie d’un sujet : il n’y a rien à enregistrer.", field="shop")
    entries = [entry for entry in all_of(shop.id) if entry.action != TICK]
    if not entries:
        raise RuleBroken("Rien n’a été fait dans cette copie : il n’y a rien à enregistrer.", field="shop")
    kept, performed = take_changes(session()), take_performed()
    savepoint = db.session.begin_nested()
    try:
        return _Recorder(shop, baseline, entries).run(subject or _subject_of(shop))
    finally:
        if savepoint.is_active:
            savepoint.rollback()
        forget_rows(session())
        db.session.expire_all()
        session().info["row_changes"], session().info["performed_actions"] = kept, performed


@dataclass(slots=True)
class _Recorder:
    """A journal being said again on a fresh copy. `twins`: rows made by the run -> their numbers on the copy."""

    shop: Shop
    baseline: Shop
    entries: Sequence[JournalEntry]
    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    twins: dict[Spot, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    rank: int = 0

    def run(self, subject: Subject | None) -> Recording:
        """Say every entry in order."""
        copy, player = shops.copy_shop(source=self.baseline), Player(self.shop.anchor_on)
        named, notes = self._named(), self._notes()
        start = self.entries[0].at
        for number, entry in enumerate(self.entries):
            at = _time(entry, start)
            with clock.frozen(entry.at):
                try:
                    line = self._line(entry, number, copy, player, subject, named, notes)
                except (NameFault, DomainError) as refused:
                    self._tell(entry, at, str(refused))
                    continue
            if line is not None:
                self.lines.append(json.dumps({"t": at, **line}, ensure_ascii=False))
        text = "".join(f"{line}\n" for line in self.lines)
        return Recording(text, tuple(self.problems))

    def _line(
        self, entry: JournalEntry, number: int, copy: Shop, player: Player, subject: Subject | None,
        named: set[Spot], notes: Mapping[str, tuple[int, str]],
    ) -> dict[str, Any] | None:  # fmt: skip
        """The line of an entry, already played on the copy; None for what a replay does by itself."""
        if entry.action == EVENT_ACTION:
            return self._event(entry, copy, subject)
        if entry.action == OTHER_ACTION or entry.call is None:
            raise NameFault("ce changement ne passe par aucune action")
        with shop_scope(copy.id):
            spec = registered_actions()[entry.action]
            arguments = self._arguments(spec, entry.call, copy.id)
            if entry.action == WRITE_NOTE:
                last, body = notes[str(arguments["deliverable"])]
                if number != last:
                    return None
                arguments["body"] = body
            target, values, rest = phrase(player, spec, _shortened(spec, arguments))
        keys = self._keys(entry, named)
        key = keys.pop("", None)
        self.rank += 1
        line = Line(self.rank, 0, entry.action, target, values, key, keys, rest)
        self._play(copy, player, line, entry)
        told: dict[str, Any] = {
            "action": entry.action,
            "cible": target,
            "valeurs": values,
            "appel": rest,
            "cle": key,
            "cles": keys,
        }
        written = json.dumps(rest)
        for kind, words in _SENT.items():
            if f'"{kind}"' in written:
                self._tell(
                    entry, "", f"{words} vient de cette installation : le dossier du sujet ne contient pas ce fichier"
                )
        return {name: value for name, value in told.items() if value}

    def _play(self, copy: Shop, player: Player, line: Line, entry: JournalEntry) -> None:
        """Play a line on the copy: the rows it makes are the twins of those that the entry made."""
        before = _last_seq(copy.id)
        try:
            play_line(shop=copy, player=player, line=line)
        except RunRefused as refused:
            raise NameFault(str(refused).partition(" : ")[2]) from refused
        made = [change for other in all_of(copy.id) if other.seq > before for change in other.changes]
        self._pair(entry, made)

    def _pair(self, entry: JournalEntry, made: Sequence[Mapping[str, Any]]) -> None:
        for table in {change["table"] for change in entry.changes}:
            wanted = [c["row_id"] for c in entry.changes if (c["table"], c["op"]) == (table, "insert")]
            found = [c["row_id"] for c in made if (c["table"], c["op"]) == (table, "insert")]
            self.twins.update({(table, real): twin for real, twin in zip(wanted, found, strict=False)})
        if _shape(entry.changes) != _shape(made):
            self._tell(entry, "", "rejouée, cette action ne change pas les mêmes données")

    def _event(self, entry: JournalEntry, copy: Shop, subject: Subject | None) -> dict[str, Any] | None:
        """An event happens by itself when a run is replayed; one that the examiner fired is a line of the run."""
        event = next((e for e in subject.scenario.events if e.id == entry.entity_key), None) if subject else None
        if event is None or subject is None:
            raise NameFault("cet événement n’est plus dans le sujet")
        happened = perform(Place(subject, copy, self.baseline.id), event)
        take_changes(session())
        take_performed()
        made = [{"table": c.table, "row_id": c.row_id, "op": c.op, "after": c.after} for c in happened.changes]
        self._pair(entry, made)
        return {"action": EVENT_ACTION, "cible": f"evenement:{event.id}"} if event.trigger.manual else None

    def _arguments(self, spec: Action, call: Mapping[str, Any], shop_id: int) -> dict[str, Any]:
        takes = parameters(spec.service)
        found = {}
        for name, kept in call.items():
            if name in takes and name not in _LEFT_OUT:
                found[name] = self._value(name, kept, shop_id)
        return found

    def _value(self, name: str, kept: Any, shop_id: int) -> Any:
        """An argument as it was, its rows those of the copy."""
        if not isinstance(kept, dict):
            return self._number(name, kept)
        ((kind, raw),) = kept.items()
        match kind:
            case "secret":
                return PASSWORD if name != "token" else f"essai-{self.rank + 1}"
            case "row":
                table, row_id = raw
                row = db.session.get(model_of(table), (shop_id, self.twins.get((table, row_id), row_id)))  # type: ignore[arg-type]
                if row is None:
                    raise NameFault("ce qu’elle touche n’existe pas dans une copie neuve")
                return row
            case "moment":
                return datetime.fromisoformat(raw)
            case "day":
                return date.fromisoformat(raw)
            case "decimal":
                return Decimal(raw)
            case "map":
                return {self._value("", k, shop_id): self._value("", v, shop_id) for k, v in raw}
            case "list":
                return [self._value(name, item, shop_id) for item in raw]
            case "tuple":
                return tuple(self._value(name, item, shop_id) for item in raw)
            case "data" if raw[0].rpartition(":")[2] in OBJECTS:
                parts = {part: self._value(part, item, shop_id) for part, item in raw[1].items()}
                return OBJECTS[raw[0].rpartition(":")[2]](**parts)
            case _:
                what = raw if isinstance(raw, str) else str(raw[0]).rpartition(":")[2]
                raise NameFault(f"un fichier ou un objet envoyé ({what}) ne s’écrit pas dans un essai")

    def _number(self, name: str, value: Any) -> Any:
        """A number that stands for a row made by the run is its twin's."""
        if isinstance(value, int) and not isinstance(value, bool) and name.endswith(("_id", "_ids", "values")):
            fitting = {twin for (table, real), twin in self.twins.items() if real == value and _fits(name, table)}
            return fitting.pop() if len(fitting) == 1 else value
        return value

    def _keys(self, entry: JournalEntry, named: set[Spot]) -> dict[str, str]:
        """Keys for the rows that later lines name: « » for the row that the action returns, else « entite:rang »."""
        counts: dict[str, int] = {}
        found: dict[str, str] = {}
        for change in entry.changes:
            if change["op"] != "insert":
                continue
            entity = entity_of_table(change["table"])
            label = entity.name if entity is not None else change["table"]
            counts[label] = counts.get(label, 0) + 1
            place = (change["table"], change["row_id"])
            if place not in named:
                continue
            if label in _NAMED_BY_PARTS:
                continue
            is_main = place == (entry.entity_table, entry.entity_id) and label == entry.entity
            found["" if is_main else f"{label}:{counts[label]}"] = self._free_key(label, place, change["after"])
        return found

    def _free_key(self, label: str, place: Spot, values: Mapping[str, Any]) -> str:
        with shop_scope(self.shop.id):
            title = str(values.get("name") or values.get("title") or values.get("code") or title_in(*place) or label)
        stem = slugify(title)[:60] or label
        key = next(k for k in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if f"{label}:{k}" not in self.taken)
        self.taken.add(f"{label}:{key}")
        return key

    def _named(self) -> set[Spot]:
        """The rows that the calls of the run name."""
        found: set[Spot] = set()
        made = {(c["table"], c["row_id"]) for e in self.entries for c in e.changes if c["op"] == "insert"}
        for entry in self.entries:
            for name, kept in (entry.call or {}).items():
                for table, row_id, is_row in _mentions(name, kept):
                    if is_row:
                        found.add((table, row_id))
                    else:
                        found |= {place for place in made if place[1] == row_id and _fits(name, place[0])}
        return found & made

    def _notes(self) -> dict[str, tuple[int, str]]:
        """The last time each note was written, and its text in the end: earlier states are of no use to a replay."""
        with shop_scope(self.shop.id):
            kept = bodies()
        last: dict[str, int] = {}
        for number, entry in enumerate(self.entries):
            if entry.action == WRITE_NOTE:
                last[str((entry.call or {}).get("deliverable"))] = number
        return {key: (number, kept.get(key, ("", 0))[0]) for key, number in last.items()}

    def _tell(self, entry: JournalEntry, at: str, why: str) -> None:
        when = f"à {at}, " if at else ""
        words = f"{when}« {entry.words} » : {why}"
        self.problems.append(words)
        self.lines.append(f"// non enregistré : {' '.join(words.split())}" if at else f"// {' '.join(words.split())}")


def _subject_of(shop: Shop) -> Subject | None:
    seat = db.session.scalars(sa.select(Seat).where(Seat.shop_id == shop.id)).first()
    return subject_by_digest(seat.session.subject_hash) if seat is not None else None


def _last_seq(shop_id: int) -> int:
    found = db.session.scalar(sa.select(sa.func.max(JournalEntry.seq)).where(JournalEntry.shop_id == shop_id))
    return found or 0


def _time(entry: JournalEntry, start: datetime) -> str:
    """« 4min10 »: the exam time, or the time since the first action outside a test."""
    seconds = entry.exam_ms // 1000 if entry.exam_ms is not None else int((entry.at - start).total_seconds())
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes}min{rest:02d}" if rest else f"{minutes}min"


def _shape(changes: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """How many rows of each table were made, changed and deleted; a row that was only stamped with the hour does not count."""
    rows: dict[tuple[str, str], set[int]] = {}
    for change in changes:
        if change["op"] != "update" or set(change["after"]) - _STAMPS:
            rows.setdefault((change["table"], change["op"]), set()).add(change["row_id"])
    return {place: len(ids) for place, ids in rows.items()}


def _fits(name: str, table: str) -> bool:
    """Whether an argument such as `variant_ids` numbers rows of a table."""
    entity = entity_of_table(table)
    root = name.removesuffix("s").removesuffix("_id")
    return entity is not None and (root.endswith(entity.argument) or (name == "values" and table == "attribute_values"))


def _mentions(name: str, kept: Any) -> Iterator[tuple[str, int, bool]]:
    """The rows that a kept argument names, and its bare numbers."""
    if isinstance(kept, int) and not isinstance(kept, bool):
        yield "", kept, False
    elif isinstance(kept, dict):
        ((kind, raw),) = kept.items()
        if kind == "row":
            yield raw[0], raw[1], True
        elif kind in ("list", "tuple"):
            for item in raw:
                yield from _mentions(name, item)
        elif kind == "map":
            for pair in raw:
                for item in pair:
                    yield from _mentions(name, item)
        elif kind == "data":
            for part, item in raw[1].items():
                yield from _mentions(part, item)


def _shortened(spec: Action, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A form sends all its fields: those that say what the row already says are left out, unless all of them do."""
    entity = entity_of_name(spec)
    row = arguments.get(entity.argument) if entity is not None else None
    if entity is None or row is None:
        return dict(arguments)
    found = {}
    for name, value in arguments.items():
        field_ = next((f for f in entity.fields if f.attr == name), None)
        if field_ is not None and name != entity.argument and same(_current(field_, row), value):
            continue
        found[name] = value
    return found if len(found) > 1 else dict(arguments)


def entity_of_name(spec: Action) -> Any:
    """The entity whose row an action changes."""
    return entities().get(spec.name.partition(".")[0]) or entities().get(spec.entity)


def _current(field_: Any, row: Any) -> Any:
    try:
        return field_.value_of(row)
    except (AttributeError, TypeError, LookupError):
        return None
