"""A small context to import into, and a way to import a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from sandbox.kernel.foreign_tables import read_table
from sandbox.kernel.media import MediaStore
from sandbox.training.contexts.importing.formats import guess
from sandbox.training.contexts.importing.services import ImportReport, import_table
from sandbox.training.contexts.services import check_context
from tests.factories.contexts import write_context

Import = Callable[..., ImportReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small context."""
    return write_context(tmp_path / "contextes")


@pytest.fixture
def bring(app: Flask, folder: Path, tmp_path: Path) -> Import:
    """Import a text, and see that the folder still passes its check."""
    media = MediaStore(tmp_path / "magasin")

    def run(text: str | bytes, **options: object) -> ImportReport:
        table = read_table(text.encode() if isinstance(text, str) else text)
        mapping = options.pop("mapping", None) or guess(table.headers)
        report = import_table(folder=folder, table=table, mapping=mapping, media=media, **options)  # type: ignore[arg-type]
        assert check_context(folder=folder, media=media) == []
        return report

    return run


def cells(folder: Path, file: str, column: str, key: str) -> dict[str, str]:
    """The cells of a line of a context's file."""
    table = read_table((folder / "catalogue" / file).read_bytes())
    return next(dict(line.cells) for line in table.lines if line.cells[column] == key)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
