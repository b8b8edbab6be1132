"""The administrator's face: accounts, and the state of the installation."""

from __future__ import annotations

from flask import Flask

from sandbox.web.admin import views_system, views_users  # noqa: F401  each file adds its views to the blueprint
from sandbox.web.admin.blueprint import bp


def register(app: Flask) -> None:
    """Open the administrator's face."""
    app.register_blueprint(bp)
