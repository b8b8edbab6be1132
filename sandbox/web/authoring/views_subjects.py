"""Subjects: the list, one as its candidates and its examiner will see it, its faults, its golden runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import services
from sandbox.training.authoring.queries import count_uses
from sandbox.training.contexts.queries import list_contexts
from sandbox.training.subjects import queries
from sandbox.training.subjects.loader import Loaded
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.reading import context_loaded, list_drafts, read_subject

MODES = {"fidele": "fidèle", "anime": "animé", "etendu": "étendu"}
STATES = {"brouillon": "brouillon", "relu": "relu", "publie": "publié"}


@bp.get("/sujets")
@allow(Permission.SUBJECT_AUTHOR)
def subjects() -> ResponseReturnValue:
    """Every subject of the folder, those with faults first among equals."""
    return render_template(
        "authoring/subjects/list.html",
        subjects=queries.list_subjects(), written=list_drafts(), uses=count_uses(), modes=MODES, states=STATES,
        contexts={pack.slug: pack.name for pack in list_contexts()},
    )  # fmt: skip


@bp.get("/sujets/<slug>")
@allow(Permission.SUBJECT_AUTHOR)
def subject(slug: str) -> ResponseReturnValue:
    """One subject, or what must be repaired before it can be one."""
    return _page(slug, queries.load_of(slug))


@bp.post("/sujets/<slug>/essais/<trial_id>")
@allow(Permission.SUBJECT_AUTHOR)
def rehearse(slug: str, trial_id: str) -> ResponseReturnValue:
    """Replay a golden run, and show what it reached."""
    found = services.rehearse(subject=queries.get_subject(slug), trial_id=trial_id)
    return _page(slug, queries.load_of(slug), rehearsal=found)


def _page(slug: str, loaded: Loaded, **more: Any) -> str:
    today: date = clock.today()
    return render_template(
        "authoring/subjects/view.html",
        slug=slug, loaded=loaded, subject=read_subject(loaded.subject, today) if loaded.subject else None,
        is_loaded=loaded.subject is not None and context_loaded(loaded.subject.context_slug),
        modes=MODES, states=STATES, uses=count_uses().get(slug, (0, 0)), **more,
    )  # fmt: skip
