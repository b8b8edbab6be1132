"""Candidates at their workstations, and the examiner who lets them in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.training.exams.models import Seat
from tests.factories.world import World
from tests.support.visitor import Visitor

Join = Callable[[int], Visitor]


@pytest.fixture
def join(world_app: Flask, world: World) -> Join:
    """A workstation at the seat of that rank, joined with its code."""

    def joined(rank: int) -> Visitor:
        visitor = Visitor(world_app)
        visitor.get("/epreuve/rejoindre")
        answer = visitor.post("/epreuve/rejoindre", code=world.join_codes[rank - 1])
        assert answer.status_code == 302, answer.text
        visitor.get("/epreuve/rejoindre")
        return visitor

    return joined


@pytest.fixture
def ines(join: Join) -> Visitor:
    """The candidate of the first seat, at work."""
    return join(1)


@pytest.fixture
def erin(world_app: Flask, world: World) -> Visitor:
    """The examiner of the session."""
    assert world.session_id
    return Visitor(world_app, "erin")


def seat_of(world: World, rank: int = 1) -> Seat:
    """The seat as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Seat, world.seat_ids[rank - 1])
