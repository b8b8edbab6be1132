"""`e5 doctor`: what it finds, and whether it says that a session may be held."""

from __future__ import annotations

from pathlib import Path

from sandbox.cli._demo_people import ensure_demo_people
from sandbox.cli._installation import opened
from tests.domain.cli.conftest import Run


def test_a_fresh_installation_is_sound_and_empty(e5: Run) -> None:
    result = e5("doctor")
    assert "Base de données vide" in result.output
    assert "ok        0 images" in result.output


def test_tells_what_is_not_loaded(with_claire: Run) -> None:
    result = with_claire("doctor")
    assert "contrôle d’intégrité : ok" in result.output
    assert "Contexte brulerie-castelune non chargé" in result.output
    assert "1 examinateur(s)" in result.output


def test_finds_a_damaged_picture(with_claire: Run, instance: Path) -> None:
    name = "0" * 32 + ".webp"
    (instance / "media" / "00").mkdir(parents=True)
    (instance / "media" / "00" / name).write_bytes(b"something else")
    result = with_claire("doctor")
    assert result.exit_code == 1
    assert f"1 image(s) abîmée(s), dont {name}" in result.output


def test_warns_of_the_passwords_that_everybody_knows(e5: Run, instance: Path) -> None:
    with opened():
        ensure_demo_people()
    assert "Comptes de démonstration au mot de passe connu de tous : examinateur" in e5("doctor").output
    e5("user", "password", "examinateur", "--password-stdin", typed="un-mot-a-moi\n")
    assert "connu de tous : candidat" in e5("doctor").output
