"""The console in a real browser: two of them, signed sheets, the keyboard alone, a session that ended in between."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from sandbox import create_app
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.training.exams.models import ExamSession
from sandbox.training.exams.seating import add_seat
from sandbox.training.exams.services import Candidate as Person
from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import LINES, Candidate, Console, prepare_session, sign_in, sign_in_by_hand
from tests.support.browser import LateScript, assert_axe_clean

BOX = "Coffret Escale d’hiver"


def under_way(new_visitor: MakeVisitor) -> tuple[Console, Candidate]:
    """A console and one candidate at work."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, [("Gwenn", "Abgrall")])[0]
    person = Candidate.arrive(new_visitor(), code, "Gwenn Abgrall")
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    person.open_back_office()
    return Console(page), person


def second(new_visitor: MakeVisitor, console: Console) -> Console:
    """The same console on another device."""
    page = new_visitor(width=1024, height=768).page()
    sign_in(page, "examinateur")
    page.goto(console.page.url)
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    return Console(page)


def test_two_consoles_show_the_same(new_visitor: MakeVisitor) -> None:
    desk, _person = under_way(new_visitor)
    tablet = second(new_visitor, desk)
    desk.rate(1, "A", "S")
    expect(tablet.cell(1, "A").locator("input[value='S']")).to_be_checked()
    tablet.page.locator("#grille").focus()
    tablet.note("1b+", "depuis la tablette")
    expect(tablet.page.locator("[data-att='1'] [data-levels]")).to_have_text("1/8")
    expect(desk.page.locator("[data-att='1'] [data-observations]")).to_have_text("1")
    assert_axe_clean(tablet.page)
    over = tablet.page.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight")
    assert over <= 0, "the page of the console never scrolls"


def test_a_start_or_an_end_given_on_another_device_takes_the_command_away(new_visitor: MakeVisitor) -> None:
    """Found with two consoles: the second kept « Donner le départ » after the first had given it."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    prepare_session(page, [("Gwenn", "Abgrall")])
    tablet = new_visitor(width=768, height=1024).page()
    sign_in(tablet, "examinateur")
    tablet.goto(f"{page.url}/console")
    start = tablet.get_by_role("button", name="Donner le départ")
    expect(start).to_be_visible()
    page.get_by_role("button", name="Donner le départ").click()
    expect(start).to_have_count(0)
    pause = tablet.get_by_role("button", name="Pause pour tous")
    expect(pause).to_be_visible()
    page.locator(".ex-pop--end > summary").click()
    page.get_by_role("button", name="Clore la session").click()
    expect(pause).to_have_count(0)


def test_somebody_added_by_the_centre_gets_a_column(new_visitor: MakeVisitor, installation: Path) -> None:
    """Found in review: the open console stood still at the first news of a candidate it did not know."""
    console, _person = under_way(new_visitor)
    console.page.locator("#grille").focus()
    for key in "1b+":
        console.page.keyboard.press(key)
    console.page.keyboard.type("à moitié écrit")
    application = create_app(Config(instance=installation))
    with application.app_context():
        session = db.session.get_one(ExamSession, int(re.findall(r"sessions/(\d+)", console.page.url)[0]))
        add_seat(session=session, candidate=Person(last_name="Riou", first_name="Enora"), author="Centre")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    expect(console.column(2)).to_contain_text("Enora Riou")
    expect(console.page.get_by_label("Observation", exact=True)).to_have_value("à moitié écrit")


def test_what_is_typed_in_a_candidates_menu_is_kept_until_it_is_sent(new_visitor: MakeVisitor) -> None:
    console, person = under_way(new_visitor)
    page = console.page
    menu = console.menu(1)
    menu.get_by_label("Minutes").fill("7")
    menu.get_by_label("Motif").first.fill("Écran remplacé")
    person.page.get_by_role("button", name="Lever la main").click()
    expect(console.column(1)).to_contain_text("Main levée")
    expect(menu.get_by_label("Motif").first).to_have_value("Écran remplacé")
    page.reload()
    menu = console.menu(1)
    expect(menu.get_by_label("Minutes")).to_have_value("7")
    expect(menu.get_by_label("Motif").first).to_have_value("Écran remplacé")
    menu.get_by_role("button", name="Accorder", exact=True).click()
    expect(menu).to_be_hidden()
    page.reload()
    menu = console.menu(1)
    expect(menu.get_by_label("Minutes")).to_have_value("5")
    expect(menu.get_by_label("Motif").first).to_have_value("")
    expect(console.column(1).locator("[data-clock]")).to_have_text(re.compile("^4[67]:"))


def test_a_refused_extension_says_why_beside_what_was_typed(new_visitor: MakeVisitor) -> None:
    console, person = under_way(new_visitor)
    menu = console.menu(1)
    menu.get_by_label("Motif").first.fill("  a  ")
    menu.get_by_role("button", name="Accorder", exact=True).click()
    refusal = menu.locator("[data-grant] [role=alert]")
    expect(refusal).to_contain_text("Le motif est obligatoire")
    assert_axe_clean(console.page, within=".ex-pop[open]")
    menu.get_by_label("Motif").first.fill("Écran remplacé")
    expect(refusal).to_be_empty()
    menu.get_by_role("button", name="Accorder", exact=True).click()
    expect(menu).to_be_hidden()
    expect(person.clock).to_have_text(re.compile("^4[45]:"))


def test_a_signed_sheet_asks_for_a_reason_where_the_level_is_changed(new_visitor: MakeVisitor) -> None:
    console, _person = under_way(new_visitor)
    page = console.page
    address = page.url
    for letter in LINES:
        console.rate(1, letter, "S")
    menu = console.menu(1)
    menu.get_by_text("Terminer l’épreuve de").click()
    menu.get_by_role("button", name="Confirmer la fin").click()
    expect(console.column(1).locator("[data-clock]")).to_have_text("Terminé")
    menu.get_by_role("link", name="Fiche d’évaluation").click()
    page.get_by_label("Note sur 20").fill("12")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Signer la fiche").click()
    expect(page.get_by_text("Signée par")).to_be_visible()

    page.goto(address)
    console.cell(1, "A").locator("label:has(input[value='TS'])").click()
    why = page.get_by_role("form", name="Motif du changement")
    expect(why).to_contain_text("Gwenn Abgrall, ligne A")
    assert_axe_clean(page)
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    expect(console.cell(1, "A").locator("input[value='S']")).to_be_checked()
    console.cell(1, "A").locator("label:has(input[value='TS'])").click()
    expect(why.get_by_label("Motif")).to_be_focused()
    page.keyboard.type("relecture de la fiche")
    page.keyboard.press("Enter")
    expect(why).to_be_hidden()
    expect(console.cell(1, "A")).to_have_attribute("data-version", "2")
    expect(console.cell(1, "A").locator("input[value='TS']")).to_be_checked()

    console.cell(1, "B").locator("a").click()
    page.locator("[data-picks] label").first.click()
    expect(page.locator("[data-said]")).to_contain_text("motif")
    expect(page.locator("[data-picks] input[value='S']")).to_be_checked()
    page.get_by_label("Motif du changement").fill("erreur de ligne")
    page.locator("[data-picks] label").first.click()
    expect(page.locator("[data-said]")).to_contain_text("Niveau TI enregistré")


def test_the_evidence_page_follows_the_candidate(new_visitor: MakeVisitor) -> None:
    console, person = under_way(new_visitor)
    page = console.page
    console.cell(1, "A").locator("a").click()
    expect(page.get_by_role("row", name=re.compile("^Référence"))).to_contain_text("vide")
    page.get_by_placeholder("puis votre observation").fill("pas encore envoyée")
    person.complete_product(BOX, price="34,90", reference="CAST-COF-07")
    expect(page.get_by_role("row", name=re.compile("^Référence")).first).to_contain_text("Atteint")
    expect(page.get_by_placeholder("puis votre observation")).to_have_value("pas encore envoyée")


def test_an_observation_waits_for_a_new_sign_in(new_visitor: MakeVisitor) -> None:
    console, _person = under_way(new_visitor)
    page = console.page
    address = page.url
    tab = console.page.context.new_page()
    page.route("**/etat?*", lambda route: route.abort())
    tab.goto("/mon-compte")
    tab.get_by_role("button", name="Se déconnecter").click()
    expect(tab.get_by_label("Identifiant")).to_be_visible()
    page.locator("#grille").focus()
    console.note("1c-", "notée hors connexion")
    expect(console.ack).to_contain_text("En attente")
    expect(page.locator("[data-note]")).to_contain_text("reconnectez-vous")
    sign_in_by_hand(tab, "examinateur")
    page.unroute("**/etat?*")
    page.goto(address)
    expect(console.ack).to_contain_text("Reçue")
    expect(page.locator("[data-att='1'] [data-observations]")).to_have_text("1")


def test_levels_wait_for_the_network_and_a_conflict_shows_both(new_visitor: MakeVisitor) -> None:
    """A cut: the level is amber, a reload loses nothing, the other console chose meanwhile: a person decides."""
    desk, _person = under_way(new_visitor)
    tablet = second(new_visitor, desk)
    desk.page.route("**/niveaux", lambda route: route.abort())
    for letter, level in (("A", "S"), ("A", "TS"), ("B", "I")):
        desk.cell(1, letter).locator(f"label:has(input[value='{level}'])").click()
    expect(desk.cell(1, "A")).to_have_class(re.compile("is-queue"))
    expect(desk.page.locator("[data-pending]")).to_have_text("3 à envoyer")
    assert_axe_clean(desk.page)
    tablet.rate(1, "A", "TI")
    desk.page.reload()
    expect(desk.cell(1, "A").locator("input[value='TS']")).to_be_checked()
    desk.page.unroute("**/niveaux")
    clash = desk.page.get_by_role("alertdialog")
    expect(clash).to_contain_text("ici « TS », sur l’autre appareil « TI »")
    expect(tablet.cell(1, "A").locator("input[value='TI']")).to_be_checked()
    expect(tablet.cell(1, "B").locator("input[value='I']")).to_be_checked()
    assert_axe_clean(desk.page)
    clash.get_by_role("button", name="Garder « TS »").click()
    expect(tablet.cell(1, "A").locator("input[value='TS']")).to_be_checked()
    expect(desk.page.locator("[data-pending]")).to_be_hidden()


def test_a_question_is_put_and_its_points_ticked_by_keyboard(new_visitor: MakeVisitor) -> None:
    desk, person = under_way(new_visitor)
    person.add_specific_price(BOX, percent="15")
    call = desk.column(1).locator("[data-live=todo]")
    expect(call).to_contain_text("Quelle marge reste-t-il")
    desk.page.locator("#grille").focus()
    desk.page.keyboard.press("q")
    sheet = desk.page.get_by_role("form", name="Question de l’oral")
    expect(sheet.get_by_role("checkbox").first).to_be_focused()
    assert_axe_clean(desk.page)
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    expect(call).not_to_contain_text("Quelle marge reste-t-il")
    desk.page.locator("#grille").focus()
    desk.page.keyboard.press("q")
    expect(desk.page.locator("[data-live=asks]")).to_contain_text("Posée · 1 sur 3")
    assert_axe_clean(desk.page)


def test_a_question_put_by_mistake_is_taken_back(new_visitor: MakeVisitor) -> None:
    desk, person = under_way(new_visitor)
    page = desk.page
    person.add_specific_price(BOX, percent="15")
    call = desk.column(1).locator("[data-live=todo]")
    sheet = page.get_by_role("form", name="Question de l’oral")
    undo = sheet.get_by_role("button", name="Pas posée")
    expect(call).to_contain_text("Quelle marge reste-t-il")

    def put() -> None:
        page.locator("#grille").focus()
        page.keyboard.press("q")
        expect(undo).to_be_visible()

    put()
    expect(call).not_to_contain_text("Quelle marge reste-t-il")
    undo.focus()
    page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    expect(call).to_contain_text("Quelle marge reste-t-il")
    page.route(re.compile("/questions"), lambda route: route.abort())  # the same during a cut, with a point ticked
    put()
    sheet.get_by_role("checkbox").first.check()
    undo.click()
    expect(sheet).to_contain_text("seront effacés")
    assert_axe_clean(page)
    undo.click()
    expect(sheet).to_be_hidden()
    page.unroute(re.compile("/questions"))
    expect(desk.ack).to_contain_text("Annulée")
    expect(call).to_contain_text("Quelle marge reste-t-il")
    expect(page.locator("[data-pending]")).to_be_hidden()


def test_a_hand_raised_before_the_script_is_there_is_raised(new_visitor: MakeVisitor) -> None:
    console, person = under_way(new_visitor)
    script = LateScript(person.page, "js/exam-frame.js")
    person.page.goto(person.page.url, wait_until="commit")
    person.page.get_by_role("button", name="Lever la main").click()
    script.come()
    expect(console.column(1)).to_contain_text("Main levée")
    expect(person.page.get_by_role("button", name="Main levée")).to_be_visible()
    person.page.get_by_role("button", name="Main levée").click()
    expect(console.column(1)).not_to_contain_text("Main levée")


def test_a_raised_hand_does_not_hide_the_question_to_put(new_visitor: MakeVisitor) -> None:
    desk, person = under_way(new_visitor)
    person.add_specific_price(BOX, percent="15")
    call = desk.column(1).locator("[data-live=todo]")
    expect(call).to_contain_text("Quelle marge reste-t-il")
    person.page.get_by_role("button", name="Lever la main").click()
    expect(call).to_contain_text("Main levée")
    desk.page.locator("#grille").focus()
    desk.page.keyboard.press("q")
    sheet = desk.page.get_by_role("form", name="Question de l’oral")
    expect(sheet).to_contain_text("Quelle marge reste-t-il")
    expect(desk.ack).to_contain_text("Reçue")
    expect(call).to_contain_text("Main levée")


def test_two_answers_to_one_question_are_shown_and_a_person_chooses(new_visitor: MakeVisitor) -> None:
    """The answer noted during a cut vanished without a word when the other device had noted one."""
    desk, _person = under_way(new_visitor)
    tablet = second(new_visitor, desk)
    desk.page.route("**/reponses", lambda route: route.abort())
    for console, box in ((desk, 0), (tablet, 1)):
        console.page.locator("[data-asks] > summary").click()
        console.page.locator("[data-act=oral][data-rank='1']").first.click()
        sheet = console.page.get_by_role("form", name="Question de l’oral")
        sheet.get_by_role("checkbox").nth(box).check()
        sheet.get_by_role("button", name="Enregistrer").click()
    expect(tablet.ack).to_contain_text("Reçue")
    desk.page.unroute("**/reponses")
    sheet = desk.page.get_by_role("form", name="Question de l’oral")
    expect(sheet).to_contain_text("sur l’autre appareil")
    assert [box.is_checked() for box in sheet.get_by_role("checkbox").all()[:2]] == [True, False]
    assert_axe_clean(desk.page)
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(desk.ack).to_contain_text("Reçue")
    kept = tablet.page.locator("[data-act=oral][data-rank='1']").first
    expect(kept).to_have_attribute("data-heard", "0")


def test_keys_can_be_switched_off(new_visitor: MakeVisitor) -> None:
    console, _person = under_way(new_visitor)
    page = console.page
    page.get_by_role("checkbox", name="Touches").uncheck()
    page.locator("#grille").focus()
    page.keyboard.press("+")
    expect(page.get_by_role("radio", name="Plus, point fort")).not_to_be_checked()
    page.reload()
    expect(page.get_by_role("checkbox", name="Touches")).not_to_be_checked()
    page.get_by_role("checkbox", name="Touches").check()
    page.locator("#grille").focus()
    page.keyboard.press("+")
    expect(page.get_by_role("radio", name="Plus, point fort")).to_be_checked()


def test_evacuation_stops_everything_and_one_press_goes_on(new_visitor: MakeVisitor) -> None:
    console, person = under_way(new_visitor)
    page = console.page
    page.get_by_role("button", name="Évacuation").click()
    expect(page.get_by_role("button", name="Reprendre les épreuves")).to_be_focused()
    expect(person.cover).to_contain_text("Évacuation")
    # Found in a walk: the title kept the dark ink of the back office, on a dark ground.
    expect(person.cover.get_by_role("heading")).to_have_css("color", "rgb(255, 255, 255)")
    assert_axe_clean(person.page)
    assert_axe_clean(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Évacuation")).to_be_hidden()
    expect(person.cover).to_be_hidden()


def test_an_evacuation_asked_while_the_server_is_silent_is_told_when_it_answers(new_visitor: MakeVisitor) -> None:
    """Found in a walk: the order was lost with a word of four seconds, and the clocks ran while the room was empty."""
    console, person = under_way(new_visitor)
    page, asked = console.page, console.page.get_by_role("region", name="Évacuation demandée")
    page.context.set_offline(True)
    page.get_by_role("button", name="Évacuation").click()
    expect(asked).to_contain_text("Le serveur ne répond pas")
    assert_axe_clean(page)
    page.get_by_role("button", name="Ne plus la demander").click()
    expect(asked).to_be_hidden()
    page.get_by_role("button", name="Évacuation").click()
    expect(asked).to_be_visible()
    expect(person.cover).to_be_hidden()
    page.context.set_offline(False)
    expect(person.cover).to_contain_text("Évacuation")
    expect(asked).to_be_hidden()
    page.get_by_role("button", name="Reprendre les épreuves").click()
    expect(person.cover).to_be_hidden()
