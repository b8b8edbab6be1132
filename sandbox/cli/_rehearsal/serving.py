"""The server of an accelerated rehearsal: `e5 serve`, whose clock is ahead by what a file says. No other server knows that file.

Run as `python -m sandbox.cli._rehearsal.serving --port PORT`, with E5_INSTANCE naming the rehearsal's own installation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from sandbox.cli._server import LOCAL, only_server, serve_app
from sandbox.cli.serve import ready_app
from sandbox.config import Config
from sandbox.kernel import clock

AHEAD = "avance-de-la-repetition"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def ahead_by(instance: Path) -> timedelta:
    """How far ahead the clock of a rehearsal is."""
    try:
        return timedelta(seconds=float((instance / AHEAD).read_text("ascii")))
    except (OSError, ValueError):
        return timedelta(0)


def put_ahead(instance: Path, seconds: float) -> None:
    """Move the clock of a rehearsal, all at once for whoever reads it."""
    part = instance / f"{AHEAD}.part"
    part.write_text(f"{seconds:.3f}", "ascii")
    part.replace(instance / AHEAD)


class Ahead:
    """The application, each request and each part of a stream at the rehearsal's moment."""

    def __init__(self, application: Application, instance: Path) -> None:
        self._application, self._instance = application, instance

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        with clock.shifted(ahead_by(self._instance)):
            return self._parts(self._application(environ, start_response))

    def _parts(self, answer: Iterable[bytes]) -> Iterator[bytes]:
        parts = iter(answer)
        try:
            while True:
                with clock.shifted(ahead_by(self._instance)):
                    part = next(parts, None)
                if part is None:
                    return
                yield part
        finally:
            if hasattr(answer, "close"):
                answer.close()


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--processus", "processes", type=int, default=1)
def main(port: int, processes: int) -> None:
    """Serve the rehearsal's installation until stopped."""
    config = Config.from_env()
    with only_server(config.instance):
        app = ready_app(config)
        app.wsgi_app = Ahead(app.wsgi_app, config.instance)  # type: ignore[method-assign]
        serve_app(app, LOCAL, port, lambda _address: None, processes)


if __name__ == "__main__":
    main()
