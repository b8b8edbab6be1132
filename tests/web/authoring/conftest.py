"""Who writes a subject, and who has a company of their own, in these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from sandbox.training.contexts.services import load_context
from sandbox.web.authoring import views_contexts
from tests.factories.contexts import FILES, SLUG, many_buyers, write_context, write_folder
from tests.factories.traffic import TRAFFIC
from tests.factories.world import CONTEXT, SUBJECT, World
from tests.support.visitor import Visitor
from tests.web.authoring.writing import ROOT

MINE = "epicerie-kerlann"
"""The company of `owner`."""


@pytest.fixture
def tom(world_app: Flask, world: World) -> Visitor:
    """The trainer, with a copy of the shipped subject."""
    assert world
    visitor = Visitor(world_app, "tom")
    visitor.get("/formateur/sujets/nouveau")
    made = visitor.post(
        "/formateur/sujets/nouveau", source=f"copie:{SUBJECT}", title="Mon essai", slug="essai", context=CONTEXT
    )
    assert made.status_code == 302
    visitor.get(f"{ROOT}/identite")
    return visitor


@pytest.fixture
def owner(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A trainer with a company of their own, made of a small one that has visits."""
    return owner_of(app, write_context(tmp_path / "livres"), monkeypatch)


@pytest.fixture
def shopkeeper(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A trainer whose company of their own has forty customers, each with an order of the weeks before, and happy reviews."""
    return owner_of(app, write_folder(tmp_path / "livres" / SLUG, {**FILES, **many_buyers(40)}), monkeypatch)


def owner_of(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The trainer, with a company made of that of a folder, which gets visits."""
    (folder / "trafic.yaml").write_text(TRAFFIC, "utf-8")
    monkeypatch.setattr(views_contexts, "FOLDERS", folder.parent)
    load_context(folder=folder, media=app.extensions["e5_media"])
    tom = Visitor(app, "tom")
    tom.get("/formateur/contextes/nouveau")
    made = tom.post(
        "/formateur/contextes/nouveau", source=SLUG, name="Épicerie Kerlann", slug=MINE, is_name_replaced="y"
    )
    assert made.status_code == 302, made.text
    return tom
