"""An animated subject, seen by the candidate and by the examiner: the four triggers, the messages, the examiner's hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import create_app
from sandbox.accounts.queries import find_user
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import services as exams
from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, Console, sign_in
from tests.factories.animated import EVENTS, animated_session, animated_subject
from tests.support.browser import assert_axe_clean

SCALE = "Balance minuteur Sonde"
SOON_MS = 25_000
QUICK = EVENTS.replace("delai: 2min", "delai: 2s").replace("delai: 1min", "delai: 2s")


@pytest.fixture
def room(installation: Path) -> tuple[int, str]:
    """(session, code) of two candidates at work for eleven minutes and three quarters: the review is a quarter away."""
    application = create_app(Config(instance=installation))
    with application.app_context():
        examiner = find_user("examinateur")
        assert examiner is not None
        people = (
            exams.Candidate(last_name="Kervella", first_name="Inès"),
            exams.Candidate(last_name="Tréguier", first_name="Malo"),
        )
        start = clock.now() - timedelta(minutes=11, seconds=45)
        session = animated_session(animated_subject(QUICK), examiner, start, *people)
        found = session.id, session.seats[0].resume_code
        db.session.remove()
        db.engine.dispose()
    return found


def test_events_reach_the_candidate_and_the_examiner(new_visitor: MakeVisitor, room: tuple[int, str]) -> None:
    session_id, code = room
    ines = Candidate.arrive(new_visitor(), code, "Inès Kervella")
    ines.page.set_default_timeout(SOON_MS)
    ines.open_back_office()
    page = new_visitor().page()
    sign_in(page, "examinateur")
    page.goto(f"/examinateur/sessions/{session_id}/console")
    console = Console(page)
    panel = opens_with_a_key(page)

    expect(panel.locator("tr", has_text="Avis 1 étoile").locator("td").first).to_contain_text("Reçu", timeout=SOON_MS)
    expect(console.feed(1)).to_contain_text("Avis 1 étoile", timeout=SOON_MS)
    a_condition_and_an_action_bring_messages(ines)
    the_hand_shows_what_it_will_do_first(page, ines)
    expect(panel.locator("tr", has_text="La suite de la rupture").locator("td").first).to_contain_text(
        "Reçu", timeout=SOON_MS
    )
    expect(panel.locator("tr", has_text="La suite de la rupture").locator("td").nth(1)).to_contain_text("En attente")
    reads(ines)
    assert_axe_clean(page)
    assert_axe_clean(ines.page)


def opens_with_a_key(page: Page) -> Locator:
    """V opens the panel, whose words do not wait for a script."""
    page.locator("#grille").focus()
    page.keyboard.press("v")
    panel = page.locator("[data-live=events]")
    expect(panel).to_be_visible()
    expect(panel.locator("tr", has_text="La cliente relance").locator("td").first).to_contain_text("À venir 25:00")
    return panel


def a_condition_and_an_action_bring_messages(ines: Candidate) -> None:
    """A price too low: the manager writes; whoever types keeps the focus, and hears it politely."""
    ines.open_product(SCALE, "Prix")
    price = ines.page.get_by_label("Prix de vente (TTC)")
    price.fill("9,00")
    ines.save()
    price = ines.page.get_by_label("Prix de vente (TTC)")
    price.focus()
    unread = ines.page.locator("[data-frame-unread]")
    expect(unread).to_have_text("2 non lus", timeout=SOON_MS)
    expect(price).to_be_focused()
    expect(ines.page.locator("[data-frame-mail-voice]")).to_contain_text("Armelle Guivarc’h")
    expect(ines.page.locator("[data-frame-msgs]")).to_be_hidden()


def the_hand_shows_what_it_will_do_first(page: Page, ines: Candidate) -> None:
    """One press shows, the second one fires; the other candidate is left alone."""
    page.get_by_role("button", name="Déclencher « Rupture du sachet cadeau » pour Inès Kervella").click()
    form = page.locator("[data-event-go]")
    expect(form).to_contain_text("« Rupture du sachet cadeau », pour Inès Kervella")
    expect(form).to_contain_text("Stock épuisé chez le fournisseur")
    form.get_by_role("button", name="Ne rien faire").click()
    expect(form).to_be_hidden()
    page.get_by_role("button", name="Déclencher « Rupture du sachet cadeau » pour Inès Kervella").click()
    form.get_by_role("button", name="Déclencher maintenant").click()
    row = page.locator("[data-live=events] tr", has_text="Rupture du sachet cadeau")
    expect(row.locator("td").first).to_contain_text("Reçu", timeout=SOON_MS)
    expect(row.locator("td").nth(1).get_by_role("button")).to_be_visible()
    expect(ines.page.locator("[data-frame-unread]")).to_have_text("4 non lus", timeout=SOON_MS)


def reads(ines: Candidate) -> None:
    """Opening « Messages » reads them; Escape gives the focus back."""
    ines.page.get_by_role("button", name="Messages").click()
    panel = ines.page.locator("[data-frame-msgs]")
    for words in ("À ce prix, nous vendons à perte.", "Quelle marge nous reste-t-il ?", "Que dit-on aux clients ?"):
        expect(panel).to_contain_text(words)
    assert_axe_clean(ines.page)
    expect(ines.page.locator("[data-frame-unread]")).to_be_hidden()
    panel.press("Escape")
    expect(panel).to_be_hidden()
    expect(ines.page.get_by_role("button", name="Messages")).to_be_focused()
    ines.page.reload()
    expect(ines.page.locator("[data-frame-unread]")).to_be_hidden()
