"""A network that swallows what is sent and answers nothing, a candidate who waits, a run alone: what is told without doing anything."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, Console, begin_practice, prepare_session, sign_in

SWALLOWED = 30_000
"""How long a test waits for what is told after eight seconds without an answer."""


def seated(new_visitor: MakeVisitor, subject: str = "noel-a-la-brulerie") -> tuple[Page, Candidate]:
    """An examiner at the page of a session, and its candidate who waits for the start."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, [("Gwenn", "Abgrall")], subject=subject)[0]
    return page, Candidate.arrive(new_visitor(), code, "Gwenn Abgrall")


def test_time_given_before_the_start_is_shown_where_one_waits(new_visitor: MakeVisitor) -> None:
    page, person = seated(new_visitor)
    clock = person.page.locator("[data-clock]")
    expect(clock).to_have_text("40:00")
    page.goto(re.sub(r"/$", "", page.url) + "/console")
    menu = Console(page).menu(1)
    menu.get_by_label("Minutes").fill("10")
    menu.get_by_label("Motif").first.fill("Aménagement oublié sur la liste")
    menu.get_by_role("button", name="Accorder").click()
    expect(clock).to_have_text("50:00")
    expect(person.page.locator("[data-why]")).to_contain_text("10 min en plus")


def test_who_waits_is_told_that_the_server_is_silent(new_visitor: MakeVisitor) -> None:
    _page, person = seated(new_visitor)
    word = person.page.locator("[data-word-shown]")
    expect(word).to_have_text("En attente du départ")
    person.page.route("**/pouls", lambda _route: None)
    expect(word).to_contain_text("Le serveur ne répond pas depuis", timeout=SWALLOWED)
    person.page.unroute("**/pouls")
    expect(word).to_have_text("En attente du départ")


def test_a_network_that_swallows_what_is_sent_is_told_and_tried_again(new_visitor: MakeVisitor) -> None:
    page, person = seated(new_visitor)
    page.get_by_role("button", name="Donner le départ").click()
    person.open_back_office()
    saved = person.page.locator("[data-frame-saved]")
    expect(saved).to_have_text("Rien à enregistrer")
    person.page.route("**/pouls", lambda _route: None)
    person.page.route("**/main", lambda _route: None)
    person.page.get_by_role("button", name="Lever la main").click()
    expect(saved).to_contain_text("Le serveur ne répond pas depuis", timeout=SWALLOWED)
    expect(person.page.locator("[data-frame-voice]")).to_contain_text("appelez l’examinateur", timeout=SWALLOWED)
    person.page.unroute("**/pouls")
    person.page.unroute("**/main")
    expect(saved).to_have_text("Rien à enregistrer")


def test_the_clock_of_a_run_alone_goes_on_on_its_own_page(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Noël à la brûlerie")
    page.goto("/entrainement")
    page.locator("a[href*='/entrainement/essais/']").first.click()
    clock = page.locator("[data-clock]")
    first = clock.inner_text()
    expect(clock).not_to_have_text(first)
    expect(page.locator("[data-word-shown]")).to_have_text(re.compile(r"^fin à \d\d:\d\d:\d\d$"))
