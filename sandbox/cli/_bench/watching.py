"""A console as the page's script runs it: a stream that says « something changed », and the state asked for when it does."""

from __future__ import annotations

import http.client
import json
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sandbox.cli._bench.browser import Browser


@dataclass
class Watch:
    """An examiner's console that is open. `seen` is, by rank, the moment at which each journal number was first shown."""

    browser: Browser
    session_id: int
    seen: dict[int, dict[int, float]] = field(default_factory=dict)
    state_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    last_id: str = ""
    _stopped: threading.Event = field(default_factory=threading.Event)
    _moved: threading.Condition = field(default_factory=threading.Condition)
    _versions: str = ""

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(15)
        self.browser.close()

    @property
    def root(self) -> str:
        """The address of the session."""
        return f"/examinateur/sessions/{self.session_id}"

    def wait_for(self, rank: int, seq: int, within_s: float = 15.0) -> float:
        """The moment (`time.perf_counter`) at which the console showed an entry of a candidate; infinite when it did not."""
        with self._moved:
            self._moved.wait_for(lambda: self._found(rank, seq) is not None, within_s)
            return self._found(rank, seq) or float("inf")

    def _found(self, rank: int, seq: int) -> float | None:
        """A console may go from 3 to 5 at once: 4 was shown with 5."""
        moments = [moment for number, moment in self.seen.get(rank, {}).items() if number >= seq]
        return min(moments, default=None)

    def ask(self) -> dict[str, Any] | None:
        """The state, with what changed since the last one."""
        answer = self.browser.request("GET", f"{self.root}/etat?vus={self._versions}")
        if answer.status != 200:
            self.faults.append(f"console {self.session_id} : {answer.status}")
            return None
        told: dict[str, Any] = json.loads(answer.body)
        self.state_s.append(answer.seconds)
        self._versions = ",".join(f"{seat['rank']}:{seat['v']}" for seat in told["seats"])
        with self._moved:
            for seat in told["seats"]:
                self.seen.setdefault(seat["rank"], {}).setdefault(seat["seq"], time.perf_counter())
            self._moved.notify_all()
        return told

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._follow()
            except (OSError, http.client.HTTPException, ValueError) as broken:
                self.browser.close()
                if not self._stopped.is_set():
                    self.faults.append(f"console {self.session_id} : {broken!r}")
            self._stopped.wait(0.5)

    def _follow(self) -> None:
        """One stream, to its end."""
        headers = {"Cookie": "; ".join(f"{k}={m.value}" for k, m in self.browser.cookies.items())}
        if self.last_id:
            headers["Last-Event-ID"] = self.last_id
        with closing(http.client.HTTPConnection("127.0.0.1", self.browser.port, timeout=30)) as stream:
            stream.request("GET", f"{self.root}/flux", headers=headers)
            with closing(stream.getresponse()) as answer:
                if answer.status != 200:
                    self.faults.append(f"flux {self.session_id} : {answer.status}")
                    return
                while not self._stopped.is_set() and (line := answer.readline()):  # a second apart at most
                    if line.startswith(b"id:"):
                        self.last_id = line[3:].decode().strip()
                    elif line.startswith(b"data:"):
                        self.missed.append(int(json.loads(line[5:])["missed"]))
                        self.ask()
