"""Practice alone, as a visitor without script: a run from its start to the comparison, and what is refused on the way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories.world import SUBJECT, World
from tests.support.visitor import Visitor

LINES = [f"L{n}" for n in range(1, 9)]


@pytest.fixture
def alice(world_app: Flask, world: World) -> Visitor:
    assert world
    return Visitor(world_app, "alice")


def run_path(world: World, rest: str = "") -> str:
    return f"/entrainement/essais/{world.alice_run_id}{rest}"


def products(world: World) -> str:
    return f"/b/{world.alice_shop_key}/admin/catalogue/produits"


def hand_in(alice: Visitor, world: World) -> None:
    alice.get(run_path(world))
    assert alice.post(run_path(world, "/rendre")).status_code == 302


def rate_all(alice: Visitor, world: World, level: str = "S") -> str:
    alice.get(run_path(world, "/evaluation"))
    levels = {f"niveau-{line}": level for line in LINES}
    answer = alice.post(run_path(world, "/evaluation"), suite="constats", **levels)
    assert answer.status_code == 302, answer.text
    return alice.get(run_path(world, "/constats")).text


def test_a_subject_opens_on_a_fresh_shop(alice: Visitor, world: World) -> None:
    alice.get("/entrainement")
    answer = alice.post(f"/entrainement/sujets/{SUBJECT}/depart")
    assert answer.status_code == 302
    key = re.search(r"/b/(\w+)/admin/", answer.headers["Location"])
    assert key is not None
    assert key[1] != world.alice_shop_key
    assert re.search(r"data-frame-clock>(40:00|39:\d\d)<", alice.get(answer.headers["Location"]).text)


def test_the_earlier_run_is_handed_in_when_another_begins(alice: Visitor, world: World) -> None:
    alice.get("/entrainement")
    alice.post(f"/entrainement/sujets/{SUBJECT}/depart")
    assert "M’évaluer" in alice.get(run_path(world)).text


def test_a_subject_that_is_not_there_is_not_found(alice: Visitor) -> None:
    alice.get("/entrainement")
    assert alice.post("/entrainement/sujets/ailleurs/depart").status_code == 404


def test_a_pause_stops_the_clock_and_closes_the_shop(alice: Visitor, world: World) -> None:
    alice.get(run_path(world))
    alice.post(run_path(world, "/pause"))
    shown = re.compile(r"data-clock>(\d\d:\d\d)<")
    before = shown.findall(alice.get(run_path(world)).text)
    alice.later = timedelta(minutes=30)
    page = alice.get(run_path(world)).text
    assert len(before) == 1
    assert shown.findall(page) == before
    assert "Reprendre" in page
    alice.get(products(world))
    assert alice.post(f"{products(world)}/1", name="Pendant la pause").status_code == 403
    alice.get(run_path(world))
    assert alice.post(run_path(world, "/reprise")).status_code == 302
    assert "Mettre en pause" in alice.get(run_path(world)).text


def test_pausing_or_going_on_twice_changes_nothing_and_says_so(alice: Visitor, world: World) -> None:
    alice.get(run_path(world))
    assert alice.post(run_path(world, "/reprise")).status_code == 302
    assert "n’était pas en pause" in alice.get(run_path(world)).text
    alice.post(run_path(world, "/pause"))
    alice.post(run_path(world, "/pause"))
    assert "n’était pas en cours" in alice.get(run_path(world)).text


def test_time_that_is_up_closes_the_shop_and_opens_the_rating(alice: Visitor, world: World) -> None:
    alice.later = timedelta(minutes=41)
    alice.get(products(world))
    answer = alice.post(f"{products(world)}/1", name="Trop tard")
    assert answer.status_code == 403
    assert "M’évaluer" in alice.get(run_path(world)).text
    assert alice.get(run_path(world, "/evaluation")).status_code == 200


def test_findings_stay_shut_until_the_rating_is_closed(alice: Visitor, world: World) -> None:
    assert alice.get(run_path(world, "/evaluation")).status_code == 302
    hand_in(alice, world)
    assert alice.get(run_path(world, "/constats")).headers["Location"].endswith("/evaluation")
    page = alice.get(run_path(world, "/evaluation")).text
    assert "Attendu" not in page
    assert 'data-th="Observé"' not in page


def test_a_line_without_a_level_is_named_and_the_others_are_kept(alice: Visitor, world: World) -> None:
    hand_in(alice, world)
    alice.get(run_path(world, "/evaluation"))
    answer = alice.post(run_path(world, "/evaluation"), suite="constats", **{"niveau-L1": "TS", "niveau-L2": "I"})
    assert answer.status_code == 422
    assert "Ligne C : choisissez un niveau." in answer.text
    assert re.search(r'name="niveau-L1" value="TS"[^>]* checked', answer.text)
    assert re.search(r'name="niveau-L2" value="I"[^>]* checked', answer.text)


def test_levels_are_kept_for_later(alice: Visitor, world: World) -> None:
    hand_in(alice, world)
    alice.get(run_path(world, "/evaluation"))
    alice.post(run_path(world, "/evaluation"), **{"niveau-L4": "S"})
    page = alice.get(run_path(world, "/evaluation")).text
    assert re.search(r'name="niveau-L4" value="S"[^>]* checked', page)
    answer = alice.fetch(run_path(world, "/evaluation/ligne"), ligne="L5", niveau="TI")
    assert answer.json is not None
    assert "E" not in answer.json["left"]
    assert len(answer.json["left"]) == len(LINES) - 2


@pytest.mark.parametrize(("line", "level"), [("L99", "S"), ("L1", "AB"), ("", "")])
def test_a_level_or_a_line_that_does_not_exist_is_refused(alice: Visitor, world: World, line: str, level: str) -> None:
    hand_in(alice, world)
    alice.get(run_path(world, "/evaluation"))
    answer = alice.fetch(run_path(world, "/evaluation/ligne"), ligne=line, niveau=level)
    assert answer.status_code == 422
    assert (
        "checked"
        not in alice.get(run_path(world, "/evaluation")).text.partition("data-self")[2].partition("</form>")[0]
    )


def test_the_comparison_tells_expected_and_observed(alice: Visitor, world: World) -> None:
    hand_in(alice, world)
    page = rate_all(alice, world, "TS")
    assert "Attendu et observé" in page
    assert page.count("Non atteint") >= 7
    assert "0 cohérent" in page
    export = alice.get(run_path(world, "/constats.csv"))
    assert export.mimetype == "text/csv"
    assert export.data.startswith(b"\xef\xbb\xbf")
    assert len(export.data.decode("utf-8-sig").strip().splitlines()) > len(LINES)


def test_a_closed_rating_does_not_change(alice: Visitor, world: World) -> None:
    hand_in(alice, world)
    rate_all(alice, world, "S")
    alice.get(run_path(world, "/evaluation"))
    assert alice.fetch(run_path(world, "/evaluation/ligne"), ligne="L1", niveau="TI").status_code == 409
    assert "Close le" in alice.get(run_path(world, "/evaluation")).text


def test_starting_again_gives_a_fresh_shop_and_counts_the_attempt(alice: Visitor, world: World) -> None:
    alice.get(products(world))
    hand_in(alice, world)
    alice.get(run_path(world, "/evaluation"))
    answer = alice.post(run_path(world, "/recommencer"))
    assert answer.status_code == 302
    assert world.alice_shop_key not in answer.headers["Location"]
    history = alice.get("/entrainement/essais").text
    assert "essai 2" in history.lower() or "n° 2" in history


@pytest.mark.parametrize("rest", ["", "/evaluation", "/constats", "/constats.csv"])
def test_somebody_elses_run_does_not_exist(alice: Visitor, world: World, rest: str) -> None:
    assert alice.get(f"/entrainement/essais/{world.bob_run_id}{rest}").status_code == 404


@pytest.mark.parametrize("rest", ["/pause", "/reprise", "/rendre", "/evaluation", "/evaluation/ligne", "/recommencer"])
def test_somebody_elses_run_cannot_be_acted_on(alice: Visitor, world: World, rest: str) -> None:
    alice.get(run_path(world))
    assert alice.post(f"/entrainement/essais/{world.bob_run_id}{rest}").status_code == 404
