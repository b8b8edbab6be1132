"""A candidate's seat: the code, the waiting room, the pulse that keeps time and presence, the end."""

from __future__ import annotations

from flask import abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from sandbox.extensions import limiter
from sandbox.kernel.errors import DomainError, NotFound
from sandbox.policy.permissions import Permission
from sandbox.training.events import services as events
from sandbox.training.exams import presence, queries, services, signs
from sandbox.training.exams.models import Seat
from sandbox.web.access import SEAT_KEY, allow, identity, seat_held_here
from sandbox.web.exam.blueprint import bp
from sandbox.web.frame import frame_state, seat_frame
from sandbox.web.numbers import whole


def own_seat() -> Seat:
    """The seat this workstation holds; 404 when another took over."""
    seat = seat_held_here()
    if seat is None or seat.id != identity().seat_id:
        abort(404)
    services.settle(seat=seat)
    return seat


@bp.route("/rejoindre", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@allow(Permission.PUBLIC)
def join() -> ResponseReturnValue:
    """Take a seat with its code; the resume code takes it over from another workstation."""
    error, code, held = "", request.form.get("code", ""), seat_held_here()
    if request.method == "POST":
        try:
            seat = take_seat(code, held)
        except DomainError as refusal:
            error = refusal.message
        else:
            session.clear()
            session[SEAT_KEY] = {"id": seat.id, "epoch": seat.device_epoch}
            return redirect(url_for("exam.seat"))
    is_replaced = SEAT_KEY in session and held is None
    page = render_template("exam/join.html", error=error, code=code, is_replaced=is_replaced, held=held)
    return page, 422 if error else 200


def take_seat(code: str, held: Seat | None) -> Seat:
    """Join with a seat's code, or take it over with its resume code; the seat held here is simply found again."""
    if held is not None and queries.find_seat_by_join_code(code) is held:
        return held
    try:
        return presence.join(code=code)
    except NotFound:
        return presence.take_over_seat(code=code)


@bp.get("")
@allow(Permission.SEAT_WORK)
def seat() -> ResponseReturnValue:
    """Where the candidate stands: waiting, working, paused, done."""
    found = own_seat()
    frame = seat_frame(found)
    return render_template("exam/seat.html", seat=found, frame=frame, clock=queries.clock_of(found))


def _is_news() -> bool:
    """Whether this sign of life is to be written: most say again what the one before said, and take no lock."""
    kept = session.get(SEAT_KEY)
    seat_id = kept.get("id") if isinstance(kept, dict) else None
    return not isinstance(seat_id, int) or not signs.says_nothing_new(seat_id, request.form.get("page", ""))


@bp.post("/pouls")
@allow(Permission.SEAT_WORK, writes=_is_news)
def pulse() -> ResponseReturnValue:
    """A sign of life with the page in view; answers the time and what may be done."""
    found = own_seat()
    presence.heartbeat(seat=found, page=request.form.get("page", ""))
    return jsonify(frame_state(found))


@bp.post("/main")
@allow(Permission.SEAT_WORK)
def hand() -> ResponseReturnValue:
    """Raise or lower the hand."""
    found = own_seat()
    if request.form.get("up") == "1":
        presence.raise_hand(seat=found, page=request.form.get("page", ""))
    else:
        presence.lower_hand(seat=found)
    return jsonify(frame_state(found))


@bp.post("/reperes")
@allow(Permission.SEAT_WORK)
def tick() -> ResponseReturnValue:
    """Tick a question as done, for oneself."""
    presence.tick_task(
        seat=own_seat(), task_id=request.form.get("question", ""), is_done=request.form.get("done") == "1"
    )
    return jsonify(ok=True)


@bp.post("/messages/lus")
@allow(Permission.SEAT_WORK)
def read_messages() -> ResponseReturnValue:
    """The candidate opened « Messages »: those up to a number are read."""
    events.mark_read(seat=own_seat(), up_to=request.form.get("up_to", 0, type=whole))
    return jsonify(ok=True)


@bp.post("/rendre")
@allow(Permission.SEAT_WORK)
def hand_in() -> ResponseReturnValue:
    """Hand in: the clock stops and the shop is frozen; sending it twice, or too late, leads to the same page."""
    found = own_seat()
    if not queries.clock_of(found).state.is_over:
        services.hand_in(seat=found)
        flash("Votre travail est rendu.")
    return redirect(url_for("exam.seat"))


@bp.post("/quitter")
@allow(Permission.PUBLIC)
def leave() -> ResponseReturnValue:
    """Leave the workstation to the next candidate."""
    session.clear()
    return redirect(url_for("auth.home"))
