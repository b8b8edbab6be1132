"""A shop that its team closed for a while: every page is the page of maintenance, but for the team, who may look in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from sandbox.web.storefront import visitor
from sandbox.web.storefront.frame import front

ALWAYS_OPEN = frozenset({"storefront.theme_css", "storefront.robots", "storefront.look_in"})
RETRY_S = 3600


def is_closed() -> bool:
    """Whether the shop is closed to visitors."""
    return not front().settings["boutique_active"]


def lets_in() -> bool:
    """Whether this visitor said to be of the team, in a shop that lets its team in."""
    return bool(front().settings["maintenance_equipe"] and visitor.kept().get("equipe"))


def register(bp: Blueprint) -> None:
    """Stand before every page of the storefront."""

    @bp.before_request
    def _close() -> Any:
        if g.get("shop") is None or request.endpoint in ALWAYS_OPEN or not is_closed() or lets_in():
            return None
        return page()

    @bp.context_processor
    def _closed() -> dict[str, Any]:
        return {"is_closed": is_closed() if g.get("shop") is not None else False}


def page() -> Response:
    """The page of maintenance, with the status that robots understand."""
    answer = make_response(render_template("storefront/errors/maintenance.html"), 503)
    answer.headers["Retry-After"] = str(RETRY_S)
    return answer
