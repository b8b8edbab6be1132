"""Lists kept while nothing changed: a change is seen at once, a message once, a token is one's own."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from sandbox.shop.catalog.models import Product
from tests.factories.world import World
from tests.support.statements import counted
from tests.support.visitor import Visitor
from tests.web.backoffice.conftest import Desk

LISTS = ["/commandes?par=50", "/catalogue/produits?par=50", "/clients?par=50"]
OFFLINE = re.compile(r'\A[^<]*(?:<[^<]*){1,5}aria-checked="false"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.mark.parametrize("path", LISTS)
def test_the_second_look_costs_no_list(desk: Desk, path: str) -> None:
    with counted() as first:
        desk.read(path)
    with counted() as second:
        desk.read(path)
    assert len(second) <= 6 < len(first)


def test_a_change_is_seen_at_once_and_its_message_once(desk: Desk) -> None:
    path = f"{desk.root}/admin/catalogue/produits?name=mug"
    product = desk.find(Product, key="mug-escale")
    before = desk.visitor.get(path).text
    assert f"«\u00a0{product.name}\u00a0» est passé hors ligne." not in before
    assert desk.send(f"/catalogue/produits/{product.id}/en-ligne", value="", next=path).status_code == 302
    told, later = desk.visitor.get(path).text, desk.visitor.get(path).text
    assert f"«\u00a0{product.name}\u00a0» est passé hors ligne." in told
    assert f"«\u00a0{product.name}\u00a0» est passé hors ligne." not in later
    for page in (told, later):
        assert OFFLINE.search(page.partition(f"produits/{product.id}/en-ligne")[2])


def test_a_kept_list_carries_the_token_of_who_reads_it(world_app: Flask, world: World) -> None:
    path = f"/b/{world.shop_keys[0]}/admin/catalogue/produits"
    seat, examiner = Visitor(world_app), Visitor(world_app, "erin")
    seat.get("/epreuve/rejoindre")
    assert seat.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    tokens = {who: set(TOKEN.findall(who.get(path).text)) for who in (seat, examiner)}
    assert len(tokens[seat]) == 1
    assert tokens[seat].isdisjoint(tokens[examiner])


def test_who_may_only_look_is_not_shown_what_the_candidate_may_press(world_app: Flask, world: World) -> None:
    path = f"/b/{world.shop_keys[0]}/admin/commandes"
    seat, examiner = Visitor(world_app), Visitor(world_app, "erin")
    seat.get("/epreuve/rejoindre")
    assert seat.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    for _ in range(2):
        assert "Consultation seule" not in seat.get(path).text
        assert "Consultation seule" in examiner.get(path).text
