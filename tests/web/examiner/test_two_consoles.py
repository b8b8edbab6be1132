"""Two consoles that write at the very same moment, each in its own thread: one after the other, whatever the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from sandbox.training.exams.models import Seat
from sandbox.training.grading import services
from sandbox.training.subjects.format import Subject
from tests.factories.world import World
from tests.web.examiner.conftest import Examiner, rated, texts_of


@pytest.fixture
def consoles(world_app: Flask, world: World) -> tuple[Examiner, Examiner]:
    """The same examiner at two devices."""
    found = Examiner(world_app, "erin", world), Examiner(world_app, "erin", world)
    for one in found:
        one.get(f"{one.root}/console")
    db.session.remove()
    return found


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both requests are let into the middle of their work before either goes on, where nothing keeps the second out."""
    met, subject_of = Barrier(2), services.subject_of

    def waited(seat: Seat) -> Subject:
        with suppress(BrokenBarrierError):
            met.wait(0.5)
        return subject_of(seat)

    monkeypatch.setattr(services, "subject_of", waited)


def both(app: Flask, *jobs: Callable[[], TestResponse]) -> list[int]:
    """The statuses of requests sent at once, in order of size."""

    def run(job: Callable[[], TestResponse]) -> int:
        with app.app_context():
            return job().status_code

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sorted(pool.map(run, jobs))


@pytest.mark.usefixtures("together")
def test_the_second_level_is_a_conflict(world_app: Flask, consoles: tuple[Examiner, Examiner], world: World) -> None:
    one, other = consoles
    assert both(world_app, lambda: one.rate(1, "L1", "S"), lambda: other.rate(1, "L1", "TI")) == [200, 409]
    assert one.rate(1, "L1", "TS", 1).status_code == 200
    assert both(world_app, lambda: one.rate(1, "L1", "S", 2), lambda: other.rate(1, "L1", "TI", 2)) == [200, 409]
    assert rated(world, 1)["L1"] in ("S", "TI")


@pytest.mark.usefixtures("together")
def test_an_observation_sent_twice_at_once_is_kept_once(
    world_app: Flask, consoles: tuple[Examiner, Examiner], world: World
) -> None:
    number = str(uuid.uuid4())
    jobs = [partial(console.observe, 1, "vu", line="L1", uuid=number) for console in consoles]
    assert both(world_app, *jobs) == [200, 200]
    assert texts_of(world, 1) == ["vu"]
