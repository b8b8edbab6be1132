"""`e5 backup`: what was saved comes back, an altered archive does not."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.cli._archive import DATABASE, MANIFEST, check_archive
from sandbox.cli._server import only_server
from sandbox.kernel.errors import RuleBroken
from tests.domain.cli.conftest import Run

PICTURE = b"not really a picture, but bytes are bytes" * 100


@pytest.fixture
def archive(with_claire: Run, instance: Path, tmp_path: Path) -> Path:
    """A backup of an installation with one account and one picture."""
    (instance / "media" / "ab").mkdir(parents=True)
    (instance / "media" / "ab" / "abcd.webp").write_bytes(PICTURE)
    target = tmp_path / "sauvegarde.zip"
    result = with_claire("backup", "create", str(target))
    assert result.exit_code == 0, result.output
    return target


def test_restores_accounts_and_pictures(archive: Path, e5: Run, instance: Path) -> None:
    e5("user", "create", "tom", "--name", "Tom", "--role", "formateur", "--password-stdin", typed="motdepasse2\n")
    (instance / "media" / "ab" / "abcd.webp").write_bytes(b"changed")
    (instance / "media" / "ab" / "new.webp").write_bytes(b"new")
    result = e5("backup", "restore", str(archive), "--yes")
    assert result.exit_code == 0, result.output
    assert e5("user", "list").output.split()[0] == "claire"
    assert "tom" not in e5("user", "list").output
    assert (instance / "media" / "ab" / "abcd.webp").read_bytes() == PICTURE
    assert not (instance / "media" / "ab" / "new.webp").exists()


def test_keeps_the_former_state(archive: Path, e5: Run, instance: Path) -> None:
    (instance / "media" / "ab" / "new.webp").write_bytes(b"new")
    e5("backup", "restore", str(archive), "--yes")
    [former] = instance.glob("avant-restauration-*")
    assert (former / "media" / "ab" / "new.webp").read_bytes() == b"new"
    assert (former / DATABASE).exists()


def test_restores_into_a_fresh_installation(
    archive: Path, e5: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("E5_INSTANCE", str(tmp_path / "elsewhere"))
    assert e5("backup", "restore", str(archive), "--yes").exit_code == 0
    assert "claire" in e5("user", "list").output
    assert list((tmp_path / "elsewhere").glob("avant-restauration-*")) == []


def test_saves_a_database_in_use(with_claire: Run, instance: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(instance / DATABASE)
    writer.execute("CREATE TABLE later (x)")
    writer.commit()
    writer.execute("INSERT INTO later VALUES (1)")  # not committed: must not be saved, must not stop the backup
    target = tmp_path / "sauvegarde.zip"
    assert with_claire("backup", "create", str(target)).exit_code == 0
    writer.rollback()
    writer.close()
    with zipfile.ZipFile(target) as opened:
        opened.extract(DATABASE, tmp_path)
    saved = sqlite3.connect(tmp_path / DATABASE)
    assert saved.execute("SELECT count(*) FROM later").fetchone() == (0,)
    assert saved.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    saved.close()


def test_has_a_name_of_its_own_by_default(with_claire: Run, instance: Path) -> None:
    assert with_claire("backup", "create").exit_code == 0
    [target] = (instance / "sauvegardes").iterdir()
    assert DATABASE in check_archive(target).sums


def test_never_writes_over_a_backup(archive: Path, e5: Run) -> None:
    before = archive.read_bytes()
    result = e5("backup", "create", str(archive))
    assert result.exit_code == 1
    assert "existe déjà" in result.output
    assert archive.read_bytes() == before


def test_has_nothing_to_save_in_a_fresh_installation(e5: Run, tmp_path: Path) -> None:
    result = e5("backup", "create", str(tmp_path / "x.zip"))
    assert result.exit_code == 1
    assert "Rien à sauvegarder" in result.output


Change = Callable[[dict[str, bytes]], None]


def _set(name: str, content: bytes) -> Change:
    return lambda files: files.__setitem__(name, content)


def _drop(name: str) -> Change:
    return lambda files: files.__delitem__(name)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("media/ab/abcd.webp", PICTURE[:-1] + b"!"), "« media/ab/abcd.webp » a été modifié"),
        (_set(DATABASE, b"SQLite format 3\0"), f"« {DATABASE} » a été modifié"),
        (_drop("media/ab/abcd.webp"), "« media/ab/abcd.webp » manque"),
        (_set("media/ab/more.webp", b"more"), "« media/ab/more.webp » a été ajouté"),
        (_drop(MANIFEST), "pas une sauvegarde"),
        (_set(MANIFEST, b"[]"), "pas une sauvegarde"),
        (_set(MANIFEST, b'{"format": "autre/1", "made_at": "", "step": "", "sums": {}}'), "format « autre/1 » inconnu"),
    ],
)
def test_refuses_an_altered_archive(archive: Path, e5: Run, instance: Path, change: Change, words: str) -> None:
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    _write(archive, files)
    before = (instance / DATABASE).read_bytes()
    result = e5("backup", "restore", str(archive), "--yes")
    assert result.exit_code == 1
    assert words in result.output
    assert (instance / DATABASE).read_bytes() == before
    assert list(instance.glob("avant-restauration-*")) == []


def test_refuses_a_path_outside_even_with_its_sum(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files[MANIFEST])
    files["media/../../outside.txt"] = files["media/ab/abcd.webp"]
    manifest["sums"]["media/../../outside.txt"] = manifest["sums"]["media/ab/abcd.webp"]
    files[MANIFEST] = json.dumps(manifest).encode()
    _write(archive, files)
    with pytest.raises(RuleBroken, match="n’a rien à y faire"):
        check_archive(archive)
    assert not (tmp_path / "outside.txt").exists()


def test_refuses_a_damaged_file(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 3] ^= 0xFF
    archive.write_bytes(content)
    with pytest.raises(RuleBroken, match="Archive refusée"):
        check_archive(archive)


def test_refuses_a_cut_file(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(RuleBroken, match="illisible ou abîmée"):
        check_archive(archive)


def test_refuses_another_archive_than_the_one_whose_sum_was_noted(archive: Path, e5: Run) -> None:
    result = e5("backup", "restore", str(archive), "--yes", "--sha256", "0" * 64)
    assert result.exit_code == 1
    assert "sa somme SHA-256 n’est pas celle que vous avez donnée" in result.output


def test_refuses_an_archive_of_a_newer_version(archive: Path, e5: Run) -> None:
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), "step": "9999"}).encode()
    _write(archive, files)
    result = e5("backup", "restore", str(archive), "--yes")
    assert result.exit_code == 1
    assert "version plus récente" in result.output


def test_refuses_while_a_server_runs(archive: Path, e5: Run, instance: Path) -> None:
    with only_server(instance):
        result = e5("backup", "restore", str(archive), "--yes")
    assert result.exit_code == 1
    assert "Un serveur tourne déjà" in result.output


def test_asks_before_replacing(archive: Path, e5: Run, instance: Path) -> None:
    result = e5("backup", "restore", str(archive), typed="n\n")
    assert result.exit_code == 1
    assert "Remplacer l’installation" in result.output
    assert list(instance.glob("avant-restauration-*")) == []


def _write(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
