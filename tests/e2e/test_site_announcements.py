"""By the keyboard: the extensions activated, a bar written and closed, a pop-up that keeps the focus and gives it back, cookies refused."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import sign_in, site_administration
from tests.support.browser import assert_axe_clean


def press(target: Locator) -> None:
    """Bring the focus there and press Enter, without the mouse."""
    target.focus()
    target.page.keyboard.press("Enter")


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def activated(page: Page) -> tuple[str, str]:
    """The administration and the site of a run alone, both extensions switched on."""
    sign_in(page, "candidat")
    admin = site_administration(page)
    page.goto(f"{admin}extensions")
    for name in ("Barres et pop-up", "Avis de cookies"):
        press(page.get_by_role("button", name=f"Activer {name}"))
        expect(page.get_by_role("button", name=f"Désactiver {name}")).to_be_visible()
    return admin, admin.replace("/site-admin/", "/site/")


def write(page: Page, admin: str, kind: str, title: str, text: str) -> None:
    """A bar or a pop-up typed and published."""
    page.goto(f"{admin}annonces/nouvelle?type={kind}")
    page.get_by_label("Titre", exact=True).focus()
    page.keyboard.type(title)
    page.locator(".ProseMirror").focus()
    page.keyboard.type(text)
    page.get_by_label("Brouillon").focus()
    page.keyboard.press("ArrowDown")
    press(page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.locator(".wp-notice")).to_contain_text("en ligne")


def focused(page: Page) -> str:
    """What has the focus, as it is read out."""
    return str(
        page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()")
    )


def test_a_bar_from_the_extension_to_its_closing(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    admin, site = activated(page)
    write(page, admin, "bar", "Nocturne", "Ce soir, le comptoir ferme à 21 h.")
    page.goto(site)
    bar = page.get_by_role("region", name="Nocturne", exact=True)
    expect(bar).to_contain_text("Ce soir, le comptoir ferme à 21 h.")
    assert page.evaluate("(bar) => bar.getBoundingClientRect().bottom <= document.querySelector('.ws-head').getBoundingClientRect().top", bar.element_handle())  # fmt: skip
    with page.expect_response(re.compile(r"/annonce/\d+/fermee$")) as kept:
        press(bar.get_by_role("button", name="Fermer : Nocturne"))
    assert kept.value.status == 204
    expect(bar).to_have_count(0)
    expect(page.locator("#contenu")).to_be_focused()
    page.goto(f"{site}journal/")
    expect(page.get_by_role("region", name="Nocturne", exact=True)).to_have_count(0)


def test_a_pop_up_keeps_the_focus_and_gives_it_back(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    admin, site = activated(page)
    write(page, admin, "popup", "Offre", "Dix pour cent sur le premier sachet.")
    form = page.locator(".wa-edit")
    form.get_by_label("Libellé du bouton").fill("En profiter")
    form.get_by_label("Adresse du bouton").fill("/promotions")
    form.get_by_label("Déclenchement").select_option("delay")
    form.get_by_label("Délai (secondes)").fill("2")
    press(form.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.locator(".wp-notice")).to_contain_text("en ligne")
    page.goto(site)
    link = page.get_by_role("link", name="Contact", exact=True).first
    link.focus()
    dialog = page.get_by_role("dialog", name="Offre")
    expect(dialog).to_be_visible()
    assert_axe_clean(page)
    assert focused(page) == "Fermer"
    page.keyboard.press("Tab")
    assert focused(page) == "En profiter"
    page.keyboard.press("Tab")
    assert focused(page) == "Fermer"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "En profiter"
    with page.expect_response(re.compile(r"/annonce/\d+/fermee$")):
        page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    page.reload()
    expect(page.locator("dialog")).to_have_count(0)


def test_cookies_are_refused_in_one_key(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    _, site = activated(page)
    page.goto(site)
    asked = page.get_by_role("region", name="Vos préférences de cookies")
    boxes = [asked.get_by_role("button", name=name).bounding_box() for name in ("Tout refuser", "Tout accepter")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert abs(boxes[0]["width"] - boxes[1]["width"]) < 1
    assert abs(boxes[0]["height"] - boxes[1]["height"]) < 1
    press(asked.get_by_role("button", name="Tout refuser"))
    expect(asked).to_have_count(0)
    press(page.get_by_role("link", name="Gérer les cookies"))
    expect(page.locator("main")).to_contain_text("tout est refusé")


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_is_content_with_both(new_visitor: MakeVisitor, width: int) -> None:
    page = new_visitor(width=width).page()
    admin, site = activated(page)
    write(page, admin, "bar", "Nocturne", "Ce soir, le comptoir ferme à 21 h.")
    assert_axe_clean(page)
    page.get_by_label("Pages et articles choisis").check()
    press(page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.get_by_role("alert")).to_contain_text("Cochez au moins une page")
    assert_axe_clean(page)
    fits(page)
    for path in (
        f"{admin}extensions",
        f"{admin}annonces",
        f"{admin}annonces/nouvelle?type=popup",
        f"{admin}cookies",
        site,
        f"{site}vos-cookies",
    ):
        page.goto(path)
        assert_axe_clean(page)
        fits(page)
