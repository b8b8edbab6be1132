"""What an examiner and candidates do in their browsers, in the words of their screens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PASSWORDS
from tests.support.browser import Visitor

LINES = "ABCDEFGH"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def sign_in_by_hand(page: Page, login: str) -> None:
    """Go through the door with an account of the demonstration."""
    page.goto("/connexion")
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORDS[login])
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def sign_in(page: Page, login: str) -> None:
    """The same for journeys that are not about the door: its two pages are asked for without being drawn, the page stays."""
    door = page.context.request
    token = _TOKEN.search(door.get("/connexion").text())
    assert token
    answer = door.post("/connexion", form={"csrf_token": token[1], "login": login, "password": PASSWORDS[login]})
    assert answer.ok, answer.status
    assert "Se déconnecter" in answer.text(), answer.url


def begin_practice(page: Page, title: str) -> None:
    """Begin a run of a subject alone, ending the one under way if there is one."""
    page.goto("/entrainement")
    card = page.locator(".ex-pick").filter(has_text=title)
    confirm = card.locator("details.ex-confirm summary")
    if confirm.count():
        confirm.click()
    card.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/b/\w+/admin/"))


def site_administration(page: Page) -> str:
    """The address of the site's administration, of a run alone on a subject of the site."""
    page.goto("/entrainement")
    pick = page.locator(".ex-pick").filter(has_text="Douceurs de décembre")
    if (confirm := pick.locator("details.ex-confirm summary")).count():
        confirm.click()
    pick.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/b/\w+/site-admin/$"))
    return urlsplit(page.url).path


def prepare_session(
    page: Page,
    names: list[tuple[str, str]],
    *,
    extra: dict[int, str] | None = None,
    subject: str = "noel-a-la-brulerie",
) -> list[str]:
    """Create a session on a shipped subject; returns the candidates' codes. `extra` is by index."""
    page.goto("/examinateur/sessions/nouvelle")
    page.get_by_label("Sujet").select_option(subject)
    for index, (first, last) in enumerate(names):
        row = page.get_by_role("group", name=f"Candidat {index + 1}")
        row.get_by_label("Prénom").fill(first)
        row.get_by_label("Nom", exact=True).fill(last)
        if extra and index in extra:
            row.get_by_label("Temps").select_option(label=extra[index])
    page.get_by_role("button", name="Préparer la session").click()
    expect(page.get_by_text("Session prête")).to_be_visible()
    return [text.strip() for text in page.locator(".ex-codes__k b").all_inner_texts()]


@dataclass
class Candidate:
    """A candidate at an own workstation."""

    visitor: Visitor
    page: Page
    name: str

    @classmethod
    def arrive(cls, visitor: Visitor, code: str, name: str) -> Candidate:
        """Type the code at the door."""
        page = visitor.page()
        page.goto("/")
        page.get_by_label("Code de la place").fill(code.lower())
        page.get_by_role("button", name="Entrer").click()
        expect(page.get_by_text(name).first).to_be_visible()
        return cls(visitor, page, name)

    @property
    def clock(self) -> Locator:
        """The time left, in the bar over the shop."""
        return self.page.locator("[data-frame-clock]")

    @property
    def cover(self) -> Locator:
        """What covers the work while the clock does not run."""
        return self.page.locator("[data-frame-stop]")

    def open_back_office(self) -> None:
        """From the page of the test, once the start was given."""
        self.page.get_by_role("link", name="Ouvrir l’administration de la boutique").click()
        expect(self.page.get_by_role("heading", name="Tableau de bord")).to_be_visible()
        expect(self.clock).to_have_text(re.compile(r"^\d\d:\d\d$"))

    def open_product(self, name: str, tab: str) -> None:
        """Find a product in the catalogue by its name, and open one of its tabs."""
        self.page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Catalogue").click()
        self.page.locator("thead input[name='name']").fill(name)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.open_tab(tab)

    def open_tab(self, tab: str) -> None:
        """Open a tab of the product page."""
        self.page.get_by_role("tab", name=tab).click()

    def save(self) -> None:
        """Save with the button of the bar, and wait for the word of the page."""
        self.page.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
        expect(self.page.locator("[data-frame-saved]")).to_contain_text(re.compile(r"Enregistré \d\d:\d\d:\d\d"))

    def complete_product(self, name: str, *, price: str, reference: str) -> None:
        """Give a product its price and its reference."""
        self.open_product(name, "Prix")
        self.page.get_by_label("Prix de vente (TTC)").fill(price)
        self.open_tab("Détails")
        self.page.get_by_label("Référence", exact=True).fill(reference)
        self.save()

    def add_specific_price(self, name: str, *, percent: str) -> None:
        """Lower a product's price by a percentage."""
        self.open_product(name, "Prix")
        self.page.get_by_role("link", name="Ajouter un prix spécifique").click()
        self.page.get_by_label("Réduction en pourcentage").check()
        self.page.get_by_role("textbox", name="Réduction").fill(percent)
        self.save()


@dataclass
class Console:
    """The examiner's console."""

    page: Page

    def column(self, rank: int) -> Locator:
        """A candidate's column."""
        return self.page.locator(f"[data-col='{rank}']")

    def feed(self, rank: int) -> Locator:
        """A candidate's last actions."""
        return self.column(rank).locator("[data-live=feed]")

    def cell(self, rank: int, letter: str) -> Locator:
        """A candidate's line of the grid."""
        line = self.page.locator(f"[data-letter='{letter}'][data-line]").get_attribute("data-line")
        return self.column(rank).locator(f"[data-cell='{line}']")

    @property
    def ack(self) -> Locator:
        """What became of the last observation."""
        return self.page.locator("[data-acks]")

    def note(self, keys: str, text: str = "") -> None:
        """Note an observation by keyboard: candidate, line, sign, words, Enter."""
        for key in keys:
            self.page.keyboard.press(key)
        if text:
            self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def leave_field(self) -> None:
        """Out of the text field, so that single keys act again."""
        self.page.keyboard.press("Escape")

    def rate(self, rank: int, letter: str, level: str) -> None:
        """Press a level, and wait until the server has it."""
        cell = self.cell(rank, letter)
        before = int(cell.get_attribute("data-version") or 0)
        cell.locator(f"label:has(input[value='{level}'])").click()
        expect(cell).not_to_have_attribute("data-version", str(before))

    def menu(self, rank: int) -> Locator:
        """Open a candidate's menu."""
        self.column(rank).locator("summary").first.click()
        return self.column(rank).locator(".ex-pop__in")
