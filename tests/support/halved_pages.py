"""Pages whose second half comes late, as a slow network or a busy server has it: a wire between the browser and the server."""

from __future__ import annotations

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

LONGEST = 20.0
"""How long, in seconds, the second half is held at most: a test that fails is not to hang."""
OF_ONE_WIRE = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class HalvedPages:
    """A wire that passes everything on to `server_url`, but holds pages after the words `until` until `rest()` is said."""

    def __init__(self, server_url: str, *, until: str) -> None:
        self.until, self._rest = until.encode(), threading.Event()
        self.halved = 0
        address = urlsplit(server_url).netloc
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server = HTTPConnection(address, timeout=LONGEST)
                server.request("GET", self.path, headers={**self.headers, "Accept-Encoding": "identity"})
                answer = server.getresponse()
                body = answer.read()
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in OF_ONE_WIRE:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                first, marker, rest = body.partition(wire.until)
                self.wfile.write(first + marker)
                self.wfile.flush()
                if rest:
                    wire.halved += 1
                    wire._rest.wait(LONGEST)
                    self.wfile.write(rest)
                server.close()

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                """Nothing: what the browser asks is the test's own."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where the browser goes instead of to the server."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def rest(self) -> None:
        """Let the second halves come."""
        self._rest.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()
        self._server.shutdown()
        self._server.server_close()
