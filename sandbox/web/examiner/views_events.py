"""The examiner's hand on the events of a subject."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.kernel.text import tied
from sandbox.policy.permissions import Permission
from sandbox.training.exams.queries import get_seat
from sandbox.web.access import allow
from sandbox.web.due_events import fire_by_hand
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.loading import me, own_session

EVERYBODY = "tous"


@bp.post("/sessions/<int:session_id>/evenements/<event_id>")
@allow(Permission.SESSION_RUN, writes=False)
def fire_event(session_id: int, event_id: str) -> ResponseReturnValue:
    """Make an event happen for one candidate or for all; who could not receive it is named.

    This request only reads: each candidate's event is a transaction of its own.
    """
    session = own_session(session_id)
    rank = request.form.get("rank", "")
    seats = list(session.seats) if rank == EVERYBODY else [get_seat(session, int(rank) if rank.isdecimal() else 0)]
    refusals = fire_by_hand(seats, event_id, me().name)
    return jsonify(ok=True, told=tied(" ".join(refusals)))
