"""A run whose shop has come to its end: its balance is still read, its shop is not there."""

from __future__ import annotations

from flask import Flask

from sandbox.kernel.db import db
from sandbox.training.practice import ending, services
from sandbox.training.practice.models import PracticeRun
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import SUBJECT, World
from tests.support.visitor import Visitor


def test_an_old_run_keeps_its_balance_and_its_shop_is_gone(world_app: Flask, world: World) -> None:
    run = db.session.get_one(PracticeRun, world.alice_run_id)
    services.hand_in_run(run=run)
    services.close_rating(run=run, levels={line.id: "I" for line in get_subject(SUBJECT).lines})
    assert ending.empty_run(run=run)
    db.session.commit()
    alice = Visitor(world_app, "alice")
    page = alice.get(f"/entrainement/essais/{run.id}/constats")
    assert page.status_code == 200
    assert "copie effacée" in page.text
    assert alice.get(f"/entrainement/essais/{run.id}/constats.csv").status_code == 200
    assert "Revoir la boutique" not in alice.get(f"/entrainement/essais/{run.id}").text
    assert alice.get(f"/b/{world.alice_shop_key}/admin/").status_code == 404
