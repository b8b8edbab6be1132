"""`e5 user`."""

from __future__ import annotations

from tests.domain.cli.conftest import Run


def test_creates_and_lists(with_claire: Run) -> None:
    result = with_claire("user", "list")
    assert result.exit_code == 0
    assert result.output.split() == ["claire", "examinateur", "Claire", "D."]


def test_lists_nobody_in_a_fresh_installation(e5: Run) -> None:
    assert e5("user", "list").output == "Aucun compte.\n"


def test_lists_one_role_only(with_claire: Run) -> None:
    assert with_claire("user", "list", "--role", "formateur").output == "Aucun compte.\n"


def test_refuses_a_taken_login(with_claire: Run) -> None:
    result = with_claire(
        "user", "create", "Claire", "--name", "X", "--role", "formateur", "--password-stdin", typed="motdepasse2\n"
    )
    assert result.exit_code == 1
    assert "Erreur : L’identifiant « claire » est déjà pris." in result.output


def test_refuses_a_short_password_and_keeps_nothing(e5: Run) -> None:
    result = e5("user", "create", "tom", "--name", "Tom", "--role", "formateur", "--password-stdin", typed="court\n")
    assert result.exit_code == 1
    assert "au moins 8 caractères" in result.output
    assert e5("user", "list").output == "Aucun compte.\n"


def test_changes_a_password_typed_twice(with_claire: Run) -> None:
    result = with_claire("user", "password", "claire", typed="nouveau-mot\nnouveau-mot\n")
    assert result.exit_code == 0
    assert "Mot de passe de « claire » changé" in result.output
    assert "nouveau-mot" not in result.output


def test_tells_an_unknown_login(e5: Run) -> None:
    result = e5("user", "password", "personne", "--password-stdin", typed="motdepasse1\n")
    assert result.exit_code == 1
    assert "Aucun compte « personne »" in result.output
