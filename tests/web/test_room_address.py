"""The address told to workstations: never one that opens at the server only, as far as the server knows a better one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from sandbox.web.room_address import ROOM_HOSTS, is_room_closed, room_address
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor


@pytest.fixture
def known(world_app: Flask) -> Iterator[Flask]:
    """A server that listens on the room's network."""
    world_app.config[ROOM_HOSTS] = ["192.168.4.20", "10.1.1.2"]
    yield world_app
    del world_app.config[ROOM_HOSTS]


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
