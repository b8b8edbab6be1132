"""The workstations that checked themselves: what is red, and what to do."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries
from sandbox.training.centre.stations import clear_checks
from sandbox.web.access import allow
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.views_days import day_page
from sandbox.web.filters import plural
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole
from sandbox.web.room_address import choose_room


def stations_page(refused: BaseForm | None = None) -> str:
    """Today's workstations, those that need somebody first, with what was refused on top."""
    found = queries.stations_of(clock.today())
    return render_template("admin/centre/stations.html", stations=found, refused=refused or BaseForm(formdata=None))


@bp.get("/verification")
@allow(Permission.CENTRE_PLAN)
def stations() -> ResponseReturnValue:
    """The workstations that checked themselves today."""
    return stations_page()


@bp.post("/verification/adresse")
@allow(Permission.CENTRE_PLAN)
def choose_address() -> ResponseReturnValue:
    """Say on which of this machine's networks the room is; asked on the workstations' page, or on a day's."""
    form, day_id = BaseForm(), request.form.get("day", 0, type=whole)
    told = attempt(form, choose_room, host=request.form.get("host", ""))
    if told is None:
        return day_page(day_id, form) if day_id else stations_page(form), 422
    flash(f"Les pages et le dossier papier portent {told}")
    return redirect(url_for("admin.day", day_id=day_id) if day_id else url_for("admin.stations"))


@bp.post("/verification/effacement")
@allow(Permission.CENTRE_PLAN)
def clear_stations() -> ResponseReturnValue:
    """Begin again with an empty list."""
    count = clear_checks()
    flash(f"{plural(count, 'poste effacé', 'postes effacés')} de la liste." if count else "La liste était vide.")
    return redirect(url_for("admin.stations"))
