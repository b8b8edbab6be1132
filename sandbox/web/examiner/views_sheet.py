"""The evaluation sheet of a candidate: the official grid, the typed mark, the signature, and what can be downloaded of it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import Conflict
from sandbox.policy.permissions import Permission
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import never_came
from sandbox.training.grading import queries as grading
from sandbox.training.grading import sealing, services
from sandbox.training.grading.models import Sheet
from sandbox.training.grading.rules import format_mark, propose_mark
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.console import Column
from sandbox.web.examiner.forms import SheetForm
from sandbox.web.examiner.loading import me, own_seat
from sandbox.web.examiner.views_evidence import column_of
from sandbox.web.forms.base import attempt


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/fiche")
@allow(Permission.SESSION_READ)
def sheet(session_id: int, rank: int) -> ResponseReturnValue:
    """The sheet, to complete and to sign."""
    return show(session_id, rank, None)


def show(session_id: int, rank: int, form: SheetForm | None, status: int = 200) -> ResponseReturnValue:
    """The sheet with a refused form, or with what is kept."""
    columns, column = column_of(session_id, rank)
    kept = grading.find_sheet(column.seat)
    form = form or SheetForm(
        mark=format_mark(kept.mark_quarters) if kept else "", appreciation=kept.appreciation if kept else "",
        version=kept.version if kept else 0, formdata=None,
    )  # fmt: skip
    return render_template(
        "examiner/sheet/sheet.html", columns=columns, c=column, session=column.seat.session, form=form, kept=kept,
        state=grading.sheet_state(column.seat, kept), changes=grading.changes_of(column.seat), subject=column.subject,
        nobody_came=column.clock.state.is_over and never_came(column.seat),
        proposal=proposal(column), findings={line.line_id: line for line in column.findings.lines},
    ), status  # fmt: skip


def proposal(column: Column) -> str:
    """Our proposal of a mark, where the centre switched it on and every line has a level; empty otherwise."""
    if not current_app.config["E5"].offers_mark:
        return ""
    levels = {line: level.value for line, level in column.marking.levels.items()}
    return format_mark(propose_mark(levels, [line.id for line in column.subject.lines]))


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/fiche")
@allow(Permission.SESSION_RUN)
def save_sheet(session_id: int, rank: int) -> ResponseReturnValue:
    """Keep the mark and the appreciation; after the signature with a reason."""
    form, seat = SheetForm(), own_seat(session_id, rank)
    try:
        if form.validate_on_submit() and _keep(form, seat):
            flash("Fiche enregistrée.")
            return redirect(url_for("examiner.sheet", session_id=session_id, rank=rank))
    except Conflict as conflict:
        return _show_both(session_id, rank, form, conflict)
    return show(session_id, rank, form, 422)


def _show_both(session_id: int, rank: int, form: SheetForm, conflict: Conflict) -> ResponseReturnValue:
    """What is kept, in words, over what was typed; saving again then replaces it knowingly."""
    kept = grading.find_sheet(own_seat(session_id, rank))
    form.version.raw_data, form.version.data = None, kept.version if kept else 0
    form.refuse(
        f"{conflict.message} Ce que vous aviez tapé est encore ci-dessous\u00a0: enregistrez de nouveau pour le garder."
    )
    return show(session_id, rank, form, 409)


def _keep(form: SheetForm, seat: Seat) -> bool:
    """Both fields or none: the second is written on the version that the first one gave."""
    common: dict[str, Any] = {"seat": seat, "author": me(), "reason": form.reason.data or ""}
    typed = attempt(form, services.set_mark, **common, mark=form.mark.data or "", version=form.version.data or 0)
    if typed is None:
        return False
    text = form.appreciation.data or ""
    written: Sheet | None = attempt(form, services.set_appreciation, **common, text=text, version=typed.version)
    return written is not None


@bp.post("/sessions/<int:session_id>/candidats/<int:rank>/signature")
@allow(Permission.SESSION_RUN)
def sign(session_id: int, rank: int) -> ResponseReturnValue:
    """Sign what is typed: the sheet is closed, every later change needs a reason and is kept."""
    form, seat = SheetForm(), own_seat(session_id, rank)
    try:
        if form.validate_on_submit() and attempt(form, sealing.sign_sheet, seat=seat, author=me(), **_typed(form)):
            flash("Fiche signée.")
            return redirect(url_for("examiner.sheet", session_id=session_id, rank=rank))
    except Conflict as conflict:
        return _show_both(session_id, rank, form, conflict)
    return show(session_id, rank, form, 422)


def _typed(form: SheetForm) -> dict[str, Any]:
    """The mark and the appreciation that came with the signature, nothing when it came alone."""
    if not form.mark.raw_data:
        return {}
    return {"mark": form.mark.data, "appreciation": form.appreciation.data or "", "version": form.version.data or 0}
