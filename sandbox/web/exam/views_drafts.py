"""What a candidate did in the forms of the shop and of the site and has not saved: kept every two seconds, offered at any workstation."""

from __future__ import annotations

from datetime import timedelta

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.json_text import read_json
from sandbox.policy.permissions import Permission
from sandbox.training.exams import drafts
from sandbox.web.access import allow
from sandbox.web.exam.blueprint import bp
from sandbox.web.exam.views_seat import own_seat
from sandbox.web.filters import time_s
from sandbox.web.numbers import whole

OLDEST_S = 24 * 3600


@bp.post("/brouillons")
@allow(Permission.SEAT_WORK)
def keep_draft() -> ResponseReturnValue:
    """Keep what is typed on a page; nothing left of it forgets it. Its age is told, because workstations' clocks may be wrong."""
    age = min(max(request.form.get("age", 0, type=whole), 0), OLDEST_S)
    drafts.keep_draft(
        seat=own_seat(), page=request.form.get("page", ""), title=request.form.get("titre", ""),
        fields=_fields(request.form.get("champs", "")), typed_at=clock.now() - timedelta(seconds=age),
    )  # fmt: skip
    return jsonify(ok=True)


@bp.get("/brouillons")
@allow(Permission.SEAT_WORK)
def find_draft() -> ResponseReturnValue:
    """What was typed on a page and not saved; `after` says that the time was up meanwhile."""
    seat = own_seat()
    draft = drafts.find_draft(seat, request.args.get("page", ""))
    if draft is None:
        return jsonify(fields=[])
    age = int((clock.now() - draft.typed_at).total_seconds())
    return jsonify(fields=draft.fields, age=age, at=time_s(draft.typed_at), after=drafts.is_after_time(seat, draft))


def _fields(sent: str) -> list[drafts.DraftField]:
    """The fields of a draft, with or without their words; raises RuleBroken for anything else."""
    try:
        found = read_json(sent or "[]")
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(
        isinstance(one, list) and len(one) in (3, 4) and all(isinstance(part, str) for part in one) for one in found
    ):
        raise RuleBroken("Brouillon illisible : il reste gardé sur ce poste.")
    return [drafts.DraftField(*one) for one in found]
