"""A person at a browser without script: each request stands alone, as on the real server, and carries the page's CSRF token."""

from __future__ import annotations

import re
from contextvars import Context
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel import clock
from sandbox.kernel.db import db
from tests.factories.people import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """A browser of the tests. `later` moves the clock of its requests on.

    A request gets a context of its own: the application context that the fixtures push would otherwise be shared, with the
    identity found for the request before. What the test has not committed yet is committed first, so that it can be seen.
    """

    def __init__(self, app: Flask, login: str = "") -> None:
        self.client = app.test_client()
        self.later = timedelta(0)
        self.token = ""
        if login:
            self.sign_in(login)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Go through the door with an account."""
        self.get("/connexion")
        answer = self.post("/connexion", login=login, password=password)
        assert answer.status_code == 302, answer.text
        self.get("/mon-compte")

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Read a page, and keep the token of its forms."""
        answer = self.open(path, method="GET", **kwargs)
        if answer.mimetype == "text/html" and (found := _TOKEN.search(answer.text)):
            self.token = found[1]
        return answer

    def post(self, path: str, *, headers: dict[str, str] | None = None, **data: Any) -> TestResponse:
        """Send a form of the last page read."""
        return self.open(path, method="POST", data={"csrf_token": self.token, **data}, headers=headers or {})

    def fetch(self, path: str, **data: Any) -> TestResponse:
        """Send what a script sends."""
        return self.post(path, headers={"X-Requested-With": "fetch", "X-CSRFToken": self.token}, **data)

    def open(self, path: str, **kwargs: Any) -> TestResponse:
        """One request, in a context of its own."""
        db.session.commit()
        return Context().run(self._open, path, kwargs)

    def _open(self, path: str, kwargs: dict[str, Any]) -> TestResponse:
        with clock.shifted(self.later):
            return self.client.open(path, **kwargs)
