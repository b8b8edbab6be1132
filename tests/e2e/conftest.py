"""Fixtures of the journeys: an installation, its server, the machine's browser, and people at their workstations."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sandbox.cli._demo_people import DEMO_PEOPLE
from sandbox.cli.demo import prepare
from sandbox.config import Config
from sandbox.kernel.db import db
from tests.support.browser import Visitor, running_browser
from tests.support.find_browser import find_browser
from tests.support.live_server import LiveServer

NO_BROWSER = (
    "No Chromium, Chrome or Edge on this machine: NOT ONE journey in a browser was tested. "
    "Install one, or give its path in E5_BROWSER."
)
LONGEST = (
    "axe", "authoring", "console", "after_sale", "purchase", "figures", "catalogue", "session", "companies", "freeze", "orders",
)  # fmt: skip
PASSWORDS = {person.login: person.password for person in DEMO_PEOPLE}

MakeVisitor = Callable[..., Visitor]
Install = Callable[[Path], Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder; the files that take longest come first, so that no worker is left with one at the end."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    rank = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)) if item.get_closest_marker("e2e") else -1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the server said beside a failure."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, LiveServer):
        report.sections.append(("Captured server output", server.output[-6000:]))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once more at the very end, where it is read."""
    if find_browser() is None:
        terminalreporter.write_sep("!", NO_BROWSER, red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's browser. Without one: skipped, loudly; on CI a failure."""
    executable = find_browser()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_BROWSER)
        warnings.simplefilter("default", UserWarning)
        pytest.skip(NO_BROWSER)
    with running_browser(executable) as running:
        yield running


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An `instance` folder with the shipped contexts and the demonstration's accounts, on SQLite: loaded once, only copied."""
    instance = tmp_path_factory.mktemp("prepared") / "instance"
    application = prepare(Config(instance=instance))
    with application.app_context():
        db.engine.dispose()
    return instance


@pytest.fixture(scope="session")
def install(prepared: Path) -> Install:
    """Copy the prepared folder to a place that is not there yet; returns that place."""

    def copied(instance: Path) -> Path:
        shutil.copytree(prepared, instance)
        return instance

    return copied


@pytest.fixture(scope="session")
def installation(install: Install, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `instance` folder of all journeys that need none of their own."""
    return install(tmp_path_factory.mktemp("e2e") / "instance")


@pytest.fixture(scope="session")
def server(installation: Path) -> Iterator[LiveServer]:
    """The real server, one for all journeys: each makes its own sessions and shops."""
    with LiveServer(installation) as running:
        yield running


@pytest.fixture
def new_visitor(browser: Browser, server: LiveServer) -> Iterator[MakeVisitor]:
    """Make people at workstations of their own; afterwards nothing may have left the machine, no script have failed."""
    visitors: list[Visitor] = []

    def make(*, width: int = 1280, height: int = 800) -> Visitor:
        visitors.append(Visitor(browser, server.url, width=width, height=height))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()


@pytest.fixture
def visitor(new_visitor: MakeVisitor) -> Visitor:
    """One person at a workstation."""
    return new_visitor()
