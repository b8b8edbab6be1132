"""The examiner's own sessions of the day, as the centre planned them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries, services
from sandbox.training.exams.queries import state_words
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.loading import me
from sandbox.web.forms.base import BaseForm, attempt


def day_page(form: BaseForm) -> str:
    """Today's sessions, with what was refused on top."""
    planned = queries.sessions_of_examiner(me().id, clock.today())
    return render_template(
        "examiner/sessions/day.html",
        views=[queries.view_of(one) for one in planned],
        form=form,
        state_words=state_words,
    )


@bp.get("/journee")
@allow(Permission.SESSION_READ)
def day() -> ResponseReturnValue:
    """Where one is expected today, with whom, and where each session stands."""
    return day_page(BaseForm())


@bp.post("/journee/<int:planned_id>/preparation")
@allow(Permission.SESSION_RUN)
def prepare_planned(planned_id: int) -> ResponseReturnValue:
    """Make the shops and the codes of a session that the centre planned."""
    form, found = BaseForm(), queries.get_own_planned(planned_id, examiner_id=me().id)
    made = attempt(form, services.prepare, planned=found, author=me().name)
    if made is None:
        return day_page(form), 422
    flash("Session prête : chaque candidat a sa copie de l’entreprise et son code.")
    return redirect(url_for("examiner.session", session_id=made.exam_session_id))
