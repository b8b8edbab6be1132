"""What an examiner's device shows while the server is down: a page that the browser keeps beforehand, and the worker that keeps it.

Neither holds anything of a session or of a person: whoever opens the device may read them.
"""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp


@bp.get("/attente")
@allow(Permission.PUBLIC, writes=False)
def waiting() -> ResponseReturnValue:
    """« Le serveur ne répond pas » : comes back by itself, counts what the device keeps."""
    return render_template("examiner/waiting.html")


@bp.get("/attente.js")
@allow(Permission.PUBLIC, writes=False)
def waiting_worker() -> Response:
    """The service worker, at an address of its own: what it may look after begins there, a static file's would not."""
    script = Path(current_app.static_folder or "") / "js" / "exam-waiting-worker.js"
    return Response(script.read_bytes(), mimetype="text/javascript")
