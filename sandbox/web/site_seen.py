"""What a visitor of a site closed or chose, kept for one copy: for the visit in the session, beyond it in a cookie of that copy alone.

The cookie is read back into the session on the first page of a new visit, since kept pages depend on what the session holds. It
bears short marks, nothing about who the visitor is.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, request, session

from sandbox.web.page_cache import VISITOR_KEY

COOKIE = "site_vu"
DAYS = 180
MOST = 20
"""How many bars and pop-ups are remembered: the oldest are forgotten first."""
SEEN, CHOICE = "annonces", "avis"

_MARKS = re.compile(r"[0-9a-f-]{1,25}(?:\.[0-9a-f-]{1,25})*")


def of_visitor(name: str) -> Any:
    """A value that the session keeps for the open shop, or None."""
    mine = session.get(VISITOR_KEY, {}).get(g.shop.key)
    return mine.get(name) if isinstance(mine, dict) else None


def keep(name: str, value: Any) -> None:
    """Keep a value in the session for the open shop."""
    mine = session.get(VISITOR_KEY, {}).get(g.shop.key)
    session[VISITOR_KEY] = {**session.get(VISITOR_KEY, {}), g.shop.key: {**(mine or {}), name: value}}


def write_cookie(response: Response, name: str, value: str, days: int) -> None:
    """A cookie that lasts, for the open shop alone, out of reach of scripts."""
    response.set_cookie(
        name, value, max_age=timedelta(days=days), path=f"/b/{g.shop.key}", secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True, samesite="Lax",
    )  # fmt: skip


def marks() -> list[str]:
    """The marks of what this visitor closed, or was shown enough."""
    found = of_visitor(SEEN)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def remember(mark: str, *, for_good: bool) -> None:
    """Note that a bar or a pop-up is not to be shown again: in this visit, or ever."""
    keep(SEEN, [*(one for one in marks() if one != mark), mark][-MOST:])
    if for_good:
        g.site_seen_for_good = [*(one for one in _lasting() if one != mark), mark][-MOST:]


def _lasting() -> list[str]:
    written = request.cookies.get(COOKIE, "")
    return written.split(".")[-MOST:] if _MARKS.fullmatch(written) else []


def register(bp: Blueprint) -> None:
    """Read the cookie at the start of a visit, write it when something was closed for good."""

    @bp.before_request
    def _read_back() -> None:
        if g.get("shop") is not None and of_visitor(SEEN) is None and _lasting():
            keep(SEEN, _lasting())

    @bp.after_request
    def _write(response: Response) -> Response:
        lasting: Any = g.pop("site_seen_for_good", None)
        if lasting is not None:
            write_cookie(response, COOKIE, ".".join(lasting), DAYS)
        return response
