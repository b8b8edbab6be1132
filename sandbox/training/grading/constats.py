"""What the examiner sees and a machine cannot: the proofs ticked by hand."""

from __future__ import annotations

from sandbox.accounts.models import User
from sandbox.kernel.errors import RuleBroken
from sandbox.training.evidence.ticks import tick_proof
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading.queries import subject_of
from sandbox.training.grading.services import find_column, is_signed
from sandbox.training.journal.models import JournalEntry


def note_proof(
    *, session: ExamSession, rank: int, seat_id: int, proof_id: str, verdict: str, note: str, author: User
) -> JournalEntry:
    """Tick a proof of a candidate, or take the tick back; raises RuleBroken once the sheet is signed."""
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    if is_signed(seat):
        raise RuleBroken("La fiche est signée : les constats ne changent plus.", field="verdict")
    return tick_proof(
        subject=subject_of(seat), shop=seat.shop, proof_id=proof_id, verdict=verdict, author=author.name, seat=seat,
        note=" ".join(note.split()),
    )  # fmt: skip
