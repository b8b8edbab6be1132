"""The console: what it shows of each candidate, what the script is told, the stream and its numbers."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.training.exams import seating
from sandbox.web.examiner import views_console
from sandbox.web.examiner.views_console import missed_between
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of


def products(world: World, rank: int) -> str:
    return f"/b/{world.shop_keys[rank - 1]}/admin/catalogue/produits"


def change_price(visitor: Visitor, world: World, rank: int, price: str) -> None:
    """A candidate gives the box set its price."""
    page = visitor.get(f"{products(world, rank)}?name=Escale+d%E2%80%99hiver").text
    link = next(
        part.split('"')[0]
        for part in page.split(f'href="{products(world, rank)}/')[1:]
        if "Coffret Escale" in part[:400]
    )
    path = f"{products(world, rank)}/{link.partition('#')[0]}"
    form = Page(visitor.get(path).text).form("product-form")
    answer = visitor.post(path, **form.filled(price_incl_cents=price))
    assert answer.status_code == 302, answer.text
    answer.close()  # the evidence is looked at once the candidate has their answer


def test_shows_three_columns_with_state_time_and_lines(erin: Examiner, candidates: list[Visitor]) -> None:
    page = Page(erin.get(f"{erin.root}/console").text)
    for name in ("Inès Kervella", "Malo Tréguier", "Sarah Benhamou"):
        assert page.says(name)
    assert page.text.count("Connecté") == 3
    assert page.text.count("Aucune action enregistrée") == 3
    assert page.text.count("Non atteint") >= 3 * 7
    assert page.says("Salle B 204") or page.says("B 204")


def test_a_candidates_work_is_seen_in_words(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.get(f"{erin.root}/console")
    before = erin.state()
    change_price(candidates[0], world, 1, "34,90")
    candidates[0].fetch("/epreuve/pouls", page="Q1|Catalogue › Produits › Prix")
    first, second, third = erin.state(",".join(f"{column['rank']}:{column['v']}" for column in before))
    assert "Prix TTC" in first["feed"]
    assert "34,90" in first["feed"]
    assert "Coffret Escale" in first["feed"]
    assert "Produits › Prix" in first["status"]
    assert first["question"] == "1"
    assert first["seq"] == before[0]["seq"] + 1
    assert "feed" not in second, "what did not change is not sent again"
    assert "cells" not in third
    assert "Aucune action" in erin.state()[1]["feed"]


def test_evidence_lights_follow_the_work(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.get(f"{erin.root}/console")
    assert "rien encore" in erin.state()[0]["cells"]["L1"]["proof"]
    change_price(candidates[0], world, 1, "34,90")
    db.session.rollback()
    first, second, _third = erin.state()
    assert "Non atteint" in first["cells"]["L1"]["proof"] or "Partiel" in first["cells"]["L1"]["proof"]
    assert "sur 9" in first["cells"]["L1"]["proof"]
    assert "rien encore" in second["cells"]["L1"]["proof"]


def test_what_a_workstation_says_is_text(erin: Examiner, candidates: list[Visitor]) -> None:
    candidates[0].fetch("/epreuve/pouls", page='Q1|<img src=x onerror="alert(1)">')
    candidates[0].fetch("/epreuve/main", up="1", page="Q1|<script>alert(1)</script>")
    column = erin.state()[0]
    assert "&lt;img" in column["status"]
    assert "<img" not in column["status"]
    assert "<script" not in column["todo"]
    assert "<script>alert" not in erin.get(f"{erin.root}/console").text


def test_a_silent_workstation_is_told(erin: Examiner, candidates: list[Visitor]) -> None:
    candidates[1].fetch("/epreuve/pouls", page="Q1|Ici")
    erin.later = timedelta(seconds=40)
    first, second, _third = erin.state()
    assert second["cut"] is True
    assert "Coupé depuis" in second["status"]
    assert "Coupure en cours" in second["todo"]
    candidates[0].later = timedelta(seconds=40)
    candidates[0].fetch("/epreuve/pouls", page="Q1|Ici")
    first = erin.state()[0]
    assert first["cut"] is False


def test_zero_is_told_and_freezes(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.later = timedelta(minutes=41)
    assert {column["shown"] for column in erin.state()} == {"Temps écoulé"}
    assert {column["running"] for column in erin.state()} == {False}
    candidates[0].later = timedelta(minutes=41)
    candidates[0].fetch("/epreuve/pouls", page="")
    assert seat_of(world, 1).shop.frozen_at is not None


def test_a_level_set_elsewhere_reaches_this_console(erin: Examiner) -> None:
    erin.get(f"{erin.root}/console")
    before = erin.state()[1]
    assert erin.rate(2, "L3", "TS").status_code == 200
    after = erin.state(f"2:{before['v']}")[1]
    assert (after["cells"]["L3"]["level"], after["cells"]["L3"]["version"]) == ("TS", 1)
    assert after["levels_set"] == 1
    assert erin.state()[0]["cells"]["L3"]["level"] == ""


def test_observations_are_counted_and_end_the_neglect(erin: Examiner, candidates: list[Visitor]) -> None:
    erin.get(f"{erin.root}/console")
    erin.later = timedelta(minutes=9)
    candidates[0].later = timedelta(minutes=9)
    candidates[0].fetch("/epreuve/pouls", page="Q1|Ici")
    assert erin.state()[0]["neglected"] is True
    erin.observe(1, "travaille avec méthode")
    column = erin.state()[0]
    assert (column["neglected"], column["observations"]) == (False, 1)


@pytest.mark.parametrize("seen", ["", "x", "1:,2:", "9:abc", "1:1:1,2", ",,,:"])
def test_a_strange_list_of_versions_gets_everything(erin: Examiner, seen: str) -> None:
    assert all("feed" in column for column in erin.state(seen))


def messages(
    world_app: Flask, erin: Examiner, monkeypatch: pytest.MonkeyPatch, *, since: str, by_address: bool
) -> list[str]:
    """All the stream says when it is cut after its first look."""
    monkeypatch.setattr(views_console, "STREAM_STEP_S", 0)
    monkeypatch.setattr(views_console, "STREAM_LENGTH_S", 0.05)
    path = f"{erin.root}/flux" + (f"?depuis={since}" if by_address else "")
    answer = erin.get(path, headers={} if by_address else {"Last-Event-ID": since}, buffered=True)
    assert answer.mimetype == "text/event-stream"
    return [part for part in answer.text.split("\n\n") if "data:" in part]


@pytest.mark.parametrize("by_address", [True, False], ids=["address", "header"])
def test_the_stream_tells_a_late_screen_what_it_missed(
    world_app: Flask, world: World, erin: Examiner, candidates: list[Visitor], monkeypatch: pytest.MonkeyPatch, by_address: bool
) -> None:  # fmt: skip
    first = messages(world_app, erin, monkeypatch, since="", by_address=by_address)
    assert first[0].splitlines()[0] == "id: 0.0.0"
    assert json.loads(first[0].splitlines()[1].removeprefix("data: ")) == {"missed": 0}
    for price in ("34,90", "35,90"):
        change_price(candidates[0], world, 1, price)
    change_price(candidates[2], world, 3, "12,00")
    late = messages(world_app, erin, monkeypatch, since="0.0.0", by_address=by_address)
    assert late[0].splitlines() == ["id: 2.0.1", 'data: {"missed": 3}']
    up_to_date = messages(world_app, erin, monkeypatch, since="2.0.1", by_address=by_address)
    assert up_to_date[0].splitlines() == ["id: 2.0.1", 'data: {"missed": 0}']


@pytest.mark.parametrize(
    ("seen", "number", "missed"),
    [("", "1.2.3", 0), ("1.2.3", "1.2.3", 0), ("1.2.3", "2.2.5", 3), ("9.9", "1.2.3", 0), ("a.b.c", "1.2.3", 0), ("5.0.0", "1.1.0", 1)],
)  # fmt: skip
def test_counts_what_lies_between_two_numbers(seen: str, number: str, missed: int) -> None:
    assert missed_between(seen, number) == missed


def test_in_the_last_ten_minutes_blank_lines_are_outlined_and_told_in_words(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    assert "is-blank" not in erin.get(f"{erin.root}/console").text
    erin.rate(1, "L2", "S")
    ines = candidates[0]
    ines.later = erin.later = timedelta(minutes=30, seconds=30)
    ines.fetch("/epreuve/pouls", page="Q1|Ici")
    erin.fetch(f"{erin.root}/candidats/1/coupure")
    assert erin.get(f"{erin.root}/console").text.count("is-blank") == 23, "from the first look on"
    todo = Page(erin.state()[0]["todo"])
    assert todo.says("7 lignes sans niveau")


def test_once_the_start_is_given_the_bar_says_so_though_nobody_has_come(erin: Examiner, world: World) -> None:
    """The session of the world is started; its candidates are not there yet."""

    def shown() -> tuple[str, str]:
        told = erin.get(f"{erin.root}/etat?vus=").get_json()
        return told["word"], told["since"]

    word, since = shown()
    assert word == "Départ donné"
    assert since.startswith("depuis ")
    page = Page(erin.get(f"{erin.root}/console").text)
    assert page.says("Départ donné")
    assert not page.says("Avant le départ")
    for rank in (1, 2, 3):
        seating.tell_absent(seat=seat_of(world, rank), is_absent=True, author="Erin")
        db.session.commit()
    assert shown()[0] == "Terminée", "nobody is expected any more"
