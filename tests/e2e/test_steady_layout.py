"""Nothing moves while pictures arrive late: from the cart to the confirmation, in the account, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_purchase import ADDRESS, CARD, PHONE, main_button, shop_of
from tests.support.halved_pages import HalvedPages
from tests.support.live_server import LiveServer

MOST = 0.01
WATCH = """
window.__moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const nodes = entry.sources.map((one) => one.node?.outerHTML?.slice(0, 120) ?? String(one.node?.textContent).slice(0, 60));
    window.__moved.push([entry.value, ...nodes]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = """
new Promise((done) => {
  const look = () => (performance.getEntriesByName("first-contentful-paint").length ? done() : requestAnimationFrame(look));
  look();
})
"""
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class LatePictures:
    """Pictures that come only once the page is painted without them."""

    def __init__(self, page: Page) -> None:
        self.page, self.waiting, self.opened = page, [], False
        page.add_init_script(WATCH)
        page.route("**/media/**", self._hold)

    def _hold(self, route: Route) -> None:
        if self.opened:
            route.continue_()
        else:
            self.waiting.append(route)

    def moved_by(self, act: Callable[[], object]) -> list[list[object]]:
        """What moved on the page that an act leads to, and by how much."""
        self.waiting, self.opened = [], False
        act()
        self.page.evaluate(PAINTED)
        self.opened = True
        for route in self.waiting:
            route.continue_()
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(TWO_FRAMES)
        found: list[list[object]] = self.page.evaluate("window.__moved")
        return found if sum(float(str(one[0])) for one in found) > MOST else []


@pytest.mark.parametrize("screen", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_nothing_moves_from_the_cart_to_the_confirmation(new_visitor: MakeVisitor, screen: dict[str, int]) -> None:
    page, home = shop_of(new_visitor(**screen))
    page.goto(f"{home}recherche?q=mug")
    if page.locator("body.ex-open").count():
        page.keyboard.press("F2")  # the whole width, as a customer has it
    page.get_by_role("button", name="Tout refuser").click()
    page.locator("main article a[href*='/produit/']").first.click()
    page.locator("#achat").get_by_role("button", name="Ajouter au panier").click()
    late = LatePictures(page)

    def go(address: str) -> Callable[[], object]:
        return lambda: page.goto(home + address, wait_until="commit")

    moved = {"cart": late.moved_by(go("panier")), "who": late.moved_by(go("commande/coordonnees"))}
    for name, text in (("first_name", "Nolwenn"), ("last_name", "Le Bihan"), ("email", "calme@courriel.example")):
        page.locator(f"#{name}").fill(text)
    main_button(page, "Continuer vers les adresses").click()
    moved["where"] = late.moved_by(go("commande/adresses"))
    for name, text in ADDRESS.items():
        page.locator(f"[name='{name}']").fill(text)
    main_button(page, "Continuer vers la livraison").click()
    moved["delivery"] = late.moved_by(go("commande/livraison"))
    main_button(page, "Continuer vers le paiement").click()
    moved["payment"] = late.moved_by(go("commande/paiement"))
    for name, text in CARD.items():
        page.locator(f"[name='{name}']").fill(text)
    page.locator("[name='accepts_terms']").check()
    main_button(page, "Commander avec obligation de paiement").click()
    page.wait_for_url("**/commande/confirmation/**")
    done = page.url.partition(home)[2]
    moved["done"] = late.moved_by(go(done))
    assert {step: what for step, what in moved.items() if what} == {}


def test_the_open_subject_is_there_from_the_first_paint(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(width=1280, height=800))
    late = LatePictures(page)
    assert late.moved_by(lambda: page.goto(home, wait_until="commit")) == []
    assert page.locator("body.ex-open").count() == 1
    page.keyboard.press("F2")
    assert late.moved_by(lambda: page.goto(home, wait_until="commit")) == []
    assert page.locator("body.ex-open").count() == 0


def test_nobody_raises_a_hand_alone(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(width=1280, height=800))
    page.goto(home)
    assert page.locator("[data-frame-toggle]").is_visible()
    assert not page.locator("[data-frame-hand]").is_visible()


@pytest.mark.parametrize("until", ["Vos préférences", 'value="refuser">'], ids=["title", "button"])
def test_the_question_about_cookies_does_not_rise_as_it_arrives(
    new_visitor: MakeVisitor, server: LiveServer, until: str
) -> None:
    page, home = shop_of(new_visitor(width=1280, height=800))
    page.add_init_script(WATCH)
    with HalvedPages(server.url, until=until) as wire:
        page.goto(wire.url + home, wait_until="commit")
        page.evaluate(PAINTED)
        expect(page.locator(".cookies")).to_be_attached()
        expect(page.locator(".cookies")).not_to_be_visible()
        page.evaluate(TWO_FRAMES)
        wire.rest()
        expect(page.locator(".cookies")).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.evaluate(TWO_FRAMES)
        assert wire.halved == 1
        moved = page.evaluate("window.__moved")
    assert [one for one in moved if "cookies" in str(one[1:])] == []
