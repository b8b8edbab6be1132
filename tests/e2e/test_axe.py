"""axe on each page type: the back office, walked link by link from its menu, and the pages around a test."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, prepare_session, sign_in, site_administration
from tests.support.browser import Visitor, assert_axe_clean, axe_violations

FEWEST_PAGE_TYPES = 40
"""The back office has more; fewer found means that the walk itself is broken."""
FEWEST_PAGE_TYPES_OF_THE_SITE = 25
SITE_PAGES = (
    "", "journal/", "quelle-mouture-pour-quelle-cafetiere/", "equipe/", "questions-frequentes/", "venir-au-quai/", "contact/",
    "recherche?q=mouture", "nulle-part/",
)  # fmt: skip
_NUMBER = re.compile(r"/(\d+)(?=/|$)")
_NAMED = re.compile(r"(/statistiques|/parametres/seo)/(?!graphiques$)[^/]+$")


def page_type(path: str) -> str:
    """An address without what tells one row from another."""
    return _NAMED.sub(r"\1/*", _NUMBER.sub("/n", path))


def links(page: Page, root: str) -> list[str]:
    """The addresses of the back office that a page leads to, without their questions."""
    found: list[str] = page.eval_on_selector_all("a[href]:not([download])", "(all) => all.map((a) => a.href)")
    paths = [urlsplit(address).path for address in found]
    return [path for path in dict.fromkeys(paths) if path.startswith(root)]


def is_page(page: Page, path: str) -> bool:
    """Whether there is a page at that address, and not a file to download."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    return "text/html" in answer.headers.get("content-type", "")


def back_office(new_visitor: MakeVisitor) -> tuple[Page, str]:
    """A candidate's back office in a session under way, and its address."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, [("Axelle", "Kerbrat")])[0]
    person = Candidate.arrive(new_visitor(), code, "Axelle Kerbrat")
    page.get_by_role("button", name="Donner le départ").click()
    person.open_back_office()
    return person.page, urlsplit(person.page.url).path


def test_axe_sees_what_is_wrong_and_says_it_in_french(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/connexion")
    assert_axe_clean(page)
    page.evaluate("""() => {
        const wrong = document.createElement('div');
        wrong.innerHTML = '<img src="/favicon.ico"><p>Trop pâle</p><input type="text">';
        for (const part of wrong.querySelectorAll('p')) { part.style.color = '#ccc'; part.style.background = '#fff'; }
        document.querySelector('main').append(wrong);
    }""")
    found = {violation["id"]: violation["help"] for violation in axe_violations(page)}
    assert found.keys() == {"image-alt", "color-contrast", "label"}
    assert "contraste" in found["color-contrast"]


def test_every_page_type_of_the_back_office(new_visitor: MakeVisitor) -> None:
    page, root = back_office(new_visitor)
    seen = walked(page, root)
    assert len(seen) >= FEWEST_PAGE_TYPES, sorted(seen)


def test_every_page_type_of_the_sites_administration(visitor: Visitor) -> None:
    page = visitor.page()
    sign_in(page, "candidat")
    seen = walked(page, site_administration(page))
    assert len(seen) >= FEWEST_PAGE_TYPES_OF_THE_SITE, sorted(seen)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_site_as_its_visitors_see_it(new_visitor: MakeVisitor, width: int) -> None:
    page = new_visitor(width=width).page()
    sign_in(page, "candidat")
    site = site_administration(page).replace("/site-admin/", "/site/")
    faults = []
    for name in SITE_PAGES:
        page.goto(site + name)
        try:
            assert_axe_clean(page)
            fits(page, name)
        except AssertionError as fault:
            faults.append(str(fault))
    assert faults == [], "\n\n".join(faults)


def walked(page: Page, root: str) -> set[str]:
    """The page types met link by link from `root`; axe is content with each."""
    waiting, seen, faults = deque([root]), {page_type(root)}, []
    while waiting:
        path = waiting.popleft()
        if not is_page(page, path):
            continue
        try:
            assert_axe_clean(page)
        except AssertionError as fault:
            faults.append(str(fault))
        for link in links(page, root):
            if page_type(link) not in seen:
                seen.add(page_type(link))
                waiting.append(link)
    assert faults == [], "\n\n".join(faults)
    return seen


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_pages_around_a_test(new_visitor: MakeVisitor, width: int) -> None:
    visitor = new_visitor(width=width)
    page = visitor.page()
    for path in ("/", "/connexion", "/epreuve/rejoindre", "/nulle-part"):
        page.goto(path)
        assert_axe_clean(page)
        fits(page, path)
    sign_in(page, "examinateur")
    prepare_session(page, [("Maëlle", "Guivarc’h"), ("Yann", "Le Goff")])
    session = urlsplit(page.url).path
    for path in (
        "/examinateur/sessions",
        "/examinateur/sessions/nouvelle",
        "/mon-compte",
        session,
        f"{session}/candidats/2/fiche",
        f"{session}/candidats/1/rejeu",
        f"{session}/proces-verbal",
        f"{session}/equite",
        "/examinateur/journaux/verifier",
    ):
        page.goto(path)
        assert_axe_clean(page)
        fits(page, path)
    for path in (f"{session}/console", f"{session}/candidats/1/lignes/L5"):
        page.goto(path)
        assert_axe_clean(page)


def fits(page: Page, path: str) -> None:
    """The page does not scroll sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{path}: {over} px too wide"


def test_errors_of_forms_are_announced(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/epreuve/rejoindre")
    page.get_by_label("Code de la place").fill("ZZZZZZ")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_axe_clean(page)
    sign_in(page, "examinateur")
    page.goto("/examinateur/sessions/nouvelle")
    page.get_by_role("group", name="Candidat 1").get_by_label("Prénom").fill("Sans nom")
    page.get_by_role("button", name="Préparer la session").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_role("group", name="Candidat 1").get_by_label("Nom", exact=True)).to_be_focused()
    assert_axe_clean(page)


def test_archives_of_the_centre(visitor: Visitor) -> None:
    page = visitor.page()
    sign_in(page, "admin")
    page.goto("/administration/archives")
    expect(page.get_by_role("heading", name="Archives des sessions")).to_be_visible()
    assert_axe_clean(page)
    fits(page, "/administration/archives")
