"""The checks themselves, one a kind of proof: conditions from a shop. They read; they never decide a level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import db
from sandbox.kernel.module import Entity
from sandbox.kernel.text import plain
from sandbox.shop.catalog.models import Variant, VariantValue
from sandbox.shop.notes.queries import find_handed, find_note
from sandbox.training.evidence.acts import action_points
from sandbox.training.evidence.charts import chart_conditions
from sandbox.training.evidence.figures import figure_conditions
from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.looking import Looking
from sandbox.training.evidence.scenes import play_scene
from sandbox.training.evidence.texts import text_conditions
from sandbox.training.evidence.ticks import TICK, read_tick
from sandbox.training.evidence.values import asked_of, counted
from sandbox.training.subjects.names import NameFault, column_of, entity_named, title_of_row
from sandbox.training.subjects.scenario import Deliverable, Proof, Route

MAX_NAMED = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What a route gave. `note` when it cannot be verified."""

    conditions: tuple[Condition, ...]
    seqs: tuple[int, ...] = ()
    note: str = ""


def check(look: Looking, route: Route, proof: Proof) -> Checked:
    """Look at one route of a proof."""
    return _CHECKS[route.kind](look, route, proof)


def _etat(look: Looking, route: Route, _proof: Proof) -> Checked:
    entity, row = look.target(route.target or "")
    if row is None:
        return Checked(tuple(_missing(look, entity, route, "introuvable")))
    return Checked(tuple(_row_conditions(look, entity, row, route)), look.seqs(entity, row.id))


def _row_conditions(look: Looking, entity: Entity, row: Any, route: Route) -> list[Condition]:
    found: list[Condition] = []
    for name, operators in route.expected.items():
        asked, spec = asked_of(entity, name, look.names)
        found += asked.conditions(spec.value_of(row), operators)
    return found


def _missing(look: Looking, entity: Entity, route: Route, why: str) -> list[Condition]:
    found: list[Condition] = []
    for name, operators in route.expected.items():
        found += asked_of(entity, name, look.names)[0].missing(operators, why)
    return found


def _existe(look: Looking, route: Route, _proof: Proof) -> Checked:
    entity = entity_named(route.entity or "")
    rows = _candidates(look, entity, route)
    none = "aucune" if entity.gender == "f" else "aucun"
    if route.count is not None:
        return _counted(look, entity, rows, route)
    if not rows:
        return Checked(tuple(_missing(look, entity, route, none)))
    scored = [(row, _row_conditions(look, entity, row, route)) for row in rows]
    best, conditions = max(scored, key=lambda pair: (sum(c.holds is True for c in pair[1]), pair[0].id))
    return Checked(tuple(conditions), look.seqs(entity, best.id))


def _counted(look: Looking, entity: Entity, rows: list[Any], route: Route) -> Checked:
    """`nombre: n`: that many rows fit, one condition each."""
    fitting = [row for row in rows if all(c.holds for c in _row_conditions(look, entity, row, route))]
    conditions = []
    for rank in range(route.count or 1):
        title = title_of_row(entity, fitting[rank]) if rank < len(fitting) else "aucun autre" if fitting else "rien"
        conditions.append(Condition(f"{entity.label} {rank + 1}", "conforme", title, rank < len(fitting)))
    seqs = tuple(sorted({seq for row in fitting for seq in look.seqs(entity, row.id)}))
    return Checked(tuple(conditions), seqs)


def _candidates(look: Looking, entity: Entity, route: Route) -> list[Any]:
    """The rows that may be the one: those touched since the start unless `partout`, those that fit `parmi_ceux`."""
    rows = look.rows(entity, *_READ_WITH.get(entity.name, ()), everywhere=route.everywhere)
    return [row for row in rows if _fits(look, entity, row, route.where)]


_READ_WITH = {
    "declinaison": (selectinload(Variant.values).joinedload(VariantValue.value), selectinload(Variant.product))
}
"""What is read together with the rows of an entity, because its fields say it."""


def _fits(look: Looking, entity: Entity, row: Any, where: Mapping[str, Any]) -> bool:
    for name, raw in where.items():
        asked, spec = asked_of(entity, name, look.names)
        if not all(c.holds for c in asked.conditions(spec.value_of(row), {"egal": raw})):
            return False
    return True


def _absent(look: Looking, route: Route, _proof: Proof) -> Checked:
    entity = entity_named(route.entity or "")
    present = [
        row
        for row in look.rows(entity, *_READ_WITH.get(entity.name, ()), everywhere=True)
        if _fits(look, entity, row, route.where) and all(c.holds for c in _row_conditions(look, entity, row, route))
    ]
    none = "aucune" if entity.gender == "f" else "aucun"
    observed = _named([title_of_row(entity, row) for row in present]) if present else none
    return Checked((Condition(entity.label, none, observed, not present),))


def _intact(look: Looking, route: Route, _proof: Proof) -> Checked:
    entity = entity_named(route.entity or "")
    columns = {_column(entity, name) for name in route.fields}
    changed = [
        change
        for change in look.changes(entity.model.__tablename__)
        if not _is_spared(look, entity, change, route)
        and (change.op != "update" or not columns or columns & set(change.after))
    ]
    names = []
    for change in changed:
        row = db.session.scalars(sa.select(entity.model).where(entity.model.id == change.row_id)).first()
        names.append(title_of_row(entity, row) if row is not None else str(change.before.get("name") or change.row_id))
    observed = f"{counted(len(names), 'changement')} : {_named(names)}" if names else "intact"
    return Checked((Condition(entity.label, "intact", observed, not changed),))


def _is_spared(look: Looking, entity: Entity, change: RowChange, route: Route) -> bool:
    """Whether a change is one of those `sauf` allows: on that row, or on a row that hangs on it (a product's prices)."""
    for target in route.except_for:
        other, row = look.target(target)
        if row is None:
            continue
        if other.name == entity.name:
            if row.id == change.row_id:
                return True
            continue
        parent = look.parent_of(change, other.model.__tablename__)
        if parent == row.id:
            return True
    return False


def _column(entity: Entity, name: str) -> str:
    spec = entity.field(name)
    column = column_of(spec, entity) if spec is not None else None
    if column is None:
        raise NameFault(
            f"Le champ « {name} » de « {entity.name} » n’est pas une colonne : il ne se compare pas au départ."
        )
    return column


def _action(look: Looking, route: Route, proof: Proof) -> Checked:
    points, seqs, note = action_points(look, route, proof)
    return Checked(tuple(points), seqs, note)


def _texte(look: Looking, route: Route, _proof: Proof) -> Checked:
    entity, row = look.target(route.target or "")
    spec = entity.field(route.field or "")
    if spec is None:
        raise NameFault(f"L’entité « {entity.name} » n’a pas de champ « {route.field} ».")
    text = plain(str(spec.value_of(row) or "")) if row is not None else ""
    conditions = text_conditions(look.subject, spec.label, text, route)
    return Checked(tuple(conditions), look.seqs(entity, row.id) if row is not None else ())


def _comportement(look: Looking, route: Route, _proof: Proof) -> Checked:
    return Checked(tuple(play_scene(look.names, route)))


def _livrable(look: Looking, route: Route, _proof: Proof) -> Checked:
    """The note or the file handed in; with nothing asked of a note, a person reads it."""
    asked = next((d for task in look.subject.tasks for d in task.deliverables if d.id == route.deliverable), None)
    if asked is not None and asked.kind == "fichier":
        return _file(look, route, asked)
    note = find_note(route.deliverable or "")
    seqs = look.seqs(entity_named("livrable"), note.id) if note is not None else ()
    text = note.body if note is not None else ""
    if not route.expected:
        return Checked((), seqs, "livrable à relire par l’examinateur" if text else "rien n’est écrit")
    label = f"Note « {route.deliverable} »"
    points = [*text_conditions(look.subject, label, text, route), *figure_conditions(text, route, look.names.anchor)]
    drawn, chart = chart_conditions(route, look.names.anchor)
    if chart is not None:
        seqs = (*seqs, *look.seqs(entity_named("graphique"), chart.id))
    return Checked((*points, *drawn), seqs)


def _file(look: Looking, route: Route, asked: Deliverable) -> Checked:
    """A file: whether it is there, and what it says when the machine reads such files. What it cannot read, it does not judge."""
    handed = find_handed(asked.id)
    label = f"Fichier « {asked.title or asked.id} »"
    if handed is None:
        return Checked((Condition(label, "déposé", "rien n’est déposé", False),))
    seqs = look.seqs(entity_named("fichier_rendu"), handed.id)
    if not route.expected:
        return Checked((Condition(label, "déposé", handed.file_name, True),), seqs)
    if handed.contents is None:
        kind = handed.file_name.rpartition(".")[2]
        return Checked(
            (),
            seqs,
            f"« {handed.file_name} » est déposé : la machine ne lit pas un .{kind}, à relire par l’examinateur",
        )
    text = handed.contents
    points = [
        *text_conditions(look.subject, label, text, route),
        *figure_conditions(text, route, look.names.anchor, is_table=True),
    ]
    return Checked(tuple(points), seqs)


def _manuelle(look: Looking, _route: Route, proof: Proof) -> Checked:
    """What the examiner ticked last."""
    entry = next((e for e in reversed(look.journal) if e.action == TICK and e.entity_key == proof.id), None)
    if entry is None or (told := read_tick(entry)) is None:
        return Checked((), note="à constater par l’examinateur")
    point = Condition(proof.label, "constaté par l’examinateur", told.words, told.holds)
    return Checked((point,), (entry.seq,))


_CHECKS: dict[str, Callable[[Looking, Route, Proof], Checked]] = {
    "etat": _etat, "existe": _existe, "absent": _absent, "intact": _intact, "action": _action, "texte": _texte,
    "comportement": _comportement, "livrable": _livrable, "manuelle": _manuelle,
}  # fmt: skip


def _named(titles: list[str]) -> str:
    shown = ", ".join(titles[:MAX_NAMED])
    rest = len(titles) - MAX_NAMED
    return f"{shown} et {counted(rest, 'autre')}" if rest > 0 else shown
