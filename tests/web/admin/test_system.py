"""The state of the installation."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from sandbox.web.admin import installation
from tests.support.visitor import Visitor


def test_shows_the_installation_without_any_path_outside_it(app: Flask) -> None:
    page = Visitor(app, "ada").get("/administration/installation")
    assert page.status_code == 200
    assert "Boutiques de candidats" in page.text
    assert installation.own_version() in page.text
    assert str(app.config["E5"].instance) not in page.text
    assert str(Path.home()) not in page.text
    assert "Aucun contexte n’est chargé" in page.text


def test_every_figure_has_its_name(app: Flask) -> None:
    page = Visitor(app, "ada").get("/administration/installation").text
    assert "<dt></dt>" not in page
    assert "Archives rouvertes" in page


def test_counts_files_and_lists_the_latest_backups(app: Flask) -> None:
    instance = app.config["E5"].instance
    kept = instance / "backups"
    kept.mkdir()
    for number in range(7):
        path = kept / f"sauvegarde-{number}.zip"
        path.write_bytes(b"x" * 10)
        os.utime(path, (1_790_000_000 + number, 1_790_000_000 + number))
    found = installation.measure("Sauvegardes", kept, instance)
    assert (found.size, found.files, found.place) == (70, 7, "instance/backups")
    page = Visitor(app, "ada").get("/administration/installation")
    assert "sauvegarde-6.zip" in page.text
    assert "sauvegarde-0.zip" not in page.text


def test_a_file_outside_the_installation_shows_its_name_only(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "ailleurs.sqlite").write_bytes(b"12345")
    found = installation.measure("Base", tmp_path / "ailleurs.sqlite", app.config["E5"].instance)
    assert (found.place, found.size) == ("ailleurs.sqlite", 5)


def test_warns_when_the_disk_is_nearly_full(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "LOW_SPACE", 10**18)
    assert "Il reste moins de" in Visitor(app, "ada").get("/administration/installation").text


@pytest.mark.parametrize("login", ["alice", "erin", "tom"])
def test_nobody_else_gets_in(app: Flask, login: str) -> None:
    assert Visitor(app, login).get("/administration/installation").status_code == 403
