"""Pictures, sounds and films by their content's hash: immutable, so kept by browsers for good. Their names cannot be guessed."""

from __future__ import annotations

import io

from flask import Blueprint, Flask, Response, current_app, request, send_file

from sandbox.kernel.documents import MAX_BYTES, StoredFile
from sandbox.kernel.errors import NotFound
from sandbox.kernel.media import MediaStore
from sandbox.kernel.recordings import TYPES as PLAYED
from sandbox.policy.permissions import Permission
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.forms.fields import DocumentField
from sandbox.web.numbers import whole

bp = Blueprint("media", __name__, url_prefix="/media")

TYPES = {".webp": "image/webp", ".svg": "image/svg+xml", **PLAYED}
"""What is shown or played in pages."""

DOCUMENTS = {
    ".pdf": "application/pdf", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet", ".odt": "application/vnd.oasis.opendocument.text",
}  # fmt: skip
"""What is only ever downloaded, from the page that knows whose it is."""


def store() -> MediaStore:
    """The installation's media store."""
    found: MediaStore = current_app.extensions["e5_media"]
    return found


def download(name: str, file_name: str) -> Response:
    """A stored file to save under its own name: never shown in a page of ours, whatever it holds."""
    path = store().path(name)
    if path.suffix not in DOCUMENTS:
        raise NotFound("Ce fichier n’existe pas.")
    content = io.BytesIO(path.read_bytes())  # a few megabytes at most
    response = send_file(
        content, mimetype=DOCUMENTS[path.suffix], as_attachment=True, download_name=file_name, max_age=0
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def received(form: BaseForm, field: DocumentField, *, maximum: int = MAX_BYTES) -> StoredFile | None:
    """The file that came with a form, stored; None when none came or it was refused (the words are then on its field)."""
    found = field.content()
    if found is None:
        return None
    return attempt(form, store().add_document, data=found[0], file_name=found[1], field=field.name, maximum=maximum)


@bp.get("/<name>")
@allow(Permission.PUBLIC)
def picture(name: str) -> Response:
    """A stored file, smaller when `?l=` names a known width; a part of it when a player asks for one (`Range`)."""
    width = request.args.get("l", type=whole)
    path = store().sized(name, width) if width else store().path(name)
    if path.suffix not in TYPES:
        raise NotFound("Ce fichier n’existe pas.")
    response = send_file(path, mimetype=TYPES[path.suffix], max_age=31_536_000)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def register(app: Flask) -> None:
    """Serve the store."""
    app.register_blueprint(bp)
