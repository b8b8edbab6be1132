"""The centre whose alice has the small site: its tests write over it and read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.applications import Applications


@pytest.fixture
def world_app(applications: Applications, site_template: str, world_media: Path) -> Iterator[Flask]:
    """An application on its own copy of the whole centre with the small site, its context pushed."""
    yield from applications.opened(site_template, world_media)
