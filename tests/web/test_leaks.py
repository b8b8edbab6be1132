"""A column of the console, a panel, a sheet, a file: each tells of its own candidate. The second one's everything says FUITE."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.shop.catalog.services import update_product
from sandbox.training.exams.models import Seat
from tests.domain.training.working import product, work
from tests.factories.shops import CANARY
from tests.factories.world import World, mark_shop
from tests.support.visitor import Visitor

BOX = "coffret-escale-hiver"
PANELS = [f"lignes/L{number}" for number in range(1, 9)]


@pytest.fixture
def erin(world_app: Flask, world: World) -> Visitor:
    """The examiner, after all three worked: the first plainly, the second under the mark."""
    seats = [db.session.get_one(Seat, seat_id) for seat_id in world.seat_ids]
    visitors = []
    for code in world.join_codes:
        visitor = Visitor(world_app)
        visitor.get("/epreuve/rejoindre")
        assert visitor.post("/epreuve/rejoindre", code=code).status_code == 302
        visitors.append(visitor)
    mark_shop(seats[1].shop_id)
    db.session.commit()
    db.session.expire_all()
    work(seats[1], lambda: update_product(product=product(BOX), reference=CANARY, description=f"<p>{CANARY}</p>"))
    work(seats[0], lambda: update_product(product=product(BOX), reference="CAST-COF-07"))
    db.session.commit()
    db.session.remove()
    examiner = Visitor(world_app, "erin")
    examiner.get(f"{root(world)}/console")
    tell(examiner, world, rank=2, text=f"{CANARY} dit l’examinatrice")
    tell(examiner, world, rank=1, text="Travail propre")
    return examiner


def root(world: World) -> str:
    return f"/examinateur/sessions/{world.session_id}"


def tell(visitor: Visitor, world: World, *, rank: int, text: str) -> None:
    sent = {
        "uuid": str(uuid.uuid4()),
        "rank": rank,
        "seat": world.seat_ids[rank - 1],
        "line": "L1",
        "sign": "+",
        "text": text,
    }
    headers = {"X-Requested-With": "fetch", "X-CSRFToken": visitor.token, "Content-Type": "application/json"}
    answer = visitor.open(f"{root(world)}/observations", method="POST", data=json.dumps(sent), headers=headers)
    assert answer.status_code == 200, answer.text


def test_a_column_of_the_console_tells_of_its_candidate(erin: Visitor, world: World) -> None:
    columns: list[dict[str, Any]] = erin.get(f"{root(world)}/etat?vus=").get_json()["seats"]
    texts = [json.dumps(column, ensure_ascii=False) for column in columns]
    assert len(texts) == 3
    assert [CANARY in text for text in texts] == [False, True, False]


@pytest.mark.parametrize("part", ["fiche", "journal.json", *PANELS])
def test_what_is_shown_of_a_candidate_is_theirs(erin: Visitor, world: World, part: str) -> None:
    shown = {rank: erin.get(f"{root(world)}/candidats/{rank}/{part}") for rank in (1, 2, 3)}
    assert {answer.status_code for answer in shown.values()} == {200}
    assert CANARY not in shown[1].text
    assert CANARY not in shown[3].text
    if part in ("fiche", "journal.json", "lignes/L1"):
        assert CANARY in shown[2].text, "the mark would show if it were there"


def test_the_candidates_own_pages_show_nothing_of_another(erin: Visitor, world: World, world_app: Flask) -> None:
    assert erin
    first = Visitor(world_app)
    first.get("/epreuve/rejoindre")
    assert first.post("/epreuve/rejoindre", code=resume_code(world, 1)).status_code == 302
    for path in ("", "/admin/", f"/admin/catalogue/produits?q={CANARY}", "/admin/clients", "/admin/commandes"):
        answer = first.get(f"/b/{world.shop_keys[0]}{path}", follow_redirects=True)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text.replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", ""), path
    assert first.get(f"/b/{world.shop_keys[1]}/").status_code == 404


def resume_code(world: World, rank: int) -> str:
    found = db.session.get_one(Seat, world.seat_ids[rank - 1]).resume_code
    db.session.rollback()
    return found
