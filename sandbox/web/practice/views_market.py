"""« Simuler les 7 jours suivants »: what the market answers to a run's work, and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.shop.market.rules.effects import RULES
from sandbox.training.practice import market as days
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole
from sandbox.web.practice.blueprint import bp
from sandbox.web.practice.cards import run_lines
from sandbox.web.practice.loading import own_run
from sandbox.web.practice.market_words import shown_week


def market_page(run_id: int, form: BaseForm) -> str:
    """The weeks played so far, the rules, and what to do next."""
    run = own_run(run_id)
    copy = days.find_copy(run)
    weeks = [shown_week(report) for report in days.reports_of(copy)] if copy else []
    return render_template(
        "practice/market.html", run=run, line=run_lines([run])[0], copy=copy, weeks=weeks, form=form, rules=RULES.values(),
        refusal=days.why_not(run), most=days.MAX_WEEKS,
    )  # fmt: skip


@bp.get("/essais/<int:run_id>/marche")
@allow(Permission.PRACTICE)
def market(run_id: int) -> ResponseReturnValue:
    """The market's answers so far."""
    return market_page(run_id, BaseForm())


@bp.post("/essais/<int:run_id>/marche")
@allow(Permission.PRACTICE)
def simulate(run_id: int) -> ResponseReturnValue:
    """Play seven more days."""
    form = BaseForm()
    number = request.form.get("semaine", 0, type=whole)
    report = attempt(form, days.simulate_week, run=own_run(run_id), number=number)
    if report is None:
        return market_page(run_id, form), 422
    flash("Sept jours ont passé. Le bilan compare votre boutique à la même boutique sans vos changements.")
    return redirect(url_for("practice.market", run_id=run_id))


@bp.post("/essais/<int:run_id>/marche/repartir")
@allow(Permission.PRACTICE)
def market_reset(run_id: int) -> ResponseReturnValue:
    """Throw the simulated days away: the next week starts from the run's shop again."""
    days.drop_copy(run=own_run(run_id))
    flash("Les jours simulés sont effacés : la prochaine simulation partira de la boutique de votre essai.")
    return redirect(url_for("practice.market", run_id=run_id))
