"""Contexts: which companies are loaded, how full they are, the shop to look at, the faults of their folder."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from sandbox.config import ROOT
from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.training.authoring.queries import figures_of_context
from sandbox.training.contexts import services
from sandbox.training.contexts.queries import folder_digest, get_context, list_contexts
from sandbox.training.subjects.queries import subjects_in_force
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp

FOLDERS = ROOT / "scenarios" / "contexts"


@bp.get("/contextes")
@allow(Permission.SUBJECT_AUTHOR)
def contexts() -> ResponseReturnValue:
    """The loaded companies with their figures."""
    found = [figures_of_context(pack) for pack in list_contexts()]
    changed = {c.pack.slug for c in found if not _is_as_loaded(c.pack.slug, c.pack.digest)}
    by_context: dict[str, int] = {}
    for info in subjects_in_force():
        by_context[info.context_slug] = by_context.get(info.context_slug, 0) + 1
    return render_template("authoring/contexts/list.html", contexts=found, changed=changed, subjects=by_context)


@bp.post("/contextes/<context_slug>/verifier")
@allow(Permission.SUBJECT_AUTHOR)
def context_check(context_slug: str) -> ResponseReturnValue:
    """Read the folder of a context and tell every fault; nothing is loaded."""
    pack = get_context(context_slug)
    folder = FOLDERS / pack.slug
    if not folder.is_dir():
        raise NotFound(f"Le dossier « {pack.slug} » n’est plus là.")
    faults = services.check_context(folder=folder, media=current_app.extensions["e5_media"])
    return render_template("authoring/contexts/check.html", pack=pack, faults=sorted(faults))


def _is_as_loaded(slug: str, digest: str) -> bool:
    folder = FOLDERS / slug
    return folder.is_dir() and folder_digest(folder) == digest
