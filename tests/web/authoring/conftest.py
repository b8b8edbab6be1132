"""Who writes a subject, and who has a company of their own, in these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from sandbox.training.contexts.services import load_context
from sandbox.web.authoring import views_contexts
from tests.factories.contexts import SLUG, write_context
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
    folder = write_context(tmp_path / "livres")
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
