"""A real browser on a real server: Chromium, Chrome or Edge of this machine, French, with a fresh profile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright

HERE = Path(__file__).resolve().parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages live for a second here: what would pay off later (the last compiler, many small collections by many threads) costs
    # a fifth of the processor's time. What a script does is the same.
    "--js-flags=--no-turbofan --min-semi-space-size=32 --single-threaded-gc",
)
OURS = ("127.0.0.1",)
WITHOUT_HOST = ("about", "blob", "data")
# A machine that runs other tests may be slow to answer: long enough not to tell its load for a fault, and none waits when all is well.
expect.set_options(timeout=20_000)


@contextmanager
def running_browser(executable: str) -> Iterator[Browser]:
    """The machine's browser, headless; Playwright gives it a profile of its own, thrown away at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """A person at an own workstation: cookies of their own, and a record of what went wrong in their pages."""

    def __init__(self, browser: Browser, base_url: str, *, width: int = 1280, height: int = 800) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=base_url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            # The page's own policy stays in force; Playwright's evaluate works beside it.
            bypass_csp=False,
        )
        self.context.set_default_timeout(20_000)
        self.context.on("request", self._note_request)

    def page(self) -> Page:
        """A new tab, whose script errors and policy violations are recorded."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._note_console(page, message.type, message.text))
        return page

    def close(self) -> None:
        """Leave the workstation; fails when a page asked for anything outside this machine, or when a script failed."""
        self.context.close()
        assert not self.outside, f"requests left the machine: {self.outside}"
        assert not self.errors, f"errors in the pages: {self.errors}"

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in WITHOUT_HOST and address.hostname not in OURS:
            self.outside.append(request.url)

    def _note_console(self, page: Page, kind: str, text: str) -> None:
        # « Failed to load resource » also says 404 and 422, which are answers a test may be after.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.errors.append(f"{page.url}: {text}")


class LateScript:
    """A script that comes only when the test says so: what is done to the page before that is what a quick hand does."""

    def __init__(self, page: Page, name: str) -> None:
        self.waiting: list[Route] = []
        page.route(f"**/{name}*", self._hold)

    def _hold(self, route: Route) -> None:
        self.waiting.append(route)

    def come(self) -> None:
        """Let it through; fails when the page did not ask for it yet."""
        assert self.waiting
        while self.waiting:
            self.waiting.pop().continue_()


_AXE = """
async (scope) =>
  typeof window.axe === "object" ? (await axe.run(scope, { resultTypes: ["violations"] })).violations : null
"""


@cache
def _axe_in_french() -> str:
    vendor = HERE / "vendor"
    locale = json.dumps(json.loads((vendor / "axe-fr.json").read_text("utf-8")))
    return f"{(vendor / 'axe.min.js').read_text('utf-8')}\n;axe.configure({{ locale: {locale} }});"


def _bring_axe(page: Page) -> None:
    """As the developer's tools would: the page's policy rightly refuses a script tag of ours. The browser compiles a text that
    it is given again word for word only once."""
    tools = page.context.new_cdp_session(page)
    answer = tools.send("Runtime.evaluate", {"expression": _axe_in_french(), "silent": True})
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    tools.detach()


def axe_violations(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What axe finds on a page (WCAG 2.2 A and AA, and best practices), in French. `within` and `without` are selectors."""
    scope = {"include": [[within or "html"]], "exclude": [[selector] for selector in without]}
    found: list[dict[str, Any]] | None = page.evaluate(_AXE, scope)
    if found is None:
        _bring_axe(page)
        found = page.evaluate(_AXE, scope)
    assert found is not None
    return found


def assert_axe_clean(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> None:
    """Fail with a readable list when axe finds anything."""
    lines = []
    for violation in axe_violations(page, within=within, without=without):
        lines.append(f"[{violation['impact']}] {violation['id']}: {violation['help']}")
        for node in violation["nodes"][:5]:
            lines.append(f"    {' '.join(map(str, node['target']))}")
            lines.append(f"      {node['html'][:160]}")
            lines += [f"      {line.strip()}" for line in node["failureSummary"].splitlines()[1:3]]
        lines += [f"    … {len(violation['nodes']) - 5} more"] if len(violation["nodes"]) > 5 else []
    assert not lines, f"axe on {page.url}:\n" + "\n".join(lines)
