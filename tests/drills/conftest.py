"""The hall of the drills."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from sandbox.kernel import clock
from tests.drills.hall import Hall
from tests.factories.world import World


@pytest.fixture
def hall(world_app: Flask, world: World) -> Hall:
    """A session begun an hour ago on a whole minute; nobody has joined yet."""
    assert world.session_id
    return Hall(world_app, clock.now().replace(second=0, microsecond=0) - timedelta(hours=1))
