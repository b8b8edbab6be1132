"""The candidate's face of a session: taking a seat, waiting, working, handing in."""

from __future__ import annotations

from flask import Flask

from sandbox.web import frame
from sandbox.web.exam import views_practice, views_seat  # noqa: F401  each file adds its views to the blueprint
from sandbox.web.exam.blueprint import bp


def register(app: Flask) -> None:
    """Open the candidate's face."""
    app.register_blueprint(bp)
    frame.register(app)
