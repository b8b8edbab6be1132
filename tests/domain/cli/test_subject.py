"""`e5 subject`: files, folders and names checked in one go; the hash of the context written; the schema shown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sandbox.cli._scenarios import SCENARIOS
from sandbox.training.contexts.queries import folder_digest
from sandbox.training.subjects.reference import EXAMPLE, reference_page
from tests.domain.cli.conftest import Run

TEXT = EXAMPLE.read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one sound subject."""
    shutil.copytree(EXAMPLE.parent, tmp_path / "sujets" / "exemple-sujet")
    return tmp_path / "sujets"


def put(folder: Path, name: str, text: str) -> Path:
    shutil.copytree(EXAMPLE.parent, folder / name)
    (folder / name / "subject.yaml").write_text(text, "utf-8")
    return folder / name / "subject.yaml"


def test_a_line_says_file_line_code_path_and_message(e5: Run, folder: Path) -> None:
    path = put(folder, "casse", TEXT.replace("mode: fidele", "mode: fidel"))
    result = e5("subject", "check", str(path), "--sans-essais")
    line = TEXT[: TEXT.index("mode: fidele")].count("\n") + 1
    assert result.exit_code == 1
    told = f"{path}:{line}  E015  mode  Valeur « fidel » interdite ; valeurs possibles : fidele, anime, etendu. Vouliez-vous dire « fidele » ?"
    assert told in result.output
    assert "casse : 1 défaut, 1 remarque." in result.output


def test_a_folder_of_subjects_is_checked_whole(e5: Run, folder: Path) -> None:
    put(folder, "un", TEXT.replace("type: existe", "type: exist"))
    put(folder, "deux", TEXT.replace("version: 1.0.0\n", ""))
    result = e5("subject", "check", str(folder), "--sans-essais")
    assert result.exit_code == 1
    assert [
        name for name in ("exemple-sujet : aucun", "un : 1 défaut", "deux : 1 défaut") if name not in result.output
    ] == []


def test_warnings_alone_are_no_failure(e5: Run, folder: Path) -> None:
    path = put(
        folder, "averti", TEXT.replace("examen]", "]").replace('prix_specifique.creer"}\n', 'civilite.creer"}\n')
    )
    result = e5("subject", "check", str(path.parent), "--sans-essais")
    assert result.exit_code == 0, result.output
    assert "W057" in result.output
    assert "averti : aucun défaut, 2 remarques." in result.output


def test_without_the_context_the_runs_are_told_as_not_replayed(e5: Run, folder: Path) -> None:
    result = e5("subject", "check", str(folder))
    assert result.exit_code == 0, result.output
    assert (
        "I043  essais_temoins  Essais témoins non rejoués : le contexte « brulerie-castelune » n’est pas chargé"
        in result.output
    )
    assert e5("subject", "check", str(folder), "--pour-publier").exit_code == 1


def test_what_is_no_subject_is_told(e5: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("rien", "utf-8")
    for name, words in (
        (str(tmp_path / "notes.txt"), "n’est pas un fichier subject.yaml"),
        (str(tmp_path), "Aucun sujet dans"),
    ):
        result = e5("subject", "check", name, "--sans-essais")
        assert (result.exit_code, words in result.output) == (1, True)


def test_lock_writes_the_hash_of_the_context_and_nothing_else(e5: Run, folder: Path) -> None:
    result = e5("subject", "lock", str(folder / "exemple-sujet"))
    assert result.exit_code == 0, result.output
    digest = folder_digest(SCENARIOS / "contexts" / "brulerie-castelune")
    written = (folder / "exemple-sujet" / "subject.yaml").read_text("utf-8")
    assert written == TEXT.replace("empreinte: auto", f"empreinte: {digest}")


def test_the_schema_and_the_page_are_shown(e5: Run) -> None:
    assert json.loads(e5("subject", "schema").output)["title"] == "Sujet"
    assert e5("subject", "schema", "--page").output == reference_page()
