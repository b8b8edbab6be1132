"""The paper kit of a day or of a session, as one PDF to print."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries
from sandbox.training.centre.kit import kit_pdf
from sandbox.training.centre.models import CentreDay, PlannedSession
from sandbox.training.grading.exports import FONTS
from sandbox.web.access import allow
from sandbox.web.admin.blueprint import bp
from sandbox.web.room_address import room_address


def shown(day: CentreDay, sessions: Sequence[PlannedSession], name: str) -> Response:
    """The kit, to be shown by the browser and kept by nobody else."""
    response = Response(kit_pdf(day, sessions, address=room_address(), fonts=FONTS), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/journees/<int:day_id>/dossier.pdf")
@allow(Permission.CENTRE_PLAN)
def day_kit(day_id: int) -> ResponseReturnValue:
    """Everything for the day, session after session."""
    day = queries.get_day(day_id)
    return shown(day, day.sessions, f"dossier-{day.held_on.isoformat()}")


@bp.get("/journees/<int:day_id>/sessions/<int:planned_id>/dossier.pdf")
@allow(Permission.CENTRE_PLAN)
def session_kit(day_id: int, planned_id: int) -> ResponseReturnValue:
    """Everything for one session."""
    day = queries.get_day(day_id)
    planned = queries.get_planned(day, planned_id)
    return shown(day, [planned], f"dossier-{day.held_on.isoformat()}-session-{planned.id}")
