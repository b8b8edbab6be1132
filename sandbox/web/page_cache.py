"""Pages of a shop kept while nothing changed: keyed on the shop's revision, so that a write is seen at once.

What belongs to one person or one moment is not kept: the anti-forgery token is swapped for a mark and put back, the
candidate's bar and drawer are drawn anew around the kept page, and so is each part that a face registered with `later`. A page made for one visitor (cart, account, cookies) is keyed
on what their session holds for this shop. Prices may depend on the hour, so a page lives a minute at most.
"""

from __future__ import annotations

import functools
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, make_response, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from sandbox.kernel import clock

V = TypeVar("V", bound=Callable[..., Any])

MAX_BYTES = 24 * 1024 * 1024
TOKEN_MARK = "\u2063csrf\u2063"  # invisible separators: no text of a shop holds them
BAR_MARK = "<!--\u2063bar\u2063-->"
DRAWER_MARK = "<!--\u2063drawer\u2063-->"
VISITOR_KEY = "boutiques"


class PageCache:
    """The latest pages, the least recently used forgotten first; shared by the threads of the process."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        # As bytes: one typographic apostrophe makes Python hold a whole page on two bytes a character.
        self._pages: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._max_bytes, self._bytes = max_bytes, 0

    def get(self, key: tuple[Any, ...]) -> str | None:
        """A kept page."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            self._pages.move_to_end(key)
        return page.decode()

    def put(self, key: tuple[Any, ...], page: str) -> None:
        """Keep a page."""
        written = page.encode()
        with self._lock:
            self._bytes += len(written) - len(self._pages.pop(key, b""))
            self._pages[key] = written
            while self._bytes > self._max_bytes and self._pages:
                _, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone)


PARTS = "page_parts"
EXTENSION = "page_cache"
"""The pages are the application's: two applications of one process may hold shops of the same number."""


def kept(view: V) -> V:
    """Keep what a GET view of a shop answers, as long as the shop, the visitor and the minute stay the same."""

    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        if session.get("_flashes"):
            return view(*args, **kwargs)
        pages: PageCache = current_app.extensions[EXTENSION]
        key = page_key()
        page = pages.get(key)
        if page is None:
            response = make_response(_drawn_with_marks(view, *args, **kwargs))
            if response.status_code != 200 or response.direct_passthrough or session.get("_flashes"):
                response.set_data(complete(response.get_data(as_text=True)))
                return response
            page = response.get_data(as_text=True)
            if token := g.get("csrf_token"):
                page = page.replace(token, TOKEN_MARK)
            pages.put(key, page)
        return Response(complete(page), mimetype="text/html")

    return run  # type: ignore[return-value]


def _drawn_with_marks(view: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What the view answers, with marks for what is not kept; the page of a refusal is drawn after it, and whole."""
    g.marks_frame = True
    try:
        return view(*args, **kwargs)
    finally:
        g.marks_frame = False


def page_key() -> tuple[Any, ...]:
    """What a page depends on. The shop by its key: a database gives the number of a deleted shop to the next one.

    The host too: what search engines read of a page holds whole addresses.
    """
    visitor = session.get(VISITOR_KEY, {}).get(g.shop.key)
    staff = g.get("staff")
    return (
        g.shop.key, g.shop.revision, request.host_url, request.full_path, json.dumps(visitor, sort_keys=True), has_frame(), g.is_readonly, staff.id if staff else None,
        int(clock.now().timestamp() // 60),
    )  # fmt: skip


def has_frame() -> bool:
    """Whether the candidate's frame stands around the page."""
    return g.get("seat") is not None or g.get("practice_run") is not None


def complete(page: str) -> str:
    """Put back the parts drawn each time, the token, the bar and the drawer."""
    for mark, draw in current_app.extensions[PARTS].items():
        if mark in page:
            page = page.replace(mark, draw(), 1)
    if TOKEN_MARK in page:
        page = page.replace(TOKEN_MARK, generate_csrf())
    if BAR_MARK in page:
        page = page.replace(BAR_MARK, _draw("exam/frame/bar.html"), 1)
        page = page.replace(DRAWER_MARK, _draw("exam/frame/drawer.html"), 1)
    return page


def later(app: Flask, name: str, draw: Callable[[], str]) -> None:
    """A part of pages that is drawn each time; templates put it with `drawn_later(name)`."""
    app.extensions[PARTS][f"<!--\u2063{name}\u2063-->"] = draw


def _drawn_later(name: str) -> Markup:
    mark = f"<!--\u2063{name}\u2063-->"
    drawn = mark if g.get("marks_frame") else current_app.extensions[PARTS][mark]()
    return Markup(drawn)  # noqa: S704 -- a mark, or what our own template drew


def _draw(name: str) -> str:
    """A template that needs nothing of the shop's pages around it."""
    return current_app.jinja_env.get_template(name).render()


def register(app: Flask) -> None:
    """Give the application its kept pages, and tell the frame's templates when they stand for a mark."""
    app.extensions[EXTENSION] = PageCache()
    app.extensions[PARTS] = {}
    app.jinja_env.globals.update(drawn_later=_drawn_later)
    app.jinja_env.globals.update(bar_mark=lambda: BAR_MARK if g.get("marks_frame") else "")
    app.jinja_env.globals.update(drawer_mark=lambda: DRAWER_MARK if g.get("marks_frame") else "")
