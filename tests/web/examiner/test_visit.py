"""The examiner in a candidate's shop: sees it as candidate and as visitor, changes nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.policy.permissions import Permission
from tests.factories.world import World
from tests.support.counting import row_counts
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner


def fingerprint() -> list[tuple[object, ...]]:
    """How many rows each table has, and each shop's revision: changes with every write."""
    db.session.rollback()
    with db.engine.connect() as connection:
        counts = row_counts(connection)
        revisions = connection.exec_driver_sql("SELECT id, revision, frozen_at FROM shops ORDER BY id")
        return [*counts, *(tuple(row) for row in revisions)]


def test_sees_back_office_and_storefront(erin: Examiner, world: World) -> None:
    back = erin.get(f"/b/{world.shop_keys[0]}/admin/")
    assert back.status_code == 200
    assert Page(back.text).says("Vous regardez cette boutique sans pouvoir la modifier")
    front = erin.get(f"/b/{world.shop_keys[0]}/")
    assert front.status_code == 200
    assert "Brûlerie" in front.text
    assert "data-frame=" not in back.text + front.text, "the candidate's frame belongs to the candidate"


def test_another_examiner_does_not(oscar: Examiner, world: World) -> None:
    for path in ("/", "/admin/"):
        assert oscar.get(f"/b/{world.shop_keys[0]}{path}").status_code == 404


@pytest.mark.parametrize("permission", [Permission.BACKOFFICE_WRITE, Permission.STOREFRONT_ACT])
def test_writes_nothing(world_app: Flask, erin: Examiner, world: World, permission: Permission) -> None:
    erin.get(f"{erin.root}/console")
    rules = [
        rule
        for rule in world_app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and getattr(world_app.view_functions[rule.endpoint], "permission", None) is permission
    ]
    assert rules
    before = fingerprint()
    adapter = world_app.url_map.bind("localhost")
    for rule in rules:
        values = dict.fromkeys(rule.arguments, 1) | {"shop_key": world.shop_keys[0]}
        try:
            path = adapter.build(rule.endpoint, values, method="POST")
        except ValueError:
            continue
        answer = erin.post(path, name="FUITE")
        assert answer.status_code in (403, 404), path
        if answer.status_code == 403:
            assert Page(answer.text).says("rien n’a été enregistré"), path
    assert fingerprint() == before


def test_reads_every_tab_of_a_product(erin: Examiner, world: World) -> None:
    page = erin.get(f"/b/{world.shop_keys[0]}/admin/catalogue/produits/1").text
    before = page[: page.index('role="tablist"')]
    assert before.count("<fieldset disabled>") >= 1
    assert before.count("<fieldset") == before.count("</fieldset>"), "the tabs of a disabled fieldset cannot be opened"


def counted() -> list[Any]:
    """All that a figure, a difference or a journal may tell: everything but the steps of the people at work, kept apart."""
    return [row for row in fingerprint() if row[0] != "live_steps"]


def test_leaves_no_trace_as_visitor_or_as_candidate(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    """What the examiner looks at is no visit of a customer and no action of the candidate: it is noted apart, as theirs."""
    key = world.shop_keys[0]
    found = re.search(rf'href="(/b/{key}/produit/[^"#?]+)', erin.get(f"/b/{key}/").text)
    assert found is not None
    product = found[1]
    before = counted()
    for path in (f"/b/{key}/", product, f"/b/{key}/panier", f"/b/{key}/admin/", f"/b/{key}/admin/catalogue/produits"):
        assert erin.get(path).status_code == 200, path
    assert counted() == before
    assert "Aucune action enregistrée" in erin.get(f"{erin.root}/console").text
