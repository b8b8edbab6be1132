"""What is printed of a whole session: its record, the fairness sheet; and looking at a journal that somebody hands in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.records import services
from sandbox.training.records.fairness import fairness_of
from sandbox.training.records.papers import fairness_pdf, record_pdf
from sandbox.training.records.record import record_of
from sandbox.web.access import allow
from sandbox.web.archives import archive_file
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.forms_records import CommissionForm, JournalForm
from sandbox.web.examiner.loading import own_session
from sandbox.web.examiner.views_files import file
from sandbox.web.forms.base import attempt


@bp.get("/sessions/<int:session_id>/proces-verbal")
@allow(Permission.SESSION_READ)
def record(session_id: int) -> ResponseReturnValue:
    """The record of the session, as it is printed."""
    return _show_record(session_id, None)


def _show_record(session_id: int, form: CommissionForm | None, status: int = 200) -> ResponseReturnValue:
    session = own_session(session_id)
    form = form or CommissionForm(academy=session.academy, members="\n".join(session.members), formdata=None)
    told = record_of(session)
    return render_template("examiner/records/record.html", session=session, record=told, form=form), status


@bp.post("/sessions/<int:session_id>/proces-verbal")
@allow(Permission.SESSION_RUN)
def name_commission(session_id: int) -> ResponseReturnValue:
    """Keep the academy and the other members of the commission."""
    form, session = CommissionForm(), own_session(session_id)
    if form.validate_on_submit() and attempt(
        form, services.name_commission, session=session, academy=form.academy.data, members=form.names()
    ):
        flash("Commission enregistrée.")
        return redirect(url_for("examiner.record", session_id=session_id))
    return _show_record(session_id, form, 422)


@bp.get("/sessions/<int:session_id>/proces-verbal.pdf")
@allow(Permission.SESSION_READ)
def record_paper(session_id: int) -> ResponseReturnValue:
    """The record to print and to sign."""
    content = record_pdf(record_of(own_session(session_id)))
    return file(content, f"e5-session-{session_id}-proces-verbal.pdf", "application/pdf", is_shown=True)


@bp.get("/sessions/<int:session_id>/equite")
@allow(Permission.SESSION_READ)
def fairness(session_id: int) -> ResponseReturnValue:
    """What each candidate was given, side by side."""
    session = own_session(session_id)
    return render_template("examiner/records/fairness.html", session=session, sheet=fairness_of(session))


@bp.get("/sessions/<int:session_id>/equite.pdf")
@allow(Permission.SESSION_READ)
def fairness_paper(session_id: int) -> ResponseReturnValue:
    """The fairness sheet to print."""
    content = fairness_pdf(fairness_of(own_session(session_id)))
    return file(content, f"e5-session-{session_id}-equite.pdf", "application/pdf", is_shown=True)


@bp.get("/sessions/<int:session_id>/archive.zip")
@allow(Permission.SESSION_READ)
def archive(session_id: int) -> ResponseReturnValue:
    """The archive of a closed session, to keep."""
    return archive_file(own_session(session_id))


@bp.get("/journaux/verifier")
@allow(Permission.SESSION_READ)
def check_journal() -> ResponseReturnValue:
    """Where a journal is handed in."""
    return render_template("examiner/records/check.html", form=JournalForm(formdata=None), found=None)


@bp.post("/journaux/verifier")
@allow(Permission.SESSION_READ, writes=False)
def checked_journal() -> ResponseReturnValue:
    """What came of looking at it. Nothing is written."""
    form, found = JournalForm(), None
    if form.validate_on_submit():
        found = attempt(form, services.check_file, content=form.journal.data.read(), paper_seal=form.seal.data or "")
    return render_template("examiner/records/check.html", form=form, found=found), 200 if found else 422
