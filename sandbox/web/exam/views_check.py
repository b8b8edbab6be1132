"""A workstation checks itself before the test: no account, one page, green or red."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex
from typing import Any

from flask import Response, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from sandbox.extensions import limiter
from sandbox.kernel import clock
from sandbox.kernel.json_text import read_json
from sandbox.policy.permissions import Permission
from sandbox.training.centre.queries import find_station
from sandbox.training.centre.stations import NAME_LENGTH, record_check
from sandbox.web.access import allow
from sandbox.web.exam.blueprint import check_bp
from sandbox.web.forms.base import BaseForm, attempt

EPOCH = datetime(1970, 1, 1)
STATION = "station"
DEVICE = "station_device"
MAX_FACTS = 4000


@check_bp.route("/verification", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@allow(Permission.PUBLIC)
def check() -> ResponseReturnValue:
    """Name the workstation; its measures come along, and the answer says what is red and what to do."""
    form, name = BaseForm(), request.form.get("name", session.get(STATION, ""))
    if request.method == "POST":
        device = session.setdefault(DEVICE, token_hex(8))
        kept = attempt(form, record_check, name=name, facts=_facts(request.form.get("facts", "")), device=device)
        if kept is not None:
            session[STATION] = kept.name
            return redirect(url_for("check.check"))
    station = find_station(session.get(STATION, ""), clock.today())
    page = render_template("exam/check.html", form=form, name=name, station=station, longest=NAME_LENGTH)
    return page, 422 if form.all_errors else 200


@check_bp.get("/verification/pouls")
@allow(Permission.PUBLIC)
def check_pulse() -> ResponseReturnValue:
    """What time it is here, in milliseconds since 1970: the workstation compares, and times the trip."""
    answer: Response = jsonify(now=round((clock.now() - EPOCH).total_seconds() * 1000))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _facts(text: str) -> dict[str, Any]:
    """The measures as the script wrote them; nothing when there are none, or when they are no measures."""
    try:
        found = read_json(text) if len(text) <= MAX_FACTS else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
