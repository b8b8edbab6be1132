"""A subject set on the site: told apart in the list, it opens the site's administration, and its page speaks of the site."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from sandbox.kernel.db import db
from sandbox.training.exams.models import Seat
from tests.factories.world import SUBJECT, World
from tests.support.pages import Page
from tests.support.visitor import Visitor

OF_THE_SITE = "douceurs-de-decembre"


@pytest.fixture
def alice(world_app: Flask, world: World) -> Visitor:
    assert world
    return Visitor(world_app, "alice")


def test_the_list_says_where_a_subject_is_worked_on_and_what_it_asks(alice: Visitor) -> None:
    shelves = alice.get("/entrainement").text.split("<section aria-labelledby=")[1:]
    titles = {shelf.split('"')[1]: re.findall(r"<h3>(.*?)</h3>", shelf) for shelf in shelves}
    assert "Sujet R – Douceurs de décembre" in titles["site-fidele"]
    assert "Sujet I – Boire frais" in titles["boutique-fidele"]
    assert "Sujet K – Coup de vent sur le quai" in titles["boutique-anime"]
    drinks = next(shelf for shelf in shelves if "Boire frais" in shelf)
    assert "<li>Mettre la carafe en vente</li>" in drinks


def test_a_subject_of_the_site_opens_the_administration_of_the_site(alice: Visitor) -> None:
    alice.get("/entrainement")
    answer = alice.post(f"/entrainement/sujets/{OF_THE_SITE}/depart")
    assert answer.status_code == 302
    assert re.fullmatch(r"/b/\w+/site-admin/", answer.location)
    page = alice.get(answer.location)
    assert page.status_code == 200
    assert re.search(r"data-frame-clock>(40:00|39:\d\d)<", page.text)


def test_a_subject_of_the_shop_still_opens_its_back_office(alice: Visitor) -> None:
    alice.get("/entrainement")
    assert re.fullmatch(r"/b/\w+/admin/", alice.post(f"/entrainement/sujets/{SUBJECT}/depart").location)


def test_the_seat_of_an_exam_names_the_site(world_app: Flask, world: World) -> None:
    erin, seat = Visitor(world_app, "erin"), Visitor(world_app)
    assert world.session_id
    erin.get("/examinateur/sessions/nouvelle")
    made = erin.post("/examinateur/sessions/nouvelle", **{
        "subject": OF_THE_SITE, "candidates-0-last_name": "Le Bris", "candidates-0-workstation": "9", "candidates-0-extra": "aucune",
    })  # fmt: skip
    assert made.status_code == 302, made.text
    code = db.session.scalars(select(Seat.join_code).order_by(Seat.id.desc())).first()
    erin.get(made.location)
    seat.get("/epreuve/rejoindre")
    assert seat.post("/epreuve/rejoindre", code=code).status_code == 302
    assert erin.post(f"{made.location}/depart").status_code == 302
    page = seat.get("/epreuve")
    assert Page(page.text).says("Voir le site")
    assert Page(page.text).says("Ouvrir l’administration du site")
    assert "/site-admin/" in page.text
