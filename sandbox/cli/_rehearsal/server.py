"""The server of the rehearsal: a process of its own, which can be killed and started again at the same address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sandbox.cli._bench.browser import BrokenPage, Browser
from sandbox.cli._bench.family import family_of

START_WITHIN_S = 60.0


def environment_of(instance: Path) -> dict[str, str]:
    """What a command of ours is given to work on an installation and no other.

    It keeps the compiled modules as any server does: one that is not allowed to would compile eight hundred files at each start.
    """
    ours = {"E5_INSTANCE": str(instance), "E5_DATABASE_URL": "", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **ours}


class Server:
    """A server on an installation; nothing of it is left when the block ends, however it ends.

    `is_real`: `e5 serve` itself, as on the day; otherwise the same with a clock that can be put ahead. `processes` answer.
    """

    def __init__(self, instance: Path, *, is_real: bool, processes: int = 1) -> None:
        self.instance, self.is_real, self.processes, self.port = instance, is_real, processes, _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> float:
        """Start and wait for the first page; the seconds it took. Raises BrokenPage."""
        ours = ["sandbox.cli", "serve"] if self.is_real else ["sandbox.cli._rehearsal.serving"]
        how = ["--port", str(self.port), "--processus", str(self.processes)]
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *ours, *how], env=environment_of(self.instance),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._wait(begun)
        except BaseException:
            self.kill()
            raise
        return time.perf_counter() - begun

    def _wait(self, begun: float) -> None:
        while time.perf_counter() - begun < START_WITHIN_S:
            if self._process is None or self._process.poll() is not None:
                raise BrokenPage("le serveur s’est arrêté en démarrant")
            browser = Browser(self.port)
            try:
                if browser.get("/connexion").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                browser.close()
        raise BrokenPage("le serveur ne répond pas")

    def ensure(self) -> None:
        """Start it again when it is not there; raises BrokenPage."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def kill(self) -> None:
        """End it as a power cut would: it has no chance to finish anything (kill -9)."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    @contextmanager
    def full_disk(self) -> Iterator[bool]:
        """For the length of the block the server cannot write one byte more; gives False where the system cannot do that."""
        if sys.platform != "linux" or self._process is None:
            yield False
            return
        import resource

        kind = resource.RLIMIT_FSIZE
        before = {pid: resource.prlimit(pid, kind) for pid in family_of(self._process.pid)}
        for pid, (_, most) in before.items():
            resource.prlimit(pid, kind, (1, most))
        try:
            yield True
        finally:
            for pid, limits in before.items():
                resource.prlimit(pid, kind, limits)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
