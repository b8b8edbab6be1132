"""People whose browsers have no script, at a real server over real HTTP: what they are told was saved is written down."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from http.cookiejar import CookieJar
from typing import IO, Any

from tests.factories.people import PASSWORD
from tests.support.pages import Page

WITHIN_S = 60
"""How long an answer is waited for: a drill asks whether something was lost, on however slow a machine."""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirection is the answer that something was saved; it is not followed."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Never."""


class Gone(Exception):
    """The server did not answer: whether it did what was asked is not known."""


class Person:
    """A browser at a server: cookies and the token of the last page. `is_script`: its forms are sent by the scripts of the page."""

    def __init__(self, url: str, *, jar: CookieJar | None = None) -> None:
        self.url, self.token, self.is_script = url, "", False
        self.jar = CookieJar() if jar is None else jar
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)

    def at(self, url: str) -> Person:
        """The same browser at another server."""
        same = Person(url, jar=self.jar)
        same.token, same.is_script = self.token, self.is_script
        return same

    def get(self, path: str) -> str:
        """The text of a page."""
        status, text = self._ask(urllib.request.Request(self.url + path))
        assert status == 200, f"{path}: {status}"
        if found := _TOKEN.search(text):
            self.token = found[1]
        return text

    def post(self, path: str, **data: object) -> int:
        """Send a form; the status of the answer."""
        body = urllib.parse.urlencode({"csrf_token": self.token, **data}, doseq=True).encode()
        headers = {"X-Requested-With": "fetch"} if self.is_script else {}
        return self._ask(urllib.request.Request(self.url + path, data=body, headers=headers))[0]

    def tell(self, path: str, **data: object) -> tuple[int, dict[str, Any]]:
        """Send JSON as a script does; the status and what was answered."""
        headers = {"X-Requested-With": "fetch", "X-CSRFToken": self.token, "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=json.dumps(data).encode(), headers=headers)
        status, text = self._ask(request)
        return status, json.loads(text) if status == 200 else {}

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            return self._read(request)
        except (OSError, HTTPException) as gone:  # even in the middle of an answer, whatever its status
            raise Gone(request.full_url) from gone

    def _read(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=WITHIN_S) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(errors="replace")


@dataclass
class Candidate:
    """Someone who saves the same product again and again, each time under another name."""

    person: Person
    rank: int
    shop_key: str
    product_id: int
    saved: list[str] = field(default_factory=list)
    sent: int = 0
    form: dict[str, object] = field(default_factory=dict)

    def join(self, code: str) -> None:
        """Take the seat."""
        self.person.get("/epreuve/rejoindre")
        assert self.person.post("/epreuve/rejoindre", code=code) == 302

    def step(self) -> None:
        """Save once more."""
        path = f"/b/{self.shop_key}/admin/catalogue/produits/{self.product_id}"
        if not self.form:
            self.form = dict(Page(self.person.get(path)).form("product-form").filled())
        self.sent += 1
        name = f"Coffret {self.rank}-{self.sent}"
        status = self.person.post(path, **{**self.form, "name": name})
        assert status in (302, 303, 403, 422), status
        if status in (302, 303):
            self.saved.append(name)


@dataclass
class Examiner:
    """Someone who notes, rates, pauses the third candidate and lets them go on."""

    person: Person
    session_id: int
    seats: tuple[int, ...]
    observed: dict[str, int] = field(default_factory=dict)
    rated: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)
    pauses: int = 0
    resumes: int = 0
    turn: int = 0

    def sign_in(self) -> None:
        """Come in, and open the console."""
        self.person.get("/connexion")
        assert self.person.post("/connexion", login="erin", password=PASSWORD) == 302
        self.person.get(f"{self.root}/console")

    @property
    def root(self) -> str:
        """The address of the session."""
        return f"/examinateur/sessions/{self.session_id}"

    def step(self) -> None:
        """The next thing on the list."""
        self.turn += 1
        rank = 1 + self.turn % 3
        seat, key, line = self.seats[rank - 1], str(uuid.uuid4()), f"L{1 + self.turn % 8}"
        status, _ = self.person.tell(
            f"{self.root}/observations", uuid=key, rank=rank, seat=seat, line="", sign="+", text=f"pour {seat}"
        )
        if status == 200:
            self.observed[key] = seat
        version, value = self.rated.get((seat, line), (0, ""))
        wanted = "TS" if value == "S" else "S"
        status, told = self.person.tell(
            f"{self.root}/niveaux", rank=rank, seat=seat, line=line, value=wanted, version=version
        )
        if status == 200:
            self.rated[seat, line] = (told["version"], wanted)
        if self.turn % 2 == 0:
            self.pauses += self.person.post(f"{self.root}/candidats/3/pause") in (200, 302)
            self.resumes += self.person.post(f"{self.root}/candidats/3/reprise") in (200, 302)


class Busy:
    """Several people at work at once, each in a thread, until the server is gone or they are stopped."""

    def __init__(self, *steps: Callable[[], None]) -> None:
        self.stopped = threading.Event()
        self.faults: list[Exception] = []
        self._threads = [threading.Thread(target=self._work, args=(step,), daemon=True) for step in steps]

    def __enter__(self) -> Busy:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self._threads:
            thread.join(30)

    def _work(self, step: Callable[[], None]) -> None:
        try:
            while not self.stopped.is_set():
                step()
        except Gone:
            return
        except Exception as fault:  # noqa: BLE001 - raised again by the test, which waits for this thread
            self.faults.append(fault)
