"""The shop's back office. Each section is a file `views_<section>.py` beside this one; all are found and loaded here."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from flask import Blueprint, Flask, current_app, g, request

from sandbox.kernel.money import MICROS_PER_CENT, format_cents, incl_cents, round_half_up
from sandbox.web import nav
from sandbox.web.backoffice import acting
from sandbox.web.shop_context import SHOP_PREFIX

bp = Blueprint("backoffice", __name__)
bp.before_request(acting.check_rights)


@bp.app_template_filter("excl_money")
def excl_money(micros: int) -> str:
    """« 28,12 € »: micros without tax rounded to the cent, as lists show them."""
    return format_cents(round_half_up(micros, MICROS_PER_CENT))


@bp.app_template_filter("incl_money")
def incl_money(micros: int, rate_bp: int = 0) -> str:
    """« 29,67 € »: the price with tax of micros without."""
    return format_cents(incl_cents(micros, rate_bp))


@bp.context_processor
def shell() -> dict[str, Any]:
    """What the layout needs on every page: the menu, and whether this person may write."""
    endpoint = (request.endpoint or "").removeprefix(f"{bp.name}.")
    return {
        "menu": lambda: nav.menu(bp.name, endpoint, acting.may_view),
        "can_write": acting.may_write(endpoint),
        "can_add": acting.may(endpoint, "can_add"),
        "can_delete": acting.may(endpoint, "can_delete"),
        "staff": g.get("staff"),
        "has_endpoint": lambda name: name in current_app.view_functions,
    }


def register(app: Flask) -> None:
    """Serve the back office under the shop's address."""
    app.register_blueprint(bp, url_prefix=f"{SHOP_PREFIX}/admin")
    app.jinja_env.globals.update(
        may_post=acting.may_post, why_not=acting.why_not
    )  # macros imported without context know them


for _module in pkgutil.iter_modules(__path__):
    if _module.name.startswith("views_"):
        import_module(f"{__name__}.{_module.name}")
