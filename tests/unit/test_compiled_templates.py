"""Templates are compiled once a version, and what is kept of them never fails a page."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import jinja2
import pytest

from sandbox import create_app
from sandbox.config import Config
from sandbox.web.compiled_templates import FOLDER, CompiledTemplates, read_all

SOURCE = "Bonjour {{ name }}"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / FOLDER


def environment(kept: Path, source: str = SOURCE) -> jinja2.Environment:
    """Another process, which has compiled nothing itself."""
    return jinja2.Environment(
        loader=jinja2.DictLoader({"page": source}), bytecode_cache=CompiledTemplates(str(kept), "%s.jinja"), autoescape=True
    )  # fmt: skip


def drawn(kept: Path, source: str = SOURCE) -> str:
    return environment(kept, source).get_template("page").render(name="Inès")


def test_the_next_process_does_not_compile_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(kept) == "Bonjour Inès"
    assert len(list(kept.iterdir())) == 1
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_args, **_options: pytest.fail("compiled again"))
    assert drawn(kept) == "Bonjour Inès"


def test_another_source_is_compiled_and_replaces_it(kept: Path) -> None:
    drawn(kept)
    assert drawn(kept, "Au revoir {{ name }}") == "Au revoir Inès"
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize("left", [0, 10, 60, 200])
def test_a_file_cut_short_is_written_anew(kept: Path, left: int) -> None:
    drawn(kept)
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:left])
    assert drawn(kept) == "Bonjour Inès"
    assert file.read_bytes() == whole


def test_a_full_disk_fails_no_page(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", full)
    assert drawn(kept) == "Bonjour Inès"
    assert not list(kept.iterdir())


def test_a_folder_that_cannot_be_made_fails_no_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert drawn(tmp_path / "file" / FOLDER) == "Bonjour Inès"


def test_the_application_keeps_its_own_where_python_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    app = create_app(Config(instance=tmp_path, testing=True))
    cache = app.jinja_env.bytecode_cache
    assert isinstance(cache, CompiledTemplates)
    assert Path(cache.directory).parent == Path(app.template_folder or "")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert create_app(Config(instance=tmp_path, testing=True)).jinja_env.bytecode_cache is None


def test_every_template_is_read_and_is_whole(tmp_path: Path) -> None:
    app = create_app(Config(instance=tmp_path, testing=True))
    read_all(app)
    files = [
        path for path in Path(app.template_folder or "").rglob("*") if path.is_file() and path.parent.name != FOLDER
    ]
    assert app.jinja_env.cache is not None
    assert len(app.jinja_env.cache) == len(files)
