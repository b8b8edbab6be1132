"""Fixtures of every floor: an application on a database copied from a template, people, a small shop."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from sandbox import create_app
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.migrations import upgrade_database
from sandbox.shop.shops.models import Shop
from tests.factories.people import make_people
from tests.factories.shops import make_small_shop
from tests.factories.world import World, make_world, read_world
from tests.support.databases import Databases
from tests.support.routes import keep_compiled

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("house")
keep_compiled()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where templates are kept and copied from, on SQLite or on the PostgreSQL of E5_DATABASE_URL."""
    kept = Databases(tmp_path_factory.mktemp("templates"), os.environ.get("E5_DATABASE_URL", ""))
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def small_template(databases: Databases) -> str:
    """A database with the people of the tests and two small shops: alice's, and bob's whose every text says FUITE."""

    def fill() -> None:
        upgrade_database(db.engine)
        make_people()
        make_small_shop("alice")
        make_small_shop("bob", canary=True)
        db.session.commit()

    return databases.template("small", fill)


@pytest.fixture(scope="session")
def world_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pictures of the shipped context, stored once for all tests; tests only add to them."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def world_template(databases: Databases, world_media: Path) -> str:
    """A database with the shipped context, a running session and practice runs: see tests/factories/world.py."""

    def fill() -> None:
        upgrade_database(db.engine)
        make_world(MediaStore(world_media))

    return databases.template("world", fill)


@pytest.fixture
def app(databases: Databases, small_template: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on its own copy of the small template, its context pushed."""
    yield from opened(databases, small_template, tmp_path / "instance")


@pytest.fixture
def world_app(databases: Databases, world_template: str, world_media: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on its own copy of the whole centre, its context pushed."""
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "media").symlink_to(world_media, target_is_directory=True)
    yield from opened(databases, world_template, tmp_path / "instance")


@pytest.fixture
def world(world_app: Flask) -> World:
    """What is in the whole centre."""
    assert world_app
    return read_world()


def opened(databases: Databases, template: str, instance: Path) -> Iterator[Flask]:
    """An application on a fresh copy of a template."""
    instance.mkdir(exist_ok=True)
    config = Config(
        instance=instance, database_url=databases.copy(template, instance), secret_key="tests", testing=True
    )
    application = create_app(config)
    application.jinja_env.bytecode_cache = databases.templates
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    databases.drop(config.database_url)
    shutil.rmtree(instance, ignore_errors=True)


@pytest.fixture
def shop(app: Flask) -> Iterator[Shop]:
    """Alice's small shop, open."""
    found = db.session.query(Shop).filter_by(key="alice").one()
    with shop_scope(found.id):
        yield found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script, signed in as nobody."""
    return app.test_client()
