"""A person at a browser without script: each request stands alone, as on the real server, and carries the page's CSRF token."""

from __future__ import annotations

import re
import secrets
from contextvars import Context
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from tests.factories.people import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_CSRF = "csrf_token"
_LET_IN: WeakKeyDictionary[Flask, dict[tuple[Any, ...], dict[str, Any]]] = WeakKeyDictionary()
"""What an application's door wrote into the session of who went through it: the same person goes through it as often as there
are tests, three pages each time. Kept by all the door looks at, so that a new password, epoch or closure is asked again."""


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
        """Go through the door with an account; whom this application let in once under the same account is let in again."""
        known = _LET_IN.setdefault(self.client.application, {})
        account = self._account(login)
        if account is not None and (kept := known.get((*account, password))) is not None:
            Context().run(self._take, kept)
            return
        self.get("/connexion")
        answer = self.post("/connexion", login=login, password=password)
        assert answer.status_code == 302, answer.text
        self.get("/mon-compte")
        if account is not None:
            known[(*account, password)] = Context().run(self._session)

    def take_seat(self, code: str) -> None:
        """Come to work with the code of a place, as a candidate does, without an account."""
        self.get("/epreuve/rejoindre")
        answer = self.post("/epreuve/rejoindre", code=code)
        assert answer.status_code == 302, answer.text

    @staticmethod
    def _account(login: str) -> tuple[Any, ...] | None:
        """What the door looks at."""
        db.session.commit()
        user = find_user(login)
        found = None if user is None else (user.id, login, user.role, user.epoch, user.is_active, user.password_hash)
        db.session.commit()
        return found

    def _session(self) -> dict[str, Any]:
        """What the browser's cookie holds, without the secret of its forms."""
        with self.client.session_transaction() as session:
            return {name: value for name, value in session.items() if name != _CSRF}

    def _take(self, kept: dict[str, Any]) -> None:
        """A session of one's own with what the door wrote, and the token of its forms."""
        secret = secrets.token_hex(20)
        with self.client.session_transaction() as session:
            session.clear()
            session.update(kept)
            session[_CSRF] = secret
        self.token = URLSafeTimedSerializer(self.client.application.secret_key or "", salt="wtf-csrf-token").dumps(
            secret
        )

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
