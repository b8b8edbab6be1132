"""What a visitor of a site accepted of the cookies that are not needed: asked once, refused in one click, kept as long as the settings say.

Nothing of the sandbox measures the audience of a site, whoever accepts: `accepts` is there for whatever would. The choice is read
again with the notice: when the purposes change, the question is asked anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, request

from sandbox.kernel import clock
from sandbox.shop.announcements.models import SiteCookieNotice
from sandbox.shop.announcements.queries import shown_cookie_notice
from sandbox.web import site_seen

COOKIE = "avis_cookies"
MONTH_DAYS = 30

_WRITTEN = re.compile(r"(\d{6})\.([a-z-]*)\.([a-z-]*)")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was accepted among what was asked, and the day."""

    on: date
    asked: tuple[str, ...]
    accepted: tuple[str, ...]

    @property
    def written(self) -> str:
        """As the cookie has it: « 739948.ads-audience.audience »."""
        return f"{self.on.toordinal()}.{'-'.join(self.asked)}.{'-'.join(self.accepted)}"


def notice() -> SiteCookieNotice | None:
    """The notice that this page goes with, read once a request; None while the extension is off."""
    if "cookie_notice" not in g:
        g.cookie_notice = shown_cookie_notice()
    found: SiteCookieNotice | None = g.cookie_notice
    return found


def choice() -> Choice | None:
    """The visitor's choice; None when they have not made one, made it too long ago, or for other purposes."""
    asked, found = notice(), _read(site_seen.of_visitor(site_seen.CHOICE))
    if asked is None or found is None or found.asked != tuple(sorted(asked.purposes)):
        return None
    return found if 0 <= (clock.today() - found.on).days <= asked.months * MONTH_DAYS else None


def is_asked() -> bool:
    """Whether the page asks the question."""
    return notice() is not None and choice() is None


def accepts(purpose: str) -> bool:
    """Whether the visitor accepted a purpose; silence is no consent."""
    made = choice()
    return made is not None and purpose in made.accepted


def choose(accepted: list[str]) -> None:
    """Keep a choice made now, of the purposes that the notice asks about."""
    asked = notice()
    if asked is None:
        return
    made = Choice(
        clock.today(),
        tuple(sorted(asked.purposes)),
        tuple(sorted(one for one in asked.purposes if one in accepted)),
    )
    site_seen.keep(site_seen.CHOICE, made.written)
    g.site_choice = made


def _read(written: Any) -> Choice | None:
    match = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if match is None or not 1 <= int(match[1]) <= date.max.toordinal():
        return None
    return Choice(date.fromordinal(int(match[1])), _words(match[2]), _words(match[3]))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split("-") if word)


def register(bp: Blueprint) -> None:
    """Read the choice back at the start of a visit, and write it once it is made."""

    @bp.before_request
    def _read_back() -> None:
        written = request.cookies.get(COOKIE, "")
        if g.get("shop") is not None and site_seen.of_visitor(site_seen.CHOICE) is None and _read(written):
            site_seen.keep(site_seen.CHOICE, written)

    @bp.after_request
    def _write(response: Response) -> Response:
        made: Any = g.pop("site_choice", None)
        asked = g.get("cookie_notice")
        if made is not None and asked is not None:
            site_seen.write_cookie(response, COOKIE, made.written, asked.months * MONTH_DAYS)
        return response
