"""The examiner of the centre's session, its three candidates, and what is kept of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from sandbox.training.exams.models import Seat
from sandbox.training.grading.queries import levels_of, observations_of
from tests.factories.world import World
from tests.support.visitor import Visitor

LINES = tuple(f"L{number}" for number in range(1, 9))
JoinAll = Callable[[], list[Visitor]]


class Examiner(Visitor):
    """An examiner at the console of one session."""

    def __init__(self, app: Flask, login: str, world: World) -> None:
        super().__init__(app, login)
        self.world = world
        self.root = f"/examinateur/sessions/{world.session_id}"

    def tell(self, path: str, **data: Any) -> TestResponse:
        """Send JSON to the session, as the console's script does."""
        headers = {"X-Requested-With": "fetch", "X-CSRFToken": self.token, "Content-Type": "application/json"}
        return self.open(self.root + path, method="POST", data=json.dumps(data), headers=headers)

    def observe(self, rank: int, text: str = "", *, sign: str = "+", line: str = "", **changes: Any) -> TestResponse:
        """Note an observation about the candidate of that rank."""
        sent = {"uuid": str(uuid.uuid4()), "rank": rank, "line": line, "sign": sign, "text": text, **changes}
        sent.setdefault("seat", self.world.seat_ids[rank - 1] if isinstance(rank, int) else 0)
        return self.tell("/observations", **sent)

    def rate(self, rank: int, line: str, value: str, version: int = 0, **more: Any) -> TestResponse:
        """Set a level."""
        seat = self.world.seat_ids[rank - 1]
        return self.tell("/niveaux", rank=rank, seat=seat, line=line, value=value, version=version, **more)

    def state(self, seen: str = "") -> list[dict[str, Any]]:
        """What the console is told of its columns."""
        found: list[dict[str, Any]] = self.get(f"{self.root}/etat?vus={seen}").get_json()["seats"]
        return found

    def end(self, rank: int) -> None:
        """End a candidate's test."""
        assert self.fetch(f"{self.root}/candidats/{rank}/fin").status_code == 200

    def sign(self, rank: int, mark: str = "13,5") -> None:
        """Rate every line, type the mark, sign."""
        self.end(rank)
        for line in LINES:
            assert self.rate(rank, line, "S").status_code == 200
        sheet = f"{self.root}/candidats/{rank}/fiche"
        assert self.post(sheet, mark=mark, appreciation="Bon travail.", version="0").status_code == 302
        assert self.post(f"{self.root}/candidats/{rank}/signature").status_code == 302


@pytest.fixture
def erin(world_app: Flask, world: World) -> Examiner:
    """The examiner of the session."""
    return Examiner(world_app, "erin", world)


@pytest.fixture
def oscar(world_app: Flask, world: World) -> Examiner:
    """Another examiner, before the address of erin's session."""
    return Examiner(world_app, "oscar", world)


@pytest.fixture
def candidates(world_app: Flask, world: World) -> list[Visitor]:
    """The three candidates, joined and at work."""
    found = []
    for code in world.join_codes:
        visitor = Visitor(world_app)
        visitor.get("/epreuve/rejoindre")
        assert visitor.post("/epreuve/rejoindre", code=code).status_code == 302
        visitor.get("/epreuve")
        found.append(visitor)
    return found


def seat_of(world: World, rank: int) -> Seat:
    """The seat as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Seat, world.seat_ids[rank - 1])


def texts_of(world: World, rank: int) -> list[str]:
    """The texts of a candidate's observations as they stand."""
    return [noted.text for noted in observations_of(seat_of(world, rank))]


def rated(world: World, rank: int) -> dict[str, str]:
    """A candidate's levels by line."""
    return {line: level.value for line, level in levels_of(seat_of(world, rank)).items()}
