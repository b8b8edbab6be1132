"""Signing in works a password out, which takes time: it must not be time in which nobody else can save."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from flask import Flask

from sandbox.accounts import services as accounts
from sandbox.kernel.db import db, is_reading
from sandbox.kernel.passwords import hash_password, verify_password
from sandbox.shop.team import services as team
from sandbox.shop.team.models import Employee
from tests.factories.people import PASSWORD
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.backoffice.conftest import sat

Watch = Callable[[ModuleType], list[bool]]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Note, at each check of a password by a module, whether the request only reads."""

    def begin(module: ModuleType) -> list[bool]:
        checked: list[bool] = []

        def verify(stored: str | None, typed: str) -> bool:
            checked.append(is_reading())
            return verify_password(stored, typed)

        monkeypatch.setattr(module, "verify_password", verify)
        return checked

    return begin


@pytest.mark.parametrize(("password", "status"), [(PASSWORD, 302), ("faux-mot-de-passe", 422)])
def test_a_password_is_checked_without_the_write_lock(
    world_app: Flask, watch: Watch, password: str, status: int
) -> None:
    visitor = Visitor(world_app)
    visitor.get("/connexion")
    checked = watch(accounts)
    assert visitor.post("/connexion", login="alice", password=password).status_code == status
    assert checked == [True]


def test_an_employee_s_is_too(world_app: Flask, world: World, watch: Watch) -> None:
    checked = watch(team)
    for desk in sat(world_app, "alice", world.alice_shop_key):
        person = db.session.query(Employee).filter_by(is_active=True).first()
        assert person is not None
        person.password_hash, email = hash_password(PASSWORD), person.email
        desk.read("/connexion-employe")
        assert desk.send("/connexion-employe", email=email, password=PASSWORD).status_code == 302
    assert checked == [True]
