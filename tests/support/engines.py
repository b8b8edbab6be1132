"""Which tests are run once more on PostgreSQL: those that may meet it.

A test learns of the server from the fixture `server_url` alone (tests/architecture holds that), so what a test asks for, directly
or through its fixtures, says whether it can be another test there. Pure rules, readings of files, drawings and commands on an
installation of their own are not: they would do twice the same. A fixture of the house that asks for others while it runs
(`request`) may ask for anything, and is taken for one that meets the server.
"""

from __future__ import annotations

import pytest

SERVER = "server_url"


def may_meet_a_server(item: pytest.Item) -> bool:
    """Whether a test may open the database of E5_DATABASE_URL."""
    if not isinstance(item, pytest.Function) or item.get_closest_marker("postgres"):
        return True
    if SERVER in item.fixturenames:
        return True
    made = item._fixtureinfo.name2fixturedefs
    return any(_asks_while_it_runs(definition) for definitions in made.values() for definition in definitions)


def _asks_while_it_runs(definition: pytest.FixtureDef[object]) -> bool:
    return "request" in definition.argnames and definition.func.__module__.startswith("tests.")
