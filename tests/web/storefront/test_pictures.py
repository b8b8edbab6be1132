"""The addresses of pictures, built once a page: the same as the router's, whatever the name."""

from __future__ import annotations

from typing import Any

import flask
import pytest
from flask import Flask

from sandbox.web.filters import media_url


@pytest.mark.parametrize("name", ["0a1b2c.webp", "logo.svg", "été d’hier.webp", "Grand.JPG", "a?b=1.webp"])
@pytest.mark.parametrize("width", [None, 400])
def test_is_the_routers_address(app: Flask, name: str, width: int | None) -> None:
    with app.test_request_context("/"):
        assert media_url("fixed.webp") == flask.url_for("media.picture", name="fixed.webp")
        values: dict[str, Any] = {"name": name, **({"l": width} if width else {})}
        assert media_url(name, width) == flask.url_for("media.picture", **values)
        assert media_url("") == media_url(None) == ""
