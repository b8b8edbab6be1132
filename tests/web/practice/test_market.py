"""« Les 7 jours suivants » as a visitor without script: closed while a faithful subject runs, played, looked into, thrown away."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.shop.market import queries
from sandbox.shop.shops.models import Shop
from sandbox.training.practice.models import MarketCopy
from tests.factories.world import World
from tests.support.visitor import Visitor


def test_a_faithful_subject_keeps_the_market_for_after_the_work(world_app: Flask, world: World) -> None:
    alice, path = Visitor(world_app, "alice"), f"/entrainement/essais/{world.alice_run_id}"
    assert "/marche" not in alice.get(path).text
    page = alice.get(f"{path}/marche").text
    assert "Ce sujet est en mode fidèle" in page
    assert "Simuler les 7 jours suivants" not in page
    answer = alice.post(f"{path}/marche", semaine="1")
    assert answer.status_code == 422
    assert "mode fidèle" in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MarketCopy)) == 0


def test_the_market_is_played_looked_into_and_thrown_away(
    world_app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_ORDERS", 12)
    alice, path = Visitor(world_app, "alice"), f"/entrainement/essais/{world.alice_run_id}"
    alice.get(path)
    alice.post(f"{path}/rendre")
    assert f"{path}/marche" in alice.get(path).text
    assert "Modèle simplifié" in alice.get(f"{path}/marche").text
    assert alice.post(f"{path}/marche", semaine="1").status_code == 302
    page = alice.get(f"{path}/marche").text
    assert "Sept jours ont passé" in page
    assert "Le marché n’a vu aucune différence" in page
    assert "Semaine 1, du" in page
    key = re.search(r"/b/(\w+)/admin/", page)
    assert key is not None

    home = alice.get(f"/b/{key[1]}/admin/").text
    assert "7 jours plus tard" in home
    assert "ce jour est incomplet" not in home
    assert "Boutique simulée" in alice.get(f"/b/{key[1]}/").text
    assert "7 jours plus tard" not in alice.get(f"/b/{world.alice_shop_key}/admin/").text

    copy = db.session.scalars(sa.select(MarketCopy)).one()
    witness = db.session.get_one(Shop, copy.witness_id).key
    assert alice.get(f"/b/{witness}/admin/").status_code == 404
    for login in ("bob", "erin", "tom"):
        assert Visitor(world_app, login).get(f"/b/{key[1]}/admin/").status_code == 404

    assert alice.post(f"{path}/marche/repartir").status_code == 302
    assert "Aucun jour simulé" in alice.get(f"{path}/marche").text
    assert alice.get(f"/b/{key[1]}/admin/").status_code == 404
