"""What an examiner ticked by hand: entries of the journal of the candidate's shop, the last one of a proof in force."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.kernel import clock
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.scoping import next_ids
from sandbox.kernel.text import excerpt
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.services import Worker
from sandbox.training.subjects.format import Subject

TICK = "preuve.constater"
VERDICTS = {"oui": "constaté", "non": "non constaté", "effacer": "à constater"}
"""What an examiner may say of a proof -> how it is told."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """A verdict in force, with its words."""

    holds: bool
    words: str


def read_tick(entry: JournalEntry) -> Ticked | None:
    """The verdict of an entry; None when it takes an earlier one back."""
    verdict = str((entry.call or {}).get("verdict", "effacer"))
    if verdict == "effacer":
        return None
    note = str((entry.call or {}).get("note", ""))
    words = f"{VERDICTS[verdict]} par {entry.actor}"
    return Ticked(verdict == "oui", f"{words} : {excerpt(note, 80)}" if note else words)


def tick_proof(
    *,
    subject: Subject,
    shop: Shop,
    proof_id: str,
    verdict: str,
    author: str,
    seat: Worker | None = None,
    note: str = "",
) -> JournalEntry:
    """Tick a proof that only a person can see, or take the tick back; written in the journal of the shop.

    `verdict` is oui, non or effacer. Raises RuleBroken for a proof that is not for a person, or an unknown verdict.
    """
    proof = next((p for p in subject.proofs if p.id == proof_id), None)
    if proof is None or all(route.kind != "manuelle" for route in (proof, *proof.routes)):
        raise RuleBroken("Cette preuve ne se constate pas à la main.", field="proof")
    if verdict not in VERDICTS:
        raise RuleBroken("Choisissez « constaté », « non constaté » ou « effacer ».", field="verdict")
    if len(note) > 300:
        raise RuleBroken("La précision dépasse 300 caractères.", field="note")
    now = clock.now()
    with shop_scope(shop.id):
        shops.touch_revision(shop=shop)
        entry = JournalEntry(
            shop_id=shop.id, seat_id=seat.id if seat is not None else None,
            seq=next_ids(session(), shop.id, JournalEntry.__tablename__, 1), at=now,
            exam_ms=seat.exam_ms(now) if seat is not None else None, actor=author[:120], action=TICK, entity="preuve",
            entity_key=proof_id, title=proof.label[:200],
            words=f"Examinateur : {VERDICTS[verdict]}{' : ' + note if note else ''} · {proof.label}",
            page="", changes=[], call={"verdict": verdict, "note": note},
        )  # fmt: skip
        db.session.add(entry)
        db.session.flush()
    return entry
