"""Archives of sessions: made of those that are closed, and opened again to be looked at."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.accounts.queries import get_user
from sandbox.policy.permissions import Permission
from sandbox.training.records import queries
from sandbox.training.records.reopening import reopen
from sandbox.web.access import allow, identity
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.forms_archives import ArchiveForm
from sandbox.web.archives import archive_file
from sandbox.web.forms.base import attempt
from sandbox.web.media import store

MAX_BYTES = 600 * 1024 * 1024


@bp.url_value_preprocessor
def _take_large(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """An archive is larger than any other file; the limit is read before the form is, and raised for who may hand one in."""
    if endpoint == "admin.open_archive" and identity().holds(Permission.CENTRE_PLAN):
        request.max_content_length = MAX_BYTES


def _form() -> ArchiveForm:
    return ArchiveForm([(reader.id, reader.name) for reader in queries.readers()])


@bp.get("/archives")
@allow(Permission.CENTRE_PLAN)
def archives() -> ResponseReturnValue:
    """What may be archived, what was opened again, and where an archive is handed in."""
    return _show(_form())


def _show(form: ArchiveForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "admin/archives.html", form=form, sessions=queries.closed_sessions(), reopened=queries.all_reopened()
    ), status


@bp.get("/archives/session-<int:number>.zip")
@allow(Permission.CENTRE_PLAN)
def archive(number: int) -> ResponseReturnValue:
    """The archive of a closed session."""
    return archive_file(queries.get_closed(number))


@bp.post("/archives")
@allow(Permission.CENTRE_PLAN)
def open_archive() -> ResponseReturnValue:
    """Open an archive again for an examiner; doing it twice changes nothing."""
    form = _form()
    if not form.validate_on_submit():
        return _show(form, 422)
    found = attempt(
        form, reopen, file=form.archive.data.stream, examiner=get_user(form.examiner.data), author=identity().name, media=store()
    )  # fmt: skip
    if found is None:
        return _show(form, 422)
    flash(
        "Archive rouverte, en lecture seule."
        if found.is_new
        else "Cette archive était déjà rouverte : rien n’a changé."
    )
    return redirect(url_for("admin.archives"))
