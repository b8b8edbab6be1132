"""The address told to workstations: never one that opens at the server only, as far as the server knows a better one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from sandbox.web.room_address import CHOSEN, ROOM_HOSTS, is_room_closed, room_address
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor


@pytest.fixture
def known(world_app: Flask) -> Iterator[Flask]:
    """A server that listens on the room's network."""
    world_app.config[ROOM_HOSTS] = ["192.168.4.20", "10.1.1.2"]
    yield world_app
    del world_app.config[ROOM_HOSTS]
    (world_app.config["E5"].instance / CHOSEN).unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("http://127.0.0.1:8055/", "http://192.168.4.20:8055/"),
        ("http://localhost/", "http://192.168.4.20/"),
        ("http://[::1]:8055/", "http://192.168.4.20:8055/"),
        ("http://10.1.1.2:8055/", "http://10.1.1.2:8055/"),
        ("https://centre.example/", "https://centre.example/"),
    ],
)
def test_who_sits_at_the_server_is_told_what_the_room_types(known: Flask, asked: str, told: str) -> None:
    with known.test_request_context(base_url=asked):
        assert room_address() == told
        assert not is_room_closed()


def test_a_server_that_listens_for_itself_alone_says_so(world_app: Flask, world: World) -> None:
    with world_app.test_request_context(base_url="http://127.0.0.1:8055/"):
        assert room_address() == "http://127.0.0.1:8055/"
        assert is_room_closed()
    page = Page(Visitor(world_app, "ada").get("/administration/verification").text)
    assert page.says("ne s’ouvre que sur ce poste")
    assert page.says("e5 serve --host 0.0.0.0")


def test_the_check_of_workstations_names_the_rooms_address(known: Flask, world: World) -> None:
    page = Page(Visitor(known, "ada").get("/administration/verification").text)
    assert page.says("http://192.168.4.20/verification")
    assert not page.says("ne s’ouvre que sur ce poste")


def test_the_centre_chooses_among_the_networks_of_its_machine(known: Flask, world: World) -> None:
    ada = Visitor(known, "ada")
    page = Page(ada.get("/administration/verification").text)
    assert page.says("Ce poste est sur 2 réseaux")
    form = page.form("verification/adresse")
    assert form.fields["host"] == ["192.168.4.20"]
    for _ in "twice":
        answer = ada.post(form.action, **form.filled(host="10.1.1.2"))
        assert answer.location == "/administration/verification"
    chosen = Page(ada.get("/administration/verification").text)
    assert chosen.says("ouvrez http://10.1.1.2/verification")
    assert chosen.form("verification/adresse").fields["host"] == ["10.1.1.2"]
    for asked, told in (
        ("http://192.168.4.20:8055/", "http://10.1.1.2:8055/"),
        ("http://127.0.0.1:8055/", "http://10.1.1.2:8055/"),
        ("https://centre.example/", "https://centre.example/"),
    ):
        with known.test_request_context(base_url=asked):
            assert room_address() == told
    known.config[ROOM_HOSTS] = ["192.168.4.20"]  # the other cable was pulled
    with known.test_request_context(base_url="http://127.0.0.1:8055/"):
        assert room_address() == "http://192.168.4.20:8055/"


def test_an_address_that_the_machine_has_not_is_refused(known: Flask, world: World) -> None:
    ada = Visitor(known, "ada")
    ada.get("/administration/verification")
    answer = ada.post("/administration/verification/adresse", host="203.0.113.9")
    assert answer.status_code == 422
    told = Page(answer.text)
    assert told.says("Ce poste n’a pas, ou plus, cette adresse")
    assert told.says("http://192.168.4.20/verification")


def test_nothing_is_offered_where_there_is_one_network(world_app: Flask, world: World) -> None:
    world_app.config[ROOM_HOSTS] = ["192.168.4.20"]
    try:
        assert not Page(Visitor(world_app, "ada").get("/administration/verification").text).says(
            "L’adresse que la salle"
        )
    finally:
        del world_app.config[ROOM_HOSTS]
