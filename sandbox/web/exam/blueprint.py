"""The candidate's blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("exam", __name__, url_prefix="/epreuve")
