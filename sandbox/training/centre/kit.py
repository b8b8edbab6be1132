"""The paper kit: all that a centre needs on paper for a day or a session, as one tagged PDF in the order of the sessions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.typesetting import tagged_pdf
from sandbox.training.authoring.paper import KIT, fitting_size, paper_facts
from sandbox.training.centre.models import CentreDay, PlannedSession
from sandbox.training.centre.rules import own_length
from sandbox.training.exams.models import ExamSession, Extra, Seat
from sandbox.training.exams.queries import duration_of
from sandbox.training.subjects.queries import subject_by_digest


def kit_pdf(day: CentreDay, sessions: Sequence[PlannedSession], *, address: str, fonts: Path) -> bytes:
    """The kit of these sessions of a day; raises RuleBroken when none of them is prepared: there are no codes yet."""
    made = [(planned, planned.exam_session) for planned in sessions if planned.exam_session is not None]
    if not made:
        raise RuleBroken("Préparez d’abord les sessions : leurs codes n’existent pas encore.")
    sizes: dict[str, float] = {}
    facts = {
        "day": f"{day.held_on:%d/%m/%Y}", "centre": day.centre, "address": address,
        "sessions": [_session(planned, session, sizes, fonts) for planned, session in made],
    }  # fmt: skip
    return tagged_pdf(KIT, fonts=fonts, kit=facts)


def _session(planned: PlannedSession, session: ExamSession, sizes: dict[str, float], fonts: Path) -> dict[str, Any]:
    subject = subject_by_digest(session.subject_hash)
    paper = paper_facts(subject, planned.day.held_on)
    if subject.digest not in sizes:
        sizes[subject.digest] = fitting_size(paper, fonts=fonts)
    hour = f"{clock.to_paris(planned.starts_at):%H h %M}"
    return {
        "label": f"{hour}, salle {planned.room}", "hour": hour, "room": planned.room, "commission": planned.commission,
        "examiner": planned.examiner.name, "paper": paper, "size": sizes[subject.digest],
        "ends_by": f"{clock.to_paris(planned.ends_by):%H h %M}" if planned.ends_by else "",
        "seats": [_seat(seat, planned) for seat in session.seats],
    }  # fmt: skip


def _seat(seat: Seat, planned: PlannedSession) -> dict[str, Any]:
    day = f"{planned.day.held_on:%d/%m/%Y}"
    return {
        "name": seat.candidate_name, "number": seat.number, "join": seat.join_code, "resume": seat.resume_code,
        "time": _time_words(seat),
        "who": {"Nom": seat.last_name, "Prénom": seat.first_name, "N°": seat.number, "Date": day},
    }  # fmt: skip


def _time_words(seat: Seat) -> str:
    own = own_length(duration_of(seat.session), seat.extra, seat.extra_minutes)
    if own is None:
        return "Temps non limité"
    minutes, seconds = divmod(int(own.total_seconds()), 60)
    words = f"{minutes} min {seconds:02d} s" if seconds else f"{minutes} min"
    return f"{words} (tiers temps)" if seat.extra == Extra.THIRD else words
