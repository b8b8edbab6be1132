"""The application of the web's tests: the whole centre, alice's shop with the small site where the site's faces are tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.applications import Applications

SITE_FACES = ("siteadmin", "sitefront")
"""The folders whose tests write over the small site and read it."""


@pytest.fixture
def world_app(request: pytest.FixtureRequest, applications: Applications, world_media: Path) -> Iterator[Flask]:
    """An application on its own copy of the whole centre, its context pushed."""
    kind = "site_template" if request.path.parent.name in SITE_FACES else "world_template"
    yield from applications.opened(request.getfixturevalue(kind), world_media)
