"""Every endpoint × every role. The table below is the specification: who may, and everybody else may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from sandbox.policy.permissions import SHOP_PERMISSIONS, Permission
from tests.factories.world import World
from tests.support.counting import row_counts, watching_writes
from tests.support.visitor import Visitor

ROLES = ("nobody", "seat", "alice", "erin", "oscar", "tom", "ada")
"""Nobody; the candidate at seat 1 of erin's session; a candidate's account; the session's examiner and another; trainer; admin."""

P = Permission
MAY: dict[Permission, set[str]] = {
    P.PUBLIC: set(ROLES),
    P.ACCOUNT: {"alice", "erin", "oscar", "tom", "ada"},
    P.SEAT_WORK: {"seat"},
    P.SESSION_READ: {"erin", "oscar"},
    P.SESSION_RUN: {"erin", "oscar"},
    P.PRACTICE: {"alice", "tom"},
    P.SUBJECT_AUTHOR: {"tom"},
    P.CONTEXT_READ: {"erin", "oscar", "tom", "ada"},
    P.STORY_READ: {"erin", "oscar", "tom"},
    P.USERS_MANAGE: {"ada"},
    P.SYSTEM_READ: {"ada"},
    P.CENTRE_PLAN: {"ada"},
    P.STOREFRONT_VISIT: {"seat", "erin"},
    P.BACKOFFICE_READ: {"seat", "erin"},
    P.STOREFRONT_ACT: {"seat"},
    P.BACKOFFICE_WRITE: {"seat"},
}
OWNED = {"session_id": "erin", "run_id": "alice"}
"""An argument that names somebody's own thing: for others who hold the permission it does not exist."""

ENDS_SESSION = {"auth.logout", "exam.leave", "exam.hand_in"}
"""Refusals are checked for these too; where allowed they would sign the visitor out in the middle of the table."""


def test_the_table_names_every_permission() -> None:
    assert set(MAY) == set(Permission)


def test_every_endpoint_declares_a_permission(world_app: Flask) -> None:
    missing = [
        name for name, view in world_app.view_functions.items() if name != "static" and not hasattr(view, "permission")
    ]
    assert missing == []


def arguments(rule: Rule, world: World) -> dict[str, Any]:
    """Sample values: alice's own things, numbers that exist."""
    known = {
        "shop_key": world.shop_keys[0], "session_id": world.session_id, "rank": 1, "run_id": world.alice_run_id,
        "line_id": "L1", "slug": "noel-a-la-brulerie", "name": "0" * 32 + ".webp", "act": "pause", "question_id": "o1",
        "trial_id": "vide", "context_slug": "brulerie-castelune",
    }  # fmt: skip
    values: dict[str, Any] = {}
    for name in rule.arguments - set(rule.defaults or {}):
        value = known.get(name, 1 if is_number(rule, name) else "x")
        values[name] = 1 if is_number(rule, name) and not isinstance(value, int) else value
    return values


def is_number(rule: Rule, name: str) -> bool:
    """Whether the address takes a number there."""
    return isinstance(rule._converters[name], IntegerConverter)


def calls(app: Flask, world: World) -> list[tuple[str, str, str, Permission]]:
    """(endpoint, method, path, permission) of everything that can be asked."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        permission = app.view_functions[rule.endpoint].permission  # type: ignore[attr-defined]
        values = arguments(rule, world)
        for name in rule.arguments:  # a converter that only knows some words takes its first
            if words := re.search(rf"<any\(([^)]*)\):{name}>", rule.rule):
                values[name] = words[1].split(",")[0].strip(" \"'")
        path = adapter.build(rule.endpoint, values)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found.extend((rule.endpoint, method, path, permission) for method in methods)
    return found


def writes_first(found: list[tuple[str, str, str, Permission]]) -> list[tuple[str, str, str, Permission]]:
    """The same calls, those that only read last: between two refused writes nothing else can have changed anything."""
    return sorted(found, key=lambda call: call[1] == "GET")


def visitor_as(app: Flask, role: str, world: World) -> Visitor:
    """A browser of that role."""
    visitor = Visitor(app, "" if role in ("nobody", "seat") else role)
    if role == "seat":
        assert visitor.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    return visitor


def is_allowed(role: str, permission: Permission, path_arguments: set[str]) -> bool:
    """What the table says."""
    owners = {OWNED[name] for name in path_arguments & set(OWNED)}
    if permission not in SHOP_PERMISSIONS and owners and role not in owners:
        return False
    return role in MAY[permission]


def was_refused(answer: TestResponse) -> bool:
    """A door that stays shut: the sign-in page, the page that asks for a code, 403 or 404."""
    door = answer.headers.get("Location", "").partition("?")[0] if answer.status_code == 302 else ""
    return door in ("/connexion", "/epreuve/rejoindre") or answer.status_code in (403, 404)


Fingerprint = Callable[[], tuple[Any, ...]]


@pytest.fixture
def fingerprint(world_app: Flask) -> Iterator[Fingerprint]:
    """Changes with every write; counted again once somebody has written."""
    assert world_app
    last: tuple[Any, ...] = ()
    with watching_writes() as is_written:

        def taken() -> tuple[Any, ...]:
            nonlocal last
            db.session.rollback()  # what a fixture has read holds the database
            if is_written():
                with db.engine.connect() as connection:
                    shops = connection.exec_driver_sql("SELECT id, revision, frozen_at FROM shops ORDER BY id")
                    last = (*row_counts(connection, leave_out={"seats"}), *(tuple(row) for row in shops))
            return last

        yield taken


@pytest.mark.parametrize("role", ROLES)
def test_only_those_of_the_table_get_in(world_app: Flask, world: World, role: str, fingerprint: Fingerprint) -> None:
    world_app.config["WTF_CSRF_ENABLED"] = False  # the token has its own test: here the permission alone must decide
    visitor = visitor_as(world_app, role, world)
    wrong = []
    before = fingerprint()
    for endpoint, method, path, permission in writes_first(calls(world_app, world)):
        names = {n for rule in world_app.url_map.iter_rules(endpoint) for n in rule.arguments}
        allowed = is_allowed(role, permission, names)
        if allowed and (method != "GET" or endpoint in ENDS_SESSION or endpoint == "examiner.stream"):
            continue  # what an allowed write does is its own screen's test
        answer = visitor.open(path, method=method)
        if allowed and was_refused(answer) and answer.status_code != 404:
            wrong.append(f"{role} may not {method} {endpoint} ({answer.status_code})")
        if not allowed and not was_refused(answer):
            wrong.append(f"{role} may {method} {endpoint} ({answer.status_code})")
        if not allowed and method != "GET" and (after := fingerprint()) != before:
            wrong.append(f"{role} changed something through {method} {endpoint}")
            before = after
    assert wrong == []


def test_every_write_wants_its_token(world_app: Flask, world: World, fingerprint: Fingerprint) -> None:
    visitors = {role: visitor_as_with_token(world_app, role, world) for role in ("seat", "erin", "tom", "ada", "alice")}
    wrong, before = [], fingerprint()
    for endpoint, method, path, permission in calls(world_app, world):
        names = {n for rule in world_app.url_map.iter_rules(endpoint) for n in rule.arguments}
        able = next((r for r in visitors if is_allowed(r, permission, names)), None)
        if method == "GET" or able is None:
            continue
        answer = visitors[able].open(path, method=method)
        if answer.status_code != 400 or fingerprint() != before:
            wrong.append(f"{method} {endpoint} without token: {answer.status_code}")
    assert wrong == []


def visitor_as_with_token(app: Flask, role: str, world: World) -> Visitor:
    """The same browser where tokens are wanted."""
    visitor = Visitor(app, "" if role == "seat" else role)
    if role == "seat":
        visitor.take_seat(world.join_codes[0])
    return visitor


@pytest.mark.parametrize("role", ["alice", "erin", "oscar", "tom", "ada", "seat"])
def test_bobs_shop_does_not_exist_for_others(world_app: Flask, world: World, role: str) -> None:
    world_app.config["WTF_CSRF_ENABLED"] = False
    visitor = visitor_as(world_app, role, world)
    wrong = []
    for endpoint, method, path, permission in calls(world_app, world):
        if permission not in SHOP_PERMISSIONS:
            continue
        answer = visitor.open(path.replace(world.shop_keys[0], world.bob_shop_key), method=method)
        if answer.status_code != 404 or "FUITE" in answer.text:
            wrong.append(f"{role} {method} {endpoint}: {answer.status_code}")
    assert wrong == []


def test_nothing_of_bobs_shows_on_anybodys_pages(world_app: Flask, world: World) -> None:
    """The canary: every page that alice may read, read; none says FUITE."""
    visitor = Visitor(world_app, "alice")
    leaks = []
    for endpoint, method, path, permission in calls(world_app, world):
        if method == "GET" and permission in SHOP_PERMISSIONS:
            answer = visitor.open(path.replace(world.shop_keys[0], world.alice_shop_key), method=method)
            if b"FUITE" in answer.data:
                leaks.append(endpoint)
            assert answer.status_code < 500, endpoint
    assert leaks == []
    own = Visitor(world_app, "bob").get(f"/b/{world.bob_shop_key}/")
    assert "FUITE" in own.text  # the canary sings in its own cage
