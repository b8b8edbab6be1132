"""Writing the journal. The web frame and the player call it, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Protocol

from sandbox.kernel import clock
from sandbox.kernel.actions import Performed
from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import db, session
from sandbox.kernel.scoping import next_ids
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.shops.rules import words_of_half
from sandbox.training.journal.calls import kept_call
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.words import sentence, title_of

OTHER_ACTION = "boutique.modifier"
EVENT_ACTION = "evenement.declencher"
"""What an event of the subject does is one entry of its own: no action of the candidate's, whatever services it used."""


class Worker(Protocol):
    """Whose clock runs: a seat."""

    @property
    def id(self) -> int | None:
        """The number of the seat, None for a run that no seat plays."""
        ...

    def exam_ms(self, now: datetime) -> int:
        """The exam time at a moment, in milliseconds."""
        ...


def record(
    *,
    shop_id: int,
    actor: str,
    performed: Sequence[Performed],
    changes: Sequence[RowChange],
    seat: Worker | None = None,
    page: str = "",
) -> list[JournalEntry]:
    """Write what was done in the open shop: one entry an action, and one `boutique.modifier` for changes outside any.

    `changes` are all row changes of the transaction (`take_changes`), those of the actions included. Actions that changed
    nothing leave no trace, but those that are told whatever they change.
    """
    now = clock.now()
    exam_ms = seat.exam_ms(now) if seat is not None else None
    claimed = {id(change) for done in performed for change in done.changes}
    jobs = [done for done in performed if done.leaves_trace]
    if rest := [change for change in changes if id(change) not in claimed]:
        jobs.append(
            Performed(
                OTHER_ACTION, "", words_of_half(has_storefront=get_shop(shop_id).has_storefront).changed, changes=rest
            )
        )
    if not jobs:
        return []
    first = next_ids(session(), shop_id, JournalEntry.__tablename__, len(jobs))
    entries = [
        JournalEntry(
            shop_id=shop_id,
            seat_id=seat.id if seat is not None else None,
            seq=first + offset,
            at=now,
            exam_ms=exam_ms,
            actor=actor,
            action=done.name,
            entity=done.entity,
            entity_table=done.table,
            entity_id=done.row_id,
            entity_key=done.key,
            title=title_of(done)[:200],
            words=sentence(done),
            page=page[:200],
            changes=[asdict(change) for change in done.changes],
            call=kept_call(done.arguments) if done.name != OTHER_ACTION else None,
        )
        for offset, done in enumerate(jobs)
    ]
    db.session.add_all(entries)
    db.session.flush()
    return entries


def record_event(
    *,
    shop_id: int,
    event_id: str,
    title: str,
    actor: str,
    words: str,
    changes: Sequence[RowChange] = (),
    seat: Worker | None = None,
) -> JournalEntry:
    """Write that an event of the subject happened in the open shop, with every row its effects made or changed.

    `entity_table` and `entity_id` name the first row it made, or the first it changed.
    """
    now = clock.now()
    first = next((c for c in changes if c.op == "insert"), next(iter(changes), None))
    entry = JournalEntry(
        shop_id=shop_id, seat_id=seat.id if seat is not None else None,
        seq=next_ids(session(), shop_id, JournalEntry.__tablename__, 1), at=now,
        exam_ms=seat.exam_ms(now) if seat is not None else None, actor=actor[:120], action=EVENT_ACTION, entity="evenement",
        entity_table=first.table if first is not None else None, entity_id=first.row_id if first is not None else None,
        entity_key=event_id, title=title[:200], words=words, page="", changes=[asdict(change) for change in changes],
        event=event_id,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    return entry
