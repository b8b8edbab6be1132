"""What a profile may not do has no open button, on any screen of the back office."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from sandbox.shop.team.models import Profile
from sandbox.shop.team.rules.rights import LABELS
from sandbox.web.backoffice.acting import FREE, right_of
from tests.access.test_matrix import calls
from tests.factories.world import World
from tests.web.backoffice.conftest import Desk
from tests.web.backoffice.test_permissions import RIGHTS, enter

HELD = {"voir": {"can_view"}, "modifier": {"can_view", "can_edit"}}


class Buttons(HTMLParser):
    """The open buttons of the forms that write, with where each sends and what it adds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: dict[str, str] = {}
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self._form = ""
        self._shut: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = given.get("id", f"#{len(self.forms)}") if given.get("method") == "post" else ""
            if self._form:
                self.forms[self._form] = given.get("action", "")
        elif tag == "fieldset":
            self._shut.append("disabled" in given)
        elif (
            tag == "button"
            and given.get("type", "submit") == "submit"
            and "disabled" not in given
            and not any(self._shut)
        ):
            owner = given.get("form", self._form)
            if owner:
                sent = {given["name"]: given.get("value", "")} if "name" in given else {}
                self.found.append((owner, given.get("formaction", ""), sent))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = ""
        elif tag == "fieldset":
            self._shut.pop()


def pages(app: Flask, world: World) -> list[str]:
    """Every page of the back office that is read, with numbers that exist."""
    return [
        path.replace(world.shop_keys[0], world.alice_shop_key).replace("/seo/x", "/seo/contact")
        for endpoint, method, path, _permission in calls(app, world)
        if endpoint.startswith("backoffice.") and method == "GET" and endpoint.partition(".")[2] not in FREE
    ]


def open_beyond(app: Flask, html: str, path: str, held: set[str]) -> list[str]:
    """The open buttons of a page that ask for a right which is not held."""
    read, adapter, wrong = Buttons(html), app.url_map.bind("localhost"), []
    for owner, elsewhere, sent in read.found:
        address = elsewhere or read.forms.get(owner, "") or path
        if owner not in read.forms:
            continue
        try:
            endpoint, _values = adapter.match(address.split("?")[0].split("#")[0], method="POST")
        except HTTPException:
            wrong.append(f"{path}: a form goes nowhere, {address}")
            continue
        face, _, name = str(endpoint).partition(".")
        if face == "backoffice" and name not in FREE and right_of(name, "POST", sent) not in held:
            wrong.append(f"{path}: {name} {sent}")
    return wrong


@pytest.mark.parametrize("word", HELD)
def test_no_button_is_open_for_what_the_profile_does_not_allow(
    world_app: Flask, world: World, desk: Desk, word: str
) -> None:
    profile = desk.find(Profile, key="vendeur").id
    desk.read(RIGHTS)
    given: dict[str, Any] = {area: ["voir", word] for area in LABELS}
    desk.save(f"{RIGHTS}/{profile}", **given)
    enter(desk, "ines-baudry")
    wrong, seen = [], 0
    for path in pages(world_app, world):
        answer = desk.visitor.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            seen += 1
            wrong += open_beyond(world_app, answer.text, path, HELD[word])
    assert seen > 60
    assert wrong == []


def test_a_shut_button_says_why(desk: Desk) -> None:
    profile = desk.find(Profile, key="vendeur").id
    desk.read(RIGHTS)
    desk.save(f"{RIGHTS}/{profile}", produits=["voir", "modifier"], categories=["voir"])
    enter(desk, "ines-baudry")
    name = desk.find(Profile, key="vendeur").name
    assert desk.read("/catalogue/produits").says(f"Le profil « {name} » ne permet pas de supprimer ici.")


def test_who_has_every_right_finds_them_open(desk: Desk) -> None:
    html = desk.visitor.get(f"{desk.root}/admin/catalogue/marques").text
    assert "/supprimer" in html
    assert "ne permet pas" not in html
