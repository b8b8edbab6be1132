"""The candidate's blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("exam", __name__, url_prefix="/epreuve")
shop_bp = Blueprint("exam_shop", __name__)
"""What the candidate's frame asks of the shop that it lies over."""
check_bp = Blueprint("check", __name__)
"""The workstation's own check, at an address short enough to be typed on thirty of them."""
