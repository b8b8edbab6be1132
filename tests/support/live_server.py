"""The real server in a process of its own, as a centre runs it, on an installation of the test's."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 60
_READY = re.compile(r"(http://127\.0\.0\.1:\d+/)")


class LiveServer:
    """`e5 serve` on a free port. Use as a context manager; `url` has no slash at its end. `module` takes a port and nothing else.

    `processes`: how many answer; as many as `e5 serve` has by itself when 0.
    """

    def __init__(self, instance: Path, *, port: int = 0, module: str = "", processes: int = 0) -> None:
        self.instance, self.port, self.url = instance, port, ""
        self._more = ["--processus", str(processes)] if processes else []
        self._command = [module] if module else ["sandbox.cli", "serve", "--port"]
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process that was started; 0 when none is."""
        return self._process.pid if self._process is not None else 0

    @property
    def output(self) -> str:
        """All the server has said so far."""
        return "".join(self._said)

    def start(self) -> None:
        """Start and wait for the address; fails with what the server said."""
        environment = {
            **os.environ,
            "E5_INSTANCE": str(self.instance),
            "E5_DATABASE_URL": "",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        is_ready = threading.Event()  # of this start: a server killed before may only now be seen to say no more
        self._process = subprocess.Popen(
            [sys.executable, "-m", *self._command, str(self.port), *self._more],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, args=(self._process, is_ready), daemon=True).start()
        if not is_ready.wait(START_TIMEOUT_S) or not self.url or self._process.poll() is not None:
            self.stop()
            raise AssertionError(f"the server did not start:\n{self.output}")
        # The same address after a restart, so that an open page finds its server again.
        self.port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """End the server as a power cut would, without a chance to finish anything."""
        self._end(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)

    def stop(self) -> None:
        """End the server."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _listen(self, process: subprocess.Popen[str], is_ready: threading.Event) -> None:
        with process.stdout or open(os.devnull) as stream:  # noqa: PTH123 - a stand-in for no stream
            for line in stream:
                self._said.append(line)
                match = _READY.search(line)
                if match and not is_ready.is_set():
                    self.url = match[1].rstrip("/")
                    is_ready.set()
        is_ready.set()
