"""Reading rebuilt shops, and what the moments of a run hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.training.evidence.apart import without_events
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import full_seat
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.words import change_words, row_title, table_label
from sandbox.training.replay.models import RebuiltShop
from sandbox.training.replay.rules import net_changes

OPERATIONS = {"insert": "Ajouté", "update": "Changé", "delete": "Retiré"}
NOT_SHOWN = frozenset(
    {"variant_values", "stock_movements", "price_points", "mails", "carts", "cart_lines", "cart_vouchers"}
)
"""Tables that follow from others: no change of the candidate's own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as it was at the start: what happened to it, its name, the words of the change, the entries that touched it."""

    operation: str
    what: str
    words: Sequence[str]
    seqs: frozenset[int]


@cache
def _by_shop() -> sa.Select[RebuiltShop]:
    """Built once: each request about a shop that is no seat's asks it."""
    query = sa.select(RebuiltShop).options(joinedload(RebuiltShop.seat).options(*full_seat()))
    return query.where(RebuiltShop.shop_id == sa.bindparam("rebuilt"))


def find_rebuilt(shop_id: int) -> RebuiltShop | None:
    """What a shop was rebuilt from, or None for an ordinary one."""
    return db.session.scalars(_by_shop(), {"rebuilt": shop_id}).unique().first()


def words_of(rebuilt: RebuiltShop) -> str:
    """« Inès Carpentier, à 12 min 34 s, après l’action 5 »: what a rebuilt shop shows."""
    name = rebuilt.seat.candidate_name
    entry = sa.select(JournalEntry).where(JournalEntry.shop_id == rebuilt.seat.shop_id, JournalEntry.seq == rebuilt.seq)
    last = db.session.scalars(entry).first()
    if last is None:
        return f"{name}, au départ"
    minutes, seconds = divmod((last.exam_ms if last.exam_ms is not None else rebuilt.seat.exam_ms(last.at)) // 1000, 60)
    return f"{name}, à {minutes}\u00a0min {seconds:02d}\u00a0s, après l’action {rebuilt.seq}"


def rebuilt_of(seat: Seat) -> Sequence[RebuiltShop]:
    """The rebuilt shops of a seat."""
    return db.session.scalars(sa.select(RebuiltShop).where(RebuiltShop.seat_id == seat.id)).all()


def differences_at(seat: Seat, journal: Sequence[JournalEntry]) -> list[Difference]:
    """What a candidate had changed once these entries were written, injections and events set apart; in words of today's titles."""
    changes = [c for c in without_events(net_changes(journal), journal) if c.table not in NOT_SHOWN]
    touched = _touched(journal)
    with shop_scope(seat.shop_id):
        found = []
        for change in changes:
            words = change_words(change)
            if change.op == "update" and not words:  # a rank that followed, a moment of writing
                continue
            name = row_title(change.table, change.row_id) or f"n°\u00a0{change.row_id}"
            what = f"{table_label(change.table)} {name}"
            found.append(Difference(OPERATIONS[change.op], what, words, touched[(change.table, change.row_id)]))
        return found


def _touched(journal: Sequence[JournalEntry]) -> Mapping[tuple[str, int], frozenset[int]]:
    """Row -> the entries that touched it."""
    found: dict[tuple[str, int], set[int]] = {}
    for entry in journal:
        for change in entry.changes:
            found.setdefault((change["table"], change["row_id"]), set()).add(entry.seq)
    return {place: frozenset(seqs) for place, seqs in found.items()}
