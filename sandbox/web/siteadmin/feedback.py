"""What the administration answers: a notice on the next page, and the way back to the list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response


def notice(
    text: str, *, kind: str = "ok", view: str | None = None, undo: tuple[str, dict[str, str]] | None = None
) -> None:
    """Show a text on the next page; `view` is the address on the site, `undo` a POST with its fields that takes it back."""
    flash({"text": text, "view": view, "undo": list(undo) if undo else None}, kind)  # type: ignore[arg-type]


def back(endpoint: str, **values: Any) -> Response:
    """Back to the list the person came from (the field `next`, of this administration only), or to `endpoint`."""
    wanted = urlsplit(request.form.get("next", ""))
    home = url_for("siteadmin.home")
    if not wanted.netloc and not wanted.scheme and wanted.path.startswith(home):
        return redirect(wanted.path + (f"?{wanted.query}" if wanted.query else ""))
    return redirect(url_for(f"siteadmin.{endpoint}", **values))


def asked_numbers(name: str = "ids") -> list[int]:
    """The numbers of the ticked rows."""
    return [int(value) for value in request.form.getlist(name) if value.isdigit() and len(value) < 10]
