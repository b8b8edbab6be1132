"""Signing in and out, and the door of the house."""

from __future__ import annotations

from flask import Flask

from sandbox.web.auth.views import bp


def register(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
