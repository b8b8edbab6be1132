"""The console reloaded, or opened, while the server is down: a page in French, and what was noted leaves when the server is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Install
from tests.e2e.people import Console, prepare_session, sign_in
from tests.support.browser import Visitor, assert_axe_clean
from tests.support.live_server import LiveServer


@pytest.fixture
def own_server(install: Install, tmp_path: Path) -> Iterator[LiveServer]:
    """A server that may be killed: the others' journeys have theirs."""
    with LiveServer(install(tmp_path / "instance")) as running:
        yield running


def test_the_console_waits_for_the_server_and_sends_what_it_kept(browser: Browser, own_server: LiveServer) -> None:
    visitor = Visitor(browser, own_server.url, width=820, height=1180)
    page = visitor.page()
    sign_in(page, "examinateur")
    prepare_session(page, [("Gwenn", "Abgrall")])
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-quick]")).to_be_visible()
    console, address = Console(page), page.url
    page.evaluate("async () => { await navigator.serviceWorker.ready }")

    own_server.kill()
    page.locator("#grille").focus()
    console.note("1a+", "notée pendant la panne")
    expect(console.ack).to_contain_text("En attente")
    page.reload()
    expect(page.get_by_role("heading", name="Le serveur ne répond pas")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("1 note est gardée sur cet appareil")
    assert_axe_clean(page)
    other = visitor.page()
    other.goto(address)
    expect(other.get_by_role("heading", name="Le serveur ne répond pas")).to_be_visible()
    other.close()

    own_server.start()
    expect(page.locator("[data-att='1'] [data-observations]")).to_have_text("1")
    assert page.url == address
    page.wait_for_function("localStorage.getItem(`observations:${document.body.dataset.root}`) === '[]'")
    visitor.close()
