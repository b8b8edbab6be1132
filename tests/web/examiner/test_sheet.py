"""The sheet: a typed mark, a signature, changes afterwards with a reason, and the files of the report."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest

from sandbox.training.grading.queries import changes_of, find_sheet, sheet_state
from sandbox.training.grading.rules import format_mark
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of


def sheet(erin: Examiner, rank: int = 1) -> str:
    return f"{erin.root}/candidats/{rank}/fiche"


def kept(world: World, rank: int = 1) -> tuple[str, str, str]:
    """(mark, appreciation, state) as they are kept."""
    seat = seat_of(world, rank)
    found = find_sheet(seat)
    mark = format_mark(found.mark_quarters) if found else ""
    return mark, found.appreciation if found else "", sheet_state(seat).value


def test_shows_an_empty_sheet(erin: Examiner, world: World) -> None:
    page = erin.get(sheet(erin))
    assert page.status_code == 200
    assert Page(page.text).says("Inès Kervella")
    assert Page(page.text).form("/fiche").fields["mark"] == [""], "a mark is never filled in beforehand"
    assert kept(world) == ("", "", "brouillon")


@pytest.mark.parametrize(
    ("typed", "mark"), [("13,5", "13,5"), ("13.25", "13,25"), (" 0 ", "0"), ("20", "20"), ("7,75", "7,75")]
)
def test_keeps_the_typed_mark(erin: Examiner, world: World, typed: str, mark: str) -> None:
    erin.get(sheet(erin))
    answer = erin.post(sheet(erin), mark=typed, appreciation="Bon travail.", version="0")
    assert answer.status_code == 302
    assert kept(world)[:2] == (mark, "Bon travail.")
    assert kept(world, 2) == ("", "", "brouillon")


@pytest.mark.parametrize("typed", ["21", "-1", "13,3", "treize", "1e1", "13,5,5"])
def test_refuses_a_wrong_mark_at_its_field_and_keeps_what_was_typed(erin: Examiner, world: World, typed: str) -> None:
    erin.get(sheet(erin))
    answer = erin.post(sheet(erin), mark=typed, appreciation="Un texte à ne pas perdre.", version="0")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.texts["mark-e"].strip()
    assert page.form("/fiche").fields["mark"] == [typed]
    assert page.form("/fiche").fields["appreciation"] == ["Un texte à ne pas perdre."]
    assert kept(world) == ("", "", "brouillon")


def test_refuses_too_long_an_appreciation_and_keeps_the_mark_out(erin: Examiner, world: World) -> None:
    erin.get(sheet(erin))
    answer = erin.post(sheet(erin), mark="12", appreciation="x" * 1201, version="0")
    assert answer.status_code == 422
    assert Page(answer.text).texts["appreciation-e"].strip()
    assert kept(world)[0] == ""


def test_two_consoles_nothing_typed_is_lost_and_the_second_save_is_knowing(erin: Examiner, world: World) -> None:
    erin.get(sheet(erin))
    assert erin.post(sheet(erin), mark="12", appreciation="Premier.", version="0").status_code == 302
    answer = erin.post(sheet(erin), mark="14", appreciation="Second.", version="0")
    page = Page(answer.text)
    form = page.form("/fiche")
    assert answer.status_code == 409
    assert page.says("La fiche a changé entre-temps")
    assert page.says("Premier.")
    assert (form.fields["mark"], form.fields["appreciation"]) == (["14"], ["Second."])
    assert kept(world)[:2] == ("12", "Premier.")
    assert erin.post(sheet(erin), **form.filled()).status_code == 302, "sent again, now that both are known"
    assert kept(world)[:2] == ("14", "Second.")


def test_signs_only_what_is_complete_and_says_what_is_missing(erin: Examiner, world: World) -> None:
    erin.get(sheet(erin))
    signature = f"{erin.root}/candidats/1/signature"
    for words, step in (
        ("n’est pas terminée", lambda: erin.end(1)),
        (
            "Il manque le niveau des lignes A, B, C, D, E, F, G, H",
            lambda: [erin.rate(1, f"L{n}", "S") for n in range(1, 9)],
        ),
        ("Tapez la note", lambda: erin.post(sheet(erin), mark="13,5", appreciation="", version="0")),
    ):
        answer = erin.post(signature)
        assert answer.status_code == 422
        assert Page(answer.text).says(words)
        step()
    assert erin.post(signature).status_code == 302
    assert kept(world)[2] == "signee"
    page = erin.get(sheet(erin)).text
    assert "Signée par Erin Examinatrice" in page
    assert "Signer la fiche" not in page
    assert erin.post(signature).status_code == 422, "signed once"


def test_signing_keeps_the_mark_and_the_appreciation_just_typed(erin: Examiner, world: World) -> None:
    erin.end(1)
    for number in range(1, 9):
        erin.rate(1, f"L{number}", "S")
    shown = erin.get(sheet(erin)).text
    signature = f"{erin.root}/candidats/1/signature"
    assert f'formaction="{signature}"' in shown, "the button sends what is typed above it"
    typed = Page(shown).form("/fiche").filled(mark="17,5", appreciation="Travail complet.")
    assert erin.post(signature, **typed).status_code == 302
    assert kept(world) == ("17,5", "Travail complet.", "signee")


def test_a_refused_signature_keeps_what_was_typed_on_the_page(erin: Examiner, world: World) -> None:
    erin.end(1)
    erin.get(sheet(erin))
    signature = f"{erin.root}/candidats/1/signature"
    answer = erin.post(signature, mark="12", appreciation="À ne pas perdre.", version="0")
    fields = Page(answer.text).form("/fiche").fields
    assert answer.status_code == 422
    assert (fields["mark"], fields["appreciation"]) == (["12"], ["À ne pas perdre."])
    assert kept(world) == ("", "", "brouillon")
    for number in range(1, 9):
        erin.rate(1, f"L{number}", "S")
    wrong = Page(erin.post(signature, mark="17,3", appreciation="À ne pas perdre.", version="0").text)
    assert wrong.texts["mark-e"].strip()
    assert wrong.form("/fiche").fields["appreciation"] == ["À ne pas perdre."]
    assert kept(world) == ("", "", "brouillon")


def test_signing_a_sheet_that_changed_in_between_shows_both(erin: Examiner, world: World) -> None:
    erin.end(1)
    for number in range(1, 9):
        erin.rate(1, f"L{number}", "S")
    assert erin.post(sheet(erin), mark="12", appreciation="Premier.", version="0").status_code == 302
    answer = erin.post(f"{erin.root}/candidats/1/signature", mark="14", appreciation="Second.", version="0")
    assert answer.status_code == 409
    assert Page(answer.text).form("/fiche").fields["mark"] == ["14"]
    assert kept(world) == ("12", "Premier.", "complete")


def test_after_the_signature_a_change_needs_a_reason_and_is_kept(erin: Examiner, world: World) -> None:
    erin.sign(1)
    form = Page(erin.get(sheet(erin)).text).form("/fiche")
    answer = erin.post(sheet(erin), **form.filled(mark="15"))
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "motif" in page.texts["reason-e"]
    assert page.form("/fiche").fields["mark"] == ["15"]
    assert kept(world)[0] == "13,5"
    answer = erin.post(sheet(erin), **page.form("/fiche").filled(reason="erreur de report"))
    assert answer.status_code == 302
    assert kept(world)[0] == "15"
    assert Page(erin.get(sheet(erin)).text).says("erreur de report")
    change = changes_of(seat_of(world, 1))[-1]
    assert (change.before, change.after, change.is_after_signature) == ("13,5", "15", True)


def test_a_sheet_signed_in_another_tab_asks_for_the_reason_here(erin: Examiner, world: World) -> None:
    before = Page(erin.get(sheet(erin)).text).form("/fiche")
    erin.sign(1)
    answer = erin.post(sheet(erin), **before.filled(mark="18"))
    assert answer.status_code in (409, 422)
    assert "reason" in Page(answer.text).form("/fiche").fields
    assert kept(world)[0] == "13,5"


def test_saving_without_a_change_needs_no_reason(erin: Examiner, world: World) -> None:
    erin.sign(1)
    form = Page(erin.get(sheet(erin)).text).form("/fiche")
    assert erin.post(sheet(erin), **form.filled()).status_code == 302
    assert not any(change.is_after_signature for change in changes_of(seat_of(world, 1)))


def test_no_mark_is_proposed_unless_the_centre_wants_it(erin: Examiner) -> None:
    for line in range(1, 9):
        erin.get(f"{erin.root}/console")
        erin.rate(1, f"L{line}", "TS")
    assert "Proposition de l’outil" not in erin.get(sheet(erin)).text


def test_downloads_pdf_csv_and_json(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.get(f"{erin.root}/console")
    erin.observe(1, "explique le choix du prix", line="L1")
    erin.sign(1)
    pdf = erin.get(f"{sheet(erin)}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.data.rstrip().endswith(b"%%EOF")
    assert "ines-kervella" in pdf.headers["Content-Disposition"]
    journal = erin.get(f"{erin.root}/candidats/1/journal.json")
    assert journal.headers["Content-Disposition"].startswith("attachment")
    assert "explique le choix du prix" in json.dumps(json.loads(journal.data), ensure_ascii=False)
    table = erin.get(f"{erin.root}/session.csv")
    rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Nom"], first["Note sur 20"], first["Ligne A"]) == ("KERVELLA", "13,5", "S")
    assert first["Empreinte du journal"] == hashlib.sha256(journal.data).hexdigest()
    assert pdf.headers["Cache-Control"] == "private, no-store"


def test_a_pdf_before_the_start_is_one_too(erin: Examiner) -> None:
    assert erin.get(f"{erin.root}/candidats/3/fiche.pdf").data.startswith(b"%PDF-")


def test_another_examiner_neither_saves_nor_signs(oscar: Examiner, world: World) -> None:
    oscar.get("/mon-compte")
    assert oscar.post(sheet(oscar), mark="20", appreciation="", version="0").status_code == 404
    assert oscar.post(f"{oscar.root}/candidats/1/signature").status_code == 404
    assert kept(world) == ("", "", "brouillon")
