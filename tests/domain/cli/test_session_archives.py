"""`e5 session archiver` and `rouvrir`: what they refuse; what an archive holds is in tests/domain/training/test_archives.py."""

from __future__ import annotations

from pathlib import Path

from tests.domain.cli.conftest import Run


def test_a_session_that_is_not_here_has_no_archive(with_claire: Run, tmp_path: Path) -> None:
    result = with_claire("session", "archiver", "7", str(tmp_path / "a.zip"))
    assert result.exit_code == 1
    assert "La session n°\u00a07 n’existe pas ici." in result.output
    assert list(tmp_path.glob("*.zip*")) == []


def test_another_file_is_not_opened_again(with_claire: Run, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"bonjour")
    result = with_claire("session", "rouvrir", str(tmp_path / "a.zip"), "--examinateur", "claire")
    assert result.exit_code == 1
    assert "Archive refusée" in result.output


def test_only_an_examiner_looks_at_an_archive(with_claire: Run, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"bonjour")
    result = with_claire("session", "rouvrir", str(tmp_path / "a.zip"), "--examinateur", "tom")
    assert result.exit_code == 1
    assert "n’est pas l’identifiant d’un examinateur" in result.output
