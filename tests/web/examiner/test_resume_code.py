"""A resume code that was seen by others is renewed, from the page of codes and from the console."""

from __future__ import annotations

from flask import Flask

from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of

JOIN = "/epreuve/rejoindre"


def test_the_former_code_opens_nothing_and_the_new_one_takes_over(
    world_app: Flask, world: World, erin: Examiner, candidates: list[Visitor]
) -> None:
    former = seat_of(world, 1).resume_code
    answer = erin.fetch(f"{erin.root}/candidats/1/code").get_json()
    assert (answer["code"], answer["rank"]) == (seat_of(world, 1).resume_code, 1)
    assert answer["code"] != former
    other = Visitor(world_app)
    other.get(JOIN)
    assert other.post(JOIN, code=former).status_code == 422
    assert other.post(JOIN, code=answer["code"]).status_code == 302
    assert candidates[0].get("/epreuve").status_code == 302


def test_the_page_of_codes_shows_and_renews_it(world: World, erin: Examiner, oscar: Examiner) -> None:
    assert seat_of(world, 2).resume_code in erin.get(erin.root).text
    former = seat_of(world, 2).resume_code
    assert oscar.post(f"{erin.root}/candidats/2/code").status_code == 404
    assert erin.post(f"{erin.root}/candidats/2/code").status_code == 302
    assert seat_of(world, 2).resume_code != former
    assert seat_of(world, 2).resume_code in erin.get(erin.root).text
