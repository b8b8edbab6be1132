"""A candidate at work: each test must really have used the screen that it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request_finished
from flask import request as sent

from sandbox.kernel.scope import shop_scope
from tests.factories.world import World
from tests.operations.at_site import SiteDesk
from tests.web.backoffice.conftest import Desk, sat


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """A candidate alone in the back office of an own shop."""
    yield from sat(world_app, "alice", world.alice_shop_key)


@pytest.fixture
def site(world_app: Flask, world: World) -> Iterator[SiteDesk]:
    """A candidate alone in the administration of an own copy of the site."""
    desk = SiteDesk(world_app, "alice", world.alice_shop_key)
    with shop_scope(desk.shop_id):
        yield desk


@pytest.fixture(autouse=True)
def _screen_is_used(request: pytest.FixtureRequest) -> Iterator[None]:
    """The screen that the test names accepted a form, or showed its page to a test that only reads."""
    screen = getattr(request.function, "screen", None)
    if screen is None:
        yield
        return
    used: set[tuple[str | None, int]] = set()

    def note(_app: Flask, response: Response, **_more: Any) -> None:
        used.add((sent.endpoint, response.status_code))

    with request_finished.connected_to(note):
        yield
    assert used & {(screen, 302), (screen, 200)}, f"{screen} was not used"
