"""The candidates of a day: the list from a file or by hand, corrections, absences, moves."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries, services
from sandbox.training.centre.importing import Imported, import_candidates
from sandbox.training.centre.models import CentreDay, PlannedSession
from sandbox.web.access import allow, identity
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.forms_centre import CalledForm, ListForm
from sandbox.web.admin.views_days import day_page
from sandbox.web.admin.views_planned import session_page
from sandbox.web.filters import named, time
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole


def list_page(
    day_id: int, *, form: CalledForm | None = None, sheet: ListForm | None = None, made: Imported | None = None,
    refused: BaseForm | None = None,
) -> str:  # fmt: skip
    """The list with its two ways in, and what an import did."""
    found = queries.get_day(day_id)
    people = sorted(found.candidates, key=queries.by_number)
    return render_template(
        "admin/centre/candidates.html", day=found, people=people, form=form or CalledForm(formdata=None),
        sheet=sheet or ListForm(formdata=None), made=made, refused=refused or BaseForm(formdata=None),
    )  # fmt: skip


@bp.route("/journees/<int:day_id>/candidats", methods=["GET", "POST"])
@allow(Permission.CENTRE_PLAN)
def candidates(day_id: int) -> ResponseReturnValue:
    """The list, and one more candidate by hand."""
    form = CalledForm()
    if form.validate_on_submit():
        found = queries.get_day(day_id)
        added = attempt(form, services.add_candidate, day=found, called=form.called())
        if added is not None:
            flash(f"{added.name} est sur la liste.")
            return redirect(url_for("admin.candidates", day_id=day_id))
    return list_page(day_id, form=form), 422 if form.all_errors else 200


@bp.post("/journees/<int:day_id>/candidats/fichier")
@allow(Permission.CENTRE_PLAN)
def import_list(day_id: int) -> ResponseReturnValue:
    """Read a file; the answer tells what became of each line."""
    form, found = ListForm(), queries.get_day(day_id)
    content = form.content()
    if not content:
        form.refuse("Choisissez un fichier.", "file")
        return list_page(day_id, sheet=form), 422
    made = attempt(form, import_candidates, day=found, content=content)
    return list_page(day_id, sheet=form, made=made), 422 if made is None else 200


@bp.route("/journees/<int:day_id>/candidats/<int:candidate_id>", methods=["GET", "POST"])
@allow(Permission.CENTRE_PLAN)
def candidate(day_id: int, candidate_id: int) -> ResponseReturnValue:
    """Correct a candidate."""
    found = queries.get_candidate(queries.get_day(day_id), candidate_id)
    form = CalledForm.of(found)
    if form.validate_on_submit():
        changed = attempt(form, services.change_candidate, candidate=found, called=form.called())
        if changed is not None:
            flash(f"{changed.name} : corrigé.")
            return redirect(url_for("admin.candidates", day_id=day_id))
    page = render_template("admin/centre/candidate.html", day_id=day_id, candidate=found, form=form)
    return page, 422 if form.all_errors else 200


@bp.post("/journees/<int:day_id>/candidats/<int:candidate_id>/retrait")
@allow(Permission.CENTRE_PLAN)
def remove_candidate(day_id: int, candidate_id: int) -> ResponseReturnValue:
    """Take somebody off the list."""
    form, found = BaseForm(), queries.get_candidate(queries.get_day(day_id), candidate_id)
    name = found.name
    attempt(form, services.remove_candidate, candidate=found)
    if form.general_errors:
        return list_page(day_id, refused=form), 422
    flash(f"{name} n’est plus sur la liste.")
    return redirect(url_for("admin.candidates", day_id=day_id))


@bp.post("/journees/<int:day_id>/candidats/<int:candidate_id>/absence")
@allow(Permission.CENTRE_PLAN)
def absence(day_id: int, candidate_id: int) -> ResponseReturnValue:
    """Say that somebody did not come, or came after all."""
    form, found = BaseForm(), queries.get_candidate(queries.get_day(day_id), candidate_id)
    is_absent = request.form.get("absent") == "1"
    if attempt(form, services.set_absent, candidate=found, is_absent=is_absent, author=identity().name) is None:
        return _refused(found.day, form), 422
    flash(f"{found.name} : {'absence notée' if is_absent else 'absence effacée'}.")
    return redirect(_back(day_id, found.session))


@bp.post("/journees/<int:day_id>/candidats/<int:candidate_id>/session")
@allow(Permission.CENTRE_PLAN)
def move(day_id: int, candidate_id: int) -> ResponseReturnValue:
    """Put somebody into a session, into another one, or back among those who wait."""
    form, found_day = BaseForm(), queries.get_day(day_id)
    found = queries.get_candidate(found_day, candidate_id)
    number = request.form.get("session", 0, type=whole)
    planned = queries.get_planned(found_day, number) if number else None
    moved = attempt(form, services.move_candidate, candidate=found, planned=planned, author=identity().name)
    if moved is None:
        return _refused(found_day, form), 422
    flash(f"{found.name} : {_place(planned)}.")
    return redirect(_back(day_id, _asked_on(found_day)))


def _place(planned: PlannedSession | None) -> str:
    """Where somebody was put, in words."""
    return f"session de {time(planned.starts_at)}, {named(planned.room, 'salle')}" if planned else "à placer"


def _asked_on(day: CentreDay) -> PlannedSession | None:
    """The session on whose page an act was asked; None on the day's page, or when it was taken back meanwhile."""
    number = request.form.get("asked_on", 0, type=whole)
    return next((planned for planned in day.sessions if planned.id == number), None)


def _refused(day: CentreDay, form: BaseForm) -> str:
    """The page on which an act was asked, with what was refused on top."""
    asked_on = _asked_on(day)
    return session_page(asked_on, refused=form) if asked_on else day_page(day.id, form)


def _back(day_id: int, planned: PlannedSession | None) -> str:
    """The page of a session, or the day's without one."""
    if planned is None:
        return url_for("admin.day", day_id=day_id)
    return url_for("admin.planned", day_id=day_id, planned_id=planned.id)
