"""Which rows of the database make a session, carried from one database to another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import unscoped
from sandbox.kernel.db import Base, db
from sandbox.kernel.many_rows import rows_read
from sandbox.training.exams.models import ExamSession

CARRIED = frozenset({
    "users", "shops", "exam_sessions", "subject_copies", "shop_counters", "seats", "clock_entries", "event_marks", "journal_entries",
    "journal_seals", "levels", "observations", "oral_answers", "persona_messages", "seat_drafts", "sheet_changes", "sheets",
    "live_steps",
})  # fmt: skip
"""Beside the rows of shops and the visits of contexts."""
LEFT_OUT: Mapping[str, str] = {
    "private_notes": "ce que l’examinateur écrit pour lui seul ne sort jamais",
    "rebuilt_shops": "les boutiques rejouées se refont",
    "practice_runs": "les entraînements ne sont pas des séances",
    "market_copies": "les entraînements ne sont pas des séances",
    "centre_candidates": "la journée du centre reste au centre",
    "planned_sessions": "la journée du centre reste au centre ; le tirage est écrit dans l’archive",
    "shop_ledgers": "un registre de calcul : sans lui, les chiffres se lisent dans les commandes mêmes",
    "ledger_marks": "un registre de calcul : sans lui, les chiffres se lisent dans les commandes mêmes",
    "context_packs": "le contexte est dans la boutique de départ",
    "reopened_archives": "une archive rouverte ne s’archive pas",
}  # fmt: skip
"""Tables that tell of sessions, places or shops and stay where they are."""
_FACTS = "traffic_"

Row = dict[str, Any]
Rows = Iterator[tuple[sa.Table, list[Row]]]


def tables_carried() -> list[sa.Table]:
    """Every table with rows of a session, parents first."""
    return [table for table in Base.metadata.sorted_tables if _is_carried(table)]


def _is_carried(table: sa.Table) -> bool:
    return table.name in CARRIED or is_visits(table) or is_scoped(table)


def is_scoped(table: sa.Table) -> bool:
    """Whether its rows belong to a shop, under numbers of its own."""
    return "shop_id" in table.c and "id" in table.c and table.c.shop_id.primary_key and table.c.id.primary_key


def is_visits(table: sa.Table) -> bool:
    """Whether its rows are facts of a context that shops share."""
    return table.name.startswith(_FACTS) and "context_slug" in table.c and table.name != "traffic_ledgers"


def rows_of(session: ExamSession) -> Rows:
    """The rows of a session, table by table, as they are; of people no more than one nameless account."""
    shops = [session.baseline_shop_id, *(seat.shop_id for seat in session.seats)]
    for table in tables_carried():
        if table.name == "users":
            continue
        query = sa.select(table).where(_mine(table, session, shops)).order_by(*table.primary_key)
        yield table, rows_read(unscoped.execute(db.session(), query))


def _mine(table: sa.Table, session: ExamSession, shops: Sequence[int]) -> sa.ColumnElement[bool]:
    seats = [seat.id for seat in session.seats]
    if table.name == "exam_sessions":
        return table.c.id == session.id
    if table.name == "seats":
        return table.c.session_id == session.id
    if table.name == "subject_copies":
        return table.c.digest == session.subject_hash
    if table.name == "shops":
        return table.c.id.in_(shops)
    if is_visits(table):
        return table.c.context_slug == session.baseline.context_slug
    if "seat_id" in table.c:
        return table.c.seat_id.in_(seats)
    return table.c.shop_id.in_(shops)


def texts_in(rows: Iterable[Row]) -> Iterator[str]:
    """Every text of some rows."""
    for row in rows:
        for value in row.values():
            if isinstance(value, str):
                yield value
            elif isinstance(value, (dict, list)):
                yield json.dumps(value)
