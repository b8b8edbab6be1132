"""The subjects that are shipped, and what their good runs play."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Loaded, load_subject
from sandbox.training.subjects.player import Line, read_run
from sandbox.training.subjects.queries import SCENARIOS

SLUGS = sorted(path.parent.name for path in (SCENARIOS / "subjects").glob("*/subject.yaml"))


@cache
def loaded(slug: str) -> Loaded:
    """A shipped subject as its folder reads."""
    return load_subject(folder(slug), SCENARIOS / "grids")


def folder(slug: str) -> Path:
    """Where a shipped subject is."""
    return SCENARIOS / "subjects" / slug


def subject(slug: str) -> Subject:
    """A shipped subject, which must be readable."""
    found = loaded(slug).subject
    assert found is not None, loaded(slug).faults
    return found


def slugs_of(mode: str, support: str | None = None) -> list[str]:
    """The shipped subjects of a mode, « fidele » or « anime », of one support if asked, « boutique » or « site »."""
    found = [slug for slug in SLUGS if subject(slug).scenario.mode == mode]
    return [slug for slug in found if support in (None, subject(slug).scenario.support)]


def lines_of(slug: str, trial_id: str = "bon") -> list[Line]:
    """What a golden run plays."""
    trial = subject(slug).trial(trial_id)
    assert trial is not None
    assert trial.recording is not None
    return read_run(subject(slug).files[trial.recording])
