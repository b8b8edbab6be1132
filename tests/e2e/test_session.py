"""The main job, end to end: one examiner and three candidates, from the new session to the signed report."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import LINES, Candidate, Console, prepare_session, sign_in, sign_in_by_hand
from tests.support.browser import assert_axe_clean
from tests.support.live_server import LiveServer

NAMES = [("Inès", "Kervella"), ("Malo", "Tréguier"), ("Sarah", "Benhamou")]
BOX = "Coffret Escale d’hiver"


def full(index: int) -> str:
    return " ".join(NAMES[index])


def seated(new_visitor: MakeVisitor, codes: list[str]) -> list[Candidate]:
    """The three at their workstations."""
    return [Candidate.arrive(new_visitor(), code, full(index)) for index, code in enumerate(codes)]


def started(new_visitor: MakeVisitor) -> tuple[Console, list[Candidate]]:
    """A session under way: the console, and the candidates in their back offices."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    people = seated(new_visitor, prepare_session(page, NAMES))
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    for person in people:
        person.open_back_office()
    return Console(page), people


def test_examiner_runs_a_session_with_three_candidates(new_visitor: MakeVisitor, tmp_path: Path) -> None:
    page = new_visitor().page()
    sign_in_by_hand(page, "examinateur")
    refuses_a_fourth(page)
    codes = prepare_session(page, NAMES, extra={1: "Tiers temps en plus"})
    assert len(set(codes)) == 3
    assert_axe_clean(page)

    people = seated(new_visitor, codes)
    ines, malo, sarah = people
    expect(ines.page.get_by_text("n’a pas encore donné le départ")).to_be_visible()
    assert_axe_clean(ines.page)
    expect(page.get_by_text("Présent depuis")).to_have_count(3)

    page.get_by_role("button", name="Donner le départ").click()
    console = Console(page)
    expect(console.column(1).locator("[data-clock]")).to_have_text(re.compile(r"^(40:00|39:\d\d)$"))
    expect(console.column(2).locator("[data-clock]")).to_have_text(re.compile(r"^53:\d\d$"))
    for person in people:
        person.open_back_office()
    assert_axe_clean(ines.page)

    works_are_seen_live(console, ines, malo, sarah)
    observations_land_on_their_candidate(console)
    clocks_obey(console, ines, sarah)
    the_shop_is_only_looked_at(console)
    assert_axe_clean(page)
    evidence_of_a_line(console)

    ends(console, ines, malo)
    report_is_signed(console, tmp_path)


def refuses_a_fourth(page: Page) -> None:
    page.goto("/examinateur/sessions")
    assert_axe_clean(page)
    page.goto("/examinateur/sessions/nouvelle")
    page.get_by_role("group", name="Candidat 3").get_by_label("Nom", exact=True).fill("Gardée")
    page.get_by_role("button", name="Ajouter un candidat").click()
    expect(page.get_by_role("alert")).to_contain_text("Référentiel BTS NDRC, épreuve E5")
    expect(page.get_by_role("alert")).to_contain_text("jusqu’à trois candidats")
    expect(page.get_by_role("group", name="Candidat 3").get_by_label("Nom", exact=True)).to_have_value("Gardée")
    assert_axe_clean(page)


def works_are_seen_live(console: Console, ines: Candidate, malo: Candidate, sarah: Candidate) -> None:
    ines.complete_product(BOX, price="34,90", reference="CAST-COF-07")
    expect(console.feed(1)).to_contain_text("Prix TTC")
    expect(console.feed(1)).to_contain_text("34,90")
    expect(console.feed(1)).to_contain_text("CAST-COF-07")
    expect(console.cell(1, "A")).to_contain_text("sur 9")
    expect(console.column(1).locator("[data-live=status]")).to_contain_text(BOX)
    assert_axe_clean(ines.page)

    malo.add_specific_price(BOX, percent="15")
    expect(console.feed(2)).to_contain_text("rix spécifique")
    expect(console.cell(2, "E")).not_to_contain_text("rien encore")
    expect(console.cell(1, "E")).to_contain_text("rien encore")

    sarah.page.get_by_role("button", name="Lever la main").click()
    expect(console.column(3)).to_contain_text("Main levée")
    console.column(3).get_by_role("button", name="J’y vais").click()
    expect(sarah.page.get_by_role("button", name="Lever la main")).to_have_attribute("aria-pressed", "false")
    expect(console.feed(3)).to_contain_text("Aucune action")


def observations_land_on_their_candidate(console: Console) -> None:
    console.page.locator("#grille").focus()
    console.note("1a+", "va droit à la bonne page")
    expect(console.ack).to_contain_text("Reçue")
    expect(console.ack).to_contain_text("1 · A · +")
    console.leave_field()
    console.note("2e-", "oublie la date de fin")
    expect(console.ack).to_contain_text("2 · E · −")
    expect(console.ack).to_contain_text("Reçue")
    console.leave_field()
    console.note("3=")
    expect(console.ack).to_contain_text("3 · E · ~")
    console.leave_field()
    console.page.keyboard.press("z")
    expect(console.ack).to_contain_text("Annulée")
    for rank, count in ((1, "1"), (2, "1"), (3, "0")):
        expect(console.page.locator(f"[data-att='{rank}'] [data-observations]")).to_have_text(count)

    console.rate(1, "A", "S")
    console.rate(1, "A", "TS")
    radio = console.cell(1, "A").locator("input[value='TS']")
    radio.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        console.page.keyboard.press(key)
    expect(console.page.locator("[data-att='1'] [data-levels]")).to_have_text("1/8")
    expect(console.cell(1, "A").locator("input[value='S']")).to_be_checked()
    expect(console.page.locator("[data-note]")).to_be_hidden()
    console.page.keyboard.press("Delete")
    expect(console.page.locator("[data-att='1'] [data-levels]")).to_have_text("0/8")


def clocks_obey(console: Console, ines: Candidate, sarah: Candidate) -> None:
    console.page.get_by_role("button", name="Pause pour tous").click()
    expect(ines.cover).to_contain_text("En pause")
    expect(console.column(1).locator("[data-live=status]")).to_contain_text("En pause")
    console.page.get_by_role("button", name="Reprendre", exact=True).first.click()
    expect(ines.cover).to_be_hidden()
    before = console.column(3).locator("[data-ends]").inner_text()
    menu = console.menu(3)
    menu.get_by_label("Minutes").fill("5")
    menu.get_by_label("Motif").first.fill("Coupure du réseau")
    menu.get_by_role("button", name="Accorder").click()
    expect(console.column(3).locator("[data-ends]")).not_to_have_text(before)
    expect(console.column(3).locator("[data-clock]")).to_have_text(re.compile(r"^4[345]:\d\d$"))
    expect(sarah.clock).to_have_text(re.compile(r"^4[345]:\d\d$"))


def the_shop_is_only_looked_at(console: Console) -> None:
    menu = console.menu(1)
    with console.page.expect_popup() as opened:
        menu.get_by_role("link", name="Administration").click()
    shop = opened.value
    expect(shop.get_by_role("note").filter(has_text="sans pouvoir la modifier")).to_be_visible()
    shop.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Catalogue").click()
    shop.locator("thead input[name='name']").fill(BOX)
    shop.keyboard.press("Enter")
    shop.get_by_role("link", name=BOX, exact=True).first.click()
    shop.get_by_role("tab", name="Détails").click()
    expect(shop.get_by_label("Référence", exact=True)).to_have_value("CAST-COF-07")
    expect(shop.get_by_label("Référence", exact=True)).to_be_disabled()
    shop.close()
    console.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def evidence_of_a_line(console: Console) -> None:
    page = console.page
    console.cell(1, "A").locator("a").click()
    expect(page.get_by_role("row", name=re.compile("^Référence"))).to_contain_text("CAST-COF-07")
    expect(page.get_by_role("row", name=re.compile("^En ligne"))).to_contain_text("Non atteint")
    expect(page.get_by_text("va droit à la bonne page").first).to_be_visible()
    assert_axe_clean(page)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("heading", name="Créer les déclinaisons")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name=f"Niveau, {full(1)}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-state-word]")).to_have_text("En cours")


def ends(console: Console, ines: Candidate, malo: Candidate) -> None:
    ines.page.get_by_role("link", name="Page de l’épreuve, rendre mon travail").click()
    ines.page.get_by_text("Rendre mon travail", exact=True).click()
    ines.page.get_by_role("button", name="Confirmer").click()
    expect(ines.page.get_by_text("Votre travail est rendu.")).to_be_visible()
    assert_axe_clean(ines.page)
    expect(console.column(1).locator("[data-clock]")).to_have_text("Rendu")
    for rank in (1, 2, 3):
        for number, letter in enumerate(LINES):
            console.rate(rank, letter, ("TI", "I", "S", "TS")[(number + rank) % 4])
    expect(console.page.locator("[data-att='3'] [data-levels]")).to_have_text("8/8")
    console.page.locator(".ex-pop--end summary").click()
    console.page.get_by_role("button", name="Clore la session").click()
    expect(console.page.get_by_text("Session close")).to_be_visible()
    expect(malo.cover).to_contain_text("Épreuve terminée")
    assert_axe_clean(malo.page)


def report_is_signed(console: Console, tmp_path: Path) -> None:
    page = console.page
    for index in range(3):
        page.get_by_role("link", name="Fiche d’évaluation").nth(index).click() if index == 0 else page.get_by_role(
            "navigation", name="Candidats de la session"
        ).get_by_role("link", name=full(index)).click()
        expect(page.get_by_role("heading", name=full(index), level=1)).to_be_visible()
        page.get_by_label("Note sur 20").fill("21")
        page.get_by_label("Appréciation").fill("Travail sérieux, à l’aise dans l’outil.")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("alert")).to_contain_text("de 0 à 20")
        page.get_by_label("Note sur 20").fill(f"1{index + 2},5")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_label("Appréciation")).to_have_value("Travail sérieux, à l’aise dans l’outil.")
        page.get_by_role("button", name="Signer la fiche").click()
        expect(page.get_by_text("Signée par Claire Deschamps")).to_be_visible()
    assert_axe_clean(page)

    page.get_by_label("Note sur 20").fill("15")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("motif")
    page.get_by_label("Motif du changement").fill("Erreur de report")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Erreur de report")).to_be_visible()

    for name, start in (("PDF", b"%PDF-"), ("JSON", b"{"), ("CSV", b"\xef\xbb\xbf")):
        address = page.get_by_role("link", name=re.compile(rf"\({name}\)")).get_attribute("href")
        assert address is not None
        answer = page.context.request.get(address)
        assert answer.ok
        (tmp_path / name).write_bytes(answer.body())
        assert (tmp_path / name).read_bytes().startswith(start), name
    assert (tmp_path / "PDF").read_bytes().rstrip().endswith(b"%%EOF")
    assert "15" in (tmp_path / "CSV").read_text("utf-8-sig")


def test_nothing_is_lost_when_the_server_stops_in_the_middle(new_visitor: MakeVisitor, server: LiveServer) -> None:
    console, (ines, _malo, _sarah) = started(new_visitor)
    ines.complete_product(BOX, price="34,90", reference="AVANT-LA-PANNE")
    console.page.locator("#grille").focus()
    console.note("1a+", "avant la panne")
    expect(console.ack).to_contain_text("Reçue")
    console.rate(2, "B", "TS")
    server.kill()
    console.leave_field()
    console.note("3b-", "pendant la panne")
    expect(console.ack).to_contain_text("En attente")
    expect(console.page.locator("[data-link-word]")).to_contain_text("sans nouvelles depuis")
    expect(ines.page.locator("[data-frame-saved]")).to_contain_text("Réseau coupé")
    silence = console.page.get_by_text("Le serveur ne répond plus")
    expect(silence).to_be_visible()
    assert_axe_clean(console.page)
    console.leave_field()
    for key in "2e+":
        console.page.keyboard.press(key)
    console.page.keyboard.type("commencée pendant la panne")
    server.start()
    expect(silence).to_be_hidden(timeout=15_000)
    expect(console.ack).to_contain_text("Reçue")
    expect(console.page.locator("[data-note]")).to_contain_text("De nouveau relié")
    expect(console.page.locator("[data-att='3'] [data-observations]")).to_have_text("1")
    expect(console.page.locator("[data-att='1'] [data-observations]")).to_have_text("1")
    expect(console.cell(2, "B").locator("input[value='TS']")).to_be_checked()
    console.page.reload()
    expect(console.page.get_by_label("Observation", exact=True)).to_have_value("commencée pendant la panne")
    console.page.get_by_label("Observation", exact=True).press("Enter")
    expect(console.ack).to_contain_text("2 · E · +")
    expect(console.ack).to_contain_text("Reçue")
    expect(ines.page.locator("[data-frame-saved]")).to_contain_text("Enregistré")
    expect(ines.page.get_by_label("Référence", exact=True)).to_have_value("AVANT-LA-PANNE")
    ines.open_tab("Détails")
    ines.page.get_by_label("Référence", exact=True).fill("APRES-LA-PANNE")
    ines.save()
    expect(console.feed(1)).to_contain_text("APRES-LA-PANNE")
