"""The workstations that checked themselves: what is red, and what to do."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.training.centre import queries
from sandbox.training.centre.stations import clear_checks
from sandbox.web.access import allow
from sandbox.web.admin.blueprint import bp
from sandbox.web.filters import plural


@bp.get("/verification")
@allow(Permission.CENTRE_PLAN)
def stations() -> ResponseReturnValue:
    """Today's workstations, those that need somebody first."""
    return render_template("admin/centre/stations.html", stations=queries.stations_of(clock.today()))


@bp.post("/verification/effacement")
@allow(Permission.CENTRE_PLAN)
def clear_stations() -> ResponseReturnValue:
    """Begin again with an empty list."""
    count = clear_checks()
    flash(f"{plural(count, 'poste effacé', 'postes effacés')} de la liste." if count else "La liste était vide.")
    return redirect(url_for("admin.stations"))
