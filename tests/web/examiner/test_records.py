"""The record and the fairness sheet on the web, the commission, and a journal that is handed in."""

from __future__ import annotations

import io
import json

import pytest

from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of

CHECK = "/examinateur/journaux/verifier"


@pytest.fixture
def closed(erin: Examiner, candidates: list[Visitor]) -> Examiner:
    """A session with a signed sheet, closed by its examiner."""
    assert candidates
    erin.get(f"{erin.root}/console")
    erin.observe(1, "méthodique", line="L1")
    erin.sign(1)
    assert erin.post(f"{erin.root}/cloture").status_code == 302
    return erin


def test_the_record_tells_the_session_and_its_seals(closed: Examiner) -> None:
    page = Page(closed.get(f"{closed.root}/proces-verbal").text)
    for words in ("Inès KERVELLA", "départ autorisé", "Sceau conservé à la clôture", "Sceau conservé à la signature"):
        assert page.says(words)
    assert page.text.count("retrouvé dans le journal") == 4
    assert "NON RETROUVÉ" not in page.text


def test_the_session_and_the_sheet_lead_to_both_papers(closed: Examiner) -> None:
    for place in (closed.root, f"{closed.root}/candidats/1/fiche"):
        text = closed.get(place).text
        assert f"{closed.root}/proces-verbal" in text
        assert f"{closed.root}/equite" in text


@pytest.mark.parametrize("name", ["proces-verbal.pdf", "equite.pdf"])
def test_papers_open_in_the_browser(closed: Examiner, name: str) -> None:
    answer = closed.get(f"{closed.root}/{name}")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_the_fairness_sheet_tells_no_mark(closed: Examiner) -> None:
    page = Page(closed.get(f"{closed.root}/equite").text)
    assert page.says("Temps réellement travaillé")
    assert "13,5" not in page.text


def test_keeps_the_commission(closed: Examiner) -> None:
    closed.get(f"{closed.root}/proces-verbal")
    answer = closed.post(f"{closed.root}/proces-verbal", academy="Armorique", members="Mme Le Goff\nM. Diallo\n")
    assert answer.status_code == 302
    assert Page(closed.get(f"{closed.root}/proces-verbal").text).says("Armorique")
    session = seat_of(closed.world, 1).session
    assert session.members == ["Mme Le Goff", "M. Diallo"]


def test_refuses_a_commission_of_five_and_keeps_what_was_typed(closed: Examiner) -> None:
    closed.get(f"{closed.root}/proces-verbal")
    answer = closed.post(f"{closed.root}/proces-verbal", academy="Armorique", members="a\nb\nc\nd")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.says("3 autres membres")
    assert page.form("/proces-verbal").fields["academy"] == ["Armorique"]


def test_papers_of_another_examiner_do_not_exist(closed: Examiner, oscar: Examiner) -> None:
    for name in ("proces-verbal", "proces-verbal.pdf", "equite", "equite.pdf"):
        assert oscar.get(f"{closed.root}/{name}").status_code == 404


def handed(visitor: Examiner, content: bytes, seal: str = "") -> tuple[int, Page]:
    visitor.get(CHECK)
    answer = visitor.post(CHECK, journal=(io.BytesIO(content), "journal.json"), seal=seal)
    return answer.status_code, Page(answer.text)


def journal(closed: Examiner) -> bytes:
    return closed.get(f"{closed.root}/candidats/1/journal.json").data


def test_an_intact_journal_is_told_so(closed: Examiner) -> None:
    content = journal(closed)
    status, page = handed(closed, content, json.loads(content)["sceau"]["valeur"])
    assert (status, page.says("Journal intact"), page.says("C’est le sceau lu sur le papier.")) == (200, True, True)


def test_an_altered_journal_is_told_where(closed: Examiner) -> None:
    data = json.loads(journal(closed))
    data["observations"][0]["texte"] = "brouillon"
    status, page = handed(closed, json.dumps(data).encode())
    assert status == 200
    assert page.says("Journal à refuser")
    assert page.says("Observations, fait n° 1 : il a été modifié ou ajouté")


def test_another_file_is_refused_in_words(closed: Examiner) -> None:
    status, page = handed(closed, b"bonjour")
    assert status == 422
    assert page.says("n’est pas un journal de séance")


def test_nobody_without_an_examiner_s_account_checks(world_app: object, world: World) -> None:
    assert world
    assert Visitor(world_app, "tom").get(CHECK).status_code == 403  # type: ignore[arg-type]
