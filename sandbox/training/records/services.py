"""What the papers of a session say beyond its facts, and looking at a journal that somebody hands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.json_text import read_json
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.exams.queries import refuse_archive
from sandbox.training.grading.journal_file import FORMAT, journal_of
from sandbox.training.grading.seal import check_journal, seal_of
from sandbox.training.grading.sealing import raw_seals_of

MAX_MEMBERS = 3
MAX_JOURNAL = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class JournalCheck:
    """A journal file that was looked at. `on_paper`: whether its seal is the one that was typed, None when none was.

    `here`: what this installation knows of the same candidate, in words, empty when it knows nothing.
    """

    candidate: str
    session: str
    seal: str
    facts: int
    faults: tuple[str, ...]
    on_paper: bool | None
    here: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against the file."""
        return not self.faults and self.on_paper is not False


def name_commission(*, session: ExamSession, academy: str, members: Sequence[str]) -> ExamSession:
    """Write the academy and the other members of the commission, as the papers carry them."""
    refuse_archive(session)
    named = [" ".join(name.split()) for name in members if name.strip()]
    if len(named) > MAX_MEMBERS:
        raise RuleBroken(f"La commission tient en {MAX_MEMBERS} autres membres.", field="members")
    if any(len(name) > 80 for name in named):
        raise RuleBroken("Un nom tient en 80 caractères.", field="members")
    session.academy, session.members = academy.strip()[:80], named
    db.session.flush()
    return session


def check_file(content: bytes, *, paper_seal: str = "") -> JournalCheck:
    """Look at a JSON journal: its chain, the seal read on paper, and what is kept here. Raises RuleBroken for what is no journal."""
    if len(content) > MAX_JOURNAL:
        raise RuleBroken("Ce fichier dépasse 10 Mo : ce n’est pas un journal de séance.", field="journal")
    try:
        journal = read_json(content)
    except (ValueError, UnicodeDecodeError) as error:
        raise RuleBroken("Ce fichier n’est pas un journal de séance (JSON illisible).", field="journal") from error
    if not isinstance(journal, dict) or not str(journal.get("format", "")).startswith("e5-journal/"):
        raise RuleBroken("Ce fichier n’est pas un journal de séance de cette application.", field="journal")
    if journal["format"] != FORMAT:
        raise RuleBroken(
            f"Ce journal est au format «\u00a0{str(journal['format'])[:30]}\u00a0», qui ne porte pas de sceau (attendu\u00a0: {FORMAT}).",
            field="journal",
        )
    checked = check_journal(journal)
    return JournalCheck(
        _candidate(journal), _session(journal), checked.value, checked.facts, checked.faults,
        _is_same(paper_seal, checked.value), _known_here(journal, checked.value),
    )  # fmt: skip


def _part(journal: dict[str, object], name: str) -> dict[str, object]:
    part = journal.get(name)
    return part if isinstance(part, dict) else {}


def _candidate(journal: dict[str, object]) -> str:
    who = _part(journal, "candidat")
    number = f", n°\u00a0{who.get('numero')}" if who.get("numero") else ""
    return f"{who.get('prenom') or ''} {who.get('nom') or ''}".strip()[:120] + str(number)[:30]


def _session(journal: dict[str, object]) -> str:
    head = _part(journal, "session")
    subject = _part(head, "sujet")
    return f"sujet {str(subject.get('id') or 'inconnu')[:80]} {str(subject.get('version') or '')[:20]}".strip()


def _is_same(typed: str, seal: str) -> bool | None:
    """A seal as copied from paper: spaces and capitals do not matter; sixteen digits are enough."""
    cleaned = "".join(typed.split()).lower().rstrip("…")
    if not cleaned:
        return None
    return len(cleaned) >= 16 and seal.startswith(cleaned)


def _known_here(journal: dict[str, object], seal: str) -> str:
    """Whether the same candidate's journal is in this database, and what its seals say of this one."""
    key, rank = _part(journal, "session").get("cle"), _part(journal, "candidat").get("place")
    if not isinstance(key, str) or not isinstance(rank, int):
        return ""
    found = sa.select(Seat).join(Seat.session).where(ExamSession.key == key, Seat.rank == rank)
    seat = db.session.scalars(found).first()
    if seat is None:
        return ""
    if seal_of(journal_of(seat)).value == seal:
        return "C’est le journal que cette installation tient aujourd’hui."
    again = [kept for kept in raw_seals_of(seat) if seal_of(journal, kept.counts, kept.start).value == kept.value]
    if again:
        return f"Ce fichier contient les faits scellés {again[-1].occasion.words}\u00a0; le journal tenu ici en a d’autres, avant ou après."
    return "Cette installation tient un autre journal pour ce candidat."
