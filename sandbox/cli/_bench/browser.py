"""A small browser for the benchmark: one kept connection, cookies, forms. Standard library only, so that it weighs nothing."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass(slots=True)
class Answer:
    """What came back: status, headers, body, and the seconds it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class BrokenPage(RuntimeError):
    """A page of the benchmark did not answer as it should: the figures would mean nothing."""


@dataclass
class Browser:
    """A visitor of one server."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One exchange, timed from the first byte sent to the last one read."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Cookie": "; ".join(f"{k}={m.value}" for k, m in self.cookies.items()), **(headers or {})}
        start = time.perf_counter()
        self.connection.request(method, path, body, sent)
        got = self.connection.getresponse()
        content = got.read()
        seconds = time.perf_counter() - start
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, content, seconds)

    def close(self) -> None:
        """Let the connection go; the next exchange opens another."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def get(self, path: str, *, expect: int = 200) -> Answer:
        """A page; raises BrokenPage for another status than expected."""
        answer = self.request("GET", path)
        if answer.status != expect:
            raise BrokenPage(f"GET {path} : {answer.status}, attendu {expect}")
        return answer

    def follow(self, path: str) -> Answer:
        """A page, through redirects."""
        for _ in range(5):
            answer = self.request("GET", path)
            if answer.status not in (301, 302, 303):
                return answer
            parts = urlsplit(answer.headers["location"])
            path = parts.path + (f"?{parts.query}" if parts.query else "")
        raise BrokenPage(f"GET {path} : trop de redirections")

    def post(self, path: str, values: list[tuple[str, str]], *, expect: tuple[int, ...] = (302, 303)) -> Answer:
        """Send a form; raises BrokenPage for another status than expected."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.request("POST", path, urlencode(values), headers)
        if answer.status not in expect:
            raise BrokenPage(f"POST {path} : {answer.status}, attendu {expect}")
        return answer


class _Forms(HTMLParser):
    """Reads the forms of a page with the values they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self.by_id: dict[str, int] = {}
        self._open: int | None = None
        self._text: tuple[int, str, list[str]] | None = None
        self._select: tuple[int, str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Forms, and the controls inside or tied to them."""
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.forms.append((a.get("action", ""), []))
            self._open = len(self.forms) - 1
            if "id" in a:
                self.by_id[a["id"]] = self._open
        owner = self.by_id.get(a["form"], self._open) if "form" in a else self._open
        if owner is None or ("disabled" in a and tag != "option"):
            return
        if tag == "input" and a.get("name") and a.get("type") not in ("submit", "button", "file", "image"):
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                self.forms[owner][1].append((a["name"], a.get("value", "on" if a.get("type") == "checkbox" else "")))
        elif tag == "textarea" and a.get("name"):
            self._text = (owner, a["name"], [])
        elif tag == "select" and a.get("name"):
            self._select = (owner, a["name"], [])
        elif tag == "option" and self._select:
            self._select[2].append((a.get("value", ""), "selected" in a))

    def handle_data(self, data: str) -> None:
        """The text of a textarea."""
        if self._text:
            self._text[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "textarea" and self._text:
            owner, name, parts = self._text
            self.forms[owner][1].append((name, "".join(parts)))
            self._text = None
        elif tag == "select" and self._select:
            owner, name, options = self._select
            chosen = [value for value, is_on in options if is_on] or [value for value, _ in options[:1]]
            self.forms[owner][1].extend((name, value) for value in chosen)
            self._select = None
        elif tag == "form":
            self._open = None


def form_with(page: str, field_name: str) -> tuple[str, list[tuple[str, str]]]:
    """(action, values) of the first form of a page that has that field; raises BrokenPage when there is none."""
    parser = _Forms()
    parser.feed(page)
    for action, values in parser.forms:
        if any(name == field_name for name, _ in values):
            return action, values
    raise BrokenPage(f"aucun formulaire avec le champ « {field_name} »")


def changed(values: list[tuple[str, str]], **changes: str) -> list[tuple[str, str]]:
    """The same values with some changed."""
    return [(name, changes.get(name, value)) for name, value in values]
