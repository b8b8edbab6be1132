"""A person at a browser without script, at a server that may be gone."""

from __future__ import annotations

import re
import time
from http.client import HTTPException
from urllib.parse import urlencode

from sandbox.cli._bench.browser import Answer, BrokenPage, Browser

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_IDLE_S = 20
"""A kept connection that was silent for longer may have been closed by the server: a new one is opened."""


class Gone(Exception):
    """The server did not answer: whether it did what was asked is not known."""


class Person:
    """Somebody at a browser, with the token of the last page read."""

    def __init__(self, port: int) -> None:
        self.browser, self.token, self._used_at = Browser(port), "", time.monotonic()

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One exchange; raises Gone when the server is not there."""
        if time.monotonic() - self._used_at > _IDLE_S:
            self.hang_up()
        try:
            return self.browser.request(method, path, body, headers)
        except (OSError, HTTPException) as gone:
            self.hang_up()
            raise Gone(f"pas de réponse à {path}") from gone
        finally:
            self._used_at = time.monotonic()

    def hang_up(self) -> None:
        """The connection is no longer there, as a browser is told when a server dies; the next exchange opens another."""
        self.browser.close()

    def read(self, path: str) -> str:
        """A page, and the token of its forms; raises BrokenPage."""
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise BrokenPage(f"GET {path} : {answer.status}")
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer.text

    def post(self, path: str, *values: tuple[str, str], fetch: bool = False) -> Answer:
        """Send a form, as a page or as a script does."""
        headers = FORM | ({"X-Requested-With": "fetch", "X-CSRFToken": self.token} if fetch else {})
        return self.ask("POST", path, urlencode([("csrf_token", self.token), *values]), headers)
