"""Thirty candidates and ten consoles in one light process, so that what is measured is the server: forms are read once, then
only sent. Run as `python -m sandbox.cli._bench.crowd`, what to do as JSON on the input, what was seen as JSON on the output.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPException
from urllib.parse import urlencode

from sandbox.cli._bench.browser import Answer, BrokenPage, Browser, changed, form_with
from sandbox.cli._bench.family import cpu_s_of
from sandbox.cli._bench.stage import seated, signed_in
from sandbox.cli._bench.watching import Watch

ACTS_EVERY_S, PULSE_EVERY_S, SEEN_WITHIN_S = 5.0, 2.0, 10.0
WARMING_S = 6.0
"""Everybody acts once before anything is measured: the very first pages of a server are read from their templates, once a day."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Actor:
    """A candidate: every five seconds saves a product sheet and reads it again, or reads another page; every two, a pulse."""

    browser: Browser
    shop_key: str
    rank: int
    pages: list[tuple[str, str]] = field(default_factory=list)
    """Names of pages, as the figures call them, and their addresses."""
    page_s: list[tuple[str, float]] = field(default_factory=list)
    write_s: list[float] = field(default_factory=list)
    pulse_s: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    token: str = ""
    sheet: str = ""
    form: tuple[str, list[tuple[str, str]]] = ("", [])
    turn: int = 0
    warmed: int = 0
    """Saves acknowledged before the measure."""

    def begin_measure(self) -> None:
        """What was seen so far was the warming up."""
        self.warmed = len(self.acknowledged)
        self.page_s.clear()
        self.write_s.clear()
        self.pulse_s.clear()

    def get_ready(self) -> None:
        """Find what to read and the form to send; raises BrokenPage."""
        root = f"/b/{self.shop_key}"
        found = _TOKEN.search(self.browser.get("/epreuve").text)
        self.token = found[1] if found else ""
        listed = f"{root}/admin/catalogue/produits"
        self.sheet = _first(self.browser.get(listed).text, rf"{listed}/\d+")
        action, values = form_with(self.browser.get(self.sheet).text, "summary")
        self.form = (unescape(action) or self.sheet, values)
        home = self.browser.get(f"{root}/").text
        category = _first(home, f"{root}/categorie/")
        product = _first(self.browser.get(category).text, f"{root}/produit/")
        self.pages = [
            ("accueil", f"{root}/"), ("produits", listed), ("produit", product),
            ("commandes", f"{root}/admin/commandes"), ("categorie", category), ("tableau_de_bord", f"{root}/admin/"),
        ]  # fmt: skip

    def act(self) -> None:
        """The next thing to do: one save, one page read, in turns."""
        self.turn += 1
        if self.turn % 2:
            self._save()
            self._read("fiche_enregistree", self.sheet)
        else:
            self._read(*self.pages[self.turn // 2 % len(self.pages)])

    def _save(self) -> None:
        action, values = self.form
        body = urlencode(changed(values, reference=f"SALLE-{self.rank}-{self.turn}"))
        answer = self._ask("POST", action, body, FORM)
        if answer is not None and answer.status in (302, 303):
            self.acknowledged.append(time.perf_counter())
            self.write_s.append(answer.seconds)
        elif answer is not None:
            self.faults.append(f"POST {action} : {answer.status}")

    def _read(self, name: str, path: str) -> None:
        answer = self._ask("GET", path)
        if answer is not None and answer.status == 200:
            self.page_s.append((name, answer.seconds))
        elif answer is not None:
            self.faults.append(f"GET {path} : {answer.status}")

    def pulse(self) -> None:
        """A sign of life, as the page's script gives it."""
        headers = FORM | {"X-Requested-With": "fetch", "X-CSRFToken": self.token}
        answer = self._ask("POST", "/epreuve/pouls", urlencode({"page": "Q1|Produits"}), headers)
        if answer is not None and answer.status == 200:
            self.pulse_s.append(answer.seconds)
        elif answer is not None:
            self.faults.append(f"pouls : {answer.status}")

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer | None:  # fmt: skip
        try:
            return self.browser.request(method, path, body, headers)
        except (OSError, HTTPException) as gone:
            self.browser.close()
            self.faults.append(f"{method} {path} : {gone!r}")
            return None

    def work(self, stopped: threading.Event, share: float) -> None:
        """Act and pulse until stopped; `share` spreads people over the first five seconds."""
        act_at, pulse_at = time.monotonic() + share * ACTS_EVERY_S, time.monotonic() + share * PULSE_EVERY_S
        while not stopped.wait(max(0.0, min(act_at, pulse_at) - time.monotonic())):
            if act_at <= pulse_at:
                self.act()
                act_at = max(act_at + ACTS_EVERY_S, time.monotonic())
            else:
                self.pulse()
                pulse_at = max(pulse_at + PULSE_EVERY_S, time.monotonic())


def _first(page: str, pattern: str) -> str:
    found = re.search(rf'href="({pattern}[^"?#]*)', page)
    if found is None:
        raise BrokenPage(f"aucun lien vers {pattern}")
    return unescape(found[1])


@dataclass
class Room:
    """A session under way: its console, and its candidates by rank."""

    console: Watch
    actors: list[Actor]

    def delays(self) -> list[float]:
        """Seconds from each acknowledgement to the console that shows it. Each save is one entry of its journal."""
        return [
            max(0.0, self.console.wait_for(actor.rank, number, SEEN_WITHIN_S) - moment)
            for actor in self.actors
            for number, moment in enumerate(actor.acknowledged, 1)
            if number > actor.warmed
        ]


def play(pid: int, rooms: list[Room], seconds: float) -> dict[str, float]:
    """Everybody at work for so long; what they saw, and the processor that the server spent meanwhile."""
    actors = [actor for room in rooms for actor in room.actors]
    stopped = threading.Event()
    threads = [
        threading.Thread(target=actor.work, args=(stopped, number / len(actors)), daemon=True)
        for number, actor in enumerate(actors)
    ]
    with ExitStack() as consoles:
        for room in rooms:
            consoles.enter_context(room.console)
            room.console.wait_for(1, 0)
        for thread in threads:
            thread.start()
        stopped.wait(WARMING_S)
        for room in rooms:
            room.console.state_s.clear()
        for actor in actors:
            actor.begin_measure()
        begun, own, served = time.perf_counter(), time.process_time(), cpu_s_of(pid)
        stopped.wait(seconds)
        stopped.set()
        for thread in threads:
            thread.join(60)
        spent, own = time.perf_counter() - begun, time.process_time() - own
        served = cpu_s_of(pid) - served
        delays = [delay for room in rooms for delay in room.delays()]
    faults = [fault for actor in actors for fault in actor.faults]
    faults += [fault for room in rooms for fault in room.console.faults]
    for fault in faults[:10]:
        sys.stderr.write(f"{fault}\n")
    lists = {
        "salle_page": [s for a in actors for _, s in a.page_s], "salle_ecriture": [s for a in actors for s in a.write_s],
        "salle_pouls": [s for a in actors for s in a.pulse_s], "salle_vu_a_la_console": delays,
        "salle_etat_console": [s for room in rooms for s in room.console.state_s],
    }  # fmt: skip
    found = {f"{name}_{part}_ms": value for name, values in lists.items() for part, value in _spread(values).items()}
    done = sum(len(values) for name, values in lists.items() if name != "salle_vu_a_la_console")
    for name in sorted({name for actor in actors for name, _ in actor.page_s}):
        alone = _spread([seconds for actor in actors for kind, seconds in actor.page_s if kind == name])
        found |= {f"salle_{name}_{part}_ms": value for part, value in alone.items()}
    return found | {
        "salle_erreurs": len(faults), "salle_demandes": done, "salle_public_coeur": own / spent, "duree_s": spent,
        "serveur_s": served,
    }  # fmt: skip


def _spread(values: list[float]) -> dict[str, float]:
    """The middle, what nineteen of twenty stay below, the most; in milliseconds."""
    ordered = sorted(values) or [float("inf")]
    last = len(ordered) - 1
    return {"p50": 1000 * ordered[last // 2], "p95": 1000 * ordered[-(-95 * last // 100)], "max": 1000 * ordered[-1]}


def main() -> None:
    """Read what to do, do it, write what was seen."""
    asked = json.load(sys.stdin)
    port, told = int(asked["port"]), asked["rooms"]
    consoles = [Watch(signed_in(port, room["login"]), room["session_id"]) for room in told]  # they are open first
    rooms = [
        Room(
            console,
            [
                Actor(seated(port, code), key, rank)
                for rank, (code, key) in enumerate(zip(room["codes"], room["shop_keys"], strict=True), 1)
            ],
        )
        for console, room in zip(consoles, told, strict=True)
    ]
    for room in rooms:
        for actor in room.actors:
            actor.get_ready()
    json.dump(play(int(asked["pid"]), rooms, float(asked["seconds"])), sys.stdout)


if __name__ == "__main__":
    main()
