"""The examiner's sessions: the list, a new one, the codes, the start, the end."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.text import of_name
from sandbox.policy.permissions import Permission
from sandbox.training.centre.queries import hours_of
from sandbox.training.exams import queries, seating, services
from sandbox.training.exams.models import SessionState
from sandbox.training.exams.rules import TOO_MANY_SEATS
from sandbox.training.grading import sealing
from sandbox.training.subjects.queries import exam_subjects, subject_in_force, subjects_in_force
from sandbox.web.access import allow, identity
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.forms import SessionForm
from sandbox.web.examiner.loading import me, own_seat, own_session
from sandbox.web.examiner.stories import list_stories, story_of
from sandbox.web.filters import kind_words
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.workplace import words_of


@bp.get("/sessions")
@allow(Permission.SESSION_READ)
def sessions() -> ResponseReturnValue:
    """The examiner's own sessions, the latest first."""
    found = queries.list_sessions(examiner_id=identity().user_id or 0)
    hours = hours_of([session.id for session in found])
    return render_template("examiner/sessions/list.html", sessions=found, hours=hours)


@bp.route("/sessions/nouvelle", methods=["GET", "POST"])
@allow(Permission.SESSION_RUN)
def new_session() -> ResponseReturnValue:
    """Choose a subject and seat one to three candidates."""
    form = SessionForm(
        [(s.slug, f"{s.title} ({kind_words(s.support, s.mode).lower()})") for s in exam_subjects(subjects_in_force())]
    )
    if request.form.get("add"):
        form.add_row()
    elif form.validate_on_submit():
        made = attempt(
            form, services.create_session, subject=subject_in_force(form.subject.data), candidates=form.seated(), examiner=me(),
            centre=form.centre.data, room=form.room.data, commission=form.commission.data,
        )  # fmt: skip
        if made is not None:
            flash(f"Session prête : chaque candidat a {words_of(made).his} et son code.")
            return redirect(url_for("examiner.session", session_id=made.id))
    status = 422 if form.all_errors else 200
    return render_template("examiner/sessions/new.html", form=form, rule=TOO_MANY_SEATS, stories=list_stories()), status


@bp.get("/sessions/<int:session_id>")
@allow(Permission.SESSION_READ)
def session(session_id: int) -> ResponseReturnValue:
    """The codes to hand out, who is there, and the start."""
    found = own_session(session_id)
    clocks = {seat.id: queries.clock_of(seat) for seat in found.seats}
    return render_template(
        "examiner/sessions/session.html", session=found, clocks=clocks, ending_words=queries.ending_words,
        hard_end=queries.hard_end_of(found), is_on_paper=queries.is_on_paper,
        is_absent=queries.is_absent, story=story_of(found.context_slug),
    )  # fmt: skip


@bp.post("/sessions/<int:session_id>/depart")
@allow(Permission.SESSION_RUN)
def start(session_id: int) -> ResponseReturnValue:
    """Give the start to all: those who are there start together."""
    services.start_session(session=own_session(session_id), author=me().name)
    return redirect(url_for("examiner.console", session_id=session_id))


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/code")
@allow(Permission.SESSION_RUN)
def renew_code(session_id: int, rank: int) -> ResponseReturnValue:
    """Another resume code for a candidate: the former one opens nothing any more."""
    seat = seating.renew_resume_code(seat=own_seat(session_id, rank), author=me().name)
    told = f"Nouveau code de reprise {of_name(seat.candidate_name)} : {seat.resume_code}."
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify(ok=True, code=seat.resume_code, rank=rank)
    flash(told)
    return redirect(url_for("examiner.session", session_id=session_id))


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/absence")
@allow(Permission.SESSION_RUN)
def absence(session_id: int, rank: int) -> ResponseReturnValue:
    """Say that a candidate did not come, or came after all; who sits at a workstation is there whatever is said."""
    form, seat, is_absent = BaseForm(), own_seat(session_id, rank), request.form.get("absent") == "1"
    if attempt(form, seating.tell_absent, seat=seat, is_absent=is_absent, author=me().name) is None:
        flash(" ".join(message for _, message in form.all_errors))
    return redirect(url_for("examiner.session", session_id=session_id))


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/papier")
@allow(Permission.SESSION_RUN)
def on_paper(session_id: int, rank: int) -> ResponseReturnValue:
    """The test was taken on paper: its end is written, and the sheet says so. Sent twice, it leads to the same page."""
    seat = own_seat(session_id, rank)
    if not queries.is_on_paper(seat):
        seating.mark_on_paper(seat=seat, author=me().name)
        flash(f"{seat.candidate_name} : épreuve passée sur papier. Reportez les niveaux sur sa fiche.")
    return redirect(url_for("examiner.session", session_id=session_id))


@bp.post("/sessions/<int:session_id>/cloture")
@allow(Permission.SESSION_RUN)
def close(session_id: int) -> ResponseReturnValue:
    """End every test for good; the sheets stay open until signed. Sent twice, it leads to the same page."""
    found = own_session(session_id)
    if found.state != SessionState.CLOSED:
        sealing.close_session(session=found, author=me().name)
        flash(f"Session close\u00a0: {words_of(found).all_frozen}. Complétez et signez les fiches.")
    return redirect(url_for("examiner.session", session_id=session_id))
