"""`e5 session archiver` and `rouvrir`: from one installation to another, and what they refuse.

What an archive holds is in tests/domain/training/test_archives.py.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from sandbox import create_app
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.training.exams import presence
from sandbox.training.exams.models import ExamSession, SessionKind
from sandbox.training.grading import sealing
from tests.domain.cli.conftest import Run
from tests.support.databases import Databases


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


@pytest.fixture
def home(databases: Databases, world_template: str, world_media: Path, tmp_path: Path) -> Path:
    """An installation where a session was run: its candidates came, and it was closed."""
    if databases.is_postgres:
        pytest.skip("two installations of their own files")
    folder = tmp_path / "chez-nous"
    folder.mkdir()
    shutil.copytree(world_media, folder / "media")
    databases.copy(world_template, folder)
    with create_app(Config(instance=folder, testing=True)).app_context():
        session = db.session.scalars(sa.select(ExamSession).where(ExamSession.kind == SessionKind.EXAM)).one()
        for seat in session.seats:
            presence.join(code=seat.join_code)
        sealing.close_session(session=session, author="Erin")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


def test_a_session_is_archived_here_and_opened_again_there(
    home: Path, with_claire: Run, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "session-1.zip"
    monkeypatch.setenv("E5_INSTANCE", str(home))
    made = with_claire("session", "archiver", "1", str(file))
    assert made.exit_code == 0, made.output
    assert f"SHA-256 de l’archive : {hashlib.sha256(file.read_bytes()).hexdigest()}" in made.output
    with zipfile.ZipFile(file) as archive:
        files = len(archive.namelist()) - 1  # the list of the files is not one of them
        assert f"{files} fichiers archivés dans {file}" in made.output
        assert "LISEZMOI.txt" in archive.namelist()
    assert [path.name for path in tmp_path.glob(".*")] == [], "nothing half written is left"
    again = with_claire("session", "archiver", "1", str(file))
    assert (again.exit_code, "existe déjà" in again.output) == (1, True)

    monkeypatch.setenv("E5_INSTANCE", str(instance))
    opened = with_claire("session", "rouvrir", str(file), "--examinateur", "claire")
    assert opened.exit_code == 0, opened.output
    assert "Archive rouverte en lecture seule : session n°\u00a01, parmi les sessions de Claire D." in opened.output
    twice = with_claire("session", "rouvrir", str(file), "--examinateur", "claire")
    assert "Rien n’a changé." in twice.output
    with create_app(Config(instance=instance, testing=True)).app_context():
        [session] = db.session.scalars(sa.select(ExamSession))
        assert (session.is_archive, session.examiner.login) == (True, "claire")
        assert [seat.last_name for seat in session.seats] == ["Kervella", "Tréguier", "Benhamou"]
        db.session.remove()
        db.engine.dispose()
