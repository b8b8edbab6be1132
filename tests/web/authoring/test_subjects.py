"""The trainer's pages: subjects read back, their faults told, their runs replayed; contexts and their folders."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from sandbox.training.subjects import queries
from sandbox.web.authoring import views_contexts
from tests.factories.world import CONTEXT, SUBJECT, World
from tests.support.visitor import Visitor

SHIPPED = queries.SCENARIOS


@pytest.fixture
def tom(world_app: Flask, world: World) -> Visitor:
    assert world
    return Visitor(world_app, "tom")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scenarios that the test may break; its subject's file."""
    shutil.copytree(SHIPPED / "subjects", tmp_path / "scenarios" / "subjects")
    shutil.copytree(SHIPPED / "grids", tmp_path / "scenarios" / "grids")
    for name in ("list_subjects", "load_of", "get_subject"):
        function = getattr(queries, name)
        monkeypatch.setattr(function, "__defaults__", (tmp_path / "scenarios",))
    return tmp_path / "scenarios" / "subjects" / SUBJECT / "subject.yaml"


def test_lists_subjects_with_their_state_and_uses(tom: Visitor) -> None:
    page = tom.get("/formateur/sujets").text
    assert "Sujet C – Noël à la brûlerie" in page
    assert "Brûlerie Castelune" in page
    assert "prêt" in page
    assert "1\u00a0session" in page
    assert "2\u00a0entraînements" in page


def test_reads_a_subject_back(tom: Visitor) -> None:
    page = tom.get(f"/formateur/sujets/{SUBJECT}").text
    assert "Aucun défaut" in page
    assert page.count("<kbd>") >= 8
    assert "Bandeau «" in page
    assert "Rejouer «&nbsp;bon&nbsp;»" in page


def test_a_subject_that_is_not_there_is_not_found(tom: Visitor) -> None:
    assert tom.get("/formateur/sujets/ailleurs").status_code == 404
    assert tom.get("/formateur/sujets/..%2Fgrids").status_code == 404


def test_tells_every_fault_at_its_line(own_folder: Path, tom: Visitor) -> None:
    text = (
        own_folder.read_text("utf-8").replace("duree: 40min", "duree: quarante").replace("mode: fidele", "mode: fidel")
    )
    own_folder.write_text(text, "utf-8")
    lines = {n for n, line in enumerate(text.splitlines(), 1) if line.startswith(("duree: quarante", "mode: fidel"))}
    page = tom.get(f"/formateur/sujets/{SUBJECT}").text
    assert "à corriger" in page
    assert all(f"subject.yaml:{line}</code>" in page for line in lines)
    assert "Essayer comme un candidat" not in page
    assert "2\u00a0défauts" in tom.get("/formateur/sujets").text


def test_replays_a_run_and_keeps_nothing(tom: Visitor) -> None:
    tom.get(f"/formateur/sujets/{SUBJECT}")
    page = tom.post(f"/formateur/sujets/{SUBJECT}/essais/bon")
    assert page.status_code == 200
    assert "Conforme à ce que le fichier annonce" in page.text
    assert page.text.count("Atteint") >= 7
    assert "1\u00a0session" in tom.get("/formateur/sujets").text


def test_a_run_that_is_not_there_is_told(tom: Visitor) -> None:
    tom.get(f"/formateur/sujets/{SUBJECT}")
    assert tom.post(f"/formateur/sujets/{SUBJECT}/essais/ailleurs").status_code in (404, 409, 422)


def test_contexts_show_their_figures_and_lead_to_the_reference(tom: Visitor, world: World) -> None:
    page = tom.get("/formateur/contextes").text
    assert "Produits" in page
    assert f"/b/{world.reference_key}/" in page
    assert tom.get(f"/b/{world.reference_key}/admin/").status_code == 200


def test_the_reference_shop_cannot_be_changed(tom: Visitor, world: World) -> None:
    root = f"/b/{world.reference_key}/admin/catalogue/produits"
    tom.get(root)
    assert tom.post(f"{root}/1", name="x").status_code == 403


def test_checks_a_folder(tom: Visitor) -> None:
    tom.get("/formateur/contextes")
    page = tom.post(f"/formateur/contextes/{CONTEXT}/verifier")
    assert page.status_code == 200
    assert "Aucun défaut" in page.text


def test_tells_the_faults_of_a_folder(tom: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(views_contexts.FOLDERS / CONTEXT, tmp_path / CONTEXT)
    products = tmp_path / CONTEXT / "catalogue" / "produits.csv"
    products.write_text(products.read_text("utf-8").replace("brulerie-castelune;", "brulerie-castelun;", 1), "utf-8")
    (tmp_path / CONTEXT / "promotions.yaml").write_text("- [", "utf-8")
    monkeypatch.setattr(views_contexts, "FOLDERS", tmp_path)
    assert "Le dossier a changé depuis" in tom.get("/formateur/contextes").text
    page = tom.post(f"/formateur/contextes/{CONTEXT}/verifier")
    assert "serait refusé en entier" in page.text
    assert "promotions.yaml" in page.text


@pytest.mark.parametrize("login", ["alice", "erin", "ada"])
def test_nobody_else_gets_in(world_app: Flask, world: World, login: str) -> None:
    assert world
    for path in ("/formateur/sujets", f"/formateur/sujets/{SUBJECT}", "/formateur/contextes"):
        assert Visitor(world_app, login).get(path).status_code == 403
