"""Ten observations in thirty seconds, in a real browser: what is typed is kept as it was meant, and taken back in one key."""

from __future__ import annotations

import re
from time import monotonic

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, Console, prepare_session, sign_in

NAMES = [("Gwenn", "Abgrall"), ("Yann", "Keriou"), ("Nolwenn", "Le Bris")]
# As the guide says: candidate, line, sign, some words or none, Enter; and on with the next, without a glance at where the cursor is.
TEN = (
    ("1A+", "bonne page"), ("2B-", "oublie la date"), ("3C~", ""), ("1D+", "va vite"), ("2E+", ""),
    ("3F-", "hésite"), ("1G~", ""), ("2H+", "relit"), ("3A-", "20 % oubliés"), ("1B+", ""),
)  # fmt: skip
# Typed in the field. The hyphen of a word was taken for a sign: « e-mail non personnalisé » became « mail non personnalisé », a weak
# point of line E.
TYPED = (
    ("e-mail non personnalisé", "2 · C", "e-mail non personnalisé"),
    ("A-t-elle vérifié la marge ?", "2 · C", "A-t-elle vérifié la marge ?"),
    ("c-à-d sans titre", "2 · C", "c-à-d sans titre"),
    ("-20 % oubliés", "2 · C", "-20 % oubliés"),
    ("2-3 fautes", "2 · C", "2-3 fautes"),
    ("t-shirt absent", "2 · C", "t-shirt absent"),
    ("+relit", "2 · C · +", "relit"),
    ("- hésite", "2 · C · −", "hésite"),
    ("b-oublie la date", "2 · B · −", "oublie la date"),
    ("3e-oublie la date", "3 · E · −", "oublie la date"),
    ("e - ou presque", "3 · E", "e - ou presque"),
)


def room(new_visitor: MakeVisitor) -> Console:
    """The console of three candidates under way; the first one is at work, the others have not come."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, NAMES)[0]
    Candidate.arrive(new_visitor(), code, "Gwenn Abgrall")
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    expect(page.locator("[data-col].is-sel")).to_have_count(1)  # the script is there
    return Console(page)


def expect_counts(page: Page, *counts: str) -> None:
    """How many observations each candidate has, as the server tells them."""
    for rank, count in enumerate(counts, start=1):
        expect(page.locator(f"[data-att='{rank}'] [data-observations]")).to_have_text(count)


def test_ten_observations_in_thirty_seconds_and_each_taken_back_in_one_key(new_visitor: MakeVisitor) -> None:
    console = room(new_visitor)
    page = console.page
    page.locator("#grille").focus()
    began = monotonic()
    for keys, words in TEN:
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.type(words, delay=60)  # a person’s fingers
        page.keyboard.press("Enter")
    assert monotonic() - began < 30
    expect(console.ack).to_contain_text("Reçue")
    expect_counts(page, "4", "3", "3")

    # Enter leaves the hand in the field: a « z » was written there
    page.keyboard.press("z")
    expect(console.ack).to_contain_text("Annulée")
    expect(console.ack).to_contain_text("1 · B")
    page.keyboard.press("z")
    expect(console.ack).to_contain_text("3 · A")
    expect_counts(page, "3", "3", "2")
    expect(page.get_by_label("Observation", exact=True)).to_have_value("")
    # once a sign is typed, a « z » is the first letter of a word
    page.keyboard.type("+zéro faute")
    page.keyboard.press("Enter")
    expect(console.ack).to_contain_text("« zéro faute »")
    expect_counts(page, "4", "3", "2")


def test_the_hyphen_of_a_word_is_no_sign(new_visitor: MakeVisitor) -> None:
    console = room(new_visitor)
    page = console.page
    field = page.get_by_label("Observation", exact=True)
    page.locator("#grille").focus()
    for typed, at, words in TYPED:
        if at.startswith("2 · C"):
            console.leave_field()
            for key in "2c":
                page.keyboard.press(key)
        field.fill(typed)
        field.press("Enter")
        expect(console.ack.locator("b")).to_have_text(at)
        expect(console.ack).to_contain_text(f"« {words} »")
        expect(console.ack).to_contain_text("Reçue")


def test_an_observation_is_taken_back_from_the_file_of_its_line(new_visitor: MakeVisitor) -> None:
    """One noted in the file, or on another device, had no way back; and Z on the console passed over it."""
    console = room(new_visitor)
    page = console.page
    page.locator("#grille").focus()
    console.note("1a+", "notée sur la console")
    expect(console.ack).to_contain_text("Reçue")
    address = page.url
    console.cell(1, "A").locator("a").click()
    notes = page.locator("[data-fresh=notes] li")
    field = page.get_by_placeholder("puis votre observation")
    field.fill("-20 % oubliés")
    field.press("Enter")
    expect(notes.filter(has_text="-20 % oubliés")).to_be_visible()
    notes.filter(has_text="notée sur la console").get_by_role("button", name=re.compile("^Annuler")).click()
    expect(page.locator("[data-said]")).to_contain_text("Observation annulée")
    expect(notes).to_have_count(1)
    page.goto(address)
    expect(page.locator("[data-att='1'] [data-observations]")).to_have_text("1")
    page.locator("#grille").focus()
    page.keyboard.press("z")
    expect(console.ack).to_contain_text("Annulée")
    expect(page.locator("[data-att='1'] [data-observations]")).to_have_text("0")
