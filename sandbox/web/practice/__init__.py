"""Practice alone: choosing a subject, the run, rating one's own work first, then comparing with the findings."""

from __future__ import annotations

from flask import Flask

from sandbox.web.practice import (  # noqa: F401  each file adds its views to the blueprint
    views_market,
    views_result,
    views_run,
    views_subjects,
)
from sandbox.web.practice.blueprint import bp


def register(app: Flask) -> None:
    """Open the face of practice."""
    app.register_blueprint(bp)
