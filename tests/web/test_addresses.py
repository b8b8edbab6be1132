"""The quick addresses of templates are those of the router, whatever is asked."""

from __future__ import annotations

from typing import Any

import flask
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import BuildError, Map, Rule

from sandbox.web import addresses


@pytest.fixture(scope="module")
def house() -> Flask:
    app = Flask("house")
    rules = (
        "/produit/<int:number>-<slug>",
        "/produits/<int:number>",
        "/choix/<any(haut, bas):word>",
        "/petit/<int(max=9):n>",
        "/liste",
    )
    for endpoint, rule in zip(("product", "edit", "choice", "small", "list"), rules, strict=True):
        app.add_url_rule(rule, endpoint, lambda **_: "")
    return app


VALUES = st.one_of(
    st.integers(-3, 10**12),
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    st.text(max_size=12),
    st.none(),
    st.booleans(),
)


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.sampled_from(["slug", "page", "tri", "zq9x0x9qz"]), VALUES), max_size=3),
)
def test_same_address_as_the_router_gives(house: Flask, number: int, extra: list[tuple[str, Any]]) -> None:
    values = {"slug": "cafe", **dict(extra)}
    with house.test_request_context("/"):
        for n in (number, number + 1):  # the second one comes from the pattern
            for endpoint in ("product", "edit", "list"):
                assert _told(addresses.url_for, endpoint, number=n, **values) == _told(
                    flask.url_for, endpoint, number=n, **values
                )


@pytest.mark.parametrize("values", [{"word": "haut"}, {"word": "bas"}])
def test_a_word_among_a_few(house: Flask, values: dict[str, Any]) -> None:
    with house.test_request_context("/"):
        assert addresses.url_for("choice", **values) == f"/choix/{values['word']}"


def test_a_number_with_a_limit(house: Flask) -> None:
    with house.test_request_context("/"):
        assert [addresses.url_for("small", n=n) for n in (3, 4)] == ["/petit/3", "/petit/4"]


def test_options_of_the_router_keep_their_meaning(house: Flask) -> None:
    with house.test_request_context("/"):
        assert addresses.url_for("edit", number=2, _anchor="prix") == "/produits/2#prix"
        assert addresses.url_for("edit", number=2, _external=True) == "http://localhost/produits/2"


def _told(build: Any, endpoint: str, **values: Any) -> str:
    try:
        return str(build(endpoint, **values))
    except BuildError:
        return "no such address"


def test_a_number_that_no_database_holds_is_no_address() -> None:
    app = Flask("house")
    addresses.register(app)
    app.add_url_rule("/produits/<int:number>", "product", lambda number: str(number))
    client = app.test_client()
    assert client.get("/produits/2147483647").status_code == 200
    assert client.get("/produits/2147483648").status_code == 404


def test_a_rule_builds_its_addresses_when_the_first_is_asked_for() -> None:
    """Those of the application are built late, and are those of a rule as the router makes it."""
    given = {"number": 7, "word": "haut", "page": 2, "slug": "café au lait"}
    told: list[list[str]] = []
    for kind in (Rule, addresses.LateRule):
        rules = [
            kind("/liste/<int:number>", endpoint="list"),
            kind("/choix/<any(haut, bas):word>/<slug>", endpoint="choice"),
            kind("/debut", endpoint="start", defaults={"page": 1}),
        ]
        router = Map(rules).bind("localhost", "/")
        asked = [("list", given), ("choice", given), ("start", {"page": 1})]
        # The second address comes from what was compiled for the first.
        told += [[router.build(*one, append_unknown=more) for one in asked for more in (True, False)] for _ in range(2)]
        with pytest.raises(BuildError):
            router.build("list", {"slug": "x"})
    assert told == [told[0]] * 4
    assert told[0][0].startswith("/liste/7?")
