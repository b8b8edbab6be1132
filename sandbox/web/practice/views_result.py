"""After the work: rating oneself on the real grid, then comparing with the findings."""

from __future__ import annotations

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.training.exams.queries import clock_of
from sandbox.training.practice import services
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import subject_of
from sandbox.web.access import allow
from sandbox.web.filters import time_s
from sandbox.web.forms.base import attempt
from sandbox.web.practice.blueprint import bp
from sandbox.web.practice.cards import run_lines
from sandbox.web.practice.comparing import comparison_csv, shown
from sandbox.web.practice.forms import RatingForm
from sandbox.web.practice.loading import own_run


def rating_page(run: PracticeRun, form: RatingForm) -> str:
    """The first step."""
    return render_template(
        "practice/rating.html", run=run, line=run_lines([run])[0], subject=subject_of(run), form=form, step="moi"
    )


@bp.get("/essais/<int:run_id>/evaluation")
@allow(Permission.PRACTICE)
def rating(run_id: int) -> ResponseReturnValue:
    """The grid, to be filled in from memory; once closed it only shows."""
    run = own_run(run_id)
    if not clock_of(run.seat).state.is_over:
        return redirect(url_for("practice.run", run_id=run_id))
    return rating_page(run, RatingForm(subject_of(run), run.self_levels))


@bp.post("/essais/<int:run_id>/evaluation")
@allow(Permission.PRACTICE)
def rate(run_id: int) -> ResponseReturnValue:
    """Keep the levels as they are, or close the rating and see the findings."""
    run = own_run(run_id)
    form = RatingForm(subject_of(run), run.self_levels)
    if request.form.get("suite") != "constats":
        for line_id, level in form.levels.items():
            services.rate_line(run=run, line_id=line_id, level=level)
        flash("Vos niveaux sont enregistrés. Vous pouvez finir plus tard.")
        return redirect(url_for("practice.rating", run_id=run_id))
    form.missing = form.left
    levels = {line_id: level for line_id, level in form.levels.items() if level}
    if form.missing or attempt(form, services.close_rating, run=run, levels=levels) is None:
        return rating_page(run, form), 422
    return redirect(url_for("practice.comparison", run_id=run_id))


@bp.post("/essais/<int:run_id>/evaluation/ligne")
@allow(Permission.PRACTICE)
def rate_line(run_id: int) -> ResponseReturnValue:
    """Keep one level at once, for the script; the answer says what is left."""
    run = own_run(run_id)
    services.rate_line(run=run, line_id=request.form.get("ligne", ""), level=request.form.get("niveau", ""))
    subject = subject_of(run)
    left = [subject.letter_of(line.id) for line in subject.lines if line.id not in run.self_levels]
    return jsonify(left=left, total=len(subject.lines), saved=time_s(clock.now()))


@bp.get("/essais/<int:run_id>/constats")
@allow(Permission.PRACTICE)
def comparison(run_id: int) -> ResponseReturnValue:
    """Own levels and findings, line by line; the rating comes first."""
    run = own_run(run_id)
    if run.rated_at is None:
        flash("Évaluez d’abord votre travail : les constats viennent après.")
        return redirect(url_for("practice.rating", run_id=run_id))
    return render_template(
        "practice/comparison.html", run=run, line=run_lines([run])[0], page=shown(run), step="constats"
    )


@bp.get("/essais/<int:run_id>/constats.csv")
@allow(Permission.PRACTICE)
def export(run_id: int) -> ResponseReturnValue:
    """The comparison for a spreadsheet."""
    run = own_run(run_id)
    name = f"entrainement-{run.seat.session.subject_slug}-essai-{run.attempt}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(comparison_csv(run), mimetype="text/csv", headers=headers)
