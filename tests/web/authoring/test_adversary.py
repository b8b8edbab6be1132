"""What may go wrong while a subject is written: long pastes, wild numbers, two tabs, the same form twice. Told in French, nothing lost."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from sandbox.training.authoring.yaml_edit import Document
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.authoring.writing import ROOT, written

HUGE = "9" * 40


def data() -> Any:
    """Its text as plain data."""
    return Document(written().text).data


def revision(html: str) -> int:
    """The revision that a page names."""
    found = re.search(r'name="revision" value="(\d+)"', html)
    assert found is not None
    return int(found[1])


def test_a_form_of_two_tabs_keeps_what_was_typed_and_shows_what_the_other_saved(tom: Visitor) -> None:
    tom.post(f"{ROOT}/identite", titre="Le titre d’Anne", revision=1)
    answer = tom.post(f"{ROOT}/identite", titre="Le titre de Tom", revision=1)
    page = Page(answer.text)
    assert answer.status_code == 409
    assert 'value="Le titre de Tom"' in answer.text
    assert page.says("Dans l’autre enregistrement : « Le titre d’Anne »")
    assert data()["titre"] == "Le titre d’Anne"
    assert tom.post(f"{ROOT}/identite", titre="Le titre de Tom", revision=revision(answer.text)).status_code == 302
    assert data()["titre"] == "Le titre de Tom"


def test_a_proof_that_moved_in_another_tab_is_the_one_that_is_written(tom: Visitor) -> None:
    first, second = data()["preuves"][:2]
    tom.post(f"{ROOT}/preuves/0/descendre", revision=1)
    stale = tom.post(f"{ROOT}/preuves/0", **{"_item": first["id"], "preuves.0.libelle": "Changé", "revision": 1})
    assert stale.status_code == 409
    assert (
        tom.post(
            f"{ROOT}/preuves/1",
            **{"_item": first["id"], "preuves.1.libelle": "Changé", "revision": revision(stale.text)},
        ).status_code
        == 302
    )
    assert {p["id"]: p["libelle"] for p in data()["preuves"][:2]} == {
        first["id"]: "Changé",
        second["id"]: second["libelle"],
    }


def test_an_item_taken_away_in_another_tab_gives_back_what_was_typed(tom: Visitor) -> None:
    item = data()["preuves"][0]["id"]
    tom.post(f"{ROOT}/preuves/0/supprimer", revision=1)
    before = written().text
    answer = tom.post(
        f"{ROOT}/preuves/0", **{"_item": item, "preuves.0.libelle": "Une heure de travail", "revision": 2}
    )
    assert answer.status_code == 409
    assert "Une heure de travail" in answer.text
    assert "retirée ailleurs" in answer.text
    assert written().text == before


@pytest.mark.parametrize("act", ["monter", "descendre", "supprimer"])
def test_the_same_click_twice_acts_once(tom: Visitor, act: str) -> None:
    path = f"{ROOT}/preuves/1/{act}"
    assert tom.post(path, revision=1).status_code == 302
    once = written().text
    again = tom.post(path, revision=1)
    assert again.status_code == 409
    assert Page(again.text).says("recommencez")
    assert written().text == once


def test_adding_twice_adds_once(tom: Visitor) -> None:
    count = len(data()["preuves"])
    assert tom.post(f"{ROOT}/preuves", kind="etat", revision=1).status_code == 302
    assert tom.post(f"{ROOT}/preuves", kind="etat", revision=1).status_code == 409
    assert len(data()["preuves"]) == count + 1


def test_what_was_just_done_can_be_taken_back_and_no_more_once_something_followed(tom: Visitor) -> None:
    first = data()["preuves"][0]["id"]
    page = tom.get(tom.post(f"{ROOT}/preuves/0/supprimer", revision=1).headers["Location"]).text
    assert "Annuler ce changement" in page
    undone = tom.post(f"{ROOT}/enregistrements/1/reprendre", revision=2, page="preuves")
    assert undone.headers["Location"].endswith("/preuves")
    assert data()["preuves"][0]["id"] == first
    assert "Annuler ce changement" not in tom.get(f"{ROOT}/preuves?avant=1").text
    assert "Annuler ce changement" not in tom.get(f"{ROOT}/preuves?avant={HUGE}").text


@pytest.mark.parametrize(
    "path",
    [f"/preuves/{HUGE}", "/preuves/999", "/depart/99", f"/enregistrements/{HUGE}", "/evenements/0", "/pieces/99", "/preuves/-1", "/rien"],
)  # fmt: skip
def test_what_is_not_there_is_told_in_french(tom: Visitor, path: str) -> None:
    answer = tom.get(ROOT + path)
    assert answer.status_code == 404
    assert 'lang="fr"' in answer.text


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/preuves/999", {}), (f"/preuves/{HUGE}/supprimer", {}), ("/preuves/999/monter", {}),
        (f"/enregistrements/{HUGE}/reprendre", {}), ("/preuves/999/verifier", {}), ("/essais/rien", {}),
        ("/annexes/retirer", {"fichier": "../../etc/passwd"}), ("/preuves", {"kind": "<script>"}), ("/depart", {"kind": "x" * 9000}),
    ],
)  # fmt: skip
def test_hostile_posts_are_answered_and_break_nothing(tom: Visitor, path: str, values: dict[str, str]) -> None:
    answer = tom.post(ROOT + path, revision=HUGE, **values)
    assert answer.status_code in (200, 302, 404, 405, 409, 422)
    answer = tom.post(ROOT + path, revision=1, **values)
    assert answer.status_code in (200, 302, 404, 405, 409, 422)
    assert tom.get(f"{ROOT}/preuves").status_code == 200


def test_wild_numbers_are_faults_at_their_fields(tom: Visitor) -> None:
    sent = {
        "preuves.0.partiel_si": HUGE, "preuves.0.attend~0": ["prix_ttc"], "preuves.0.attend~1": ["egal"],
        "preuves.0.attend~2": [HUGE], "revision": 1,
    }  # fmt: skip
    assert tom.post(f"{ROOT}/preuves/0", **sent).status_code == 302
    page = Page(tom.get(f"{ROOT}/preuves/0").text)
    assert page.says("hors des bornes")
    assert page.says("ligne")
    for path in ("", "/preuves", "/essais", "/couverture", "/publier", "/depart"):
        assert tom.get(ROOT + path).status_code == 200


def test_a_form_too_long_for_the_file_is_refused_and_given_back(tom: Visitor) -> None:
    text = "é" * 1_100_000
    answer = tom.post(f"{ROOT}/identite", consigne=text, revision=1)
    assert answer.status_code in (413, 422)
    assert 'lang="fr"' in answer.text
    assert written().revision == 1
    long = "mot " * 200_000
    assert tom.post(f"{ROOT}/identite", consigne=long, revision=1).status_code == 302
    assert tom.get(f"{ROOT}/identite").status_code == 200
    assert tom.get(ROOT).status_code == 200


@pytest.mark.parametrize(
    "typed", ["\0", "a\0b", "\ud800", "\x0b", "- a: [", "&a *a", "'\"", "{{7*7}}", "J+99999999999"]
)
def test_signs_that_files_do_not_take_never_break_a_form(tom: Visitor, typed: str) -> None:
    text = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for page, name in (("identite", "titre"), ("preuves/0", "preuves.0.libelle"), ("identite", "consigne")):
        current = written().revision
        answer = tom.post(f"{ROOT}/{page}", **{name: text, "revision": current})
        assert answer.status_code in (302, 422)
        assert tom.get(f"{ROOT}/{page}").status_code == 200


def test_a_text_that_cannot_be_read_leads_every_form_to_the_text(tom: Visitor) -> None:
    tom.post(ROOT, text="titre: [", revision=1, do="save")
    for path in ("/identite", "/preuves", "/preuves/0", "/depart", "/questions/0", "/corrige"):
        answer = tom.get(ROOT + path)
        assert answer.status_code in (200, 404)
        assert "Traceback" not in answer.text
    kept = tom.post(f"{ROOT}/identite", titre="Perdu ?", revision=2)
    assert kept.status_code == 422
    assert written().text == "titre: ["


@pytest.mark.parametrize(
    "text",
    ["taches: 3\n", "taches: [1, x, {lignes: 4}]\npreuves: {a: b}\n", "acteurs: [a]\nvariables: x\nevenements: [{effets: 3, declencheur: [1]}]\n",
     "preuves: [{type: livrable, attend: [1], ou_bien: 3, id: [a]}]\n", "injections: [{op: [x], valeurs: 4, cible: {a: b}}, null]\n"],
)  # fmt: skip
def test_lists_and_maps_in_the_wrong_places_never_break_a_page(tom: Visitor, text: str) -> None:
    tom.post(ROOT, text=f"format: e5-scenario/1\n{text}", revision=1, do="save")
    for path in (
        "/identite",
        "/corrige",
        "/depart",
        "/questions",
        "/preuves",
        "/evenements",
        "/oral",
        "/annexes",
        "/essais",
        "/couverture",
        "/publier",
    ):
        assert tom.get(ROOT + path).status_code == 200, path
    for page in ("depart", "questions", "preuves", "evenements", "oral", "pieces"):
        for rank in range(3):
            assert tom.get(f"{ROOT}/{page}/{rank}").status_code in (200, 404), (page, rank)
            assert tom.post(f"{ROOT}/{page}/{rank}", revision=2).status_code in (302, 404, 409, 422), (page, rank)


def test_a_table_says_a_field_twice_or_none_and_keeps_what_was_typed(tom: Visitor) -> None:
    sent = {
        "preuves.0.attend~0": ["", "nom"],
        "preuves.0.attend~1": ["egal", "egal"],
        "preuves.0.attend~2": ["perdu ?", "Comité"],
        "revision": 1,
    }
    answer = tom.post(f"{ROOT}/preuves/0", **sent)
    assert answer.status_code == 422
    assert "perdu ?" in answer.text
    assert Page(answer.text).says("dites de quoi il s’agit")
    assert written().revision == 1


def test_the_live_check_says_what_saving_would_and_keeps_nothing(tom: Visitor) -> None:
    sent = {"preuves.0.partiel_si": "zéro", "_item": data()["preuves"][0]["id"], "revision": 1}
    got: Any = tom.fetch(f"{ROOT}/preuves/0/verifier", **sent).get_json()
    assert [(fault["at"], "n’est pas un nombre entier" in fault["message"]) for fault in got["faults"]] == [
        ("preuves.0.partiel_si", True)
    ]
    assert got["faults"][0]["line"] > 1
    assert written().revision == 1
    gone: Any = tom.fetch(f"{ROOT}/preuves/0/verifier", _item="p-partie").get_json()
    assert "retirée ailleurs" in gone["told"]


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"not a zip", b"PK\x03\x04" + b"\xff" * 300])
def test_a_damaged_pack_is_refused_in_words(tom: Visitor, content: bytes) -> None:
    tom.get("/formateur/sujets/importer")
    answer = tom.post("/formateur/sujets/importer", file=(io.BytesIO(content), "paquet.zip"), slug="")
    assert answer.status_code == 422
    assert "paquet" in answer.text.lower()


def test_an_annex_of_a_stale_page_is_told_and_what_was_typed_stays(tom: Visitor) -> None:
    tom.post(f"{ROOT}/identite", titre="Entre-temps", revision=1)
    answer = tom.post(f"{ROOT}/annexes", file=(io.BytesIO(b"a;b\n"), "Tarifs.csv"), title="Annexe 9", revision=1)
    assert answer.status_code in (409, 422)
    assert 'value="Annexe 9"' in answer.text
    assert "annexes/tarifs.csv" not in written().files
    again = tom.post(
        f"{ROOT}/annexes", file=(io.BytesIO(b"a;b\n"), "Tarifs.csv"), title="Annexe 9", revision=revision(answer.text)
    )
    assert again.status_code == 302
    rank = len(data()["pieces_jointes"]) - 1
    assert (
        tom.post(f"{ROOT}/pieces/{rank}", **{f"pieces_jointes.{rank}.visible_des": "5min", "revision": 3})
        .headers["Location"]
        .endswith(f"/pieces/{rank}?avant=3")
    )
    assert data()["pieces_jointes"][rank]["visible_des"] == "5min"
