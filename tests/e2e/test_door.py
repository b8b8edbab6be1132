"""The first page, and signing in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PASSWORDS
from tests.support.browser import Visitor, assert_axe_clean


@pytest.mark.parametrize("path", ["/", "/connexion"])
def test_door_is_accessible(visitor: Visitor, path: str) -> None:
    page = visitor.page()
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert_axe_clean(page)


def test_signs_in_and_out(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/connexion")
    page.get_by_label("Identifiant").fill("examinateur")
    page.get_by_label("Mot de passe").fill(PASSWORDS["examinateur"])
    page.get_by_role("button", name="Se connecter").click()
    expect(page).not_to_have_url(re.compile("connexion"))
    expect(page.get_by_text("Claire Deschamps").first).to_be_visible()


def test_wrong_password_is_told_and_login_kept(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/connexion")
    page.get_by_label("Identifiant").fill("examinateur")
    page.get_by_label("Mot de passe").fill("pas-le-bon-mot")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text("Identifiant ou mot de passe incorrect.").first).to_be_visible()
    expect(page.get_by_label("Identifiant")).to_have_value("examinateur")
