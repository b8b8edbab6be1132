"""What the examiner does to clocks: pause, resume, time with a reason, end, reopen, the raised hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.exams import evacuation, presence, services
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.forms import CompensationForm, TimeForm
from sandbox.web.examiner.loading import me, own_seat, own_session
from sandbox.web.filters import time_s
from sandbox.web.forms.base import BaseForm, attempt


def done(session_id: int, warning: str = "") -> ResponseReturnValue:
    """An acknowledgement for the console's script, with what to know of it, or the console again."""
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify(ok=True, warning=warning) if warning else jsonify(ok=True)
    if warning:
        flash(warning, "warning")
    return redirect(url_for("examiner.console", session_id=session_id))


def taken_back(seat: Seat) -> str:
    """What to say of time that was just given when the centre's hard end comes before it is spent; nothing otherwise."""
    read = clock_of(seat)
    if read.hard_end is None or not read.is_cut_short:
        return ""
    return (
        f"Temps accordé, mais la fin au plus tard arrête cette épreuve à {time_s(read.hard_end)}\u00a0: "
        "le centre peut la repousser, dans sa journée."
    )


def refused(form: BaseForm) -> ResponseReturnValue:
    """The first refusal in words."""
    return jsonify(error=" ".join(message for _, message in form.all_errors)), 422


@bp.post("/sessions/<int:session_id>/pause")
@allow(Permission.SESSION_RUN)
def pause_all(session_id: int) -> ResponseReturnValue:
    """Pause every running clock."""
    services.pause_session(session=own_session(session_id), author=me().name, reason=request.form.get("reason", ""))
    return done(session_id)


@bp.post("/sessions/<int:session_id>/reprise")
@allow(Permission.SESSION_RUN)
def resume_all(session_id: int) -> ResponseReturnValue:
    """End every pause at the same moment."""
    services.resume_session(session=own_session(session_id), author=me().name)
    return done(session_id)


@bp.post("/sessions/<int:session_id>/evacuation")
@allow(Permission.SESSION_RUN)
def evacuate(session_id: int) -> ResponseReturnValue:
    """The fire exit: stop every clock and blank every screen, in one tap."""
    evacuation.evacuate(session=own_session(session_id), author=me().name)
    return done(session_id)


@bp.post("/sessions/<int:session_id>/evacuation/fin")
@allow(Permission.SESSION_RUN)
def end_evacuation(session_id: int) -> ResponseReturnValue:
    """Everybody whom the evacuation stopped goes on, in one tap."""
    evacuation.end_evacuation(session=own_session(session_id), author=me().name)
    return done(session_id)


SEAT_ACTS: dict[str, Callable[..., Any]] = {
    "depart": services.start_seat,
    "pause": services.pause_seat,
    "reprise": services.resume_seat,
    "fin": services.force_end,
}


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/<any(depart, pause, reprise, fin):act>")
@allow(Permission.SESSION_RUN)
def seat_act(session_id: int, rank: int, act: str) -> ResponseReturnValue:
    """Start, pause, resume or end one candidate."""
    SEAT_ACTS[act](seat=own_seat(session_id, rank), author=me().name)
    return done(session_id)


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/temps")
@allow(Permission.SESSION_RUN)
def grant(session_id: int, rank: int) -> ResponseReturnValue:
    """Grant minutes, with the reason that the report keeps."""
    form, seat = TimeForm(), own_seat(session_id, rank)
    values: dict[str, Any] = {"minutes": form.minutes.data, "reason": form.reason.data, "author": me().name}
    if form.validate_on_submit() and attempt(form, services.add_time, seat=seat, **values):
        return done(session_id, taken_back(seat))
    return refused(form)


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/compensation")
@allow(Permission.SESSION_RUN)
def compensate(session_id: int, rank: int) -> ResponseReturnValue:
    """Give back an interval that was lost, with the reason: the end and what is to come move by as much."""
    form, seat = CompensationForm(), own_seat(session_id, rank)
    if form.validate_on_submit():
        start, end = form.interval()
        values = {"from_at": start, "to_at": end, "author": me().name, "reason": form.reason.data}
        if attempt(form, services.compensate, seat=seat, **values):
            return done(session_id, taken_back(seat))
    return refused(form)


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/coupure")
@allow(Permission.SESSION_RUN)
def waive(session_id: int, rank: int) -> ResponseReturnValue:
    """Leave the cut that the console speaks of without compensation."""
    services.waive_cut(seat=own_seat(session_id, rank), author=me().name)
    return done(session_id)


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/reouverture")
@allow(Permission.SESSION_RUN)
def reopen(session_id: int, rank: int) -> ResponseReturnValue:
    """Let a candidate who ended too early go on with the time that is left, with the reason."""
    form, seat = TimeForm(), own_seat(session_id, rank)
    if attempt(form, services.reopen_seat, seat=seat, author=me().name, reason=form.reason.data or ""):
        return done(session_id)
    return refused(form)


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/main")
@allow(Permission.SESSION_RUN)
def lower_hand(session_id: int, rank: int) -> ResponseReturnValue:
    """The examiner goes there: the hand comes down."""
    seat: Seat = own_seat(session_id, rank)
    presence.lower_hand(seat=seat)
    return done(session_id)
