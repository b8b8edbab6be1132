"""The choice about cookies that are not needed: asked once, kept six months in a cookie of its own, for one shop.

The session ends with the visit, a choice does not: it is written in a cookie that says yes or no and the day, nothing else. On
the first page of a new visit it is read back into what the session keeps for the shop, on which kept pages depend.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, request

from sandbox.kernel import clock
from sandbox.web.storefront import visitor

NAME = "choix_cookies"
DAYS = 180
"""How long a choice is kept: six months, as the regulator recommends."""

_WRITTEN = re.compile(r"(oui|non)\.(\d{6})")


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice and its day."""

    accepts: bool
    on: date

    @property
    def asked_again_on(self) -> date:
        """The day from which the question is asked again."""
        return self.on + timedelta(days=DAYS + 1)


def choice() -> Choice | None:
    """The visitor's choice; None when they have not chosen, or too long ago."""
    found = visitor.kept().get("cookies")
    if not isinstance(found, dict) or not isinstance(found.get("jour"), int):
        return None
    return _still_good(Choice(bool(found.get("audience")), date.fromordinal(found["jour"])))


def accepts() -> bool | None:
    """Whether the visitor accepts; None when they have not said."""
    found = choice()
    return found.accepts if found else None


def choose(*, accepts: bool) -> None:
    """Keep a choice made now."""
    today = clock.today()
    visitor.keep(cookies={"audience": accepts, "jour": today.toordinal()})
    g.choice_made = Choice(accepts, today)


def _still_good(found: Choice) -> Choice | None:
    today = clock.today()
    return found if found.on <= today < found.asked_again_on else None


def _written() -> Choice | None:
    """The choice that the lasting cookie tells."""
    match = _WRITTEN.fullmatch(request.cookies.get(NAME, ""))
    if match is None or not 1 <= int(match[2]) <= date.max.toordinal():
        return None
    return _still_good(Choice(match[1] == "oui", date.fromordinal(int(match[2]))))


def register(bp: Blueprint) -> None:
    """Read the choice back at the start of a visit, and write it once it is made."""

    @bp.before_request
    def _read_back() -> None:
        if g.get("shop") is None or "cookies" in visitor.kept():
            return
        found = _written()
        if found is not None:
            visitor.keep(cookies={"audience": found.accepts, "jour": found.on.toordinal()})

    @bp.after_request
    def _write(response: Response) -> Response:
        made: Any = g.pop("choice_made", None)
        if made is not None:
            response.set_cookie(
                NAME, f"{'oui' if made.accepts else 'non'}.{made.on.toordinal()}", max_age=DAYS * 86_400, path=f"/b/{g.shop.key}",
                secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax",
            )  # fmt: skip
        return response
