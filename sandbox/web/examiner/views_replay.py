"""The replay of a candidate's run: a line of time, the journal in words, the difference with the start, the shop as it was then."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.journal import queries as journal
from sandbox.training.replay import services
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.loading import own_seat
from sandbox.web.examiner.replay import by_question, line_moments, moments_of
from sandbox.web.examiner.views_evidence import column_of
from sandbox.web.numbers import whole
from sandbox.web.workplace import workplace_of


def _asked(last: int) -> int:
    """The number of the action that is asked for: the last one when none is."""
    return min(max(0, request.values.get("n", last, type=whole)), last)


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/rejeu")
@allow(Permission.SESSION_READ)
def replay(session_id: int, rank: int) -> ResponseReturnValue:
    """The run at one of its actions."""
    columns, column = column_of(session_id, rank)
    entries = journal.all_of(column.seat.shop_id)
    seq = _asked(entries[-1].seq if entries else 0)
    moments = moments_of(column, entries)
    return render_template(
        "examiner/replay/replay.html", session=column.seat.session, columns=columns, c=column, moments=moments, seq=seq,
        last=entries[-1].seq if entries else 0, end=max((moment.second for moment in moments), default=0),
        here=next((moment for moment in moments if moment.is_own and moment.seq == seq), None),
        lines=line_moments(moments, column.subject), questions=by_question(column, [entry for entry in entries if entry.seq <= seq]),
    )  # fmt: skip


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/rejeu")
@allow(Permission.SESSION_RUN)
def replay_shop(session_id: int, rank: int) -> ResponseReturnValue:
    """Rebuild the shop at one of the run's actions, and open it as the candidate or as a visitor."""
    seat = own_seat(session_id, rank, to_look=True)
    rebuilt = services.rebuild(seat=seat, seq=_asked(journal.last_seq(seat.shop_id)))
    place = workplace_of(seat.session, rebuilt.shop.key)
    return redirect(place.front if request.form.get("comme") == "visiteur" else place.admin, code=303)
