"""The archive of a session as a file to keep: for its examiner, and for the administrator."""

from __future__ import annotations

import io

from flask import Response

from sandbox.training.exams.models import ExamSession
from sandbox.training.records.archiving import archive_name, write_archive
from sandbox.web.media import store


def archive_file(session: ExamSession) -> Response:
    """The zip; its SHA-256 is in a header."""
    file = io.BytesIO()
    made = write_archive(session=session, target=file, media=store())
    response = Response(file.getvalue(), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{archive_name(session)}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Archive-SHA256"] = made.digest
    return response
