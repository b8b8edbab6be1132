"""The administrator's face: the centre's days, accounts, and the state of the installation."""

from __future__ import annotations

from flask import Flask

from sandbox.web.admin import (  # noqa: F401  each file adds its views to the blueprint
    views_archives,
    views_candidates,
    views_days,
    views_kit,
    views_planned,
    views_stations,
    views_system,
    views_users,
)
from sandbox.web.admin.blueprint import bp


def register(app: Flask) -> None:
    """Open the administrator's face."""
    app.register_blueprint(bp)
