"""Pictures by their content's hash: immutable, so kept by browsers for good. Their names cannot be guessed."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, request, send_file

from sandbox.kernel.media import MediaStore
from sandbox.policy.permissions import Permission
from sandbox.web.access import allow
from sandbox.web.numbers import whole

bp = Blueprint("media", __name__, url_prefix="/media")

TYPES = {".webp": "image/webp", ".svg": "image/svg+xml", ".pdf": "application/pdf"}


def store() -> MediaStore:
    """The installation's media store."""
    found: MediaStore = current_app.extensions["e5_media"]
    return found


@bp.get("/<name>")
@allow(Permission.PUBLIC)
def picture(name: str) -> Response:
    """A stored file, smaller when `?l=` names a known width."""
    width = request.args.get("l", type=whole)
    path = store().sized(name, width) if width else store().path(name)
    response = send_file(path, mimetype=TYPES[path.suffix], max_age=31_536_000)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def register(app: Flask) -> None:
    """Serve the store."""
    app.register_blueprint(bp)
