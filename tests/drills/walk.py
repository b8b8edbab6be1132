"""The walk of drill 10: somebody opens a page of each address of a face, and sends each form found there twice, as a double click does.

The forms are found from the addresses of the application, so that a new one enters by itself; what follows a sending is read
too, so that the steps of an order come one after the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from tests.support.counting import row_counts
from tests.support.pages import Form, Page
from tests.support.visitor import Visitor

LINK = re.compile(r'href="(/[^"#]*)"')
GUESSES = ("Essai du double envoi", "7", "2026-12-24", "essai@exemple.fr", "essai-du-double-envoi", "1", "#aa3344", "y")
MARKED = re.compile(r'<(?:input|select|textarea)\b[^>]*(?:aria-invalid="true"|class="[^"]*\berr\b)[^>]*>')
NAMED = re.compile(r'\bname="([^"]+)"')
LAST = re.compile(r"/(supprimer|suppression|retirer|retrait|remove|delete|trash|vus/effacer)(/|$)")
"""What deletes is sent once everything else was, so that there is something left to send."""
Kind = tuple[str, tuple[str, ...]]


@dataclass
class Found:
    """A form of a page: where it is shown, and which endpoint takes it."""

    page: str
    form: Form
    endpoint: str
    target: str


@dataclass
class Twice:
    """What a form did when it was sent twice."""

    endpoint: str
    first: int
    second: int
    worked: bool
    counted_again: bool

    @property
    def fault(self) -> str:
        """In words, empty when all is well."""
        if max(self.first, self.second) >= 500 or self.counted_again:
            return f"{self.endpoint}: {self.first} then {self.second}{', counted twice' * self.counted_again}"
        if self.first >= 400 and self.worked:
            return f"{self.endpoint} was refused ({self.first}) and changed something"
        return ""


@dataclass
class Face:
    """Somebody in front of the pages of some blueprints: where they begin, which forms come last or never, what they know to type.

    `each` is how many pages of one endpoint are read; `again` what is read anew after each form that did something.
    """

    app: Flask
    visitor: Visitor
    starts: tuple[str, ...]
    blueprints: tuple[str, ...]
    last: re.Pattern[str] = LAST
    typed: dict[str, str] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    each: int = 1
    again: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.adapter = self.app.url_map.bind("localhost")
        self.pages: Counter[str] = Counter()
        self.forms: dict[Kind, Found] = {}
        self.sent: set[Kind] = set()
        self._seen: set[str] = set()

    # what there is to send ----------------------------------------------------------------------------------------

    def endpoint(self, path: str, method: str = "GET") -> str:
        """The endpoint of an address; empty when it is none of this face's."""
        try:
            name = str(self.adapter.match(urlsplit(path).path, method=method)[0])
        except HTTPException:
            return ""
        return name if name.partition(".")[0] in self.blueprints else ""

    def crawl(self, *starts: str) -> None:
        """Pages of each endpoint, breadth first: the starts, and whatever their links lead to."""
        queue = list(starts)
        self._seen.difference_update(starts)
        while queue:
            path = queue.pop(0)
            name = self.endpoint(path)
            if not name or path in self._seen or (self.pages[name] >= self.each and path not in starts):
                continue
            self._seen.add(path)
            answer = self.visitor.get(path, follow_redirects=True)
            assert answer.status_code < 500, f"{path}: {answer.status_code}"
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            self.pages[self.endpoint(answer.request.path)] += 1
            self.note(path, answer)
            queue += [unescape(link) for link in LINK.findall(answer.text)]

    def note(self, path: str, answer: TestResponse) -> None:
        """Keep one form of each kind."""
        for form in Page(answer.text).forms.values():
            if "csrf_token" not in form.fields:
                continue
            target = form.action or answer.request.path
            assert self.takes(target), f"{path}: a form goes to {target}, which takes none"
            if name := self.endpoint(target, "POST"):
                self.forms.setdefault((name, kind_of(form)), Found(path, form, name, target))

    def takes(self, target: str) -> bool:
        """Whether an address of the application takes forms; the site of somebody else is none."""
        try:
            return bool(self.adapter.match(urlsplit(target).path, method="POST"))
        except HTTPException:
            return False

    def waiting(self) -> list[Kind]:
        """What was not sent yet, in the order to send it."""
        left = [kind for kind in self.forms if kind not in self.sent and kind[0] not in self.never]
        return sorted(left, key=lambda kind: (bool(self.last.search(self.forms[kind].target)), kind))

    def writing(self) -> set[str]:
        """The endpoints of this face that take a form."""
        rules = (rule for rule in self.app.url_map.iter_rules() if "POST" in (rule.methods or ()))
        return {rule.endpoint for rule in rules if rule.endpoint.partition(".")[0] in self.blueprints}

    def reached(self) -> set[str]:
        """Those whose form was found."""
        return {found.endpoint for found in self.forms.values()}

    # what is sent -------------------------------------------------------------------------------------------------

    def walk(self) -> Iterator[Twice]:
        """Send each form twice, those that come up on the way too."""
        self.crawl(*self.starts)
        while waiting := self.waiting():
            kind = waiting[0]
            self.sent.add(kind)
            if (now := self._fresh(kind)) is not None:
                yield self._twice(now)

    def _fresh(self, kind: Kind) -> Found | None:
        """The form as its page shows it now, were it with another field; None when it is gone with what was done before."""
        known = self.forms[kind]
        answer = self.visitor.get(known.page, follow_redirects=True)
        if answer.status_code != 200:
            return None
        now = Face(self.app, self.visitor, (), self.blueprints)
        now.note(known.page, answer)
        same = (found for found in now.forms.values() if found.endpoint == known.endpoint)
        return now.forms.get(kind) or next((found for found in same if found.target == known.target), None)

    def _twice(self, found: Found) -> Twice:
        before = state()
        first, sent = self.send(found)
        once = state()
        second = self.visitor.post(found.target, **sent)
        again = state()
        if first.status_code in (302, 303) and self.endpoint(where := unescape(first.headers["Location"])):
            self.crawl(where, *(self.again if once != before else ()))
        return Twice(found.endpoint, first.status_code, second.status_code, once != before, again != once)

    def send(self, found: Found) -> tuple[TestResponse, dict[str, Any]]:
        """Send a form, its empty fields filled by what is known or guessed until it is taken or nothing more can be guessed."""
        sent: dict[str, Any] = {name: value for name, value in found.form.fields.items() if name}
        sent |= {name: value for name, value in self.typed.items() if not any(sent.get(name, ["full"]))}
        answer = self.visitor.post(found.target, **sent)
        for guess in GUESSES:
            if answer.status_code != 422 or not (wrong := faults(answer)):
                break
            sent |= {name: self.typed.get(name, guess) for name in wrong}
            answer = self.visitor.post(found.target, **sent)
        return answer, sent


def kind_of(form: Form) -> tuple[str, ...]:
    """The names of a form's fields, numbers of rows aside: rows of a list have forms of one kind."""
    return tuple(sorted({re.sub(r"\d+", "#", name) for name in form.fields}))


def faults(answer: TestResponse) -> list[str]:
    """The fields at fault on a refused page: those that a fault is said at, and those that are marked."""
    texts = Page(answer.text).texts
    ends = ((name, re.fullmatch(r"(.+)-(?:err|e)", name)) for name in texts)
    said = [found[1] for name, found in ends if found and texts[name].strip()]
    marked = [found[1] for tag in MARKED.findall(answer.text) if (found := NAMED.search(tag))]
    return list(dict.fromkeys(said + marked))


def state() -> tuple[Any, ...]:
    """How many rows each table has, and the revision of each shop: both move with whatever is written."""
    with db.engine.connect() as connection:
        counts = row_counts(connection, leave_out=("seats", "shops"))
        return (*counts, *map(tuple, connection.exec_driver_sql("SELECT key, revision FROM shops ORDER BY key")))
