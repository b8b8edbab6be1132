"""A run under way: where one stands, pausing, going on, handing in, starting again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.accounts.models import Role
from sandbox.kernel.errors import RuleBroken
from sandbox.policy.permissions import Permission
from sandbox.training.practice import services
from sandbox.training.subjects.queries import is_written
from sandbox.web.access import allow, identity
from sandbox.web.frame import practice_frame
from sandbox.web.practice.blueprint import bp
from sandbox.web.practice.cards import run_lines
from sandbox.web.practice.loading import me, own_run
from sandbox.web.workplace import workplace_of


@bp.get("/essais/<int:run_id>")
@allow(Permission.PRACTICE)
def run(run_id: int) -> ResponseReturnValue:
    """Under way, paused or over, with the whole subject."""
    found = own_run(run_id)
    line = run_lines([found])[0]
    slug = found.seat.session.subject_slug
    draft = slug if identity().role is Role.TRAINER and is_written(slug) else ""
    return render_template(
        "practice/run.html", run=found, line=line, clock=line.clock, frame=practice_frame(found), draft=draft
    )


@bp.post("/essais/<int:run_id>/pause")
@allow(Permission.PRACTICE)
def pause(run_id: int) -> ResponseReturnValue:
    """Stop the clock; a clock that does not run stays as it is."""
    found = own_run(run_id)
    try:
        services.pause_run(run=found)
    except RuleBroken:
        flash("L’entraînement n’était pas en cours : rien n’a changé.")
    return redirect(url_for("practice.run", run_id=run_id))


@bp.post("/essais/<int:run_id>/reprise")
@allow(Permission.PRACTICE)
def resume(run_id: int) -> ResponseReturnValue:
    """Go on, straight back into the back office."""
    found = own_run(run_id)
    try:
        services.resume_run(run=found)
    except RuleBroken:
        flash("L’entraînement n’était pas en pause : rien n’a changé.")
        return redirect(url_for("practice.run", run_id=run_id))
    return redirect(workplace_of(found.seat.session, found.seat.shop.key).admin)


@bp.post("/essais/<int:run_id>/rendre")
@allow(Permission.PRACTICE)
def hand_in(run_id: int) -> ResponseReturnValue:
    """Hand in; rating one's own work comes next."""
    found = own_run(run_id)
    try:
        services.hand_in_run(run=found)
    except RuleBroken:
        flash("Ce travail était déjà rendu.")
    return redirect(url_for("practice.rating", run_id=run_id))


@bp.post("/essais/<int:run_id>/recommencer")
@allow(Permission.PRACTICE)
def restart(run_id: int) -> ResponseReturnValue:
    """The same subject again, in its present version, on a fresh shop."""
    again = services.restart_run(user=me(), run=own_run(run_id))
    return redirect(workplace_of(again.seat.session, again.seat.shop.key).admin)
