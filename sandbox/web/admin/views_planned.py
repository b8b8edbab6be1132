"""The sessions of a day: planned in a row, changed, prepared, given a hard end."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.accounts.models import Role
from sandbox.accounts.queries import get_user, list_users
from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries, services
from sandbox.training.centre.models import PlannedSession
from sandbox.training.exams.queries import state_words
from sandbox.training.subjects.queries import exam_subjects, subjects_in_force
from sandbox.web.access import allow, identity
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.forms_centre import HardEndForm, PlanForm, SeriesForm, hour_of, plan_data
from sandbox.web.filters import plural
from sandbox.web.forms.base import BaseForm, attempt


def choices() -> dict[str, Any]:
    """Who may examine and on what."""
    return {
        "examiners": [user for user in list_users(Role.EXAMINER) if user.is_active],
        "subjects": exam_subjects(subjects_in_force()),
    }


@bp.route("/journees/<int:day_id>/sessions/nouvelles", methods=["GET", "POST"])
@allow(Permission.CENTRE_PLAN)
def plan(day_id: int) -> ResponseReturnValue:
    """Plan one session, or several in a row in one room."""
    day, form = queries.get_day(day_id), SeriesForm(**choices())
    if form.validate_on_submit():
        made = attempt(
            form, services.plan_series, day=day, plan=form.plan(get_user(form.examiner.data)), author=identity().name,
            first=form.starts_at(day.held_on), count=form.count.data, fills=form.fills.data,
        )  # fmt: skip
        if made is not None:
            flash(f"{plural(len(made), 'session prévue', 'sessions prévues')}.")
            return redirect(url_for("admin.day", day_id=day_id))
    page = render_template("admin/centre/plan.html", day=day, form=form, waiting=queries.waiting(day))
    return page, 422 if form.all_errors else 200


def session_page(planned: PlannedSession, *, form: PlanForm | None = None, refused: BaseForm | None = None) -> str:
    """A session, what may still be changed of it, and what was refused."""
    form = form or PlanForm(**choices(), data=plan_data(planned))
    hard = (
        refused
        if isinstance(refused, HardEndForm)
        else HardEndForm(formdata=None, data={"ends_by": hour_of(planned.ends_by)})
    )
    others = [queries.view_of(other) for other in planned.day.sessions if other is not planned]
    return render_template(
        "admin/centre/session.html", day=planned.day, view=queries.view_of(planned), form=form, hard=hard,
        refused=refused or BaseForm(formdata=None), others=others, state_words=state_words,
    )  # fmt: skip


@bp.route("/journees/<int:day_id>/sessions/<int:planned_id>", methods=["GET", "POST"])
@allow(Permission.CENTRE_PLAN)
def planned(day_id: int, planned_id: int) -> ResponseReturnValue:
    """A session: its candidates, its plan while it may change, its codes once they exist."""
    found = queries.get_planned(queries.get_day(day_id), planned_id)
    form = PlanForm(**choices(), data=plan_data(found))
    if form.validate_on_submit():
        changed = attempt(
            form, services.change_session, planned=found, plan=form.plan(get_user(form.examiner.data)),
            starts_at=form.starts_at(found.day.held_on), author=identity().name,
        )  # fmt: skip
        if changed is not None:
            flash("Session modifiée.")
            return redirect(url_for("admin.day", day_id=day_id))
    return session_page(found, form=form), 422 if form.all_errors else 200


@bp.post("/journees/<int:day_id>/sessions/<int:planned_id>/preparation")
@allow(Permission.CENTRE_PLAN)
def prepare(day_id: int, planned_id: int) -> ResponseReturnValue:
    """Make the shops and the codes of one session."""
    form, found = BaseForm(), queries.get_planned(queries.get_day(day_id), planned_id)
    if attempt(form, services.prepare, planned=found, author=identity().name) is None:
        return session_page(found, refused=form), 422
    flash("Session préparée : chaque candidat a sa copie de l’entreprise et son code.")
    return redirect(url_for("admin.planned", day_id=day_id, planned_id=planned_id))


@bp.post("/journees/<int:day_id>/sessions/<int:planned_id>/retrait")
@allow(Permission.CENTRE_PLAN)
def remove_planned(day_id: int, planned_id: int) -> ResponseReturnValue:
    """Take a session back: its candidates wait again."""
    form, found = BaseForm(), queries.get_planned(queries.get_day(day_id), planned_id)
    attempt(form, services.remove_session, planned=found)
    if form.general_errors:
        return session_page(found, refused=form), 422
    flash("Session retirée : ses candidats attendent une place.")
    return redirect(url_for("admin.day", day_id=day_id))


@bp.post("/journees/<int:day_id>/sessions/<int:planned_id>/fin")
@allow(Permission.CENTRE_PLAN)
def hard_end(day_id: int, planned_id: int) -> ResponseReturnValue:
    """Fix, move or lift the hard end; the clocks follow at once."""
    form, found = HardEndForm(), queries.get_planned(queries.get_day(day_id), planned_id)
    if not form.validate() or attempt(
        form, services.set_hard_end, planned=found, ends_by=form.moment(found.day.held_on), author=identity().name,
        reason=form.reason.data,
    ) is None:  # fmt: skip
        return session_page(found, refused=form), 422
    flash(
        "Fin au plus tard enregistrée : les chronomètres la suivent." if found.ends_by else "Fin au plus tard retirée."
    )
    return redirect(url_for("admin.planned", day_id=day_id, planned_id=planned_id))
