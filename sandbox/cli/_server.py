"""The server: waitress, the same on Linux, macOS and Windows; on Linux in as many processes as one asks for (`_processes`)."""

from __future__ import annotations

import ctypes
import errno
import gc
import logging
import os
import select
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

from flask import Flask
from waitress.server import BaseWSGIServer, create_server

from sandbox.cli._installation import Refusal
from sandbox.cli._own_addresses import is_everywhere
from sandbox.cli._processes import Workers, end_with_parent
from sandbox.cli._refused import READ_AND_REFUSED, Channel
from sandbox.kernel.db import db
from sandbox.kernel.siblings import siblings
from sandbox.web import side_by_side
from sandbox.web.compiled_templates import read_all
from sandbox.web.evidence_ahead import Looker

LOCAL = "127.0.0.1"
THREADS = 64
"""Each open event stream of an examiner holds one; candidates poll, and hold none."""


_M_ARENA_MAX = -8
"""glibc's number for it (malloc.h)."""


def share_memory() -> None:
    """Let threads share two arenas: glibc gives each thread its own, and sixty-four keep what none of them uses any more.

    Must come before the threads. Does nothing where the C library is another.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, 2)


SWITCH_S = 0.0005
"""A thread lets the interpreter go at each statement of SQL and waits for it again, up to this long while another draws a page.
With Python's own 5 ms a save of forty statements waited 200 ms beside a busy room, and held the line of writers meanwhile."""


def settle_memory() -> None:
    """Let the collector of cycles pass over what stays as long as the server: three hundred thousand objects, walked through
    every ten pages, were a pause of 130 ms each time. What a request leaves behind is still collected.

    They are not walked through once more before: the few cycles among them would take a tenth of the start to find."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def serve_app(app: Flask, host: str, port: int, on_ready: Callable[[str], None], processes: int = 1) -> None:
    """Serve until stopped. `on_ready` is told the address once the port is ours; raises Refusal when it is not."""
    share_memory()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is told by its delay, not by a log
    with _listening(host, port) as listening:
        address = f"http://{LOCAL if is_everywhere(host) else host}:{listening.getsockname()[1]}/"
        if processes == 1:
            _answer(app, listening, lambda: on_ready(address))
            return
        with app.app_context():
            db.engine.dispose()  # a connection to the database belongs to one process
        read_all(app)
        settle_memory()  # before the processes part, so that they go on sharing what none of them changes
        Workers(processes, listening, partial(_work, app, processes)).run(lambda: on_ready(address))


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=1024
        )
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", -1)):
            raise Refusal(
                f"Le port {port} est déjà pris sur {host}. Choisissez-en un autre : --port {port + 1}"
            ) from error
        raise Refusal(f"Impossible d’écouter sur {host}:{port} : {error.strerror}") from error


def _work(app: Flask, processes: int, listening: socket.socket, connection: Connection) -> None:
    """In a worker: answer, and hear what the others tell."""
    side_by_side.listen(app)
    siblings.join(connection, others=processes - 1, around=app.app_context, on_end=end_with_parent)
    _answer(app, listening, lambda: None)


def _answer(app: Flask, listening: socket.socket, on_ready: Callable[[], None]) -> None:
    """Answer what comes in at a socket until interrupted."""
    server = make_server(app, listening)
    on_ready()
    settle_memory()
    sys.setswitchinterval(SWITCH_S)
    try:
        with Looker(app):
            server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def make_server(app: Flask, listening: socket.socket) -> BaseWSGIServer:
    """The server of a socket; `run()` answers."""
    server: BaseWSGIServer = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        connection_limit=1000,
        channel_timeout=60,
        max_request_body_size=READ_AND_REFUSED,
        asyncore_use_poll=hasattr(select, "poll"),
        clear_untrusted_proxy_headers=not app.config["E5"].proxies,  # the application itself counts what it believes
    )
    server.channel_class = Channel
    return server


def is_free(port: int, host: str = LOCAL) -> bool:
    """Whether nobody listens on a port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def open_browser(address: str) -> None:
    """Show an address in the person's browser, where there is a screen; never waits for it."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


@contextmanager
def only_server(instance: Path) -> Iterator[None]:
    """Hold the installation for one server: two would each count sign-in attempts on their own, and a restore would
    pull the database away under the other. The system frees the lock when the process ends, however it ends."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "server.lock").open("a+") as file:
        if not _lock(file):
            raise Refusal(
                f"Un serveur tourne déjà sur cette installation ({instance}). Arrêtez-le d’abord, "
                "ou donnez un autre dossier dans E5_INSTANCE."
            )
        yield


def _lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
