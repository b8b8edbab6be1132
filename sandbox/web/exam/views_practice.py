"""The same pulse for a practice run: the clock of the frame while a person trains alone."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.events import services as events
from sandbox.training.exams import presence, services
from sandbox.training.exams.models import Seat
from sandbox.training.practice import queries
from sandbox.web.access import allow, identity
from sandbox.web.exam.blueprint import bp
from sandbox.web.frame import frame_state
from sandbox.web.numbers import whole


def own_run_seat(run_id: int) -> Seat:
    """The seat of one's own run; raises NotFound for anybody else's."""
    found: Seat = queries.get_run(run_id, user_id=identity().user_id or 0).seat
    services.settle(seat=found)
    return found


@bp.post("/entrainement/<int:run_id>/pouls")
@allow(Permission.PRACTICE)
def practice_pulse(run_id: int) -> ResponseReturnValue:
    """The time left of a run."""
    found = own_run_seat(run_id)
    presence.heartbeat(seat=found, page=request.form.get("page", ""))
    return jsonify(frame_state(found))


@bp.post("/entrainement/<int:run_id>/reperes")
@allow(Permission.PRACTICE)
def practice_tick(run_id: int) -> ResponseReturnValue:
    """Tick a question as done."""
    presence.tick_task(
        seat=own_run_seat(run_id), task_id=request.form.get("question", ""), is_done=request.form.get("done") == "1"
    )
    return jsonify(ok=True)


@bp.post("/entrainement/<int:run_id>/messages/lus")
@allow(Permission.PRACTICE)
def practice_read_messages(run_id: int) -> ResponseReturnValue:
    """The same of a run: messages up to a number are read."""
    events.mark_read(seat=own_run_seat(run_id), up_to=request.form.get("up_to", 0, type=whole))
    return jsonify(ok=True)
