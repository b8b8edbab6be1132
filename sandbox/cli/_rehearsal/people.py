"""Three candidates and an examiner over real HTTP: what they are told was saved is written down, to be looked for afterwards."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

from sandbox.cli._bench.browser import BrokenPage, changed, form_with
from sandbox.cli._rehearsal.browsing import FORM, Gone, Person

PASSWORD = "repetition-generale"
EXAMINER = "repetition"
PLACE = "Q1|Produits"


@dataclass
class Candidate:
    """Somebody at a workstation who saves the texts of the recorded run, each time under a reference of its own."""

    rank: int
    shop_key: str
    texts: Sequence[tuple[int, dict[str, str]]]
    person: Person
    sent: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    page_s: list[float] = field(default_factory=list)
    write_s: list[float] = field(default_factory=list)

    def sit(self, code: str, port: int | None = None) -> None:
        """Take the seat with a code, at another workstation when a port is given; raises BrokenPage."""
        if port is not None:
            self.person = Person(port)
        self.person.read("/epreuve/rejoindre")
        answer = self.person.post("/epreuve/rejoindre", ("code", code))
        if answer.status != 302:
            raise BrokenPage(f"le code {code} n’ouvre pas la place ({answer.status})")
        self.person.read("/epreuve")

    def pulse(self, **headers: str) -> dict[str, Any]:
        """A sign of life; what the frame of the page is told. Raises BrokenPage."""
        if not self.person.token:
            self.person.read("/epreuve")
        sent = FORM | {"X-Requested-With": "fetch", "X-CSRFToken": self.person.token} | headers
        answer = self.person.ask("POST", "/epreuve/pouls", urlencode({"page": PLACE}), sent)
        if answer.status != 200:
            raise BrokenPage(f"le poste {self.rank} n’est plus écouté ({answer.status})")
        found: dict[str, Any] = json.loads(answer.body)
        return found

    @property
    def left(self) -> int:
        """The seconds left, as the screen is told."""
        return int(self.pulse()["remaining"])

    def save(self) -> int:
        """The next thing to do; the status of the answer."""
        product, texts = self.texts[len(self.sent) % len(self.texts)]
        path = f"/b/{self.shop_key}/admin/catalogue/produits/{product}"
        page = self.person.ask("GET", path)
        if page.status != 200:
            return page.status
        self.page_s.append(page.seconds)
        action, values = form_with(page.text, "summary")
        reference = f"REP-{self.rank}-{len(self.sent) + 1}"
        self.sent.append(reference)
        body = urlencode(changed(values, **texts, reference=reference))
        answer = self.person.ask("POST", unescape(action or path), body, FORM)
        if answer.status in (302, 303):
            self.saved.append(reference)
            self.write_s.append(answer.seconds)
        elif answer.status not in (403, 404, 503):
            self.faults.append(f"candidat {self.rank} : enregistrement refusé ({answer.status})")
        return answer.status

    def keep_draft(self, text: str) -> int:
        """What is typed and not saved goes to the server, as the page's script does every two seconds."""
        fields = json.dumps([["description", text, "Description"]] if text else [])
        sent = (("page", "/admin/repetition"), ("titre", "Répétition"), ("champs", fields))
        return self.person.post("/epreuve/brouillons", *sent, fetch=True).status

    def draft(self) -> dict[str, Any]:
        """What was typed and not saved, as the page is told when it is opened again."""
        found: dict[str, Any] = json.loads(self.person.read(f"/epreuve/brouillons?page={quote('/admin/repetition')}"))
        return found

    def work(self, stopped: threading.Event, every_s: float = 0.2) -> None:
        """Act until stopped."""
        while not stopped.wait(every_s):
            self.save()


@dataclass
class Examiner:
    """Somebody at the console, who notes what they see of each candidate in turn."""

    person: Person
    session_id: int
    seats: Sequence[int]
    noted: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The address of the session."""
        return f"/examinateur/sessions/{self.session_id}"

    def sign_in(self, port: int | None = None) -> None:
        """Come in and open the console, on another device when a port is given; raises BrokenPage."""
        if port is not None:
            self.person = Person(port)
        self.person.read("/connexion")
        answer = self.person.post("/connexion", ("login", EXAMINER), ("password", PASSWORD))
        if answer.status != 302:
            raise BrokenPage(f"l’examinateur n’entre pas ({answer.status})")
        self.person.read(f"{self.root}/console")

    def columns(self) -> list[dict[str, Any]]:
        """What the console is told of its columns."""
        found: list[dict[str, Any]] = json.loads(self.person.read(f"{self.root}/etat?vus="))["seats"]
        return found

    def press(self, act: str, *values: tuple[str, str]) -> None:
        """A command of the console; raises BrokenPage when it is refused."""
        answer = self.person.post(f"{self.root}/{act}", *values, fetch=True)
        if answer.status != 200:
            raise BrokenPage(f"la console refuse « {act} » ({answer.status})")

    def tell(self, what: str, sent: dict[str, object]) -> int:
        """Send JSON, as the console's queue does; the status of the answer."""
        headers = {"X-Requested-With": "fetch", "X-CSRFToken": self.person.token, "Content-Type": "application/json"}
        return self.person.ask("POST", f"{self.root}/{what}", json.dumps(sent), headers).status

    def note(self, **more: object) -> None:
        """An observation about the next candidate."""
        rank = 1 + len(self.noted) % len(self.seats)
        key, seat = str(uuid.uuid4()), self.seats[rank - 1]
        sent = {"uuid": key, "rank": rank, "seat": seat, "line": "", "sign": "+", "text": f"vu au candidat {rank}"}
        status = self.tell("observations", sent | more)
        if status == 200:
            self.noted[key] = seat
        else:
            self.faults.append(f"observation refusée ({status})")

    def work(self, stopped: threading.Event, every_s: float = 0.5) -> None:
        """Note until stopped."""
        while not stopped.wait(every_s):
            self.note()


class AtWork:
    """People at work at once, each in a thread, until the server is gone or the block ends."""

    def __init__(self, *works: Callable[[threading.Event], None]) -> None:
        self.faults: list[str] = []
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(work,), daemon=True) for work in works]

    def __enter__(self) -> AtWork:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(60)

    def until(self, done: Callable[[], bool], within_s: float) -> None:
        """Let them work until something is so; raises BrokenPage when it takes too long or one of them stopped."""
        end = time.monotonic() + within_s
        while not done():
            if self.faults or time.monotonic() > end:
                raise BrokenPage(" ; ".join(self.faults) or "ils n’avancent plus")
            time.sleep(0.02)

    def _run(self, work: Callable[[threading.Event], None]) -> None:
        try:
            work(self._stopped)
        except Gone:
            return
        except (BrokenPage, ValueError, KeyError, IndexError) as fault:
            self.faults.append(str(fault))
