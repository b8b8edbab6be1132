"""Writing a subject on the web: every page opens, what is typed is kept, a stale save overwrites nothing."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask

from sandbox.training.authoring.packs import write_pack
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.subjects.queries import list_versions
from tests.factories.world import CONTEXT, SUBJECT
from tests.support.visitor import Visitor
from tests.web.authoring.writing import ROOT, written


@pytest.mark.parametrize(
    "path",
    ["", "/identite", "/questions", "/questions/0", "/annexes", "/preuves", "/preuves/0", "/evenements", "/oral", "/oral/0",
     "/corrige", "/lecture", "/essais", "/couverture", "/publier", "/chercher?q=coffret", "/enregistrements/1"],
)  # fmt: skip
def test_every_page_opens(tom: Visitor, path: str) -> None:
    answer = tom.get(ROOT + path)
    assert answer.status_code == 200
    assert "Mon essai" in answer.text


def test_every_kind_of_proof_has_its_form(tom: Visitor) -> None:
    ranks = len(Document(written().text).get(("preuves",)))
    for rank in range(ranks):
        assert tom.get(f"{ROOT}/preuves/{rank}").status_code == 200
    for kind in ("etat", "existe", "absent", "intact", "action", "texte", "comportement", "livrable", "manuelle"):
        added = tom.post(f"{ROOT}/preuves", kind=kind, revision=written().revision)
        assert added.status_code == 302
        assert tom.get(added.headers["Location"]).status_code == 200


def test_a_new_subject_refused_keeps_what_was_typed(tom: Visitor) -> None:
    tom.get("/formateur/sujets/nouveau")
    answer = tom.post(
        "/formateur/sujets/nouveau", source="modele:fidele", title="Un titre", slug=SUBJECT, context=CONTEXT
    )
    assert answer.status_code == 422
    assert 'value="Un titre"' in answer.text
    assert "porte déjà cet identifiant" in answer.text


def test_saves_a_text_with_faults_and_tells_them(tom: Visitor) -> None:
    text = written().text.replace("duree: 40min", "duree: quarante")
    assert tom.post(ROOT, text=text, revision=1, do="save").status_code == 302
    assert written().revision == 2
    page = tom.get(ROOT).text
    assert "E006" in page
    assert "quarante" in page


def test_a_draft_is_read_from_end_to_end_as_it_will_be(tom: Visitor) -> None:
    page = tom.get(f"{ROOT}/lecture").text
    assert page.count("<details open>") == 6
    assert "{J+" not in page
    for words in ("Énoncé", "Corrigé proposé", "Questions de l’examinateur", "Annexe 1", "Ce que la machine relève"):
        assert words in page
    tom.post(ROOT, text=written().text.replace("duree: 40min", "duree: quarante"), revision=1, do="save")
    assert "quand il n’a plus de défaut" in tom.get(f"{ROOT}/lecture").text


def test_checks_without_saving(tom: Visitor) -> None:
    text = written().text.replace("mode: fidele", "mode: fidel")
    page = tom.post(ROOT, text=text, revision=1, do="check")
    assert page.status_code == 200
    assert "mode: fidel\n" in page.text
    assert "sans enregistrer" in page.text
    assert written().revision == 1


def test_a_stale_save_overwrites_nothing_and_loses_nothing(tom: Visitor) -> None:
    first = written().text
    tom.post(ROOT, text=first + "# de Anne\n", revision=1, do="save")
    answer = tom.post(ROOT, text=first + "# de Tom\n", revision=1, do="save")
    assert answer.status_code == 409
    assert "# de Tom" in answer.text
    assert "<del>" in answer.text
    assert written().text.endswith("# de Anne\n")
    revision = int(re.search(r'name="revision" value="(\d+)"', answer.text)[1])  # type: ignore[index]
    assert tom.post(ROOT, text=first + "# de Tom\n", revision=revision, do="save").status_code == 302
    assert written().text.endswith("# de Tom\n")
    tom.post(f"{ROOT}/enregistrements/2/reprendre", revision=3)
    assert written().text.endswith("# de Anne\n")


def test_saves_by_itself_and_says_when_it_is_stale(tom: Visitor) -> None:
    text = written().text
    answer = tom.fetch(f"{ROOT}/brouillon", text=text + "# un\n", revision=1)
    assert answer.json is not None
    assert answer.json["revision"] == 2
    stale = tom.fetch(f"{ROOT}/brouillon", text=text + "# deux\n", revision=1)
    assert stale.status_code == 409
    assert "enregistré ailleurs" in (stale.json or {})["error"]


def test_the_live_check_answers_faults_at_their_lines_and_keeps_nothing(tom: Visitor) -> None:
    text = written().text
    line = next(n for n, one in enumerate(text.splitlines(), 1) if one.startswith("duree:"))
    answer = tom.fetch(f"{ROOT}/verifier", text=text.replace("duree: 40min", "duree: 12:30"))
    got: Any = answer.json
    assert [(f["line"], f["code"]) for f in got["faults"] if f["code"].startswith("E")] == [(line, "E006")]
    assert written().revision == 1


def test_the_words_of_the_format_are_given(tom: Visitor) -> None:
    words: Any = tom.get("/formateur/redaction/mots.json").json
    assert "consigne" in words["keys"]["taches"]
    assert "etat" in words["values"]["preuves.type"]
    assert "prix_ttc" in words["entities"]["produit"]
    assert "produit.modifier" in words["actions"]
    assert "entre" in words["operators"]


def test_a_form_shows_the_faults_at_its_fields_and_saves_all_the_same(tom: Visitor) -> None:
    answer = tom.post(f"{ROOT}/identite", titre="Autre", duree="quarante", revision=1)
    assert answer.status_code == 302
    page = tom.get(f"{ROOT}/identite").text
    assert 'id="duree-e"' in page
    assert "quarante" in page


def test_a_stale_form_keeps_what_was_typed(tom: Visitor) -> None:
    tom.post(f"{ROOT}/identite", titre="Un", revision=1)
    answer = tom.post(f"{ROOT}/identite", titre="Deux", revision=1)
    assert answer.status_code == 409
    assert 'value="Deux"' in answer.text
    assert "titre: Un\n" in written().text or 'titre: "Un"' in written().text


def test_a_text_that_cannot_be_read_leads_from_the_forms_to_the_text(tom: Visitor) -> None:
    tom.post(ROOT, text="a: [1\nb: x\n", revision=1, do="save")
    page = tom.get(f"{ROOT}/questions")
    assert page.status_code == 200
    assert "Aller au texte" in page.text
    assert tom.get(f"{ROOT}/identite").status_code == 200


def test_annexes_are_uploaded_shown_and_taken_away(tom: Visitor) -> None:
    sent = {
        "file": (io.BytesIO("Thé;Prix\nAssam;12,90\n".encode()), "Mes prix.csv"),
        "title": "Annexe 9",
        "tasks": "q2",
        "revision": "1",
    }
    assert tom.post(f"{ROOT}/annexes", **sent).status_code == 302
    assert "annexes/mes-prix.csv" in written().files
    assert "<td>12,90</td>" in tom.get(f"{ROOT}/annexes").text
    tom.post(f"{ROOT}/annexes/retirer", fichier="annexes/mes-prix.csv", revision=2)
    assert "annexes/mes-prix.csv" not in written().files
    bad = {"file": (io.BytesIO(b"x"), "x.docm"), "title": "Non", "revision": "3"}
    assert tom.post(f"{ROOT}/annexes", **bad).status_code == 422


def test_publishes_lists_prints_and_retires(tom: Visitor, world_app: Flask) -> None:
    assert "Tout est vert" in tom.post(f"{ROOT}/publier/controler").text
    assert tom.post(f"{ROOT}/publier").status_code == 302
    version = list_versions("essai")[0]
    assert "proposée" in tom.get(f"{ROOT}/publier").text
    for path in ("sujet.pdf", f"versions/{version.id}/sujet.pdf"):
        paper = tom.get(f"{ROOT}/{path}")
        assert paper.data.startswith(b"%PDF")
    assert tom.get(f"{ROOT}/versions/{version.id}/paquet.zip").data.startswith(b"PK")
    assert "Mon essai" in Visitor(world_app, "alice").get("/entrainement").text
    assert "Mon essai" in Visitor(world_app, "erin").get("/examinateur/sessions/nouvelle").text
    tom.post(f"{ROOT}/versions/{version.id}/retirer")
    assert "Mon essai" not in Visitor(world_app, "alice").get("/entrainement").text


def test_imports_a_pack_and_says_when_it_is_there_already(tom: Visitor) -> None:
    content = write_pack(written().text, written().files)
    tom.get("/formateur/sujets/importer")
    again = tom.post("/formateur/sujets/importer", file=(io.BytesIO(content), "essai.zip"))
    assert again.headers["Location"] == "/formateur/sujets"
    other = tom.post("/formateur/sujets/importer", file=(io.BytesIO(content), "essai.zip"), slug="autre")
    assert other.headers["Location"] == "/formateur/redaction/autre"
    refused = tom.post("/formateur/sujets/importer", file=(io.BytesIO(content[:-9]), "essai.zip"))
    assert refused.status_code == 422
    assert "Paquet refusé" in refused.text


def test_a_trial_is_played_compared_recorded_and_thrown_away(tom: Visitor) -> None:
    started = tom.post(f"{ROOT}/essayer")
    root = started.headers["Location"].rstrip("/")
    assert "/admin" in root
    tom.get(f"{root}/parametres/recherche")
    page = tom.get(f"{ROOT}/essais").text
    run = re.search(r"/parties/(\d+)", page)
    assert run is not None
    played = tom.get(f"{ROOT}/parties/{run[1]}")
    assert "Non atteint" in played.text
    empty = tom.post(f"{ROOT}/parties/{run[1]}/enregistrer", trial_id="partiel", revision=1)
    assert empty.status_code == 422
    assert "Rien n’a été fait" in empty.text
    assert tom.post(f"{ROOT}/parties/{run[1]}/jeter").status_code == 302
    assert tom.get(f"{ROOT}/parties/{run[1]}").status_code == 404
    assert tom.get(root + "/").status_code == 404


def test_replays_a_golden_run_of_the_text(tom: Visitor) -> None:
    page = tom.post(f"{ROOT}/essais/bon/rejouer")
    assert "Conforme à ce que le texte annonce" in page.text
    assert page.text.count("<tr>") > 10


@pytest.mark.parametrize("login", ["alice", "erin", "ada"])
def test_nobody_else_writes(tom: Visitor, world_app: Flask, login: str) -> None:
    assert tom
    other = Visitor(world_app, login)
    for path in ("", "/identite", "/essais", "/publier", "/sujet.pdf"):
        assert other.get(ROOT + path).status_code == 403
    assert other.get("/formateur/sujets/essai/paquet.zip").status_code == 403


def test_a_trial_leads_back_to_the_text_and_may_be_played_again(tom: Visitor) -> None:
    tom.post(f"{ROOT}/essayer")
    run = re.search(r"/parties/(\d+)", tom.get(f"{ROOT}/essais").text)
    assert run is not None
    page = tom.get(f"/entrainement/essais/{run[1]}")
    assert f'href="{ROOT}/essais"' in page.text
    again = tom.post(f"/entrainement/essais/{run[1]}/recommencer")
    assert "/admin" in again.headers["Location"]
    assert tom.get(f"{ROOT}/essais").text.count("/parties/") >= 4
