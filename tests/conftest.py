"""Fixtures of every floor: an application on a database copied from a template, people, a small shop."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.migrations import upgrade_database
from sandbox.shop.shops.models import Shop
from tests.factories.people import make_people
from tests.factories.shops import make_small_shop
from tests.factories.site import fresh_site
from tests.factories.world import World, make_world, read_world
from tests.support import asked
from tests.support.applications import Applications
from tests.support.databases import Databases
from tests.support.engines import may_meet_a_server
from tests.support.routes import keep_compiled

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("house")
keep_compiled()

LONGEST_NAME = 600
"""Characters of a test's name, its case included."""


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays until the end (code, tables, tests), as the server does, and pass less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out the tests that would do there what they did without it (`may_meet_a_server`), and those of the
    web that would ask it nothing that no other asks (`asked.worth_asking`), where what they ask was noted.

    A test's name is refused when it is long: every worker sends all the names, and each report of a test holds its name several
    times. One that held the megabytes it was given made each worker a gigabyte.
    """
    if long := [item.nodeid[:120] for item in items if len(item.nodeid) > LONGEST_NAME]:
        raise pytest.UsageError(f"Give these cases short ids: {long}")
    if not os.environ.get("E5_DATABASE_URL"):
        return
    kept = [item for item in items if may_meet_a_server(item)]
    if folder := asked.folder():
        wanted = asked.worth_asking([item.nodeid for item in kept], asked.read(folder))
        kept = [item for item in kept if item.nodeid in wanted]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_sessionstart() -> None:
    """Without a server, note what the tests ask of the database when a folder is given for it."""
    asked.NOTES.is_taken = asked.folder() is not None and not os.environ.get("E5_DATABASE_URL")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Whose questions they are."""
    with asked.NOTES.during(item.nodeid):
        return (yield)


def pytest_sessionfinish() -> None:
    """Keep what was noted beside what the other workers noted."""
    folder = asked.folder()
    if folder and asked.NOTES.is_taken and asked.NOTES.tests:
        asked.NOTES.write(folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{os.getpid()}.jsonl")


@pytest.fixture(scope="session")
def server_url() -> str:
    """The PostgreSQL of E5_DATABASE_URL, empty for SQLite: no test learns of it but from here (tests/architecture)."""
    return os.environ.get("E5_DATABASE_URL", "")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, server_url: str) -> Iterator[Databases]:
    """Where templates are kept and copied from, on SQLite or on PostgreSQL."""
    kept = Databases(tmp_path_factory.mktemp("templates"), server_url)
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
def worlds() -> list[World]:
    """What is in the whole centre, told when its template is filled: its copies hold the same, and none is asked again."""
    return []


@pytest.fixture(scope="session")
def world_template(databases: Databases, world_media: Path, worlds: list[World]) -> str:
    """A database with the shipped context, a running session and practice runs: see tests/factories/world.py."""

    def fill() -> None:
        upgrade_database(db.engine)
        make_world(MediaStore(world_media))
        worlds.append(read_world())

    return databases.template("world", fill)


@pytest.fixture(scope="session")
def site_template(databases: Databases, world_template: str, worlds: list[World]) -> str:
    """The same, the small site of tests/factories/site.py in the place of alice's."""

    def fill() -> None:
        shop = db.session.query(Shop).filter_by(key=worlds[0].alice_shop_key).one()
        with shop_scope(shop.id):
            fresh_site()
            db.session.commit()

    return databases.template("site", fill, base=world_template)


@pytest.fixture(scope="session")
def applications(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applications]:
    """The applications that tests are given, as new each time."""
    kept = Applications(databases, tmp_path_factory.mktemp("instances"))
    yield kept
    kept.close()


@pytest.fixture
def app(applications: Applications, small_template: str) -> Iterator[Flask]:
    """An application on its own copy of the small template, its context pushed."""
    yield from applications.opened(small_template)


@pytest.fixture
def own_app(applications: Applications, small_template: str) -> Iterator[Flask]:
    """The same, made for one test: it may be given hooks and addresses."""
    yield from applications.opened(small_template, is_own=True)


@pytest.fixture
def world_app(applications: Applications, world_template: str, world_media: Path) -> Iterator[Flask]:
    """An application on its own copy of the whole centre, its context pushed."""
    yield from applications.opened(world_template, world_media)


@pytest.fixture
def world(world_app: Flask, worlds: list[World]) -> World:
    """What is in the whole centre."""
    assert world_app
    return worlds[0]


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
