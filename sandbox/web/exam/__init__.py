"""The candidate's face of a session: taking a seat, waiting, working, handing in."""

from __future__ import annotations

from flask import Flask

from sandbox.web import frame
from sandbox.web.exam import views_check, views_drafts, views_notes, views_practice, views_seat  # noqa: F401  each file adds its views to the blueprint
from sandbox.web.exam.blueprint import bp, check_bp, shop_bp
from sandbox.web.shop_context import SHOP_PREFIX


def register(app: Flask) -> None:
    """Open the candidate's face."""
    app.register_blueprint(bp)
    app.register_blueprint(check_bp)
    app.register_blueprint(shop_bp, url_prefix=f"{SHOP_PREFIX}/notes")
    frame.register(app)
