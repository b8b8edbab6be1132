"""The trainer's face: the subjects with their faults, their proofs and their golden runs; the contexts."""

from __future__ import annotations

from flask import Flask

from sandbox.web.authoring import (  # noqa: F401  each file adds its views to the blueprint
    views_annexes,
    views_company_packs,
    views_contexts,
    views_forms,
    views_imports,
    views_profile,
    views_publishing,
    views_story,
    views_subjects,
    views_trials,
    views_writing,
)
from sandbox.web.authoring.blueprint import bp


def register(app: Flask) -> None:
    """Open the trainer's face."""
    app.register_blueprint(bp)
