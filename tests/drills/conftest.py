"""The hall of the drills, and an installation for real servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox import create_app
from sandbox.accounts.models import User
from sandbox.accounts.services import change_password
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import db
from tests.drills.hall import Hall
from tests.factories.people import PASSWORD
from tests.factories.world import World, read_world
from tests.support.databases import Databases


@pytest.fixture
def hall(world_app: Flask, world: World) -> Hall:
    """A session begun an hour ago on a whole minute; nobody has joined yet."""
    assert world.session_id
    return Hall(world_app, clock.now().replace(second=0, microsecond=0) - timedelta(hours=1))


@contextmanager
def looking(instance: Path) -> Iterator[None]:
    """The installation's database read by another process than the server's."""
    app = create_app(Config(instance=instance, testing=True))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def copied(databases: Databases, world_template: str, world_media: Path, tmp_path: Path) -> Path:
    """An installation on SQLite that has its company already, for what brings a server of its own."""
    if databases.is_postgres:
        pytest.skip("kills our server; PostgreSQL's own is another matter")
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "media").symlink_to(world_media, target_is_directory=True)
    databases.copy(world_template, folder)
    return folder


@pytest.fixture
def installation(copied: Path) -> Path:
    """A centre's installation, where people sign in."""
    with looking(copied):  # the server checks what a password costs in a centre, not what it costs in tests
        change_password(user=db.session.scalars(sa.select(User).filter_by(login="erin")).one(), password=PASSWORD)
        db.session.commit()
    return copied


@pytest.fixture
def installed(installation: Path) -> World:
    """What is in the installation."""
    with looking(installation):
        return read_world()
