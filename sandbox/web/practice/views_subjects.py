"""Choosing a subject, starting it, and one's earlier runs."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from sandbox.kernel.paging import Page, clamp
from sandbox.policy.permissions import Permission
from sandbox.training.practice import services
from sandbox.training.practice.queries import list_runs
from sandbox.training.subjects.queries import subject_in_force
from sandbox.web.access import allow, identity
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole
from sandbox.web.practice.blueprint import bp
from sandbox.web.practice.cards import cards, open_subjects, run_lines, shelves, under_way
from sandbox.web.practice.loading import me
from sandbox.web.workplace import workplace_of

RUNS_A_PAGE = 20


def chooser(form: BaseForm) -> str:
    """The page of subjects, with what was refused on top."""
    lines = run_lines(list_runs(user_id=identity().user_id or 0))
    return render_template(
        "practice/subjects.html",
        shelves=shelves(cards(identity().role, lines)),
        lines=lines,
        open=under_way(lines),
        form=form,
    )


@bp.get("")
@allow(Permission.PRACTICE)
def subjects() -> ResponseReturnValue:
    """The subjects open to practice, and the run under way."""
    return chooser(BaseForm())


@bp.post("/sujets/<slug>/depart")
@allow(Permission.PRACTICE)
def start(slug: str) -> ResponseReturnValue:
    """A fresh shop, the clock running; the back office opens."""
    if slug not in {info.slug for info in open_subjects(identity().role)}:
        abort(404)
    form = BaseForm()
    run = attempt(form, services.start_run, user=me(), subject=subject_in_force(slug))
    if run is None:
        return chooser(form), 422
    return redirect(workplace_of(run.seat.session, run.seat.shop.key).admin)


@bp.get("/essais")
@allow(Permission.PRACTICE)
def history() -> ResponseReturnValue:
    """One's own runs, the latest first, of one subject when asked."""
    every = list_runs(user_id=identity().user_id or 0)
    titles = {run.seat.session.subject_slug: run.seat.session.subject_title for run in reversed(every)}
    slug = request.args.get("sujet", "") if request.args.get("sujet", "") in titles else ""
    found = [run for run in every if not slug or run.seat.session.subject_slug == slug]
    number = clamp(request.args.get("page", 1, whole), RUNS_A_PAGE, len(found))
    shown = run_lines(found[(number - 1) * RUNS_A_PAGE : number * RUNS_A_PAGE])
    page = Page(shown, number, RUNS_A_PAGE, len(found))
    return render_template("practice/history.html", page=page, titles=titles, slug=slug)
