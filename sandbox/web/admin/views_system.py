"""The state of the installation, for who keeps it running."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.contexts.queries import list_contexts
from sandbox.training.exams.queries import count_sessions
from sandbox.web.access import allow
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.installation import describe


@bp.get("/installation")
@allow(Permission.SYSTEM_READ)
def system() -> ResponseReturnValue:
    """Database, versions, loaded contexts, sessions and shops, disk, clock, backups."""
    found = describe(current_app.extensions["e5_media"].root, current_app.config["E5"])
    return render_template("admin/system.html", found=found, contexts=list_contexts(), sessions=count_sessions())
