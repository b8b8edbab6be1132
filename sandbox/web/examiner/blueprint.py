"""The examiner's blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("examiner", __name__, url_prefix="/examinateur")
