"""The JSON journal of a seat: everything that happened, in one file under a chained seal; the report carries both hashes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sandbox.training.events.queries import raw_marks_of
from sandbox.training.exams.models import Seat
from sandbox.training.grading import queries
from sandbox.training.grading.seal import sealed
from sandbox.training.journal.queries import all_of

FORMAT = "e5-journal/2"


def journal_of(seat: Seat) -> dict[str, Any]:
    """What a journal tells, before it is sealed. Its lists only ever grow at their end, the oral answers until the signature excepted."""
    session = seat.session
    return {
        "format": FORMAT,
        "session": {
            "cle": session.key, "centre": session.centre, "salle": session.room, "commission": session.commission,
            "creee_le": session.created_at.isoformat(), "examinateur": session.examiner_name,
            "sujet": {"id": session.subject_slug, "version": session.subject_version, "empreinte": session.subject_hash},
            "contexte": {"id": session.context_slug, "version": session.context_version},
        },
        "candidat": {
            "place": seat.rank, "nom": seat.last_name, "prenom": seat.first_name, "numero": seat.number,
            "poste": seat.workstation, "majoration": str(seat.extra),
        },
        "horloge": [entry.as_dict() for entry in seat.entries],
        "actions": [entry.as_dict() for entry in all_of(seat.shop_id)],
        "evenements": [mark.as_dict() for mark in raw_marks_of(seat)],
        "observations": [
            {
                "uuid": o.uuid, "ligne": o.line_id, "signe": o.sign, "texte": o.text, "corrige": o.corrects,
                "annule": o.is_undo, "action_no": o.journal_seq, "saisie_le": o.device_at.isoformat(), "recue_le": o.at.isoformat(),
            }
            for o in queries.raw_observations_of(seat)
        ],
        "questions": [answer.as_dict() for answer in queries.answers_of(seat).values()],
        "fiche": [
            {
                "quoi": c.what, "avant": c.before, "apres": c.after, "motif": c.reason, "apres_signature": c.is_after_signature,
                "le": c.at.isoformat(), "auteur": c.author,
            }
            for c in queries.changes_of(seat)
        ],
    }  # fmt: skip


def written(journal: dict[str, Any]) -> bytes:
    """A journal as the file of it, sealed; the same facts give the same bytes, whenever it is made."""
    return json.dumps(sealed(journal), ensure_ascii=False, indent=1, sort_keys=True).encode()


def journal_bytes(seat: Seat) -> bytes:
    """The journal of a seat as UTF-8 JSON."""
    return written(journal_of(seat))


def sha256(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
