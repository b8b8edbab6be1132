"""`e5 session verifier`: an intact journal, one that was altered, and the seal on paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.training.grading.journal_file import FORMAT, written
from tests.domain.cli.conftest import Run


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The journal of a candidate of another installation."""
    facts: dict[str, Any] = {
        "format": FORMAT, "session": {"cle": "ailleurs", "sujet": {"id": "noel", "version": "1.0.0"}},
        "candidat": {"place": 1, "nom": "Kervella", "prenom": "Inès", "numero": "021"},
        "horloge": [{"type": "demarre"}], "actions": [{"no": 1, "phrase": "a créé"}, {"no": 2, "phrase": "a modifié"}],
        "evenements": [], "observations": [], "questions": [], "fiche": [],
    }  # fmt: skip
    path = tmp_path / "journal.json"
    path.write_bytes(written(facts))
    return path


def test_an_intact_journal(e5: Run, journal: Path) -> None:
    result = e5("session", "verifier", str(journal))
    assert result.exit_code == 0, result.output
    assert "Inès Kervella, n°\u00a0021 ; sujet noel 1.0.0 ; 3 faits." in result.output
    assert "Journal intact. Comparez" in result.output


def test_with_the_seal_of_the_paper(e5: Run, journal: Path) -> None:
    seal = json.loads(journal.read_text("utf-8"))["sceau"]["valeur"]
    assert e5("session", "verifier", str(journal), "--sceau", seal[:16]).output.endswith("Journal intact.\n")
    wrong = e5("session", "verifier", str(journal), "--sceau", "0" * 64)
    assert wrong.exit_code == 1
    assert "Ce n’est pas le sceau lu sur le papier." in wrong.output


def test_a_fact_taken_out(e5: Run, journal: Path) -> None:
    data = json.loads(journal.read_text("utf-8"))
    del data["actions"][0]
    journal.write_text(json.dumps(data), "utf-8")
    result = e5("session", "verifier", str(journal))
    assert result.exit_code == 1
    assert "Actions, fait n°\u00a01" in result.output
    assert "Journal à refuser." in result.output


def test_another_file_is_refused_in_words(e5: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("bonjour", "utf-8")
    result = e5("session", "verifier", str(tmp_path / "x.json"))
    assert result.exit_code == 1
    assert "n’est pas un journal de séance" in result.output
