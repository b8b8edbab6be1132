"""Drill 10: the same form opened in two tabs. The second one to be sent replaces the first one's work, and says so."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor

WORDS = "Cette page était ouverte avant un autre enregistrement"


@pytest.fixture
def candidate(world_app: Flask, world: World) -> Visitor:
    """The candidate of the first seat, at work."""
    visitor = Visitor(world_app)
    visitor.take_seat(world.join_codes[0])
    return visitor


@pytest.fixture
def sheets(candidate: Visitor, world: World) -> list[str]:
    """The addresses of two products."""
    root = f"/b/{world.shop_keys[0]}/admin/catalogue/produits"
    return list(dict.fromkeys(re.findall(rf"{root}/\d+", candidate.get(root).text)))[:2]


def tab(candidate: Visitor, path: str) -> dict[str, object]:
    """What the form of a product would send from a tab that is opened now."""
    return Page(candidate.get(path).text).form("product-form").filled()


def send(candidate: Visitor, path: str, opened: dict[str, object], **typed: object) -> Page:
    """Send what a tab holds; the page that follows."""
    answer = candidate.post(path, **opened | typed)
    assert answer.status_code == 302
    return Page(candidate.get(answer.headers["Location"]).text)


def test_the_second_tab_says_that_it_replaced_the_first(candidate: Visitor, sheets: list[str]) -> None:
    one, other = tab(candidate, sheets[0]), tab(candidate, sheets[0])
    assert not send(candidate, sheets[0], one, reference="PREMIER").says(WORDS)
    later = send(candidate, sheets[0], other, reference="SECOND")
    assert later.says(WORDS)
    assert later.form("product-form").fields["reference"] == ["SECOND"]
    assert not Page(candidate.get(sheets[0]).text).says(WORDS), "said once"


def test_an_old_tab_that_gives_an_old_value_back_says_so(candidate: Visitor, sheets: list[str]) -> None:
    """Another field was changed there; this one goes with it, as it was when the tab was opened."""
    one, other = tab(candidate, sheets[0]), tab(candidate, sheets[0])
    send(candidate, sheets[0], one, reference="PREMIER")
    assert send(candidate, sheets[0], other, meta_title="Un titre").says(WORDS)


def test_two_tabs_on_two_products_replace_nothing(candidate: Visitor, sheets: list[str]) -> None:
    one, other = tab(candidate, sheets[0]), tab(candidate, sheets[1])
    assert not send(candidate, sheets[0], one, reference="PREMIER").says(WORDS)
    assert not send(candidate, sheets[1], other, reference="SECOND").says(WORDS)


def test_one_tab_saved_again_and_again_replaces_nothing(candidate: Visitor, sheets: list[str]) -> None:
    for reference in ("PREMIER", "SECOND", "TROISIEME"):
        assert not send(candidate, sheets[0], tab(candidate, sheets[0]), reference=reference).says(WORDS)


def test_going_back_to_the_page_just_sent_is_no_other_tab(candidate: Visitor, sheets: list[str]) -> None:
    opened = tab(candidate, sheets[0])
    send(candidate, sheets[0], opened, reference="PREMIER")
    assert not send(candidate, sheets[0], opened, reference="CORRIGE").says(WORDS)


@pytest.mark.parametrize("number", ["", "x", "a.b", ".", "x.99999999999999999999", "x.-1"])
def test_a_number_that_is_none_is_no_fault(candidate: Visitor, sheets: list[str], number: str) -> None:
    assert not send(candidate, sheets[0], tab(candidate, sheets[0]) | {"_envoi": number}, reference="PREMIER").says(
        WORDS
    )
