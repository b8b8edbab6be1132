"""Who writes a subject in these tests."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.world import CONTEXT, SUBJECT, World
from tests.support.visitor import Visitor
from tests.web.authoring.writing import ROOT


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
