"""Behind a reverse proxy: whose attempts are counted. By default nobody is believed about their address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from sandbox.config import Config
from sandbox.extensions import limiter
from sandbox.kernel.errors import RuleBroken
from sandbox.web.application import believe_proxies

MOST = 20


@pytest.fixture
def limited(own_app: Flask) -> Iterator[Flask]:
    """The application with its limits; what it believes of proxies is given back afterwards."""
    plain = own_app.wsgi_app
    own_app.config["RATELIMIT_ENABLED"] = limiter.enabled = True
    own_app.config["WTF_CSRF_ENABLED"] = False
    limiter.init_app(own_app)
    limiter.reset()
    yield own_app
    limiter.reset()
    limiter.enabled = False
    own_app.config["WTF_CSRF_ENABLED"] = True
    own_app.wsgi_app = plain  # type: ignore[method-assign]


def guess(app: Flask, forwarded: str) -> int:
    """The status of one wrong password sent through a proxy that says who asks."""
    sent = app.test_client().post(
        "/connexion", data={"login": "alice", "password": "faux-mot-de-passe"},
        headers={"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "centre.example"},
    )  # fmt: skip
    return sent.status_code


def test_the_room_counts_for_one_by_default(limited: Flask) -> None:
    assert {guess(limited, f"10.0.0.{n}") for n in range(MOST)} == {422}
    assert guess(limited, "10.0.0.99") == 429, "a header that anybody may write gives no more attempts"


def test_each_workstation_has_its_own_attempts_behind_a_proxy(limited: Flask) -> None:
    believe_proxies(limited, 1)
    assert {guess(limited, "10.0.0.1") for _ in range(MOST)} == {422}
    assert guess(limited, "10.0.0.1") == 429
    assert guess(limited, "10.0.0.2") == 422


def test_what_the_asker_wrote_before_the_proxy_is_not_believed(limited: Flask) -> None:
    believe_proxies(limited, 1)
    assert {guess(limited, f"1.2.3.{n}, 10.0.0.1") for n in range(MOST)} == {422}
    assert guess(limited, "1.2.3.99, 10.0.0.1") == 429


@pytest.mark.parametrize(("typed", "read"), [("", 0), ("0", 0), ("1", 1), ("2", 2)])
def test_the_setting_is_a_small_number(monkeypatch: pytest.MonkeyPatch, typed: str, read: int) -> None:
    monkeypatch.setenv("E5_PROXIES", typed)
    assert Config.from_env().proxies == read


@pytest.mark.parametrize("typed", ["oui", "-1", "9", "99999", "１"])
def test_the_setting_refuses_anything_else(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("E5_PROXIES", typed)
    with pytest.raises(RuleBroken, match="E5_PROXIES"):
        Config.from_env()
