"""Files that the trainer's face hands out."""

from __future__ import annotations

from flask import Response


def attached(content: bytes, name: str, mimetype: str, *, is_shown: bool = False) -> Response:
    """A file to keep, or to show in the browser when it can."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'{"inline" if is_shown else "attachment"}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
