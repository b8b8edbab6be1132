"""The examiner's face: sessions, the console, the evidence of a line, the sheet."""

from __future__ import annotations

from flask import Flask

from sandbox.web.examiner import (  # noqa: F401  each file adds its views to the blueprint
    views_console,
    views_control,
    views_day,
    views_events,
    views_evidence,
    views_files,
    views_marking,
    views_records,
    views_replay,
    views_sessions,
    views_sheet,
    views_waiting,
)
from sandbox.web.examiner.blueprint import bp


def register(app: Flask) -> None:
    """Open the examiner's face."""
    app.register_blueprint(bp)
