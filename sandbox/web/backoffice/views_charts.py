"""« Composer un graphique »: a chart of the statistics, seen, titled, added to a note of the subject."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import RuleBroken
from sandbox.policy.permissions import Permission
from sandbox.shop.charts import queries, rules, services
from sandbox.shop.charts.queries import Spec
from sandbox.shop.traffic.queries import get_shop_day
from sandbox.shop.traffic.rules.periods import Period, last_days
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_charts import ChartForm
from sandbox.web.backoffice.note_charts import Drawn, draw
from sandbox.web.forms.base import attempt
from sandbox.web.frame import current_frame, deliverables_of


def note_choices() -> list[tuple[str, str]]:
    """The notes that the subject of this shop asks for, by question; none where there is no subject."""
    if g.get("seat") is None and g.get("practice_run") is None:
        return []
    subject = current_frame().subject
    return [
        (one.id, one.title or f"Note de la question {subject.number_of(task)}")
        for task, one in deliverables_of(subject)
    ]


@bp.get("/statistiques/graphiques")
@allow(Permission.BACKOFFICE_READ)
def charts() -> str:
    """Compose a chart and see it; the charts that notes hold, with the figures of now."""
    usual = last_days(get_shop_day())
    form = ChartForm(request.args if "indicateur" in request.args else None, data={"du": usual.first, "au": usual.last})
    return _page(form)


@bp.post("/statistiques/graphiques")
@allow(Permission.BACKOFFICE_WRITE)
def chart_add() -> ResponseReturnValue:
    """Add the chart to a note; one that would mislead is refused, with why."""
    form = ChartForm()
    form.offer(note_choices())
    if form.validate_on_submit() and (period := _period(form)) is not None:
        chosen = {"indicator": form.indicateur.data, "dimension": form.dimension.data, "kind": form.forme.data}
        kept = attempt(
            form, services.add_chart, deliverable=form.livrable.data, caption=form.titre.data or "", first_on=period.first,
            last_on=period.last, comparison=form.comparaison.data, **chosen,
        )  # fmt: skip
        if kept is not None:
            toast(f"Le graphique «\u00a0{kept.title}\u00a0» est dans votre note.")
            return redirect(url_for("backoffice.charts") + f"#graphique-{kept.id}")
    return _page(form), 422


@bp.post("/statistiques/graphiques/<int:chart_id>/retirer")
@allow(Permission.BACKOFFICE_WRITE)
def chart_remove(chart_id: int) -> ResponseReturnValue:
    """Take a chart out of its note."""
    gone = services.remove_chart(chart=queries.get_chart(chart_id))
    toast(f"Le graphique «\u00a0{gone.title}\u00a0» n’est plus dans votre note.")
    return redirect(url_for("backoffice.charts"))


def _page(form: ChartForm) -> str:
    notes = note_choices()
    form.offer(notes)
    kept = [(chart, draw(queries.spec_of(chart), chart.title)) for chart in queries.list_charts()]
    return render_template(
        "backoffice/statistics/charts.html", form=form, seen=_seen(form), notes=dict(notes), kept=kept
    )


def _period(form: ChartForm) -> Period | None:
    """The days of the form; None, with the fault at its field, when they are not in order."""
    if not form.du.data or not form.au.data:
        return None
    if form.au.data < form.du.data:
        form.au.errors = [*form.au.errors, "Le dernier jour suit le premier."]
        return None
    return Period(form.du.data, form.au.data)


def _seen(form: ChartForm) -> Drawn | None:
    """The chart as it is composed; None, with the fault at its field, for one that would mislead."""
    period = _period(form)
    if period is None:
        return None
    title = form.titre.data or ""
    spec = Spec(form.indicateur.data, period, form.dimension.data, form.forme.data, form.comparaison.data)
    try:
        rules.check(
            indicator=spec.indicator, dimension=spec.dimension, kind=spec.kind, comparison=spec.comparison, days=period.days,
            title=title or "Aperçu",
        )  # fmt: skip
    except RuleBroken as refused:
        field = getattr(form, refused.field or "", form.indicateur)
        if refused.message not in field.errors:
            field.errors = [*field.errors, refused.message]
        return None
    return draw(spec, title)
