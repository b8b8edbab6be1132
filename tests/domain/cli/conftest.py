"""Running `e5` as a person does, in a fresh installation on SQLite (archives and locks are about its files)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sandbox.cli import main

Run = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a fresh installation, named by the environment."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("E5_INSTANCE", str(folder))
    monkeypatch.setenv("E5_DATABASE_URL", "")
    return folder


@pytest.fixture
def e5(instance: Path) -> Run:
    """Run a command on the installation."""

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed)

    return run


@pytest.fixture
def with_claire(e5: Run) -> Run:
    """The same, with one account in the installation."""
    result = e5(
        "user",
        "create",
        "claire",
        "--name",
        "Claire D.",
        "--role",
        "examinateur",
        "--password-stdin",
        typed="motdepasse1\n",
    )
    assert result.exit_code == 0, result.output
    return e5
