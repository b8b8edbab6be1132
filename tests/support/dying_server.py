"""The real server, with two habits of its own: it may be killed between a commit and its answer, and two may serve one installation.

Run as `python -m tests.support.dying_server PORT`. While a file `mourir` is in the instance folder, the first form that is taken is the
last thing the process does: what it did is committed, and nobody is answered.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sandbox.cli._server import LOCAL, serve_app
from sandbox.cli.serve import ready_app
from sandbox.config import Config

ORDER = "mourir"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Dying:
    """The application of a process that ends once it has done what a form asks."""

    def __init__(self, application: Application, instance: Path) -> None:
        self._application, self._order = application, instance / ORDER

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or not."""
        answer = self._application(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST" and self._order.exists():
            self._order.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def _tell(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def main(port: int) -> None:
    """Serve until killed."""
    config = Config.from_env()
    app = ready_app(config)
    app.wsgi_app = Dying(app.wsgi_app, config.instance)  # type: ignore[method-assign]
    serve_app(app, LOCAL, port, _tell)


if __name__ == "__main__":
    main(int(sys.argv[1]))
