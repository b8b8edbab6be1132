"""The replay of a run on the web: moments, the difference by question, the shop as it was, and who may look at it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop, ShopKind
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of
from tests.web.examiner.test_evidence import change_reference


def replay(erin: Examiner, query: str = "", rank: int = 1) -> Page:
    answer = erin.get(f"{erin.root}/candidats/{rank}/rejeu{query}")
    assert answer.status_code == 200
    return Page(answer.text)


def rebuilt(erin: Examiner, n: int, view: str = "candidat") -> str:
    """The address of the shop rebuilt at an action."""
    answer = erin.post(f"{erin.root}/candidats/1/rejeu", n=n, comme=view)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@pytest.fixture
def run(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    """Two actions of the first candidate, an observation between."""
    change_reference(candidates[0], world, 1, "CAST-UN")
    erin.get(f"{erin.root}/console")
    erin.observe(1, "hésite sur la référence", line="L1")
    change_reference(candidates[0], world, 1, "CAST-DEUX")


@pytest.mark.usefixtures("run")
def test_every_moment_is_told_in_its_order(erin: Examiner) -> None:
    page = replay(erin)
    text = page.text
    for words in ("Départ", "CAST-UN", "hésite sur la référence", "CAST-DEUX"):
        assert words in text
    assert text.index("hésite") < text.index("CAST-DEUX")
    assert page.says("action 2 sur 2")


def test_what_a_cut_kept_on_the_examiners_device_is_told_when_it_was_noted(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    """Found in an audit: a note of the cut stood at the second when it came, beside another state of the shop; and its candidate
    was said to have been left alone meanwhile.
    """
    change_reference(candidates[0], world, 1, "CAST-UN")
    erin.get(f"{erin.root}/console")
    candidates[0].later = timedelta(minutes=9)
    change_reference(candidates[0], world, 1, "CAST-DEUX")
    erin.later = timedelta(minutes=10)
    assert erin.observe(1, "vu dès la première", line="L1", age=9 * 60_000).status_code == 200
    assert erin.observe(1, "et depuis").status_code == 200
    text = replay(erin).text
    assert text.index("CAST-UN") < text.index("vu dès la première") < text.index("CAST-DEUX") < text.index("et depuis")
    evenness = erin.get(f"{erin.root}/equite").text
    assert "9 min" in evenness.partition("Plus long temps")[2].partition("</tr>")[0]


@pytest.mark.usefixtures("run")
def test_the_difference_is_that_of_the_moment_by_question(erin: Examiner) -> None:
    def differences(query: str) -> str:
        return Page(erin.get(f"{erin.root}/candidats/1/rejeu{query}").text).text.partition("Différence avec le départ")[
            2
        ]

    assert "CAST-DEUX" in differences("")
    first = differences("?n=1")
    assert ("CAST-UN" in first, "CAST-DEUX" in first, "Q1" in first) == (True, False, True)
    assert "telle qu’au départ" in differences("?n=0")


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("query", ["?n=-3", "?n=99999999999999999999", "?n=abc", "?n="])
def test_a_moment_that_is_none_is_the_nearest_one(erin: Examiner, query: str) -> None:
    assert replay(erin, query).says("Le fil")


@pytest.mark.usefixtures("run")
def test_the_shop_is_shown_as_it_was_and_nothing_of_it_can_change(erin: Examiner, world: World) -> None:
    home = rebuilt(erin, 1)
    root = re.sub(r"/admin.*", "", home)
    assert Page(erin.get(home).text).says("Reconstitution.")
    with shop_scope(seat_of(world, 1).shop_id):
        number = db.session.query(Product.id).filter_by(key="coffret-escale-hiver").scalar()
    sheet = f"{root}/admin/catalogue/produits/{number}"
    form = Page(erin.get(sheet).text).form("product-form")
    assert form.filled()["reference"] == ["CAST-UN"]
    assert erin.post(sheet, **form.filled(reference="AUTRE")).status_code == 403
    visitor = rebuilt(erin, 0, "visiteur")
    assert "/admin" not in visitor
    assert Page(erin.get(visitor).text).says("au départ")


@pytest.mark.usefixtures("run")
def test_a_rebuilt_shop_exists_for_its_examiner_only(
    world_app: Flask, erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    home = rebuilt(erin, 1)
    assert db.session.query(Shop).filter_by(kind=ShopKind.REPLAY).count() == 1
    strangers = [*candidates, Visitor(world_app, "oscar"), Visitor(world_app, "tom"), Visitor(world_app)]
    assert {stranger.get(home).status_code for stranger in strangers} <= {404, 302, 401}
    assert erin.get(home).status_code == 200


def test_who_did_nothing_yet_has_nothing_to_replay(erin: Examiner) -> None:
    assert replay(erin, rank=3).says("n’a encore rien enregistré")


def test_nobody_elses_run_is_there(world_app: Flask, erin: Examiner) -> None:
    other = Visitor(world_app, "oscar")
    assert other.get(f"{erin.root}/candidats/1/rejeu").status_code == 404
    assert other.post(f"{erin.root}/candidats/1/rejeu", n=0).status_code == 404


@pytest.mark.usefixtures("run")
def test_a_line_of_the_grid_leads_to_its_moments(erin: Examiner) -> None:
    text = erin.get(f"{erin.root}/candidats/1/rejeu").text
    assert re.findall(r'data-lines="([^"]*)"', text) == ["", "A C D E", "A", "A C D E"]
    assert re.findall(r'n=(\d+)" data-letter="(\w)"', text) == [("1", "A"), ("1", "C"), ("1", "D"), ("1", "E")]
    assert text.count('class="ex-rp__none"') == 4
    evidence = erin.get(f"{erin.root}/candidats/1/lignes/L1").text
    assert re.findall(r"rejeu\?n=(\d+)\"><b>", evidence) == ["2", "1"]
