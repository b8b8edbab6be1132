"""A centre's days: the list, a new one, the state of all sessions of one at a glance, their preparation."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries, services
from sandbox.training.exams.queries import state_words
from sandbox.web.access import allow, identity
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.forms_centre import DayForm
from sandbox.web.filters import plural
from sandbox.web.forms.base import BaseForm, attempt


@bp.route("/journees", methods=["GET", "POST"])
@allow(Permission.CENTRE_PLAN)
def days() -> ResponseReturnValue:
    """Every day, and a new one."""
    form = DayForm()
    if form.validate_on_submit():
        made = attempt(form, services.open_day, held_on=form.held_on.data, centre=form.centre.data)
        if made is not None:
            return redirect(url_for("admin.candidates", day_id=made.id))
    elif request.method == "GET":
        form.held_on.data = clock.today()
    page = render_template("admin/centre/days.html", form=form, days=queries.list_days())
    return page, 422 if form.all_errors else 200


def day_page(day_id: int, form: BaseForm | None = None) -> str:
    """The day at a glance, with what was refused on top."""
    day = queries.get_day(day_id)
    views = [queries.view_of(planned) for planned in day.sessions]
    return render_template(
        "admin/centre/day.html", day=day, views=views, counts=queries.counts_of(day, views), form=form or BaseForm(),
        waiting=queries.waiting(day), stations=queries.stations_of(clock.today()), state_words=state_words,
    )  # fmt: skip


@bp.get("/journees/<int:day_id>")
@allow(Permission.CENTRE_PLAN)
def day(day_id: int) -> ResponseReturnValue:
    """The state of every session of the day."""
    return day_page(day_id)


@bp.post("/journees/<int:day_id>/preparation")
@allow(Permission.CENTRE_PLAN)
def prepare_day(day_id: int) -> ResponseReturnValue:
    """Make the shops and the codes of every session that expects somebody."""
    form = BaseForm()
    made = attempt(form, services.prepare_day, day=queries.get_day(day_id), author=identity().name)
    if made is None:
        return day_page(day_id, form), 422
    flash(
        f"{plural(len(made), 'session préparée', 'sessions préparées')} : les copies de l’entreprise et les codes existent."
    )
    return redirect(url_for("admin.day", day_id=day_id))


@bp.post("/journees/<int:day_id>/suppression")
@allow(Permission.CENTRE_PLAN)
def remove_day(day_id: int) -> ResponseReturnValue:
    """Take a day back while nothing of it is prepared."""
    form = BaseForm()
    found = queries.get_day(day_id)
    attempt(form, services.remove_day, day=found)
    if form.general_errors:
        return day_page(day_id, form), 422
    flash("Journée supprimée.")
    return redirect(url_for("admin.days"))
