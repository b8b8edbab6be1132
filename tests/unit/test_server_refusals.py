"""What is too heavy is refused in French, by the application while it can be, by the server beyond."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request

from sandbox.cli._refused import READ_AND_REFUSED
from sandbox.cli._server import make_server
from sandbox.config import Config

LIMIT = 12 * 1024 * 1024


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """A server of a bare application that takes twelve megabytes and says so itself."""
    bare = Flask(__name__)
    bare.config.update(MAX_CONTENT_LENGTH=LIMIT, E5=Config(secret_key="x"))
    bare.add_url_rule("/", "take", lambda: str(len(request.get_data())), methods=["POST"])
    bare.register_error_handler(413, lambda _error: ("Envoi trop lourd, dit par l’application", 413))
    listening = socket.create_server(("127.0.0.1", 0))
    server = make_server(bare, listening)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield listening.getsockname()[:2]
    server.close()
    thread.join(5)


def answer_to(address: tuple[str, int], announced: int, sent: bytes) -> str:
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % announced)
        line.sendall(sent)
        return told(line)


def told(line: socket.socket) -> str:
    """All that comes until the server hangs up: its head and its page may come apart."""
    parts = []
    while part := line.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()


def test_a_file_of_thirty_megabytes_is_refused_by_the_application(address: tuple[str, int]) -> None:
    heavy = b"x" * (30 * 1024 * 1024)
    answer = answer_to(address, len(heavy), heavy)
    assert answer.startswith("HTTP/1.1 413")
    assert "dit par l’application" in answer


def test_what_is_beyond_all_measure_is_refused_by_the_server_in_french(address: tuple[str, int]) -> None:
    answer = answer_to(
        address, READ_AND_REFUSED + 1, b""
    )  # announced, not sent: what is unread at the end cuts the line
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413")
    assert "text/html; charset=utf-8" in head
    assert "<h1>Envoi trop lourd</h1>" in body
    assert "Entity" not in body


def test_what_cannot_be_read_is_told_in_french(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: beaucoup\r\n\r\n")
        answer = told(line)
    assert answer.startswith("HTTP/1.1 400")
    assert "Demande incomprise" in answer
