"""A server of several processes: whoever answers knows what the others did, and none is left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from sandbox.cli._bench.family import family_of
from sandbox.cli._processes import useful_number
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.traffic.models import LiveStep
from sandbox.training.exams.models import Seat
from tests.drills.conftest import looking
from tests.drills.people import Candidate, Gone, Person
from tests.drills.test_kill import BOX
from tests.factories.world import World
from tests.support.live_server import LiveServer

pytestmark = pytest.mark.skipif(useful_number() < 2, reason="here a server is one process")
WITHIN_S = 20
TRIES = 30
ALLOWED = 20
"""Attempts to sign in a minute, from one address."""


@pytest.fixture
def server(installation: Path) -> Iterator[LiveServer]:
    with LiveServer(installation, processes=2) as running:
        yield running


@pytest.fixture
def candidate(server: LiveServer, installation: Path, installed: World) -> Candidate:
    """The first candidate, at their seat; each request is a connection of its own, which any process may take."""
    with looking(installation):
        seat = db.session.get_one(Seat, installed.seat_ids[0])
        with shop_scope(seat.shop_id):
            box = db.session.scalars(sa.select(Product.id).where(Product.key == BOX)).one()
    found = Candidate(Person(server.url), 1, installed.shop_keys[0], box)
    found.join(installed.join_codes[0])
    return found


def workers_of(server: LiveServer) -> list[int]:
    """The processes that answer, the parent aside."""
    return family_of(server.pid)[1:]


def connections_of(pid: int, port: int) -> int:
    """How many people are connected to a process (Linux)."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = {row[9] for row in rows if row[3] == "01" and int(row[1].rpartition(":")[2], 16) == port}
    files = [str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir() if file.is_symlink()]
    return len(established & {name.removeprefix("socket:[").removesuffix("]") for name in files})


def test_people_are_shared_out_between_the_processes(server: LiveServer) -> None:
    port = urlsplit(server.url).port or 0
    with ExitStack() as stack:
        for _ in range(16):
            stay = stack.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=WITHIN_S)))
            stay.request("GET", "/connexion")
            assert stay.getresponse().read()
        shares = [connections_of(pid, port) for pid in workers_of(server)]
    assert sum(shares) == 16
    assert max(shares) - min(shares) <= 2, shares


def test_what_one_saves_the_others_show(candidate: Candidate) -> None:
    path = f"/b/{candidate.shop_key}/admin/catalogue/produits/{candidate.product_id}"
    for number in range(1, 11):
        candidate.step()
        assert len(candidate.saved) == number
        for _ in range(2):
            assert candidate.saved[-1] in candidate.person.get(path)


def test_attempts_at_the_door_are_counted_together(server: LiveServer) -> None:
    stranger = Person(server.url)
    stranger.get("/connexion")
    answers = [stranger.post("/connexion", login="erin", password="non") for _ in range(TRIES)]
    assert answers.count(429) == TRIES - ALLOWED, answers


def test_a_visit_is_one_whoever_answered_its_pages(candidate: Candidate, installation: Path) -> None:
    root = f"/b/{candidate.shop_key}"
    for _ in range(6):
        candidate.person.get(f"{root}/")
    candidate.person.get(f"{root}/admin/")
    with looking(installation):
        steps = db.session.scalars(sa.select(LiveStep)).all()
    assert len(steps) == 6, "who opens the figures has every process write what waits"
    assert len({step.visit for step in steps}) == 1


def test_a_worker_that_dies_is_replaced_and_loses_nothing(server: LiveServer, candidate: Candidate) -> None:
    candidate.step()
    first, second = workers_of(server)
    for gone in (first, second):
        os.kill(gone, signal.SIGKILL)
        until = time.monotonic() + WITHIN_S
        while gone in workers_of(server) or len(workers_of(server)) < 2:
            assert time.monotonic() < until, server.output
            time.sleep(0.05)
    assert not {first, second} & set(workers_of(server))
    assert "un autre le remplace" in server.output
    for _ in range(6):
        candidate.step()
    assert len(candidate.saved) == 7


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_nobody_answers_once_the_parent_is_gone(server: LiveServer, candidate: Candidate, how: str) -> None:
    candidate.step()
    workers = workers_of(server)
    assert len(workers) == 2
    getattr(server, how)()
    until = time.monotonic() + WITHIN_S
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < until
        time.sleep(0.05)
    with pytest.raises(Gone):
        candidate.person.get("/")
    server.start()
    candidate.step()
    assert len(candidate.saved) == 2
