"""Guessing has its limit: passwords and codes are asked for so many times a minute, from one address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from sandbox.extensions import limiter
from tests.factories.people import PASSWORD
from tests.support.visitor import Visitor


@pytest.fixture
def limited(own_app: Flask) -> Iterator[Flask]:
    """The application with its limits, which tests do without."""
    own_app.config["RATELIMIT_ENABLED"] = limiter.enabled = True
    limiter.init_app(own_app)
    limiter.reset()
    yield own_app
    limiter.reset()
    limiter.enabled = False


@pytest.mark.parametrize(
    ("path", "typed", "most"),
    [
        ("/connexion", {"login": "alice", "password": "faux-mot-de-passe"}, 20),
        ("/epreuve/rejoindre", {"code": "ZZZ999"}, 30),
    ],
)
def test_guessing_is_stopped(limited: Flask, path: str, typed: dict[str, str], most: int) -> None:
    visitor = Visitor(limited)
    visitor.get(path)
    assert {visitor.post(path, **typed).status_code for _ in range(most)} == {422}
    refused = visitor.post(path, **typed)
    assert refused.status_code == 429
    assert "Trop d’essais" in refused.text
    assert "Patientez une minute" in refused.text
    assert visitor.get(path).status_code == 200, "reading is not limited"


def test_the_right_password_waits_too(limited: Flask) -> None:
    visitor = Visitor(limited)
    visitor.get("/connexion")
    for _ in range(20):
        visitor.post("/connexion", login="alice", password="faux-mot-de-passe")
    assert visitor.post("/connexion", login="alice", password=PASSWORD).status_code == 429
    limiter.reset()
    assert visitor.post("/connexion", login="alice", password=PASSWORD).status_code == 302
