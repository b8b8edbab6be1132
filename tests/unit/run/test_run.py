"""What run.py says and decides, without installing anything."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that looks installed, as far as run.py looks."""
    (tmp_path / "requirements").mkdir()
    for name in ("base", "postgres", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("")
    for name, value in {
        "ROOT": tmp_path, "VENV": tmp_path / ".venv", "STAMP": tmp_path / ".venv" / "stamp.json",
        "LOCKS": tmp_path / "requirements", "PYTHON": python, "WHEELHOUSE": tmp_path / "wheelhouse",
    }.items():  # fmt: skip
        monkeypatch.setattr(run, name, value)
    return tmp_path


def test_imports_nothing_but_the_standard_library() -> None:
    names = set()
    for node in ast.walk(ast.parse((ROOT / "run.py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    assert names - {"tests"} <= sys.stdlib_module_names


def test_is_read_by_a_python_that_is_too_old() -> None:
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 8))
    assert isinstance(tree, ast.Module)


def test_tells_a_python_that_is_too_old(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 18))
    assert run.main(["demo"]) == 2
    assert "Python 3.11 ou plus récent est nécessaire ; celui-ci est le 3.9.18." in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["autre"], 2), (["--help"], 0)])
def test_says_what_it_can_do(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(arguments) == code
    assert "python3 run.py demo" in capsys.readouterr().out


def test_has_nothing_to_do_once_installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.write_stamp("base")
    monkeypatch.setattr(run, "install", lambda name: pytest.fail("installed again"))
    run.prepare("base")
    assert run.ready("base")
    assert not run.ready("dev")


def test_the_set_of_the_tests_brings_the_others(project: Path) -> None:
    run.write_stamp("dev")
    assert run.ready("base")
    assert run.ready("postgres")


@pytest.mark.parametrize("changed", ["requirements/base.txt", "pyproject.toml"])
def test_installs_again_after_a_change(project: Path, changed: str) -> None:
    run.write_stamp("base")
    (project / changed).write_text("changed")
    assert not run.ready("base")


def test_installs_again_when_the_environment_is_gone(project: Path) -> None:
    run.write_stamp("base")
    run.PYTHON.unlink()
    assert not run.ready("base")


def test_a_damaged_stamp_is_no_stamp(project: Path) -> None:
    run.STAMP.write_text("{half")
    assert run.read_stamp() == {}
    run.write_stamp("base")
    assert set(json.loads(run.STAMP.read_text())) == {"base", "project", "place"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: No space left on device", "Le disque est plein"),
        ("error: failed to write (os error 28)", "Le disque est plein"),
        ("NewConnectionError('<pip._vendor...>')", "Le dépôt des bibliothèques Python ne répond pas"),
        ("  Caused by: dns error: failed to lookup", "Le dépôt des bibliothèques Python ne répond pas"),
        ("something unheard of", "Derniers messages de l’installateur"),
    ],
)
def test_explains_a_failure(said: str, told: str) -> None:
    assert told in str(run.explain(said, "Échec."))


def test_stops_before_filling_the_disk(project: Path) -> None:
    with pytest.raises(run.Stop, match=r"Il reste \d+ Mo"):
        run.check_disk(10**12)


def test_takes_the_driver_of_the_database_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("E5_DATABASE_URL", "postgresql+psycopg://localhost/e5")
    assert run.product_set() == "postgres"
    monkeypatch.setenv("E5_DATABASE_URL", "")
    assert run.product_set() == "base"
